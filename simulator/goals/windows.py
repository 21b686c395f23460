"""Which months a goal looks at."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario


@dataclass(frozen=True)
class Window:
    """Months ``first .. last`` (indices, both included); `averaged`: the monthly average over them is wanted."""

    first: int
    last: int
    averaged: bool = False

    @property
    def months(self) -> slice:
        """The window as a slice of the month axis."""
        return slice(self.first, self.last + 1)

    @property
    def length(self) -> int:
        """How many months it has."""
        return self.last - self.first + 1


def goal_window(scenario: Scenario, goal: Goal) -> Window:
    """The window of `goal`: start..by, the month `by`, or the three or twelve months that end with it."""
    last = scenario.month_index(goal.by)
    if goal.window == "month":
        return Window(last, last)
    if goal.window == "quarter":
        return Window(max(last - 2, 0), last)
    if goal.window == "year":
        return Window(max(last - 11, 0), last)
    return Window(0, last, averaged=goal.window == "average")
