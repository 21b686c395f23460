"""How far a scenario is from the wanted odds, on a scale on which what levers do nearly adds up."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.engine.streams import Floats
from simulator.goals.verdict import meets
from simulator.scenario.goal import Goal

_WINDOW = 0.04
"""Share of the futures on either side of the wanted odds whose values are averaged: one value alone jumps."""


@dataclass(frozen=True)
class Margin:
    """What a scenario leads to. odds: of the goal; reached: whether they are those wanted.

    value: the metric that is beaten with the wanted odds, against the target; above 0 is better. In logarithms where
    the metric is above 0, on which rates, sizes and volumes add up, else as it is.
    """

    goal: Goal
    wanted: float
    logarithmic: bool
    odds: float
    reached: bool
    value: float

    @classmethod
    def of(cls, values: Floats, goal: Goal, wanted: float) -> Margin:
        """The margin of the metric's `values` (n_trials,), NaN where undefined."""
        quantile = _beaten(values, goal, wanted)
        return cls._made(values, goal, wanted, quantile > 0 and goal.threshold > 0)

    def again(self, values: Floats) -> Margin:
        """The same of other values, on the same scale."""
        return self._made(values, self.goal, self.wanted, self.logarithmic)

    @classmethod
    def _made(cls, values: Floats, goal: Goal, wanted: float, logarithmic: bool) -> Margin:
        met = int(np.count_nonzero(meets(values, goal)))
        quantile, target = _beaten(values, goal, wanted), goal.threshold
        if logarithmic:
            distance = math.log(max(quantile, target * 1e-9) / target)
        else:
            distance = quantile - target
        sign = 1.0 if goal.direction == "at_least" else -1.0
        return cls(
            goal=goal,
            wanted=wanted,
            logarithmic=logarithmic,
            odds=met / len(values),
            reached=met >= math.ceil(wanted * len(values) - 1e-9),
            value=sign * distance,
        )


def _beaten(values: Floats, goal: Goal, wanted: float) -> float:
    """The metric that a share `wanted` of the futures beat, averaged over a window around it."""
    at_least = goal.direction == "at_least"
    worst = np.nanmin(values) if at_least else np.nanmax(values)
    ordered = np.sort(np.where(np.isnan(values), worst, values))
    if at_least:
        ordered = ordered[::-1]
    n = len(ordered)
    width = min(_WINDOW, wanted, 1 - wanted)
    first = max(int((wanted - width) * n), 0)
    last = min(max(math.ceil((wanted + width) * n), first + 1), n)
    return float(ordered[first:last].mean())
