"""Plans side by side for the page: compared once, kept by what they say, with the way of each to the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulator import Forecast, Scenario
from simulator.decide.compare import Comparison, Contender, compare
from simulator.goals import goal_window
from simulator.goals.paths import goal_path
from simulator.scenario import scenario_digest
from ui import cache
from ui.computing.budget import LEAST_TRIALS, MAX_RUN_WORK, affordable, size

WAY_LEVELS = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class Way:
    """How far one plan's metric gets by each of its `months` up to its deadline; columns are `WAY_LEVELS`."""

    name: str
    months: tuple[str, ...]
    quantiles: npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ComparisonView:
    """A comparison, and the ways of the plans that are judged."""

    found: Comparison
    ways: tuple[Way, ...]

    @property
    def n_trials(self) -> int:
        """Futures of each plan."""
        return self.found.n_trials


def comparison_view(
    contenders: Sequence[Contender], goal: str | None, wanted: int = cache.TRIALS
) -> ComparisonView:
    """`contenders` compared by the goal called `goal`, the first one of any where that is None, on as many futures as
    all of them together can be afforded.

    Raises ScenarioError where no plan has the goal, PlanTooLargeError.
    """
    together = sum(size(one.scenario) for one in contenders)
    most = max(LEAST_TRIALS, MAX_RUN_WORK // together // 1000 * 1000)
    n_trials = min(most, *(affordable(one.scenario, wanted) for one in contenders))
    seed = contenders[0].scenario.seed
    key = tuple((one.name, scenario_digest(one.scenario)) for one in contenders)

    def make() -> ComparisonView:
        def futures(scenario: Scenario) -> Forecast:
            return cache.forecast(scenario, n_trials)

        found = compare(contenders, goal, n_trials=n_trials, seed=seed, forecast=futures)
        ways = []
        for one in found.standings:
            if one.goal is None:
                continue
            last = goal_window(one.scenario, one.goal).last
            path = goal_path(futures(one.scenario.changed(seed=seed)), one.goal, WAY_LEVELS)
            ways.append(Way(one.name, one.scenario.months[: last + 1], path))
        return ComparisonView(found, tuple(ways))

    return cache.summary("compare", contenders[0].scenario, n_trials, (goal, key), make)
