"""A goal under stress as the page shows it: every plan under stress is simulated once and its values kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from simulator import Scenario
from simulator.decide.response import Response
from simulator.decide.stress import StressTest, stress_test
from simulator.decide.stresses import STRESSES
from simulator.engine.streams import Floats
from simulator.goals import goal_values
from simulator.scenario import Goal
from ui import cache
from ui.computing import runs
from ui.computing.budget import LEAST_TRIALS, MAX_RUN_WORK, size

Sizes = Mapping[str, Mapping[str, float]]


def stress_trials(plan: Scenario) -> int:
    """Futures of every run: as many as judge the plan, fewer where seven runs of a large plan would take too long."""
    most = 2 * MAX_RUN_WORK // ((len(STRESSES) + 1) * size(plan)) // 500 * 500
    return min(cache.affordable(plan, cache.TRIALS), max(most, LEAST_TRIALS))


def stress_view(plan: Scenario, goal: Goal, chosen: Sequence[str], sizes: Sizes) -> StressTest:
    """`goal` under every stress alone, and under those chosen together."""
    n_trials = stress_trials(plan)
    stated = tuple((name, tuple(sorted(one.items()))) for name, one in sorted(sizes.items()))
    wanted = tuple(name for name in STRESSES if name in chosen)
    place = st.empty()

    def progress(done: int, total: int) -> None:
        runs.stop_if_asked()
        place.progress(done / total, f"Trying what may go wrong: {done} of {total}; moving on stops it")

    def make() -> StressTest:
        forecast = cache.forecast(plan, n_trials)
        response = Response(
            forecast, progress=runs.stop_if_asked, threads=runs.threads(n_trials * size(plan))
        )

        def valued(moved: Scenario) -> Floats:
            return cache.summary(
                "stressed",
                moved,
                n_trials,
                (goal.model_dump_json(),),
                lambda: goal_values(response.of(moved), goal),
            )

        return stress_test(response, goal, wanted, sizes, progress=progress, valued=valued)

    found = cache.summary("stress", plan, n_trials, (goal.name, wanted, stated), make)
    place.empty()
    return found
