"""A goal's fields, and which metrics a plan can be asked for."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from simulator.goals import carried
from simulator.scenario import Goal
from ui import state
from ui.fields.edits import Document, with_document
from ui.fields.inputs import choice_field, month_field, number_field, text_field
from ui.wording.metric_words import WINDOWS, metric_words
from ui.wording.text import plain, shown

DIRECTIONS = {"at_least": "at least", "at_most": "at most"}


def draw_fields(plan: Scenario, number: int, goal: Goal) -> None:
    """Everything of the goal that can be edited, behind a fold."""
    at = ("goals", number)
    with (
        st.expander("Edit", icon=":material/edit:", key=f"edit{number}#{state.epoch()}"),
        st.grid(4, min_column_width=170, gap="small"),
    ):
        with st.container():
            text_field("Name", (*at, "name"))
        with st.container():
            choice_field(
                "Metric",
                (*at, "metric"),
                metrics_of(plan),
                words=lambda name: metric_words(name).label,
                help=plain(metric_words(goal.metric).meaning),
            )
        with st.container():
            choice_field("Direction", (*at, "direction"), list(DIRECTIONS), words=lambda one: DIRECTIONS[one])
        with st.container():
            _target(number, goal)
        if goal.target is None:
            with st.container():
                number_field(
                    "Starting from",
                    (*at, "baseline"),
                    help="The number the change is counted from, for instance last year's.",
                )
        with st.container():
            month_field("By the end of", (*at, "by"), plan.months)
        with st.container():
            choice_field("Counted", (*at, "window"), list(WINDOWS), words=lambda one: WINDOWS[one])
        with st.container():
            choice_field(
                "For",
                (*at, "scope"),
                ["company", *plan.team_names],
                words=lambda one: "the company" if one == "company" else shown(one),
            )
        with st.container():
            st.button(
                "Give as a change" if goal.target is not None else "Give as a number",
                key=f"form{number}#{state.epoch()}",
                icon=":material/swap_horiz:",
                on_click=_other_form,
                args=(number,),
                help="A target is either a number, or a change against a stated starting point.",
            )


def _target(number: int, goal: Goal) -> None:
    if goal.target is None:
        number_field("Change in %", ("goals", number, "change"), scale=100)
        return
    scale, label = (100, "Target in %") if metric_words(goal.metric).unit == "share" else (1, "Target")
    number_field(label, ("goals", number, "target"), scale=scale, help="Digits, or short: 5 M, 250 k.")


def metrics_of(plan: Scenario) -> list[str]:
    """The metrics `plan` can be asked for."""
    return list(carried(plan))


def _other_form(number: int) -> None:
    plan = state.scenario()
    goal = plan.goals[number]

    def change(document: Document) -> None:
        one = document["goals"][number]
        if goal.target is None:
            one.pop("change"), one.pop("baseline")
            one["target"] = round(goal.threshold, 9)
        else:
            one.pop("target")
            one["baseline"], one["change"] = goal.threshold or 1.0, 0.0

    state.commit(with_document(plan, change), "how the target is given", refresh=True)
