"""Initiatives and risks: an editable table, what each one does to the odds, and to the coming months."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import streamlit as st

from charts.effects import EffectLine, effects_chart, effects_frame
from simulator import Scenario
from simulator.engine.forecast import Series
from simulator.scenario import DatedChange, scenario_levers
from simulator.scenario.levers import counted_levers
from ui.computing.views import goals_view, months_view
from ui.fields.edits import Document, with_document
from ui.fields.tables import Row, filled, share_of, table_field
from ui.screens import draw
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.metric_words import lever_label
from ui.wording.text import shown

Kind = Literal["initiatives", "risks"]
KINDS: tuple[Kind, ...] = ("initiatives", "risks")
COMPARE_TRIALS = 4_000
MOST_LINES = 8


def draw_section(plan: Scenario) -> None:
    """The effects by month and on the odds, and both tables."""
    st.subheader("Initiatives and risks", anchor=False)
    if plan.initiatives or plan.risks:
        _effects_chart(plan)
        _effects(plan)
    _table(plan, "initiatives", "Initiatives: what we do", plan.initiatives)
    _table(plan, "risks", "Risks: what may happen to us", plan.risks)
    st.caption(
        "Effects are relative changes of the lever (for hires: people), from a poor to a good outcome. "
        "An initiative costs what it costs, a risk only if it happens."
    )


def _without(plan: Scenario, kind: Kind, name: str) -> Scenario:
    return plan.changed(**{kind: tuple(other for other in getattr(plan, kind) if other.name != name)})


def _effects_chart(plan: Scenario) -> None:
    now = months_view(plan, Series.BOOKINGS, wanted=COMPARE_TRIALS).mean
    average = float(now.mean())
    hidden = money_hidden.is_hidden()
    if hidden and average <= 0:
        return
    lines = []
    for kind in KINDS:
        for one in getattr(plan, kind):
            bare = months_view(_without(plan, kind, one.name), Series.BOOKINGS, wanted=COMPARE_TRIALS).mean
            values = [float(value) for value in now - bare]
            texts = [
                formats.signed(
                    formats.percent(value / average, 1)
                    if hidden
                    else formats.money_exact(value, plan.currency),
                    value,
                )
                for value in values
            ]
            name = shown(money_hidden.shown_text(one.name), 24)
            lines.append(EffectLine(name, kind == "risks", values, texts))
    lines.sort(key=lambda line: -abs(sum(line.values)))
    lines = lines[:MOST_LINES]
    none = months_view(plan.changed(initiatives=(), risks=()), Series.BOOKINGS, wanted=COMPARE_TRIALS).mean
    total = float((now - none).sum())
    scale, letter = formats.scale_of(
        max((abs(value) for line in lines for value in line.values), default=0.0)
    )
    unit = f"Expected bookings a month, difference ({f'{letter} ' if letter else ''}{formats.symbol(plan.currency)})"
    if hidden:
        scale, unit = average / 100, "Expected bookings a month, difference (% of an average month)"
    many = len(plan.initiatives) + len(plan.risks)
    share = formats.percent(total / float(now.sum()), 1) if hidden else formats.money(total, plan.currency)
    difference = formats.signed(share, total)
    title = f"{'It changes' if many == 1 else 'Together they change'} expected bookings by {difference}"
    draw.draw(
        title,
        lambda data, palette: effects_chart(data, palette, months=plan.months, unit=unit),
        effects_frame(lines, [formats.month(month) for month in plan.months], scale),
        layout=("effects", plan.months, unit),
        alt_text=f"{title}. One line for each initiative and risk: what it adds to or takes from each month.",
        key="effects",
    )


def _effects(plan: Scenario) -> None:
    if not plan.goals:
        return
    goal = plan.goals[0]
    now = goals_view(plan, COMPARE_TRIALS).verdict(goal.name).probability
    rows = []
    for kind in KINDS:
        for one in getattr(plan, kind):
            odds = goals_view(_without(plan, kind, one.name), COMPARE_TRIALS).verdict(goal.name).probability
            rows.append(
                {
                    "": "Initiative" if kind == "initiatives" else "Risk",
                    "Name": shown(money_hidden.shown_text(one.name)),
                    "From": formats.month(one.start_month),
                    "Happens": formats.percent(one.probability),
                    "Does": _does(plan, one),
                    f"Odds of {shown(goal.name, 30)}": formats.points(now - odds),
                }
            )
    draw.show_frame(pd.DataFrame(rows), key="effects_on_odds")


def _does(plan: Scenario, one: DatedChange) -> str:
    low, high = one.effect.low, one.effect.high
    label = lever_label(one.lever, plan)
    if one.lever == "hires":
        return f"{label}: {formats.decimal(low)} to {formats.decimal(high)} people"
    bounds = [formats.signed(formats.percent(value, 1), value) for value in (low, high)]
    return f"{label} {bounds[0] if low == high else ' to '.join(bounds)}"


def _table(plan: Scenario, kind: Kind, title: str, listed: tuple[DatedChange, ...]) -> None:
    levers = [one.name for one in (*scenario_levers(plan), *counted_levers(plan))]

    def write(now: Scenario, rows: list[Row]) -> Scenario:
        before = {one.name: one for one in getattr(now, kind)}

        def put(document: Document) -> None:
            document[kind] = [_entry(row, before) for row in rows]

        return with_document(now, put)

    st.markdown(f"**{title}**")
    table_field(
        title.split(":", 1)[0],
        kind,
        [
            {
                "name": one.name,
                "lever": one.lever,
                **_bounds(one),
                "probability": one.probability * 100,
                "start_month": one.start_month,
                "phase_in_months": one.phase_in_months,
                "cost": one.cost,
            }
            for one in listed
        ],
        {
            "name": st.column_config.TextColumn("Name", required=True, width="medium"),
            "lever": st.column_config.SelectboxColumn(
                "Lever",
                options=levers,
                width="medium",
                format_func=lambda name: lever_label(str(name), plan),
                required=True,
            ),
            "low": st.column_config.NumberColumn("Poor, %", format="%.1f"),
            "mode": st.column_config.NumberColumn("Likely, %", required=True, format="%.1f"),
            "high": st.column_config.NumberColumn("Good, %", format="%.1f"),
            "probability": st.column_config.NumberColumn("Happens, %", default=100.0, format="%.0f"),
            "start_month": st.column_config.SelectboxColumn(
                "From",
                options=list(plan.months),
                format_func=lambda month: formats.month(str(month)),
                required=True,
                default=plan.months[0],
            ),
            "phase_in_months": st.column_config.NumberColumn(
                "Phase-in, months", default=0, step=1, format="%d"
            ),
            "cost": st.column_config.NumberColumn("Cost", default=0.0, format="%.0f"),
        },
        write,
    )


def _bounds(one: DatedChange) -> dict[str, float]:
    scale = 1 if one.lever == "hires" else 100
    return {name: round(getattr(one.effect, name) * scale, 9) for name in ("low", "mode", "high")}


def _entry(row: Row, before: dict[str, DatedChange]) -> dict[str, Any]:
    """A row as the plan holds it; what the table does not show (teams, source) stays with the name."""
    name, lever = str(filled(row, "name", "name")), str(filled(row, "lever", "lever"))
    likely = float(filled(row, "mode", "likely effect"))
    scale = 1.0 if lever == "hires" else 100.0
    bounds = {"low": row["low"], "mode": likely, "high": row["high"]}
    entry: dict[str, Any] = {
        "name": name,
        "lever": lever,
        "effect": {
            part: round(float(likely if value is None else value) / scale, 12)
            for part, value in bounds.items()
        },
        "probability": share_of(row["probability"] if row["probability"] is not None else 100),
        "start_month": str(filled(row, "start_month", "month")),
        "phase_in_months": int(row["phase_in_months"] or 0),
        "cost": float(row["cost"] or 0),
    }
    old = before.get(name)
    if old is not None and old.teams is not None:
        entry["teams"] = list(old.teams)
    if old is not None and old.source is not None:
        entry["source"] = old.source
    return entry
