"""The Levers page: what would make the goal realistic, by which lever, plan and date, and what could go wrong."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from simulator import Scenario
from simulator.scenario import Goal
from ui import state
from ui.computing.views import goals_view, path_view, trials_in_view
from ui.screens import (
    answer,
    goal_choice,
    levers_dates,
    levers_luck,
    levers_plans,
    levers_seek,
    levers_stress,
    levers_tornado,
    levers_turn,
)
from ui.screens.answer import Answer

# In this order: what moves it, what would turn it, plans, by when, stress, luck. Each part draws itself, and only while
# it is open.
PARTS: tuple[tuple[str, Callable[[Scenario, Goal], None]], ...] = (
    ("What moves it", levers_tornado.draw),
    ("What would turn it", levers_seek.draw),
    ("Plans", levers_plans.draw),
    ("By when", levers_dates.draw),
    ("Stress", levers_stress.draw),
    ("Luck", levers_luck.draw),
)


def draw_page() -> None:
    """Everything on the page: the answer stands above the tabs."""
    plan = state.scenario()
    if not plan.goals:
        goal_choice.draw_none()
        return
    goal = goal_choice.chosen(plan)
    goal_choice.draw(plan)
    turning = _draw_answer(plan, goal)
    for (_, draw), tab in zip(
        PARTS, st.tabs([name for name, _ in PARTS], key="levers_part", on_change="rerun"), strict=True
    ):
        if tab.open:
            with tab:
                draw(plan, goal)
    levers_turn.draw_last(turning, plan, goal, moved=False)


def _draw_answer(plan: Scenario, goal: Goal) -> DeltaGenerator:
    trials = trials_in_view(plan)
    verdict = goals_view(plan, trials).verdict(goal.name)
    return answer.draw_verdict(Answer(plan, goal, verdict, path_view(plan, goal, trials)), None)
