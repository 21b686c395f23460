"""Every lever at the ends of what may be entered: nothing breaks, no law is broken."""

from __future__ import annotations

import pytest

from simulator import Scenario, simulate
from simulator.scenario import Adjustment, parse_scenario, scenario_levers, with_adjustments
from tests.property.engine.laws import assert_lawful
from tests.statistical.whole_companies import SUBSCRIPTION

PLAN = parse_scenario(SUBSCRIPTION)
ENDS = [
    (lever.name, change)
    for lever in scenario_levers(PLAN)
    for change in ((0.0, 0.4, 500.0) if lever.absolute else (-1.0, -0.999, 100.0))
]


@pytest.mark.parametrize(("lever", "change"), ENDS)
def test_a_lever_at_its_end(lever: str, change: float) -> None:
    """For certain, and in half of the trials from the fourth month on, phased in over five."""
    certain: Scenario = with_adjustments(PLAN, Adjustment(lever=lever, change=change))
    effect = {"low": min(change, 0.0), "mode": change, "high": max(change, 0.0)}
    maybe = {
        "name": "to its end",
        "lever": lever,
        "effect": effect,
        "probability": 0.5,
        "start_month": PLAN.months[3],
    }
    uncertain = parse_scenario(
        SUBSCRIPTION | {"risks": [*SUBSCRIPTION["risks"], maybe | {"phase_in_months": 5}]}
    )
    for plan in (certain, uncertain):
        assert_lawful(simulate(plan, n_trials=100))
