"""What was computed once. Keys are fingerprints of what goes in, never frames or arrays: Streamlit hashes large ones by
sampling and would hand out the result of another input."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

import streamlit as st

from simulator import ENGINE_VERSION, Forecast, Scenario, simulate
from simulator.decide.sensitivity import LeverEffect, rank_levers
from simulator.scenario import Goal, scenario_digest, simulation_digest

TRIALS = 10_000
MORE_TRIALS = 40_000
RANKING_TRIALS = 1_000

LEAST_TRIALS = 1_000
MAX_FORECAST_BYTES = 300 * 2**20
"""Of one forecast, of which a few are kept: a plan of many teams and months gets fewer trials instead of the memory."""

Result = TypeVar("Result")


def affordable(scenario: Scenario, wanted: int = TRIALS) -> int:
    """`wanted` trials, or as many thousands as the memory for one forecast allows."""
    per_trial = scenario.horizon_months * sum(80 + 4 * len(team.stages) for team in scenario.teams)
    return max(LEAST_TRIALS, min(wanted, MAX_FORECAST_BYTES // per_trial // 1000 * 1000))


@st.cache_resource(max_entries=6, show_spinner="Simulating the coming months…")
def _forecast(digest: str, seed: int, n_trials: int, engine: str, _scenario: Scenario) -> Forecast:
    del digest, engine
    return simulate(_scenario, n_trials=n_trials, seed=seed)


def forecast(scenario: Scenario, n_trials: int = TRIALS) -> Forecast:
    """The forecast of `scenario`. Its own goals and policy may be another plan's: hand those wanted to `assess`."""
    return _forecast(simulation_digest(scenario), scenario.seed, n_trials, ENGINE_VERSION, _scenario=scenario)


@st.cache_resource(max_entries=300, show_spinner=False)
def _summary(
    name: str, digest: str, n_trials: int, engine: str, parts: tuple[Hashable, ...], _make: Callable[[], Any]
) -> Any:
    del name, digest, n_trials, engine, parts
    return _make()


def summary(
    name: str, scenario: Scenario, n_trials: int, parts: tuple[Hashable, ...], make: Callable[[], Result]
) -> Result:
    """What `make` computes for the whole of `scenario` and `parts`, kept for all visitors; treat it as read-only."""
    return cast(
        "Result", _summary(name, scenario_digest(scenario), n_trials, ENGINE_VERSION, parts, _make=make)
    )


@st.cache_resource(max_entries=100, show_spinner="Finding the levers that matter most…")
def _ranking(
    digest: str, goal: str, n_trials: int, engine: str, _scenario: Scenario, _goal: Goal
) -> tuple[LeverEffect, ...]:
    del digest, goal, engine
    return rank_levers(_scenario, _goal, n_trials, _scenario.seed)


def ranking(scenario: Scenario, goal: Goal) -> tuple[LeverEffect, ...]:
    """The levers of `scenario`, the one that moves the goal's odds most first.

    Ranked without the adjustments kept so far: keeping a what-if must not reorder the sliders.
    """
    plain = scenario.changed(adjustments=())
    return _ranking(
        simulation_digest(plain),
        goal.model_dump_json(),
        RANKING_TRIALS,
        ENGINE_VERSION,
        _scenario=plain,
        _goal=goal,
    )
