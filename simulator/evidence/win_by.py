"""Win rate by size of deal: where large deals win less often, mean size times mean win rate overstates what comes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulator.evidence.comparisons import SizeEffect
from simulator.evidence.history import History
from simulator.evidence.opportunities import Coded
from simulator.evidence.pooling import own_weight
from simulator.evidence.refusal import Remark

LEAST_DEALS, LEAST_EACH = 60, 15
"""Closed deals with an amount, and won and lost ones each, below which a dependence is not looked for."""
STATED = 0.8
"""Share of lost, and of won, deals that must state an amount: the sizes of the others could be any."""
SURE = 0.01
"""The dependence values the pipeline only where luck alone would look like it in 1 company of 100."""
MOST_BANDS, BAND_DEALS = 5, 30
_REACH = 3.0
_RIDGE = 0.1

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SizeChance:
    """Share won of decided deals by amount: logistic in the logarithm and its square, corrected in bands of size.

    edges: least amount of each band but the first; correction: factor by which a band wins more often than the
    curve says; seen: closed deals in each.
    """

    centre: float
    scale: float
    slopes: Array
    edges: Array
    correction: Array
    seen: NDArray[np.int64]

    def band_of(self, amount: Array) -> NDArray[np.int64]:
        """Band of each amount, 0 the smallest."""
        return np.searchsorted(self.edges, amount, side="right")

    def win_rate(self, amount: Array) -> Array:
        """Chance that a decided deal of this amount was won."""
        curve = 1 / (1 + np.exp(-_design(amount, self.centre, self.scale) @ self.slopes))
        return np.asarray(np.clip(curve * self.correction[self.band_of(amount)], 1e-4, 1.0))


def size_chance(history: History) -> tuple[SizeEffect, SizeChance | None]:
    """Whether the win rate depends on the amount, and the dependence where it is beyond doubt.

    The test is the likelihood ratio of a logistic curve of the logarithm and its square against one common rate.
    """
    closed = ~history.open
    stated = ~np.isnan(history.amount)
    for word, which in (("lost", history.lost), ("won", history.won)):
        if which.any() and stated[which].mean() < STATED:
            return SizeEffect(
                False,
                f"Only {int(stated[which].sum()):,} of {int(which.sum()):,} {word} deals state an amount: whether "
                "large deals win less often cannot be told.",
            ), None
    used = closed & stated
    amount, won = history.amount[used], history.won[used]
    n, wins = len(amount), int(won.sum())
    if n < LEAST_DEALS or min(wins, n - wins) < LEAST_EACH:
        return SizeEffect(
            False,
            f"{wins:,} won and {n - wins:,} lost deals with an amount are too few to tell whether large deals win less "
            f"often: {LEAST_DEALS} are needed, and {LEAST_EACH} of each.",
        ), None
    logs = np.log(amount)
    centre, scale = float(logs.mean()), float(logs.std())
    if scale < 1e-9:
        return SizeEffect(False, "All closed deals have the same amount."), None
    design = _design(amount, centre, scale)
    slopes, likelihood = _logistic(design, won.astype(float))
    rate = wins / n
    common = wins * np.log(rate) + (n - wins) * np.log1p(-rate)
    p_value = float(stats.chi2.sf(2 * (likelihood - common), 2))
    linear, _ = _logistic(design[:, :2], won.astype(float))
    edges = band_edges(amount)
    chance = SizeChance(centre, scale, slopes, edges, np.ones(len(edges) + 1), np.ones(len(edges) + 1, int))
    band = chance.band_of(amount)
    seen = np.bincount(band, minlength=len(edges) + 1)
    won_in = np.bincount(band[won], minlength=len(edges) + 1)
    expected = np.bincount(band, weights=chance.win_rate(amount), minlength=len(edges) + 1) / np.maximum(
        seen, 1
    )
    weight = own_weight(won_in.astype(float), seen.astype(float), expected)
    correction = 1 + weight * (won_in / np.maximum(seen, 1) / np.maximum(expected, 1e-9) - 1)
    effect = SizeEffect(
        known=True,
        p_value=p_value,
        in_use=p_value < SURE,
        per_doubling=float(np.exp(linear[1] * np.log(2) / scale)),
        overstates=float(rate * amount.sum() / amount[won].sum()),
        small=float(expected[0] * correction[0]),
        large=float(expected[-1] * correction[-1]),
        deals=n,
    )
    if not effect.in_use:
        return effect, None
    return effect, SizeChance(centre, scale, slopes, edges, correction, seen)


def size_bands(amount: Array, closed: NDArray[np.bool_], currency: str) -> Coded | None:
    """Band of every deal by the sizes of the closed ones, "" where no amount is stated; None where all are alike."""
    known = closed & ~np.isnan(amount)
    edges = band_edges(amount[known]) if known.any() else np.empty(0)
    if not len(edges):
        return None
    texts = [f"{edge:,.0f}" if edge >= 10 else f"{edge:.3g}" for edge in edges]
    names = [
        f"below {texts[0]} {currency}",
        *(f"{low} to {high} {currency}" for low, high in pairwise(texts)),
        f"{texts[-1]} {currency} and more",
    ]
    codes = np.where(np.isnan(amount), len(names), np.searchsorted(edges, amount, side="right"))
    return Coded((*names, ""), codes.astype(np.int64))


def band_edges(amount: Array) -> Array:
    """Amounts that part the deals into bands of like number, each with at least `BAND_DEALS`; empty for one band."""
    bands = int(np.clip(len(amount) // BAND_DEALS, 1, MOST_BANDS))
    if bands < 2:
        return np.empty(0)
    edges = np.unique(np.quantile(amount, np.arange(1, bands) / bands, method="higher"))
    return np.asarray(edges[edges > amount.min()])


def remark_on_sizes(effect: SizeEffect) -> list[Remark]:
    """What a person should know where the size of a deal decides how often it is won."""
    if not effect.in_use:
        return []
    way = "less" if effect.large < effect.small else "more"
    return [
        Remark(
            "win_rate_by_size",
            f"Large deals are won {way} often: {effect.large:.0%} of the largest fifth, {effect.small:.0%} of the "
            f"smallest. Mean size × mean win rate would say {effect.overstates:.2g} times what such deals brought, so "
            "that open deals are valued by their size and age. Deals still to enter need no correction: their size is "
            "that of won deals.",
            (),
            effect.deals,
        )
    ]


def _design(amount: Array, centre: float, scale: float) -> Array:
    z = np.clip((np.log(np.maximum(amount, 1e-12)) - centre) / scale, -_REACH, _REACH)
    return np.column_stack([np.ones(len(z)), z, z**2 - 1])


def _logistic(design: Array, won: Array) -> tuple[Array, float]:
    """Coefficients and log-likelihood by Newton's steps; a light ridge keeps sizes that part won from lost finite."""
    slopes = np.zeros(design.shape[1])
    slopes[0] = np.log(won.mean() / (1 - won.mean()))
    ridge = np.diag([0.0, *[_RIDGE] * (design.shape[1] - 1)])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(design @ slopes, -30, 30)))
        gradient = design.T @ (won - chance) - ridge @ slopes
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(curvature + 1e-9 * np.eye(len(slopes)), gradient)
        slopes = slopes + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    chance = np.clip(1 / (1 + np.exp(-np.clip(design @ slopes, -30, 30))), 1e-12, 1 - 1e-12)
    return slopes, float((won * np.log(chance) + (1 - won) * np.log1p(-chance)).sum())
