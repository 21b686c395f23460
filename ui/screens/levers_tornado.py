"""What moves the odds: every lever a like step in both directions."""

from __future__ import annotations

from simulator import Scenario
from simulator.scenario import Goal


def draw(plan: Scenario, goal: Goal) -> None:
    """The bars and their table."""
    del plan, goal
