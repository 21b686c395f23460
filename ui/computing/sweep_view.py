"""Odds along a lever or two, for the page: computed in turn with progress, kept by what was asked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from simulator import ENGINE_VERSION, Scenario
from simulator.decide.sweep import Sweep, sweep
from simulator.decide.sweep_axes import Axis
from simulator.scenario import Goal, judging_digest, simulation_digest
from ui import cache
from ui.cache import Shelf
from ui.computing import runs
from ui.computing.budget import PlanTooLargeError, check, size

MOST_WORK = 12_000_000
"""Team-months x futures of all values tried: about six seconds of one core."""
LEAST_TRIALS = 200
SWEEPS: Shelf[Sweep] = Shelf(60)


def sweep_view(plan: Scenario, goal: Goal, axes: Sequence[Axis]) -> Sweep:
    """The odds at every value of `axes`; shows how far it is, and ends where the visitor moves on.

    Raises ScenarioError where both axes move the same thing, PlanTooLargeError.
    """
    check(plan)
    n_trials = trials_for(plan, axes)
    key = (
        simulation_digest(plan),
        judging_digest(plan),
        plan.policy.model_dump_json(),
        plan.seed,
        goal.model_dump_json(),
        tuple((one.lever, one.terms.teams, one.terms.start_month, one.changes) for one in axes),
        n_trials,
        ENGINE_VERSION,
    )
    kept = SWEEPS.get(key)
    if kept is not None:
        return kept[0]
    place = st.empty()

    def progress(done: int, most: int) -> None:
        runs.stop_if_asked()
        if done:
            place.progress(done / most, f"Trying value after value: {done} of {most}; moving on stops it")

    work = n_trials * size(plan) * _cells(axes)
    try:
        return SWEEPS.find(
            key,
            lambda: sweep(plan, goal, axes, n_trials, progress=progress, threads=runs.threads(work)),
            work,
        )
    finally:
        place.empty()


def trials_for(plan: Scenario, axes: Sequence[Axis]) -> int:
    """Futures at each value that can be afforded; PlanTooLargeError where these are too few to say anything."""
    cells = _cells(axes)
    most = MOST_WORK // (cells * size(plan)) // LEAST_TRIALS * LEAST_TRIALS
    if not most:
        raise PlanTooLargeError(
            f"This plan is too large to try {cells} values here: {size(plan):,} team-months each. Sweep one lever "
            "instead of two, or over fewer values."
        )
    return min(most, cache.affordable(plan, cache.TRIALS))


def _cells(axes: Sequence[Axis]) -> int:
    cells = 1
    for one in axes:
        cells *= len(one.changes)
    return cells
