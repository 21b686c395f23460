"""Side by side: the plans picked in columns."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from ui.screens import compare_picks


def draw_answer(plan: Scenario) -> None:
    """Which of the plans picked is ahead, in one sentence."""
    st.header(f"{len(compare_picks.picks(plan))} plans", anchor=False)


def draw(plan: Scenario) -> None:
    """The columns."""
    del plan
