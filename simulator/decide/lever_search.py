"""The smallest change of one lever with which a goal has the wanted odds, on luck held still.

A few futures show the shape of the answer and about where it turns; all of them then tell the exact step. Odds need
not rise with a lever: both sides of where it stands are looked at, and what falls again is looked at closely.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from scipy import special

from simulator.decide.lever_readings import Reading, Readings
from simulator.decide.lever_steps import Steps, steps_of
from simulator.decide.terms import Terms
from simulator.scenario.plan import Scenario

SCAN = (0.2, 0.55, 1.0)
"""Where a side is looked at first, as shares of the way to its bound."""
CLOSE_SCAN = tuple(number / 16 for number in range(1, 17))
"""Where it is looked at again once the odds do not go one way only."""
DOUBT = 5.0
"""Standard errors of the few futures within which all of them are asked before a side is given up."""
CLOSE = 0.004
"""Difference of the few futures' odds below which looking closer with them tells nothing more."""
SAME = 0.005
"""Half a point of the odds: two changes that differ by less are about as good."""

Shape = Literal["one way", "both ways", "no effect"]
Bracket = tuple[float, float]


@dataclass(frozen=True)
class Turn:
    """What a search found. change: the smallest with which the odds are met (`found`), else the one with the best
    odds. last: the change a step nearer to the plan, which is not met yet. steps: the values that were tried.
    shape: the odds go one way along the lever, both ways, or nothing changes.
    """

    found: bool
    change: float
    last: float
    steps: Steps | None
    shape: Shape


def search(scenario: Scenario, one: Terms, few: Readings, every: Readings, losing: bool = False) -> Turn:
    """The smallest change with which the wanted odds are met; `losing`: with which they are met no more.

    few: some of the futures, to look around cheaply; every: all that the answer is to hold for.
    """
    return _Search(scenario, one, few, every, losing).turn()


def looks_hopeless(scenario: Scenario, one: Terms, few: Readings) -> bool:
    """Whether the few futures stay so far below the wanted odds that all of them would not say otherwise."""
    return _Search(scenario, one, few, few, False).hopeless()


class _Search:
    def __init__(self, scenario: Scenario, one: Terms, few: Readings, every: Readings, losing: bool) -> None:
        self._scenario, self._one, self._few, self._every, self._losing = scenario, one, few, every, losing

    def turn(self) -> Turn:
        one = self._one
        bounds = [bound for bound in self._bounds() if bound]
        if not bounds:
            return Turn(False, 0.0, 0.0, None, "no effect")
        shape: Shape = "one way"
        seen: dict[float, list[float]] = {}
        for bound in bounds:
            seen[bound] = self._places(bound, SCAN)
            if not self._goes_one_way(seen[bound]):
                shape = "both ways"
                seen[bound] = self._places(bound, CLOSE_SCAN)
        base = self._few.at(0.0)
        if all(self._few.at(change) == base for places in seen.values() for change in places) and all(
            self._every.at(bound) == self._every.at(0.0) for bound in bounds
        ):
            return Turn(False, 0.0, 0.0, None, "no effect")
        brackets = [found for bound in bounds if (found := self._bracket(bound, seen[bound])) is not None]
        turns = [turn for bound, (low, high) in brackets if (turn := self._exact(bound, low, high, shape))]
        if turns:
            return min(turns, key=lambda turn: (abs(turn.change), -turn.change * one.lever.better))
        return self._best([change for places in seen.values() for change in places], shape)

    def hopeless(self) -> bool:
        few, spread = self._few, self._spread(self._few)
        places = [change for bound in self._bounds() if bound for change in self._places(bound, SCAN)]
        return all(few.at(change).odds < few.wanted - DOUBT * spread for change in places)

    def _bounds(self) -> tuple[float, float]:
        """The changes where each side ends; the side on which the lever helps selling first."""
        one = self._one
        low, high = min(one.least, 0.0), max(one.most, 0.0)
        if one.lever.absolute:
            low, high = 0.0, float(math.trunc(high))
        return (high, low) if one.lever.better > 0 else (low, high)

    def _places(self, bound: float, shares: Sequence[float]) -> list[float]:
        if self._one.lever.absolute:
            whole = {max(round(share * bound), 1) for share in shares}
            return [float(number) for number in sorted(whole)]
        nearest = max(self._one.least, 0.0) if bound > 0 else min(self._one.most, 0.0)
        return [nearest + (bound - nearest) * share for share in shares]

    def _goes_one_way(self, places: Sequence[float]) -> bool:
        odds = [self._few.at(0.0).odds, *(self._few.at(change).odds for change in places)]
        moves = [after - before for before, after in pairwise(odds)]
        slack = 2 / self._few.n_trials
        return all(move >= -slack for move in moves) or all(move <= slack for move in moves)

    @staticmethod
    def _spread(readings: Readings) -> float:
        """Standard error of the wanted odds."""
        share = min(max(readings.wanted, 1e-3), 1 - 1e-3)
        return math.sqrt(share * (1 - share) / readings.n_trials)

    def _turned(self, reading: Reading) -> bool:
        return reading.met != self._losing

    def _bracket(self, bound: float, places: Sequence[float]) -> tuple[float, Bracket] | None:
        """The two changes between which a side turns first, judged by the few futures; None where it does not."""
        before = 0.0
        for change in places:
            if self._turned(self._few.at(change)):
                return bound, (before, change)
            before = change
        spread = self._spread(self._few)
        near = [
            change for change in places if abs(self._few.at(change).odds - self._few.wanted) <= DOUBT * spread
        ]
        for change in near:
            if self._turned(self._every.at(change)):
                before = max((one for one in places if abs(one) < abs(change)), key=abs, default=0.0)
                return bound, (before, change)
        return None

    def _exact(self, bound: float, low: float, high: float, shape: Shape) -> Turn | None:
        """The very step at which all futures turn, begun where the few do."""
        about, slope = self._about(low, high)
        spread = self._spread(self._every)
        start = steps_of(self._scenario, self._one, bound, 1.0).start
        step = spread / slope * (1.0 if self._one.lever.absolute else start) if slope > 0 else math.inf
        steps = steps_of(self._scenario, self._one, bound, min(step, 1e300))
        if not steps.count:
            return None
        place = self._place(steps, about, low)
        if place is None:
            return None
        before = steps.change(place - 1) if place > 1 else 0.0
        return Turn(True, steps.change(place), before, steps, shape)

    def _about(self, low: float, high: float) -> tuple[float, float]:
        """Where the few futures turn between two changes, and by how much their odds move with the change there."""
        few = self._few
        if self._one.lever.absolute:
            return high, 0.0
        tolerance = 1e-4 * max(abs(high), abs(low))
        near, far = low, high
        for number in range(24):
            close = abs(few.at(far).odds - few.at(near).odds) <= CLOSE
            if close or abs(far - near) <= tolerance:
                break
            middle = (near + far) / 2
            a, b = few.at(near).margin, few.at(far).margin
            if number % 3 != 2 and math.isfinite(a) and math.isfinite(b) and a != b:
                crossing = near - a * (far - near) / (b - a)
                edge = 0.02 * (far - near)
                lowest, highest = sorted((near + edge, far - edge))
                middle = min(max(crossing, lowest), highest)
            if self._turned(few.at(middle)):
                far = middle
            else:
                near = middle
        return far, slope_at(few, far)

    def _place(self, steps: Steps, about: float, low: float) -> int | None:
        """The first place that turned, found between one that did not and one that did."""
        known: dict[int, Reading] = {0: self._every.at(0.0)}

        def turned(place: int) -> bool:
            if place not in known:
                known[place] = self._every.at(steps.change(place))
            return self._turned(known[place])

        below, above = 0, steps.count + 1
        if low:
            # What lies nearer was seen not to turn: a lever that goes both ways may turn back there in between.
            below = max(place for place in (0, steps.near(low) - 1) if not place or not turned(place))
        place, stride = max(steps.near(about), below + 1), 1
        while above - below > 1:
            if turned(place):
                above = place
            else:
                below = place
            if above > steps.count:
                if below >= steps.count:
                    return None
                guess = self._crossing(known, steps)
                place = min(max(guess or 0, below + stride), steps.count)
                stride *= 2
            elif above - below > 1:
                guess = self._crossing(known, steps)
                middle = (below + above) // 2
                if guess is None or len(known) > 8:
                    place = middle
                else:
                    # One to each side of the crossing settles it: the far side first, then the near one.
                    place = guess if guess < above else above - 1
                    place = max(place, below + 1)
        return above

    def _crossing(self, known: dict[int, Reading], steps: Steps) -> int | None:
        """Where a straight line through the two readings nearest to the turn crosses it."""
        useful = sorted(
            (place for place, reading in known.items() if place and math.isfinite(reading.margin)),
            key=lambda place: abs(known[place].margin),
        )
        if len(useful) == 1 and math.isfinite(known[0].margin):
            useful.append(0)
        if len(useful) < 2:
            return None
        a, b = useful[:2]
        rise = known[b].margin - known[a].margin
        if rise == 0:
            return None
        return min(max(math.ceil(a - known[a].margin * (b - a) / rise), 1), steps.count)

    def _best(self, places: Sequence[float], shape: Shape) -> Turn:
        """Where the odds come nearest to what is wanted; of changes about as good, the smallest. Where none is better
        than the plan, the one that brings the goal's metric nearest to its target.
        """
        few, every = self._few, self._every
        sign = -1.0 if self._losing else 1.0
        best = max(sign * few.at(change).odds for change in places)
        good = sorted((change for change in places if sign * few.at(change).odds >= best - SAME), key=abs)
        metric = max(places, key=lambda change: (sign * few.at(change).margin, -abs(change)))
        asked = list(dict.fromkeys([good[0], good[-1], metric]))
        top = max(sign * every.at(change).odds for change in asked)
        if top <= sign * every.at(0.0).odds + 1 / every.n_trials:
            change = max((0.0, *asked), key=lambda one: (sign * every.at(one).margin, -abs(one)))
        else:
            change = min((one for one in asked if sign * every.at(one).odds >= top - SAME / 2), key=abs)
        return Turn(False, change, change, None, shape)


def slope_at(readings: Readings, change: float) -> float:
    """By how much the odds move with the lever around `change`, per unit of change; 0 where nothing tells.

    A line through the odds' normal scores between the nearest readings that differ by more than their noise.
    """
    here = readings.at(change).odds
    least = 4 * math.sqrt(max(here * (1 - here), 1 / readings.n_trials) / readings.n_trials)
    others = sorted(
        (
            (abs(other - change), other, reading.odds)
            for other, reading in readings.changes.items()
            if abs(reading.odds - here) >= least and 0 < reading.odds < 1
        ),
    )
    if not others or not 0 < here < 1:
        return 0.0
    _, other, odds = others[0]
    score = float(special.ndtri(here))
    rise = (float(special.ndtri(odds)) - score) / (other - change)
    return abs(rise) * math.exp(-score * score / 2) / math.sqrt(2 * math.pi)
