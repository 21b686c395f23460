"""Which number to measure next for a goal, computed from its forecast once and kept by fingerprint."""

from __future__ import annotations

from dataclasses import dataclass

from simulator import Scenario
from simulator.decide import MeasureNext, measure_next, worth_measuring
from simulator.scenario import Goal
from ui import cache


@dataclass(frozen=True)
class MeasureView:
    """Every input of the plan, the one worth measuring next first."""

    ranked: tuple[MeasureNext, ...]

    @property
    def best(self) -> MeasureNext | None:
        """The input to measure next; None where nothing that can be measured moves the odds."""
        return worth_measuring(self.ranked)


def measure_view(scenario: Scenario, goal: Goal, wanted: int = cache.TRIALS) -> MeasureView:
    """What not knowing each input does to `goal`, from the futures that judge it."""
    n_trials = cache.affordable(scenario, wanted)

    def make() -> MeasureView:
        return MeasureView(measure_next(cache.forecast(scenario, n_trials), goal, scenario))

    return cache.summary("measure", scenario, n_trials, (goal.name,), make)
