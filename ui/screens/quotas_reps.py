"""Every rep's quota with the odds of reaching it."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from simulator.quotas.seats import seats
from ui.wording.text import counted


def draw_answer(plan: Scenario) -> None:
    """One sentence: what the company carries, and how many of its reps will reach their quota."""
    found = len(seats(plan))
    st.header(
        f"{counted(found, 'seat')} carry the plan"
        if found
        else "Nobody carries the plan yet: no team has people",
        anchor=False,
    )


def draw(plan: Scenario) -> None:
    """The quotas of the reps."""
    del plan
