"""How many units must enter so that enough come out: binomial thinning with rates that are not exactly known.

What is not known is kept as equally likely values (bins of equal probability, each at its own mean), so that means
stay exact and the odds are a mean of exact binomial tails: beta-binomial for one rate counted from a sample.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from simulator.engine.sizes import deal_sums
from simulator.engine.streams import Floats
from simulator.scenario.quantities import DealSize, Rate

BINS = 512
"""Equally likely values a share is kept in: odds are then within 0.0005 of the exact ones."""
FEWER_BINS, FEW_BINS = 128, 32
MOST_STEPS = 160
"""Numbers of wins at which the odds of a sum are told apart; beyond it neighbours are taken together at their mean."""
MOST_UNITS = 10**9
_NEGLIGIBLE = 1e-9
_Z = np.linspace(-6.5, 6.5, 521)


def rate_values(rate: Rate, bins: int = BINS) -> Floats:
    """Equally likely values of `rate`, their mean exactly its own; one value where it is exactly known."""
    shapes = rate.beta
    if shapes is None:
        return np.array([rate.expected])
    a, b = shapes
    edges = special.betaincinv(a, b, np.linspace(0, 1, bins + 1))
    return np.asarray(np.diff(special.betainc(a + 1, b, edges)) * bins * a / (a + b))


def level_values(cv: float, bins: int = FEW_BINS) -> Floats:
    """Equally likely values of a lognormal factor of mean 1 and this cv."""
    if cv < 1e-9:
        return np.ones(1)
    sigma = math.sqrt(math.log1p(cv * cv))
    edges = special.ndtri(np.linspace(0, 1, bins + 1))
    return np.asarray(np.diff(special.ndtr(edges - sigma)) * bins)


def sample_values(sample: Floats, bins: int = FEW_BINS) -> Floats:
    """A sample of equally likely values brought down to `bins` of them, their mean kept; one where all are equal."""
    flat = np.sort(np.asarray(sample, dtype=float).ravel())
    if flat[0] == flat[-1]:
        return flat[:1]
    if len(flat) <= bins:
        return flat
    edges = np.linspace(0, len(flat), bins + 1)
    total = np.concatenate(([0.0], np.cumsum(flat)))
    return np.asarray(np.diff(np.interp(edges, np.arange(len(flat) + 1), total)) / np.diff(edges))


def product_values(parts: Sequence[Floats], bins: int = BINS) -> Floats:
    """Equally likely values of the product of independent factors."""
    found = np.ones(1)
    for part in parts:
        found = sample_values(np.outer(found, part), bins) if len(part) > 1 else found * part[0]
    return found


def odds_of_at_least(wanted: float, entering: int, chance: Floats) -> float:
    """P(at least `wanted` of `entering` units come through), each with one of the equally likely `chance`s."""
    if wanted > MOST_UNITS:
        return 0.0
    k = whole(wanted)
    if k <= 0:
        return 1.0
    if k > entering:
        return 0.0
    return float(np.mean(_tail(k, entering, chance)))


def _tail(k: int | Floats, n: int, p: Floats) -> Floats:
    """P(Bin(n, p) >= k) for k from 1 to n; the regularised incomplete beta function I_p(k, n - k + 1)."""
    return np.asarray(special.betainc(k, n - k + 1, np.clip(p, 0.0, 1.0)))


def whole(number: float) -> int:
    """Rounded up, but for what rounding of the arithmetic adds."""
    return math.ceil(number - 1e-9 * max(1.0, abs(number)))


def fewest_units(odds_at: Callable[[int], float], odds: float) -> int | None:
    """The smallest number of entering units with at least `odds`, of odds that rise with it; None: none below 10^9."""
    slack = odds - 1e-12
    high = 1
    while odds_at(high) < slack:
        high *= 2
        if high > MOST_UNITS:
            return None
    low = high // 2
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if odds_at(middle) >= slack else (middle, high)
    return 0 if odds_at(0) >= slack else high


@dataclass(frozen=True)
class SizedWins:
    """How surely w deals are worth a target: steps of that probability at each w of `wins`, adding up to at most 1."""

    wins: Floats
    steps: Floats

    def odds(self, entering: int, chance: Floats) -> float:
        """P(the deals won of `entering` units are worth the target)."""
        free = float(self.steps[self.wins <= 0].sum())
        there = (self.wins > 0) & (self.wins <= entering)
        wins, steps = self.wins[there], self.steps[there]
        if not len(wins):
            return min(free, 1.0)
        tails = _tail(wins[:, None], entering, chance[None, :]).mean(axis=1)
        return min(free + float(tails @ steps), 1.0)


def sized_wins(target: float, size: DealSize, mean: float, level: Floats) -> SizedWins:
    """P(sum of w deals >= `target`) for every w that matters.

    mean: of one deal; level: equally likely factors on it; sizes otherwise as `size` says (family, spread, values).
    Sums are those the engine draws from (`simulator.engine.sizes`).
    """
    if target <= 0:
        return SizedWins(np.zeros(1), np.ones(1))
    middle = target / mean
    # The fewest and the most deals that can matter: six standard deviations of the sum, at the extreme levels.
    spread = size.spread
    most = middle / level.min()
    most += 8 * spread * math.sqrt(most) + 40 * (1 + spread**2)
    least = middle / level.max()
    least = max(0.0, least - 8 * spread * math.sqrt(least) - 1)
    step = max(1, math.ceil((most - least) / 4000))
    wins = np.arange(max(1, math.floor(least)), math.ceil(most) + step, step)
    reached = np.zeros(len(wins))
    for first in range(0, len(wins), 500):
        part = wins[first : first + 500]
        sums = np.maximum.accumulate(_sum_quantiles(part, size), axis=1)
        for number, row in enumerate(sums):
            reached[first + number] = _above(row, target / (mean * level))
    reached = np.maximum.accumulate(np.clip(reached, 0.0, 1.0))
    return SizedWins(wins.astype(float), np.diff(reached, prepend=0.0))


def together(parts: Sequence[SizedWins]) -> SizedWins:
    """What is equally likely one of `parts`, brought down to `MOST_STEPS` steps with the mean of their wins kept."""
    wins, where = np.unique(np.concatenate([one.wins for one in parts]), return_inverse=True)
    steps = np.bincount(where, weights=np.concatenate([one.steps for one in parts])) / len(parts)
    there = steps > _NEGLIGIBLE
    wins, steps = wins[there], steps[there]
    if len(wins) <= MOST_STEPS:
        return SizedWins(wins, steps)
    size = math.ceil(len(wins) / MOST_STEPS)
    group = np.arange(len(wins)) // size
    total = np.asarray(np.bincount(group, weights=steps), dtype=float)
    return SizedWins(np.bincount(group, weights=steps * wins) / total, total)


def _sum_quantiles(wins: np.ndarray[tuple[int], np.dtype[np.int64]], size: DealSize) -> Floats:
    count = np.broadcast_to(wins[:, None], (len(wins), len(_Z))).astype(np.int64)
    if size.spread < 1e-6:
        return count.astype(float)
    return deal_sums(np.broadcast_to(_Z, count.shape).copy(), np.ascontiguousarray(count), size)


def _above(quantiles: Floats, wanted: Floats) -> float:
    """Mean over `wanted` of P(sum >= wanted), the sum's quantiles at the normal values `_Z` being `quantiles`."""
    slack = wanted * (1 - 1e-12)
    if quantiles[-1] - quantiles[0] <= _NEGLIGIBLE * quantiles[-1]:
        return float(np.mean(quantiles[0] >= slack))
    # Where a sum can only take few values its quantiles have flat parts: the first at least as large counts.
    place = np.searchsorted(quantiles, slack, side="left")
    inside = (place > 0) & (place < len(_Z))
    low = np.clip(place - 1, 0, len(_Z) - 2)
    width = quantiles[low + 1] - quantiles[low]
    share = np.divide(slack - quantiles[low], width, out=np.ones_like(slack), where=width > 0)
    z = _Z[low] + share * (_Z[1] - _Z[0])
    odds = np.where(inside, special.ndtr(-z), np.where(place == 0, 1.0, 0.0))
    return float(odds.mean())
