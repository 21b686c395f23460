"""Which of the plan's goals a page is about: the same one on every page that asks for it."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from simulator.scenario import Goal
from ui.fields import showing
from ui.screens import present
from ui.wording.text import plain

_GOAL = present.GOAL


def chosen(plan: Scenario) -> Goal:
    """The goal looked at; the plan's first where none was chosen. The plan must have one."""
    name = st.session_state.get(_GOAL)
    return next((goal for goal in plan.goals if goal.name == name), plan.goals[0])


def draw(plan: Scenario) -> None:
    """The choice, where there is one."""
    if len(plan.goals) < 2:
        return
    names = [goal.name for goal in plan.goals]
    here = chosen(plan).name
    key = showing.key_for("goal_choice", (names, here), here)

    def choose(name: str | None) -> object:
        st.session_state[_GOAL] = name or st.session_state.get(_GOAL)
        return names, name

    st.segmented_control(
        "Goal",
        names,
        default=here,
        key=key,
        on_change=showing.answered("goal_choice", key, choose),
        label_visibility="collapsed",
        required=True,
        format_func=plain,
    )


def draw_none() -> None:
    """What a page about a goal says where there is none."""
    with st.container(border=True):
        st.markdown("**No goal yet.** Say what you want to reach and by when; the answer appears here.")
        st.page_link("../pages/goals.py", label="Set a goal", icon=":material/flag:")
