"""Several goals at once: all of them, at least k, pairs that pull together or apart, too many, and an order."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import special

from simulator.engine.forecast import Forecast
from simulator.goals.order import Met, Step, order_of
from simulator.goals.verdict import goal_values, meets, wilson_interval
from simulator.scenario.goal import Goal

MOST_IN_FOCUS = 5
"""Goals one owner can pursue at once: at most five objectives (J. Doerr, Measure What Matters, 2018)."""
SMALL, LARGE = 0.1, 0.5
"""Correlations that are worth a word, and those that are strong (Cohen 1988)."""
FALSE_ALARM = 0.01
"""Chance that among all pairs of goals that have nothing to do with each other one is named."""
Pull = Literal["together", "apart"]


@dataclass(frozen=True)
class AtLeast:
    """Odds of meeting at least `count` of the goals, with their precision (95 %)."""

    count: int
    probability: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Pair:
    """Two goals: `both` against `product`, the odds of both had they nothing to do with each other.

    phi: their correlation, None where one of them is met always or never. standard_error: of the difference, by the
    number of futures. pull: named only where the difference is clear of that error and |phi| at least 0.1.
    """

    first: str
    second: str
    both: float
    product: float
    standard_error: float
    phi: float | None
    pull: Pull | None

    @property
    def difference(self) -> float:
        """How much likelier both are than their product."""
        return self.both - self.product

    @property
    def is_strong(self) -> bool:
        """Whether the pull is large."""
        return self.pull is not None and self.phi is not None and abs(self.phi) >= LARGE


@dataclass(frozen=True)
class Crowd:
    """An owner (None: goals without one) with more goals than can be pursued at once."""

    owner: str | None
    count: int


@dataclass(frozen=True)
class Together:
    """Several goals in the same futures. at_least: for k = 1 … all; pairs: every two, strongest first."""

    names: tuple[str, ...]
    probabilities: tuple[float, ...]
    at_least: tuple[AtLeast, ...]
    pairs: tuple[Pair, ...]
    order: tuple[Step, ...]
    crowds: tuple[Crowd, ...]
    n_trials: int

    @property
    def all(self) -> AtLeast:
        """Odds of meeting every goal."""
        return self.at_least[-1]

    @property
    def named(self) -> tuple[Pair, ...]:
        """The pairs that pull together or apart."""
        return tuple(pair for pair in self.pairs if pair.pull is not None)

    def document(self) -> dict[str, Any]:
        """What the command line prints: of the pairs those that pull together or apart."""
        return {
            "all": self.all.probability,
            "at_least": [
                {"count": one.count, "probability": one.probability, "interval": list(one.interval)}
                for one in self.at_least
            ],
            "pairs": [
                {
                    "goals": [one.first, one.second],
                    "both": one.both,
                    "product": one.product,
                    "difference": one.difference,
                    "standard_error": one.standard_error,
                    "phi": one.phi,
                    "pull": one.pull,
                }
                for one in self.named
            ],
            "order": [
                {"goal": one.goal, "effect": one.effect, "decided_by": one.decided_by} for one in self.order
            ],
            "too_many": [{"owner": one.owner, "goals": one.count} for one in self.crowds],
        }


def together(forecast: Forecast, goals: Sequence[Goal] | None = None, *, ordered: bool = True) -> Together:
    """`goals` (None: the scenario's) in the same futures. ordered: also suggest an order, which takes longest.

    Raises ValueError where there is no goal.
    """
    goals = forecast.scenario.goals if goals is None else tuple(goals)
    if not goals:
        raise ValueError("there is no goal to look at")
    met = np.asarray([meets(goal_values(forecast, goal), goal) for goal in goals])
    n = forecast.n_trials
    count = met.sum(axis=0)
    at_least = tuple(_at_least(k, int(np.count_nonzero(count >= k)), n) for k in range(1, len(goals) + 1))
    shares = met.mean(axis=1)
    return Together(
        names=tuple(goal.name for goal in goals),
        probabilities=tuple(float(one) for one in shares),
        at_least=at_least,
        pairs=_pairs([goal.name for goal in goals], met),
        order=order_of(forecast, goals, met) if ordered else (),
        crowds=_crowds(goals),
        n_trials=n,
    )


def _at_least(count: int, met: int, n: int) -> AtLeast:
    return AtLeast(count, met / n, wilson_interval(met, n))


def _pairs(names: Sequence[str], met: Met) -> tuple[Pair, ...]:
    n = met.shape[1]
    numbers = met.astype(np.float32)
    both = (numbers @ numbers.T).astype(float) / n
    p = met.mean(axis=1)
    n_pairs = max(len(names) * (len(names) - 1) // 2, 1)
    limit = float(-special.ndtri(FALSE_ALARM / 2 / n_pairs))
    found = [
        _pair((names[i], names[j]), float(both[i, j]), float(p[i]), float(p[j]), n, limit)
        for i in range(len(names))
        for j in range(i + 1, len(names))
    ]
    return tuple(
        sorted(
            found, key=lambda one: (one.pull is None, -abs(one.phi or 0.0), sorted((one.first, one.second)))
        )
    )


def _pair(names: tuple[str, str], both: float, p: float, q: float, n: int, limit: float) -> Pair:
    difference = both - p * q
    # Of the mean of (A - p)(B - q) over the futures; A and B are 0 or 1, so that four terms are all there are.
    square = (
        (1 - 2 * p) * (1 - 2 * q) * both + (1 - 2 * p) * q * q * p + (1 - 2 * q) * p * p * q + p * p * q * q
    )
    error = math.sqrt(max(square - difference**2, 0.0) / n)
    scale = math.sqrt(p * (1 - p) * q * (1 - q))
    phi = min(max(difference / scale, -1.0), 1.0) if scale > 0 else None
    pull: Pull | None = None
    if phi is not None and abs(phi) >= SMALL and abs(difference) > limit * error:
        pull = "together" if difference > 0 else "apart"
    return Pair(*names, both, p * q, error, phi, pull)


def _crowds(goals: Sequence[Goal]) -> tuple[Crowd, ...]:
    count = Counter(goal.owner for goal in goals)
    many = [Crowd(owner, number) for owner, number in count.items() if number > MOST_IN_FOCUS]
    return tuple(sorted(many, key=lambda one: (-one.count, one.owner or "")))
