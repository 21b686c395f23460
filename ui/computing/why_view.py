"""Why odds moved between two plans, for the page: computed in turn with its progress, kept by what both plans say."""

from __future__ import annotations

import streamlit as st

from simulator import ENGINE_VERSION, Scenario
from simulator.decide.difference_groups import Differences
from simulator.decide.why import runs_needed, why
from simulator.decide.why_parts import Why
from simulator.scenario import scenario_digest
from ui import cache
from ui.cache import Shelf
from ui.computing import runs
from ui.computing.budget import PlanTooLargeError, check, size

MOST_WORK = 12_000_000
"""Team-months x futures of all forecasts of a comparison: about six seconds of one core."""
LEAST_TRIALS = 500
WHYS: Shelf[Why] = Shelf(60)


def why_view(old: Scenario, new: Scenario, goal: str) -> Why:
    """What each difference does to the odds of `goal`; shows how far it is, and ends where the visitor moves on.

    Raises ScenarioError where the goal cannot be judged in both plans, PlanTooLargeError.
    """
    check(old)
    check(new)
    key = (scenario_digest(old), scenario_digest(new), goal, ENGINE_VERSION)
    kept = WHYS.get(key)
    if kept is not None:
        return kept[0]
    found = Differences(old, new, goal)
    n_trials = trials_for(found)
    place = st.empty()

    def progress(done: int, most: int) -> None:
        runs.stop_if_asked()
        if done:
            place.progress(
                done / most, f"Trying each difference by itself: {done} of {most}; moving on stops it"
            )

    work = n_trials * runs_needed(found) * _size(found)
    try:
        return WHYS.find(
            key,
            lambda: why(old, new, goal, n_trials, found=found, progress=progress, threads=runs.threads(work)),
            work,
        )
    finally:
        place.empty()


def trials_for(found: Differences) -> int:
    """Futures of each forecast that can be afforded; PlanTooLargeError where these are too few to say anything."""
    each = runs_needed(found) * _size(found)
    most = MOST_WORK // each // LEAST_TRIALS * LEAST_TRIALS
    if not most:
        raise PlanTooLargeError(
            f"These plans are too large to be told apart here: {runs_needed(found)} forecasts of {_size(found):,} "
            "team-months each. Compare plans that differ in fewer things, or shorten the period."
        )
    return min(most, cache.affordable(found.old, cache.TRIALS), cache.affordable(found.new, cache.TRIALS))


def _size(found: Differences) -> int:
    return max(size(found.old), size(found.new))
