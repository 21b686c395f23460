"""The terms of a team: who leaves, what one person can work, what it costs, what enters."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from simulator.scenario import Team
from ui import state
from ui.fields import inputs, team_counts
from ui.fields.edits import Document, with_document
from ui.fields.inputs import Change, number_field, text_field
from ui.fields.rate_fields import rate_fields
from ui.visitors import view_mode
from ui.wording.text import plain, shown

TEAMS = "teams"
"""Where a refusal to add or remove a team is kept."""


def draw(number: int, team: Team) -> None:
    """Attrition, limits, cost; beneath them names and volume."""
    at = ("teams", number)
    st.markdown("**Leaving, limits and cost**")
    with st.grid(4, min_column_width=190, gap="small"):
        with st.container():
            rate_fields("Attrition a year", (*at, "annual_attrition"))
        with st.container():
            number_field(
                "Replaced after, months",
                (*at, "backfill_after_months"),
                whole=True,
                optional="not replaced",
                help="0: in the same month. Empty: leavers are not replaced.",
            )
        with st.container():
            number_field(
                "Capacity per rep and month",
                (*at, "opportunities_per_rep_per_month"),
                optional="no limit",
                help=f"Units at {plain(_last_open(team))} that one fully ramped person can work. Empty: no limit.",
            )
        with st.container():
            number_field(
                "Cost of a rep a year", (*at, "annual_cost_per_rep"), help="Salary, commission, everything."
            )
        with st.container():
            number_field("Quota of a rep a year", (*at, "annual_quota_per_rep"), optional="none")
        with st.container():
            number_field(
                "Outbound per rep and day",
                (*at, "outbound_per_rep_per_day"),
                help=f"{plain(shown(team.entry).capitalize())}s each ramped rep starts per working day.",
            )
        with st.container():
            number_field("Working days a month", (*at, "workdays_per_month"))
        with st.container():
            number_field(
                "Surplus kept for next month, %",
                (*at, "backlog_carry"),
                scale=100,
                help="What people cannot work this month and can still work the next; the rest is lost.",
            )
    team_counts.draw(number, team)
    _funnel(number, team)


def _renamed(number: int) -> Change:
    """A new name for a team, also where goals, initiatives, risks and kept levers name it."""

    def change(plan: Scenario, name: str) -> Scenario:
        old = plan.teams[number].name

        def put(document: Document) -> None:
            document["teams"][number]["name"] = name
            for goal in document.get("goals", []):
                if goal.get("scope") == old:
                    goal["scope"] = name
            for one in [
                *document.get("initiatives", []),
                *document.get("risks", []),
                *document.get("adjustments", []),
            ]:
                if "teams" in one:
                    one["teams"] = [name if team == old else team for team in one["teams"]]

        return with_document(plan, put)

    return change


def _last_open(team: Team) -> str:
    return team.stages[-2].name if len(team.stages) > 1 else team.entry


def _funnel(number: int, team: Team) -> None:
    at = ("teams", number)
    with (
        st.expander("Names and volume", icon=":material/filter_alt:", key=f"funnel{number}"),
        st.grid(4, min_column_width=190, gap="small"),
    ):
        with st.container():
            text_field("Name of the team", (*at, "name"), change=_renamed(number))
        with st.container():
            text_field("What enters", (*at, "entry"))
        with st.container():
            number_field(
                f"{shown(team.entry).capitalize()}s a month, inbound", (*at, "inbound_per_month", "mean")
            )
        with st.container():
            number_field(
                "Varies more than luck: shape",
                (*at, "inbound_per_month", "dispersion"),
                optional="luck alone",
                help="Negative binomial shape k: the variance of a month is mean + mean² / k. Empty: luck alone.",
            )
    if not view_mode.may_edit():
        return
    with st.container(horizontal=True):
        st.button(
            "Add a team like this", key="team_add", icon=":material/group_add:", on_click=_add, args=(number,)
        )
        st.button(
            "Remove this team",
            key="team_remove",
            icon=":material/group_remove:",
            on_click=_remove,
            args=(number,),
        )
    inputs.explain(TEAMS)


def _add(number: int) -> None:
    """A team with the same funnel and terms, without its people, leads and open deals."""

    def change(document: Document) -> None:
        new = {
            name: value
            for name, value in document["teams"][number].items()
            if name not in ("reps", "hires", "open_pipeline")
        }
        taken = {team["name"] for team in document["teams"]}
        new["name"] = next(name for place in range(2, 1000) if (name := f"Team {place}") not in taken)
        new["inbound_per_month"] = {"mean": 0.0, "grade": "guess"}
        new["headcount"] = 0
        new.pop("outbound_per_rep_per_day", None)
        document["teams"].append(new)

    inputs.take(TEAMS, "one more", "Teams", lambda: with_document(state.scenario(), change), refresh=True)


def _remove(number: int) -> None:
    def change(document: Document) -> None:
        document["teams"].pop(number)

    name = state.scenario().teams[number].name
    inputs.take(
        TEAMS, f"without {name}", "Teams", lambda: with_document(state.scenario(), change), refresh=True
    )
