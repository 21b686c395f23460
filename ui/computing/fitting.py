"""The second opinion's model, fitted with its progress on the screen and ended where the visitor moves on."""

from __future__ import annotations

import time

import streamlit as st

from simulator import Scenario
from simulator.goals.opinion import fitted, is_fitted
from ui.computing import runs

SHOWN_AFTER_SECONDS = 0.3


def fit_first(scenario: Scenario) -> None:
    """Fit what is not fitted yet: one model after the other, each the last one where somebody wants something else."""
    if is_fitted(scenario, scenario.seed):
        return
    place, began = st.empty(), time.monotonic()

    def progress(done: int, total: int) -> None:
        runs.stop_if_asked()
        if time.monotonic() - began >= SHOWN_AFTER_SECONDS:
            place.progress(done / total, f"Second opinion: step {done + 1} of {total}; moving on stops it")

    try:
        fitted(scenario, scenario.seed, progress)
    finally:
        place.empty()
