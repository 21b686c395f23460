"""A slider dragged: with more of a good lever the odds never fall, at the size the product runs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from benchmarks.workloads import small
from simulator import Scenario, simulate
from simulator.goals import goal_values
from simulator.sample import sample_scenario
from simulator.scenario import Adjustment, Goal, with_adjustments
from simulator.scenario.levers import lever

TRIALS = 10_000
STEPS = np.arange(-30, 31, 6) / 100
PEOPLE = np.arange(0, 9)
CHANCES = (0.9, 0.7, 0.5, 0.3, 0.1)
LEVERS = ("volume", "win_rate", "deal_size", "cycle_days", "capacity", "ramp_months", "attrition", "hires")


def without_growing_prices(plan: Scenario) -> Scenario:
    """Where prices rise by the month, a deal that closes earlier is worth less: no lever of time has a direction."""
    growth: dict[str, Any] = plan.growth.model_dump() | {"deal_size": 0.0}
    return plan.changed(growth=growth)


def hand_to_mouth(plan: Scenario) -> Scenario:
    """What the people cannot work is lost."""
    return plan.changed(teams=[team.changed(backlog_carry=0.0) for team in plan.teams])


PLANS = {
    "benchmark": without_growing_prices(small()),
    "without backlog": without_growing_prices(hand_to_mouth(small())),
    "sample company": without_growing_prices(sample_scenario()),
}


@pytest.mark.parametrize("name", LEVERS)
@pytest.mark.parametrize("plan", PLANS)
def test_the_odds_never_fall_along_a_slider(plan: str, name: str) -> None:
    """From its bad end to its good one, step by step; goals on bookings and on deals from nearly sure to unlikely.

    Not one trial of 10,000 is allowed for noise: each step has the luck of the one before.
    """
    base = PLANS[plan]
    steps = PEOPLE if name == "hires" else STEPS if lever(name).better > 0 else STEPS[::-1]
    forecast = simulate(base, TRIALS)
    goals = [
        Goal(name="g", metric=metric, target=float(np.quantile(values, 1 - chance)), by=base.months[-1])
        for metric in ("bookings", "won_deals")
        for values in [goal_values(forecast, Goal(name="g", metric=metric, target=1, by=base.months[-1]))]
        for chance in CHANCES
    ]
    odds = np.array(
        [
            [np.mean(goal_values(moved, goal) >= goal.threshold) for goal in goals]
            for change in steps
            for moved in [
                simulate(with_adjustments(base, Adjustment(lever=name, change=float(change))), TRIALS)
            ]
        ]
    )
    assert np.diff(odds, axis=0).min() >= 0
    assert (odds[-1] - odds[0]).max() > 0.01
