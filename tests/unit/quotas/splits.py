"""A goal split on a small company."""

from __future__ import annotations

from typing import Any

from simulator import Forecast, simulate
from simulator.quotas.layers import Layers, layers
from simulator.scenario import Goal, Scenario

TRIALS = 1_000
SEASON = {"index": [0.5, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.5, 1.5]}


def goal_of(**fields: Any) -> Goal:
    """3 M of bookings by the end of the year, but for `fields`."""
    return Goal.model_validate(
        {"name": "G", "metric": "bookings", "target": 3_000_000.0, "by": "2027-12", **fields}
    )


def split_of(plan: Scenario, **fields: Any) -> tuple[Forecast, Layers]:
    """The goal of `fields` on `plan`, simulated and split."""
    goal = goal_of(**fields)
    plan = plan.changed(goals=(goal,))
    forecast = simulate(plan, TRIALS)
    return forecast, layers(forecast, goal)


def with_hands(plan: Scenario, *hands: dict[str, Any], **fields: Any) -> Scenario:
    """`plan` with parts of the goal G set by hand."""
    return plan.changed(layers={**fields, "overrides": tuple({"goal": "G", **one} for one in hands)})
