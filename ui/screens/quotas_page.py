"""The Quotas page: who carries how much of the plan, is it fair, and does it add up?"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from simulator import Scenario
from ui import state
from ui.screens import quotas_activity, quotas_layers, quotas_pay, quotas_reps, quotas_scorecard

# In this order: reps, layers, activity, pay, scorecard. Each part draws itself, and only while it is open.
PARTS: tuple[tuple[str, Callable[[Scenario], None]], ...] = (
    ("Reps", quotas_reps.draw),
    ("Layers", quotas_layers.draw),
    ("Activity", quotas_activity.draw),
    ("Pay", quotas_pay.draw),
    ("Scorecard", quotas_scorecard.draw),
)


def draw_page() -> None:
    """Everything on the page: the answer stands above the tabs."""
    plan = state.scenario()
    quotas_reps.draw_answer(plan)
    for (_, draw), tab in zip(
        PARTS, st.tabs([name for name, _ in PARTS], key="quotas_part", on_change="rerun"), strict=True
    ):
        if tab.open:
            with tab:
                draw(plan)
