"""How much of a goal's spread is luck, computed from its forecast once and kept by fingerprint."""

from __future__ import annotations

from simulator import Scenario
from simulator.decide import LuckShares, luck_shares
from simulator.scenario import Goal
from ui import cache


def luck_view(scenario: Scenario, goal: Goal, wanted: int = cache.TRIALS) -> LuckShares:
    """Whose doing the spread of `goal`'s metric is, from the futures that judge it: the one place pages ask."""
    n_trials = cache.affordable(scenario, wanted)

    def make() -> LuckShares:
        return luck_shares(cache.forecast(scenario, n_trials), goal, scenario)

    return cache.summary("luck", scenario, n_trials, (goal.name,), make)
