"""The goals one by one: verdict, floor, SMART card, fields; ten on a page."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from simulator.scenario import Goal
from ui import state
from ui.computing.views import GoalsView, goals_view
from ui.fields.edits import Document, with_document
from ui.screens import goals_floor, goals_smart
from ui.screens.goals_fields import draw_fields
from ui.visitors import view_mode
from ui.wording import verdicts
from ui.wording.metric_words import goal_sentence
from ui.wording.text import plain, shown

PER_PAGE = 10
_PAGE, _FIND = "page_of_goals", "find_goal"


def draw_goals(plan: Scenario) -> None:
    """The goals of one page; with many of them a field to find one and buttons to turn."""
    view = goals_view(plan)
    found = list(range(len(plan.goals)))
    if len(plan.goals) > PER_PAGE:
        wanted = st.text_input(
            "Find a goal by its name, team or owner",
            key=_FIND,
            icon=":material/search:",
            on_change=_first_page,
        )
        found = [number for number in found if _matches(plan.goals[number], wanted)]
        if not found:
            st.markdown(f"No goal has “{plain(shown(wanted))}” in its name, team or owner.")
    last = max(1, -(-len(found) // PER_PAGE))
    page = min(int(st.session_state.get(_PAGE, 1)), last)
    for number in found[(page - 1) * PER_PAGE : page * PER_PAGE]:
        _goal(plan, number, plan.goals[number], view)
    if last > 1:
        _turning(page, last, len(found))


def _matches(goal: Goal, wanted: str) -> bool:
    words = wanted.casefold().split()
    text = " ".join((goal.name, goal.scope, goal.owner or "")).casefold()
    return all(word in text for word in words)


def _turning(page: int, last: int, total: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for label, step in (("Previous", -1), ("Next", 1)):
            st.button(
                label,
                key=f"turn_goals{step}",
                disabled=not 1 <= page + step <= last,
                on_click=_turn,
                args=(page + step,),
            )
        st.caption(f"Page {page} of {last}, {total:,} goals", width="content")


def _turn(page: int) -> None:
    st.session_state[_PAGE] = page


def _first_page() -> None:
    _turn(1)


def _goal(plan: Scenario, number: int, goal: Goal, view: GoalsView) -> None:
    with st.container(border=True, key=f"goal{number}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            badge = verdicts.badge(view.verdict(goal.name))
            line = f"**{plain(goal.name)}** — {goal_sentence(goal, plan)} {badge}"
            under = goals_floor.flag(plan, goal)
            st.markdown(f"{line} {under}" if under else line, width="stretch")
            if view_mode.may_edit():
                st.button(
                    "Remove",
                    key=f"remove{number}#{state.epoch()}",
                    icon=":material/delete:",
                    type="tertiary",
                    on_click=_remove,
                    args=(number,),
                )
        goals_smart.draw_card(plan, number, goal)
        if view_mode.may_edit():
            draw_fields(plan, number, goal)


def _remove(number: int) -> None:
    plan = state.scenario()

    def change(document: Document) -> None:
        document["goals"].pop(number)

    state.commit(with_document(plan, change), f"remove {shown(plan.goals[number].name)}", refresh=True)
