"""The Team page: who sells, and when are they ready."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from charts.band import band_chart, band_frame
from charts.ramp import ramp_chart, ramp_finding, ramp_frame
from simulator import Scenario
from simulator.engine.forecast import Series
from simulator.scenario import Team
from ui import state
from ui.computing.views import months_view
from ui.fields import inputs, showing, team_terms
from ui.fields.edits import Document, current, with_document
from ui.fields.inputs import number_field
from ui.fields.tables import Row, filled, table_field
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.screens import draw, team_last_hire
from ui.visitors import view_mode
from ui.wording import formats
from ui.wording.text import counted, plain

_TEAM = "team_in_view"


def draw_page() -> None:
    """Everything on the page."""
    plan = state.scenario()
    number = _choice(plan)
    team = plan.teams[number]
    st.header(_answer(plan, team), anchor=False)
    _reps_chart(plan, team)
    roster, hires = st.columns(2, gap="medium")
    with roster:
        _roster(number, team)
    with hires:
        _hires(plan, number, team)
        useful = st.container()
    _ramp(number, team)
    team_terms.draw(number, team)
    with useful:
        team_last_hire.draw(plan, team)


def _choice(plan: Scenario) -> int:
    names = list(plan.team_names)
    chosen = st.session_state.get(_TEAM)
    number = names.index(chosen) if chosen in names else 0
    if len(names) < 2:
        return number
    key = showing.key_for("team_choice", (names, number), names[number])

    def choose(name: str) -> object:
        st.session_state[_TEAM] = name
        return names, names.index(name)

    st.segmented_control(
        "Team",
        names,
        default=names[number],
        key=key,
        on_change=showing.answered("team_choice", key, choose),
        format_func=plain,
        required=True,
        label_visibility="collapsed",
    )
    return number


def _answer(plan: Scenario, team: Team) -> str:
    if not (team.reps or team.headcount or team.hires):
        return f"{plain(team.name)} has no people yet"
    view = months_view(plan, Series.EFFECTIVE_REPS, team.name)
    heads = months_view(plan, Series.HEADCOUNT, team.name)
    last = formats.month(plan.months[-1])
    low, high = formats.decimal(float(view.low[-1]), 1), formats.decimal(float(view.high[-1]), 1)
    return (
        f"{plain(team.name)}: {formats.decimal(float(heads.mean[-1]), 1)} people in {last} sell like "
        f"{formats.decimal(float(view.mean[-1]), 1)} fully ramped ones, {low} to {high} in 8 of 10 futures"
    )


def _reps_chart(plan: Scenario, team: Team) -> None:
    view = months_view(plan, Series.EFFECTIVE_REPS, team.name)
    heads = months_view(plan, Series.HEADCOUNT, team.name)
    months = [formats.month(month) for month in plan.months]
    tips = [
        (
            formats.decimal(middle, 1),
            f"{formats.decimal(low, 1)} to {formats.decimal(high, 1)}",
            f"{formats.decimal(head, 1)} people",
        )
        for low, middle, high, head in zip(
            view.low.tolist(), view.middle.tolist(), view.high.tolist(), heads.mean.tolist(), strict=True
        )
    ]
    frame = band_frame(
        view.low,
        view.middle,
        view.high,
        compare=heads.mean,
        month_texts=months,
        tips=tips,
        middle_text="effective",
        compare_text="people",
    )
    gap = float(np.mean(heads.mean - view.mean))
    title = (
        f"Ramping costs {formats.decimal(gap, 1)} of {formats.decimal(float(np.mean(heads.mean)), 1)} people on average"
        if gap > 0.05
        else "Everybody is fully ramped"
    )
    draw.draw(
        title,
        lambda data, palette: band_chart(
            data, palette, months=plan.months, unit="people", compare_title="People on the team"
        ),
        frame,
        layout=("reps", plan.months),
        alt_text=f"{title}. Effective reps by month, 8 of 10 futures, against the expected number of people.",
        key="reps",
    )


def _roster(number: int, team: Team) -> None:
    more = f" and {team.headcount} more" if team.headcount else ""
    st.markdown(f"**On the team at the start** ({counted(len(team.reps), 'name')}{more})")

    def write(plan: Scenario, rows: list[Row]) -> Scenario:
        reps = [
            {
                "name": str(filled(row, "name", "name")),
                "tenure_months": int(row["tenure_months"] or 0),
                **_manager(row),
                **({"leaves": str(row["leaves"])} if row.get("leaves") else {}),
                "potential": round(float(row["potential"] or 100) / 100, 6),
            }
            for row in rows
        ]
        return _changed(plan, number, "reps", reps)

    table_field(
        "Roster",
        f"roster{number}",
        [
            {
                "name": rep.name,
                "tenure_months": rep.tenure_months,
                "manager": rep.manager,
                "leaves": rep.leaves,
                "potential": round(rep.potential * 100, 4),
            }
            for rep in team.reps
        ],
        {
            "name": st.column_config.TextColumn("Name", required=True),
            "tenure_months": st.column_config.NumberColumn(
                "Months on the team", step=1, default=0, format="%d"
            ),
            "manager": st.column_config.TextColumn("Manager"),
            "potential": st.column_config.NumberColumn(
                "Territory, %",
                default=100.0,
                format="%g",
                help="What the territory can sell relative to a usual one. It says whose deals are whose, "
                "not how many the team closes.",
            ),
            "leaves": st.column_config.SelectboxColumn(
                "Gone from",
                options=list(state.scenario().months),
                format_func=lambda month: formats.month(str(month)),
                help="The month from which somebody is known to be gone. Left empty, the team's attrition says it.",
            ),
        },
        write,
    )
    left, right = st.columns(2, gap="small")
    with left:
        number_field("People without a name, fully ramped", ("teams", number, "headcount"), whole=True)
    with right:
        number_field(
            "Reps differ by, %",
            ("teams", number, "rep_spread"),
            scale=100,
            help="How far reps of like tenure truly differ in what they sell, which nobody knows yet: standard "
            "deviation as a share. It widens each rep's range on Quotas and leaves the team's as it is.",
        )


def _manager(row: Row) -> Row:
    """Whose number somebody is part of, where anybody said."""
    return {"manager": str(row["manager"])} if row.get("manager") else {}


def _hires(plan: Scenario, number: int, team: Team) -> None:
    st.markdown(f"**Planned hires** ({counted(sum(hire.count for hire in team.hires), 'person', 'people')})")

    def write(now: Scenario, rows: list[Row]) -> Scenario:
        hires: list[Row] = [
            {
                "month": str(filled(row, "month", "month")),
                "count": int(filled(row, "count", "number of people")),
                "slip_months_mean": float(row["slip_months_mean"] or 0),
                **_manager(row),
            }
            for row in rows
        ]
        return _changed(now, number, "hires", hires)

    table_field(
        "Hires",
        f"hires{number}",
        [
            {
                "month": hire.month,
                "count": hire.count,
                "slip_months_mean": hire.slip_months_mean,
                "manager": hire.manager,
            }
            for hire in team.hires
        ],
        {
            "month": st.column_config.SelectboxColumn(
                "Start",
                options=list(plan.months),
                format_func=lambda month: formats.month(str(month)),
                required=True,
            ),
            "count": st.column_config.NumberColumn("People", step=1, default=1, format="%d", required=True),
            "slip_months_mean": st.column_config.NumberColumn(
                "Late by, months on average", default=0.0, format="%.1f"
            ),
            "manager": st.column_config.TextColumn("Manager"),
        },
        write,
    )
    st.caption("Hires often start late: each one slips by a random number of months with this mean.")


def _changed(plan: Scenario, number: int, field: str, value: Any) -> Scenario:
    def put(document: Document) -> None:
        document["teams"][number][field] = value

    return with_document(plan, put)


def _ramp(number: int, team: Team) -> None:
    chart, field = st.columns([2, 1], gap="medium")
    with chart:
        frame = ramp_frame(team.ramp)
        title = ramp_finding(team.ramp)
        draw.draw(title, ramp_chart, frame, layout=("ramp",), alt_text=f"Ramp curve. {title}.", key="ramp")
    with field:
        st.markdown("**Ramp**")

        def change(plan: Scenario, typed: str) -> Scenario:
            shares = [round(parse_number(part) / 100, 12) for part in typed.replace(";", " ").split() if part]
            if not shares:
                raise NotANumberError("is empty; give at least one percentage")
            return _changed(plan, number, "ramp", shares)

        path = ("teams", number, "ramp")

        def as_shown() -> str:
            shares: tuple[float, ...] = current(state.scenario(), path)
            return " ".join(formats.decimal(share * 100, 2).replace(",", "") for share in shares)

        label = "Productivity by month, %"
        if view_mode.may_edit():
            inputs.typed_field(label, path, as_shown, lambda typed: change(state.scenario(), typed))
        else:
            inputs.held(label, as_shown())
        st.caption(
            "Percent of full productivity in the 1st, 2nd, 3rd … month, separated by blanks. The last one stays."
        )
        number_field(
            "Ramp length varies by, %",
            ("teams", number, "ramp_length_cv"),
            scale=100,
            help="Standard deviation of the length from person to person, as a share of it.",
        )
