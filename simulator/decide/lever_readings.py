"""The odds of one goal with one lever moved, from one or more lots of futures, and how far they are from wanted."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.decide.response import Response
from simulator.decide.terms import Terms
from simulator.engine.streams import Floats
from simulator.goals.verdict import meets
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Adjustment


@dataclass(frozen=True)
class Reading:
    """odds: share of the futures that meet the goal; margin: by how much of the goal's metric they meet it with the
    wanted odds, at least 0 where they do.
    """

    odds: float
    margin: float

    @property
    def met(self) -> bool:
        """Whether the odds are at least those wanted."""
        return self.margin >= 0


class Readings:
    """Readings of one lever, each made once; several `responses` count as one lot of futures.

    wanted: the odds to reach. works: with which odds the lever works at all.
    """

    def __init__(
        self, responses: tuple[Response, ...], goal: Goal, one: Terms, wanted: float, works: float = 1.0
    ) -> None:
        self._responses, self._goal, self._one, self._works = responses, goal, one, works
        self._made: dict[float, Reading] = {}
        base = self.values(0.0)
        self.n_trials = len(base)
        self.base_odds = float(meets(base, goal).mean())
        # A lever that works with odds q leaves 1 - q of the futures as they are: those it works in must do the rest.
        self.wanted = (wanted - (1 - works) * self.base_odds) / works if works else math.inf
        reachable = self.wanted <= 1
        self._needed = (
            max(math.ceil(self.wanted * self.n_trials - 1e-9), 1) if reachable else self.n_trials + 1
        )

    def values(self, change: float) -> Floats:
        """The goal's metric in every future with the lever moved by `change`, shape (n_trials,)."""
        moved: tuple[Adjustment, ...] = (self._one.adjustment(change),) if change else ()
        parts = [one.values(self._goal, *moved) for one in self._responses]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def at(self, change: float) -> Reading:
        """The reading where the lever is moved by `change`; 0 is the plan."""
        found = self._made.get(change)
        if found is None:
            found = self._made[change] = self._read(self.values(change))
        return found

    def odds(self, change: float) -> float:
        """The odds with the lever moved by `change`, in the futures in which it does not work those of the plan."""
        works = self._works
        return works * self.at(change).odds + (1 - works) * self.base_odds if change else self.base_odds

    @property
    def changes(self) -> dict[float, Reading]:
        """Every reading made so far."""
        return dict(self._made)

    def _read(self, values: Floats) -> Reading:
        goal = self._goal
        odds = float(meets(values, goal).mean())
        if self._needed > self.n_trials:
            return Reading(odds, -math.inf)
        sign = 1.0 if goal.direction == "at_least" else -1.0
        signed = np.where(np.isnan(values), -np.inf, sign * values)
        place = self.n_trials - self._needed
        margin = float(np.partition(signed, place)[place]) - sign * goal.threshold
        # The word is the share of the futures; rounding of a value equal to the target must not say otherwise.
        met = np.count_nonzero(meets(values, goal)) >= self._needed
        return Reading(odds, max(margin, 0.0) if met else min(margin, -math.ulp(abs(goal.threshold) or 1.0)))
