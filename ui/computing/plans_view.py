"""Plans for a goal as the page shows them: searched once, kept by fingerprint, told while it takes."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from simulator.decide.plan_found import Plans
from simulator.decide.plan_search import find_plans
from simulator.decide.response import Response
from simulator.scenario import Goal
from ui import cache
from ui.computing import runs
from ui.computing.budget import MAX_RUN_WORK, TRIALS, PlanTooLargeError, size

SIMULATIONS = 60
"""What a search usually costs, in forecasts."""
LEAST_TRIALS = 500


def plans_trials(plan: Scenario) -> int:
    """Futures plans are judged by; 0 where even the fewest would take too long."""
    most = 5 * MAX_RUN_WORK // (SIMULATIONS * size(plan)) // 500 * 500
    return 0 if most < LEAST_TRIALS else min(cache.affordable(plan, TRIALS), most)


def plans_view(plan: Scenario, goal: Goal, wanted: float, budget: float | None, most_changes: int) -> Plans:
    """The cheapest plans for `goal`. Raises PlanTooLargeError with a sentence where the plan has too many teams."""
    n_trials = plans_trials(plan)
    if not n_trials:
        raise PlanTooLargeError(
            f"This plan is too large to search for plans here: {len(plan.teams):,} teams over {plan.horizon_months} "
            "months. Set a goal for fewer teams in a plan of their own, or use the command line: "
            "python -m simulator plan."
        )
    place = st.empty()

    def progress(done: int, most: int) -> None:
        runs.stop_if_asked()
        place.progress(done / most, f"Trying plans: {done} simulated, at most {most}; moving on stops it")

    def make() -> Plans:
        threads = runs.threads(n_trials * size(plan))
        response = Response(cache.forecast(plan, n_trials), progress=runs.stop_if_asked, threads=threads)
        return find_plans(
            response,
            goal,
            wanted=wanted,
            budget=budget,
            most_changes=most_changes,
            progress=progress,
            threads=threads,
        )

    asked = (goal.model_dump_json(), wanted, budget, most_changes)
    found = cache.summary("plans", plan, n_trials, asked, make)
    place.empty()
    return found
