"""The Compare page: which plan? Up to six of them side by side, why they differ, and a lever swept."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from simulator import Scenario
from ui import state
from ui.screens import compare_columns, compare_picks, compare_sweep, compare_why

# In this order: side by side, why did it move, sweep. Each part draws itself, and only while it is open.
PARTS: tuple[tuple[str, Callable[[Scenario], None]], ...] = (
    ("Side by side", compare_columns.draw),
    ("Why did it move", compare_why.draw),
    ("Sweep", compare_sweep.draw),
)


def draw_page() -> None:
    """Everything on the page: the answer stands above the choice of plans, and that above the tabs."""
    plan = state.scenario()
    compare_columns.draw_answer(plan)
    compare_picks.draw_choice(plan)
    for (_, draw), tab in zip(
        PARTS, st.tabs([name for name, _ in PARTS], key="compare_part", on_change="rerun"), strict=True
    ):
        if tab.open:
            with tab:
                draw(plan)
