"""Where the funnel leaks, on the History page: against its own past, other members and a benchmark one may state."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from charts.leak import FunnelRow, leak_chart, leak_frame
from simulator import Scenario
from simulator.decide.one_point import PointWorth, point_shares
from simulator.evidence import Evidence
from simulator.evidence.comparisons import LeakFinding, LeakStep
from simulator.scenario import Goal
from ui.computing.point_view import point_view
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.kept.keeping_open import OpenPart
from ui.screens import draw, present
from ui.visitors import money_hidden, view_mode
from ui.wording import formats
from ui.wording.text import plain, shown

BENCHMARK = "leak_benchmark"


def draw_leak(evidence: Evidence | OpenPart | None, plan: Scenario) -> None:
    """The finding as the title, the funnel, each step against its past and a benchmark; then what one point brings."""
    leak = None if evidence is None else evidence.leak
    if leak is not None and isinstance(evidence, OpenPart):
        _history(leak, None)
    elif leak is not None and isinstance(evidence, Evidence) and not money_hidden.is_hidden():
        _history(leak, evidence.currency)
    _points(plan)


def _history(leak: LeakFinding, currency: str | None) -> None:
    """currency: None where no amount may be shown."""
    st.subheader("Where the funnel leaks", anchor=False)
    rows = [
        FunnelRow("enter", leak.steps[0].into, 0.0, f"{_units(leak.steps[0].into)} enter a month", "", "")
    ]
    for step in leak.steps:
        through = step.into - step.lost
        rows.append(
            FunnelRow(
                step.key,
                through,
                step.lost,
                f"{_units(through)} {step.key} ({formats.percent(step.rate)})",
                f"{_units(step.lost)} lost",
                f"{_units(through)} of {_units(step.into)} get through",
            )
        )
    draw.draw(
        leak.sentence,
        leak_chart,
        leak_frame(rows),
        layout=("leak", len(rows), *(row.text for row in rows)),
        alt_text=f"{leak.sentence} Bars: " + "; ".join(f"{row.text} {row.lost_text}" for row in rows) + ".",
        key="leak",
    )
    for step in leak.steps:
        st.markdown(f"- {plain(_past_words(step))}{_benchmark_words(step)}")
    for told in leak.members:
        st.markdown(f"- {plain(told)}")
    if leak.change is not None and leak.change.changed:
        change = leak.change
        st.markdown(
            f"- The win rate was {formats.percent(change.before)} before {formats.month(change.month)} and is "
            f"{formats.percent(change.after)} from then on, more than luck explains."
        )
    best = leak.best_point
    worth = (
        ""
        if currency is None
        else f": about {plain(formats.money(best.a_point, currency))} of bookings a month in the long run"
    )
    st.markdown(f"One point more is worth most at **{plain(best.key)}**{worth}.")
    if view_mode.may_edit():
        _draw_benchmarks(leak)


def _draw_benchmarks(leak: LeakFinding) -> None:
    """What one types to compare with; whoever only looks at a plan types nothing."""
    with st.expander(
        "Compare with a benchmark of your own", icon=":material/straighten:", key="leak_benchmarks"
    ):
        st.caption(
            "None is built in: no published figure fits every business. Type one, with where it comes from."
        )
        with st.grid(2, min_column_width=220, gap="small"):
            for step in leak.steps:
                st.text_input(step.label, key=_key(step), placeholder="such as 25 %")
                st.text_input(
                    f"Source of it ({step.key})",
                    key=f"{_key(step)}.source",
                    placeholder="who says so, and when",
                )


def _key(step: LeakStep) -> str:
    return f"{BENCHMARK}.{step.key}"


def _units(value: float) -> str:
    return formats.decimal(value, 1 if value < 10 else 0)


def _past_words(step: LeakStep) -> str:
    if step.recent is None or step.earlier is None or step.low is None or step.high is None:
        return f"{step.label}: {formats.percent(step.rate)}; too little is known to compare with the past."
    verdict = "more than luck explains" if step.beyond_luck else "within what luck explains"
    return (
        f"{step.label}: {formats.percent(step.recent)} ({step.recent_words}) against {formats.percent(step.earlier)} "
        f"before, {verdict} ({formats.percent(step.low)} to {formats.percent(step.high)})."
    )


def _benchmark_words(step: LeakStep) -> str:
    typed = str(st.session_state.get(_key(step)) or "").strip()
    if not typed:
        return ""
    try:
        value = parse_number(typed) / 100
    except NotANumberError as problem:
        return f" Benchmark “{plain(shown(typed, 20))}” {plain(problem)}."
    if not 0 < value <= 1:
        return f" Benchmark {plain(shown(typed, 20))}: type a share from 0 to 100 %."
    source = str(st.session_state.get(f"{_key(step)}.source") or "").strip()
    named = plain(shown(source, 80)) if source else "no source named, so a guess"
    return f" Benchmark: {formats.percent(value)} ({named}), {formats.points(step.rate - value)} against it."


def _points(plan: Scenario) -> None:
    if not point_shares(plan):
        return
    name = st.session_state.get(present.GOAL)
    goal = next((one for one in plan.goals if one.name == name), plan.goals[0] if plan.goals else None)
    draw.show_table(
        "What one point more at each step brings the plan, in bookings and in odds",
        partial(_point_table, plan, goal),
        key="one_point",
        icon=":material/exposure_plus_1:",
        note=_points_note(goal),
    )


def _points_note(goal: Goal | None) -> str:
    if goal is None:
        return "Bookings over the plan's months, all else the same."
    named = money_hidden.shown_text(goal.name, "this goal")
    return f"Bookings over the plan's months, and the odds of {named}, all else the same."


def _step_name(one: PointWorth, plan: Scenario) -> str:
    team = f", {one.team}" if len(plan.teams) > 1 else ""
    return f"{shown(one.before)} → {shown(one.step)}{shown(team)}"


def _point_table(plan: Scenario, goal: Goal | None) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Step": _step_name(one, plan),
                "Rate": formats.share(one.rate),
                "One point more": formats.money(one.bookings, plan.currency),
                "Odds": "–" if one.odds is None else f"{one.odds * 100:+.1f} points",
            }
            for one in point_view(plan, goal)
        ],
        columns=["Step", "Rate", "One point more", "Odds"],
    )
