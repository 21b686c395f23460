"""How a plan answers when levers move and its luck is held still: the odds of a goal as a function of the levers."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from simulator.engine.forecast import Forecast
from simulator.engine.simulate import Progress, simulate
from simulator.engine.streams import Floats
from simulator.goals.verdict import goal_values, meets
from simulator.scenario.goal import Goal
from simulator.scenario.levers import with_adjustments
from simulator.scenario.plan import MAX_SEED, Adjustment, Scenario

KEPT_FORECASTS = 3
"""Forecasts with levers moved that are kept; each shares with the unmoved one what no lever reached."""
KEPT_VALUES_BYTES = 32 * 2**20
"""Of values of goals that are kept, a number per trial each. Odds are kept for good."""

Kept = TypeVar("Kept")


class _Last(Generic[Kept]):
    """The results used last, at most `most` of them; safe to share among threads."""

    def __init__(self, most: int) -> None:
        self._most = max(most, 1)
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def find(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The result under `key`, made where there is none."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


class Response:
    """The futures of `forecast` with levers moved: every run shares its luck, and what no moved lever reaches.

    progress: called as ``progress(finished, n_trials)`` within every simulation; what it raises ends the run.
    threads: see `simulate`. Several threads may ask one Response.
    """

    def __init__(
        self, forecast: Forecast, *, progress: Progress | None = None, threads: int | None = None
    ) -> None:
        self.forecast = forecast
        self._progress, self._threads = progress, threads
        self._runs, self._counting = 0, Lock()
        self._forecasts: _Last[Forecast] = _Last(KEPT_FORECASTS)
        self._values: _Last[Floats] = _Last(KEPT_VALUES_BYTES // (8 * forecast.n_trials))
        self._odds: dict[Hashable, float] = {}

    @property
    def scenario(self) -> Scenario:
        """The plan with no lever moved."""
        return self.forecast.scenario

    @property
    def runs(self) -> int:
        """Simulations made so far, the unmoved one not counted."""
        return self._runs

    def moved(self, *adjustments: Adjustment) -> Forecast:
        """The futures with `adjustments` on top of the plan's own; without any the plan's own futures.

        Raises ScenarioError where a lever or team does not exist or a change is out of range.
        """
        if not adjustments:
            return self.forecast
        return self._forecasts.find(
            adjustments, lambda: self.of(with_adjustments(self.scenario, *adjustments))
        )

    def of(self, scenario: Scenario) -> Forecast:
        """The futures of any other scenario on the same luck; nothing of them is remembered here."""
        made = simulate(
            scenario,
            self.forecast.n_trials,
            self.forecast.seed,
            progress=self._progress,
            threads=self._threads,
            kept=self.forecast.kept,
            like=self.forecast,
        )
        with self._counting:
            self._runs += 1
        return made

    def values(self, goal: Goal, *adjustments: Adjustment) -> Floats:
        """The goal's metric in every trial with `adjustments`, (n_trials,), NaN where undefined; read-only."""
        return self._values.find((goal, adjustments), lambda: self._valued(goal, adjustments))

    def odds(self, goal: Goal, *adjustments: Adjustment) -> float:
        """The share of the trials that meet `goal` with `adjustments`."""
        key = (goal, adjustments)
        if key not in self._odds:
            self._odds[key] = float(meets(self.values(goal, *adjustments), goal).mean())
        return self._odds[key]

    def fresh(self) -> Response:
        """The same plan on independent luck, as many trials: what was found on one is checked on the other."""
        made = simulate(
            self.scenario,
            self.forecast.n_trials,
            another_seed(self.forecast.seed),
            progress=self._progress,
            threads=self._threads,
            kept=self.forecast.kept,
        )
        return Response(made, progress=self._progress, threads=self._threads)

    def _valued(self, goal: Goal, adjustments: tuple[Adjustment, ...]) -> Floats:
        # A copy: a view of one month would keep the whole series of its forecast.
        values = goal_values(self.moved(*adjustments), goal).copy()
        values.flags.writeable = False
        return values


def another_seed(seed: int) -> int:
    """A seed that follows from `seed` and gives luck independent of it."""
    digest = hashlib.sha256(f"another seed than {seed}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % (MAX_SEED + 1)
