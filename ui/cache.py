"""What was computed once, kept for all visitors, and computed in turns (`ui/computing/runs.py`).

Keys are fingerprints of what goes in, never frames or arrays: Streamlit hashes large ones by sampling and would hand
out the result of another input. Its own cache is not used here: who waits for it holds a lock, cannot be stopped and
is not told how long.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

import streamlit as st

from simulator import ENGINE_VERSION, Forecast, Scenario, simulate
from simulator.decide.response import Response
from simulator.decide.terms import terms
from simulator.decide.tornado import LeverEffect, tornado
from simulator.scenario import Goal, judging_digest, scenario_digest, simulation_digest
from ui.computing import runs
from ui.computing.budget import (
    HEAVY_WORK,
    MORE_TRIALS,
    TRIALS,
    affordable,
    bytes_each,
    check,
    ranking_trials,
    size,
)
from ui.computing.fitting import fit_first

__all__ = ["MORE_TRIALS", "TRIALS", "affordable", "forecast", "ranking", "summary"]

MAX_BYTES = 600 * 2**20
"""Of all forecasts kept: two of the largest."""

Kept = TypeVar("Kept")
Result = TypeVar("Result")


class Shelf(Generic[Kept]):
    """Results by fingerprint, those used last: at most `entries`, and so many bytes as `weigh` says of each."""

    def __init__(
        self, entries: int, most_bytes: int = 0, weigh: Callable[[Kept], int] = lambda _one: 0
    ) -> None:
        self._entries, self._most_bytes, self._weigh = entries, most_bytes, weigh
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()
        self._bytes = 0

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            return key in self._kept

    def get(self, key: Hashable) -> tuple[Kept] | None:
        """The result in a tuple of one, None where there is none."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return (found[0],)

    def put(self, key: Hashable, result: Kept) -> None:
        """Keep `result`; what was used longest ago goes where there is no room. The newest always stays."""
        weight = self._weigh(result)
        with self._lock:
            if key in self._kept:
                self._bytes -= self._kept.pop(key)[1]
            self._kept[key] = (result, weight)
            self._bytes += weight
            while len(self._kept) > 1 and (
                len(self._kept) > self._entries or self._bytes > self._most_bytes > 0
            ):
                self._bytes -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def find(self, key: Hashable, make: Callable[[], Kept], work: int = 0, doing: str | None = None) -> Kept:
        """The result under `key`; where there is none it is made in turn.

        work: what that costs, in team-months x futures. doing: what a visitor reads meanwhile.
        """
        found = self.get(key)
        if found is not None:
            return found[0]
        with runs.turn((id(self), key), lambda: key in self, is_heavy=work > HEAVY_WORK):
            found = self.get(key)
            if found is not None:
                return found[0]
            if doing is None:
                result = make()
            else:
                with st.spinner(doing):
                    result = make()
            self.put(key, result)
            runs.GATE.wake()
            return result


FORECASTS: Shelf[Forecast] = Shelf(6, MAX_BYTES, lambda made: made.n_trials * bytes_each(made.scenario))
SUMMARIES: Shelf[object] = Shelf(900)
RANKINGS: Shelf[tuple[LeverEffect, ...]] = Shelf(100)


def forecast(scenario: Scenario, n_trials: int = TRIALS) -> Forecast:
    """The forecast of `scenario`; plans that differ only in what judges it share its arrays."""
    check(scenario)
    key = (simulation_digest(scenario), scenario.seed, n_trials, ENGINE_VERSION)
    work = n_trials * size(scenario)
    made = FORECASTS.find(
        key,
        lambda: simulate(
            scenario,
            n_trials=n_trials,
            seed=scenario.seed,
            progress=runs.stop_if_asked,
            threads=runs.threads(work),
        ),
        work,
        "Simulating the coming months…",
    )
    opinion = scenario.second_opinion
    if opinion is not None and opinion.weight:
        fit_first(scenario)  # whoever judges this forecast needs it, and could not be stopped there
    return made.under(scenario)


def summary(
    name: str, scenario: Scenario, n_trials: int, parts: tuple[Hashable, ...], make: Callable[[], Result]
) -> Result:
    """What `make` computes for the whole of `scenario` and `parts`, kept for all visitors; treat it as read-only."""
    key = (name, scenario_digest(scenario), n_trials, ENGINE_VERSION, parts)
    return SUMMARIES.find(key, make, n_trials * size(scenario))  # type: ignore[return-value]  # a name belongs to one kind of result


def known_summary(name: str, scenario: Scenario, n_trials: int, parts: tuple[Hashable, ...]) -> object | None:
    """What `summary` holds for the same arguments; None where it would have to be computed."""
    found = SUMMARIES.get((name, scenario_digest(scenario), n_trials, ENGINE_VERSION, parts))
    return None if found is None else found[0]


def ranking(scenario: Scenario, goal: Goal) -> tuple[LeverEffect, ...] | None:
    """The levers of `scenario`, the one that moves the goal's odds most first; None where they are too many to try.

    Ranked without the adjustments kept so far: keeping a what-if must not reorder the sliders.
    """
    plain = scenario.changed(adjustments=())
    check(plain)
    n_runs = 1 + 2 * len(terms(plain))
    n_trials = ranking_trials(plain, n_runs)
    if not n_trials:
        return None
    key = (
        simulation_digest(plain),
        judging_digest(plain),
        plain.lever_terms,
        goal.model_dump_json(),
        n_trials,
        ENGINE_VERSION,
    )

    def make() -> tuple[LeverEffect, ...]:
        made = simulate(plain, n_trials, plain.seed, progress=runs.stop_if_asked)
        return tornado(Response(made, progress=runs.stop_if_asked), goal).effects

    return RANKINGS.find(key, make, n_runs * n_trials * size(plain), "Finding the levers that matter most…")
