"""The values of a lever that a search may try: round ones in its natural unit, and the bound."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulator.decide.terms import Terms
from simulator.scenario.lever_values import lever_amount
from simulator.scenario.plan import Scenario

COARSEST, FINEST = 1 / 200, 1e-6
"""Resolution of a search as a share of the lever's value: at most and at least."""


@dataclass(frozen=True)
class Steps:
    """One lever's values on one side of where it stands, the nearest first: ``change(1) .. change(count)``.

    start: the value in the plan; bound: the last one; step: between two (natural units); nearest: the smallest change
    allowed. The last step to the bound may be shorter.
    """

    start: float
    bound: float
    step: float
    absolute: bool
    nearest: float = 0.0

    @property
    def side(self) -> int:
        """+1 where the values rise, -1 where they fall."""
        return 1 if self.bound >= self.start else -1

    @property
    def count(self) -> int:
        """How many values there are."""
        if self.bound == self.start:
            return 0
        span = self.side * (self.bound / self.step) - self.side * self._round_start
        return max(math.ceil(span - 1e-9), 1)

    @property
    def _round_start(self) -> int:
        """The last multiple of the step that is not beyond the plan's value."""
        place = self.start / self.step
        return math.floor(place + 1e-9) if self.side > 0 else math.ceil(place - 1e-9)

    def amount(self, place: int) -> float:
        """The natural value at `place` 1 .. count."""
        if place >= self.count:
            return self.bound
        return float(f"{(self._round_start + self.side * place) * self.step:.12g}")

    def change(self, place: int) -> float:
        """What the lever is moved by there: relative, or people."""
        amount = self.amount(place)
        change = amount if self.absolute else amount / self.start - 1
        return max(change, self.nearest) if self.side > 0 else min(change, self.nearest)

    def near(self, change: float) -> int:
        """The place nearest to `change`, within 1 .. count."""
        amount = change if self.absolute else self.start * (1 + change)
        place = round(self.side * (amount / self.step - self._round_start))
        return min(max(place, 1), self.count)


def steps_of(scenario: Scenario, one: Terms, bound: float, least_step: float) -> Steps:
    """The values from where the lever stands to the change `bound`, in round steps of at most about `least_step`.

    Of ``hires`` whole people. `bound` is a change, relative or in people.
    """
    if one.lever.absolute:
        return Steps(0.0, float(math.trunc(bound)), 1.0, True, max(one.least, 0.0))
    # A value of 0, which no relative change moves, is counted in wholes of itself.
    start = lever_amount(scenario, one.lever.name, 0.0, one.teams) or 1.0
    wanted = min(max(least_step, start * FINEST), start * COARSEST)
    nearest = max(one.least, 0.0) if bound > 0 else min(one.most, 0.0)
    return Steps(start, start * (1 + bound), _round_below(wanted), False, nearest)


def _round_below(step: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is not above `step`."""
    size = 10.0 ** math.floor(math.log10(step) + 1e-12)
    found = max(nice for nice in (1.0, 2.0, 5.0) if nice * size <= step * (1 + 1e-9))
    return float(f"{found * size:.12g}")
