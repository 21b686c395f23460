"""What goals count on a team: which step is a qualified lead or a demo, activity, hours, units of a deal."""

from __future__ import annotations

from typing import Any

import streamlit as st

from simulator import Scenario
from simulator.scenario import Team
from simulator.scenario.roles import ROLE_WORDS, ROLES, role_of_name
from ui import state
from ui.fields.edits import Document, Path, current, with_document
from ui.fields.inputs import Change, choice_field, number_field
from ui.wording.text import shown

ACTIVITIES = {"calls": "Calls", "emails": "E-mails", "meetings": "Meetings"}
HOURS = {
    "coaching_hours_per_rep_per_month": "Coaching hours",
    "training_hours_per_rep_per_month": "Training hours",
}


def draw(number: int, team: Team) -> None:
    """All of it, behind a fold: goals on these count it, nothing else changes with it."""
    with st.expander(
        "What goals count: leads, activity, hours, units", icon=":material/flag:", key=f"counts{number}"
    ):
        st.caption(
            "For goals on these; no other figure changes with them. What is left empty is not counted, "
            "and a goal on it says so."
        )
        _roles(number, team)
        _activities(number, team)
        _hours_and_units(number, team)


def _roles(number: int, team: Team) -> None:
    st.markdown("**Steps of the funnel**")
    at = ("teams", number)
    with st.grid(4, min_column_width=190, gap="small"):
        with st.container():
            _role(team.entry, (*at, "entry_role"))
        for place, stage in enumerate(team.stages[:-1]):
            with st.container():
                _role(stage.name, (*at, "stages", place, "role"))


def _role(step: str, path: Path) -> None:
    named = role_of_name(step)
    unmarked = f"{ROLE_WORDS[named]}, by its name" if named else "nothing goals count"

    def words(role: str | None) -> str:
        if role is None:
            return unmarked
        return "nothing goals count" if role == "none" else ROLE_WORDS[role]  # type: ignore[index]  # the options

    plainly = named is None and current(state.scenario(), path) is None
    choice_field(
        f"{shown(step).capitalize()} is a",
        path,
        list(ROLES) if plainly else [*ROLES, "none"],
        words=words,
        help="Goals on prospects, qualified leads and booked demos count the units that reach the step marked so.",
    )


def _activities(number: int, team: Team) -> None:
    st.markdown("**Per person and working day**")
    at = ("teams", number, "activities")
    outbound = team.activities.outbound if team.activities else None
    with st.grid(3, min_column_width=190, gap="small"):
        for what, label in ACTIVITIES.items():
            if what == outbound:
                with st.container():
                    st.caption(f"{label}: those that enter the funnel as outbound, set above.")
                continue
            _routine(f"{label} per rep and day", (*at, what), "day")
    if team.outbound_per_rep_per_day:
        _outbound(number, team)


def _outbound(number: int, team: Team) -> None:
    path = ("teams", number, "activities", "outbound")

    def change(plan: Scenario, chosen: str) -> Scenario:
        def put(document: Document) -> None:
            held = document["teams"][number].setdefault("activities", {})
            held.pop("outbound", None)
            if chosen != "none":
                held["outbound"] = chosen
                held.pop(chosen, None)
            if not held:
                document["teams"][number].pop("activities")

        return with_document(plan, put)

    choice_field(
        f"Outbound {shown(team.entry)}s are",
        path,
        [*ACTIVITIES, "none"],
        words=lambda one: "none of these" if one in (None, "none") else ACTIVITIES[one].lower(),
        help="Then what people start by themselves is counted as these, and no second number is needed.",
        change=change,
    )


def _hours_and_units(number: int, team: Team) -> None:
    st.markdown("**Per person and month; per deal**")
    at = ("teams", number)
    with st.grid(3, min_column_width=190, gap="small"):
        for field, label in HOURS.items():
            _routine(f"{label} per rep and month", (*at, field), "month")
        path = (*at, "units_per_deal")
        with st.container():
            _number("Units per deal", path, "mean")
            if team.units_per_deal is not None:
                _number("Varies from deal to deal by, %", path, "cv", scale=100, optional="all alike")
                _number("Known from, deals", path, "n", optional="taken as exact")


def _routine(label: str, path: Path, span: str) -> None:
    with st.container():
        _number(label, path, "mean")
        if current(state.scenario(), path) is not None:
            _number("Known to, give or take", path, "sd", optional="taken as exact")
            _number(f"Varies from {span} to {span} by, %", path, "cv", scale=100, optional="always alike")


def _number(label: str, path: Path, part: str, *, scale: float = 1.0, optional: str = "not counted") -> None:
    number_field(
        label,
        (*path, part),
        scale=scale,
        optional=optional,
        change=_put(path, part),
        reading=lambda plan: _read(plan, path, part),
    )


def _read(plan: Scenario, path: Path, part: str) -> float | None:
    value: float | None = current(plan, (*path, part))
    return None if part != "mean" and not value else value


def _put(path: Path, part: str) -> Change:
    """Typed by hand, a number is a guess; without its mean, the whole of it goes."""

    def change(plan: Scenario, value: Any) -> Scenario:
        def put(document: Document) -> None:
            above: Any = document
            for step in path[:-1]:
                above = above[step] if isinstance(step, int) else above.setdefault(step, {})
            name = path[-1]
            held = {**above.get(name, {}), "grade": "guess", "source": "entered by hand"}
            held.pop(part, None)
            if value is not None:
                held[part] = value
            above[name] = held
            if "mean" not in held:
                del above[name]
            if not above:
                document["teams"][path[1]].pop("activities")

        return with_document(plan, put)

    return change
