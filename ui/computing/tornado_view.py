"""What moves the odds of a goal, as the page shows it: every lever a step both ways, kept by fingerprint."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from simulator.decide import Tornado, tornado
from simulator.decide.response import Response
from simulator.decide.terms import terms
from simulator.scenario import Goal
from ui import cache
from ui.computing import runs
from ui.computing.budget import LEAST_RANKING_TRIALS, MAX_RANKING_WORK, size


def tornado_trials(plan: Scenario) -> int:
    """Futures of every run: as many as judge the plan, fewer where its levers are many; 0 where they are too many.

    A run redraws about half of the plan, so that twice the work of a ranking is allowed.
    """
    most = 2 * MAX_RANKING_WORK // ((1 + 2 * len(terms(plan))) * size(plan))
    if most < LEAST_RANKING_TRIALS:
        return 0
    return min(cache.affordable(plan), most // 100 * 100)


def tornado_view(plan: Scenario, goal: Goal) -> Tornado | None:
    """The plan's levers, the one that moves the odds most first; None where they are too many to try each."""
    n_trials = tornado_trials(plan)
    if not n_trials:
        return None
    place = st.empty()

    def progress(done: int, total: int) -> None:
        runs.stop_if_asked()
        place.progress(done / total, f"Trying the levers: step {done + 1} of {total}; moving on stops it")

    def make() -> Tornado:
        forecast = cache.forecast(plan, n_trials)
        threads = runs.threads(n_trials * size(plan))
        return tornado(
            Response(forecast, progress=runs.stop_if_asked, threads=threads), goal, progress=progress
        )

    found = cache.summary("tornado", plan, n_trials, (goal.model_dump_json(),), make)
    place.empty()
    return found
