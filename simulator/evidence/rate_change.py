"""Whether the win rate changed inside the window: a pooled rate would stand for neither what was nor what is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulator.evidence.comparisons import MixShift, RateChange
from simulator.evidence.history import History
from simulator.evidence.opportunities import Coded

LEAST_CLOSED, LEAST_MONTHS = 60, 6
MONTHS_FOR_HABITS = 9
"""With so many months the usual rate of the first, second and third month of a quarter is taken out before the test."""
SURE = 0.05
"""Kolmogorov's distribution is that of a walk in endless small steps; in months its test is on the careful side."""
SETTLED = 0.9
"""An export of deals created since a day begins with the quickest decisions: months count from when nine in ten deals
that entered on its first day were decided."""
FEW_EACH_SIDE = 5

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Decided:
    """Decided deals of the months that count. month: of each deal, from 0; first: months since 1970 of month 0."""

    deal: NDArray[np.int64]
    month: NDArray[np.int64]
    won: NDArray[np.bool_]
    first: int
    months: int


def decided_deals(history: History) -> Decided | None:
    """The deals decided in whole months after the export has settled; None where they are too few to compare."""
    closed = np.flatnonzero(~history.open)
    settled = int(history.entered.min() + np.quantile(history.age[closed], SETTLED))
    month = _month_of(history.decided[closed])
    first = max(int(_month_of(np.array([settled]))[0]) + 1, int(month.min()))
    last = int(_month_of(np.array([history.as_of + 1]))[0]) - 1
    kept = (month >= first) & (month <= last)
    won = history.won[closed[kept]]
    if last - first + 1 < LEAST_MONTHS or len(won) < LEAST_CLOSED or not 0 < won.sum() < len(won):
        return None
    return Decided(closed[kept], month[kept] - first, won, first, last - first + 1)


def rate_change(decided: Decided) -> RateChange:
    """The largest change of the win rate by month of decision, and how often luck alone would look like it.

    The cumulated difference from the usual rate, over its standard deviation, is a Brownian bridge where nothing
    changed; its largest distance from 0 has Kolmogorov's distribution (Ploberger and Krämer 1992, Econometrica 60,
    271-285). How far months vary beyond luck is taken from neighbouring months, which a change hardly moves.
    """
    n, k = _by_month(decided)
    usual = np.full(decided.months, k.sum() / n.sum())
    if decided.months >= MONTHS_FOR_HABITS:
        place = (decided.first + np.arange(decided.months)) % 3
        cases, wins = np.bincount(place, n, 3), np.bincount(place, k, 3)
        usual = (wins / np.maximum(cases, 1))[place]
    away = k - n * usual
    variance = n * usual * (1 - usual)
    beyond = overdispersion(away, variance)
    total = float(variance.sum()) * beyond
    walk = np.abs(np.cumsum(away)[:-1]) / np.sqrt(max(total, 1e-12))
    at = int(np.argmax(walk)) + 1
    before, after = float(n[:at].sum()), float(n[at:].sum())
    return RateChange(
        month=_name(decided.first + at),
        before=float(k[:at].sum() / max(before, 1)),
        after=float(k[at:].sum() / max(after, 1)),
        before_deals=int(before),
        after_deals=int(after),
        p_value=float(f"{stats.kstwobign.sf(float(walk.max())):.5g}"),
        changed=bool(stats.kstwobign.sf(float(walk.max())) < SURE),
        beyond_luck=beyond,
    )


def overdispersion(away: Array, variance: Array) -> float:
    """How many times luck's variance neighbouring months differ by, at least 1."""
    z = (away / np.sqrt(np.maximum(variance, 1e-12)))[variance > 0]
    if len(z) < 3:
        return 1.0
    return max(1.0, float((np.diff(z) ** 2).sum() / (2 * (len(z) - 1))))


def mix_shift(decided: Decided, coded: Coded, label: str, at: int, beyond: float) -> MixShift | None:
    """The change from before month `at` to after it: how much is a different mix of members, how much within them.

    mix = sum (share after - share before) * mean rate; within = sum mean share * (rate after - rate before). The test
    of the change within is that of Mantel and Haenszel, widened by `beyond`.
    """
    code = coded.codes[decided.deal]
    named = np.array([bool(name) for name in coded.names], dtype=bool)[code]
    late = decided.month[named] >= at
    code, won = code[named], decided.won[named]
    size = len(coded.names)
    n = np.array([np.bincount(code[side], minlength=size) for side in (~late, late)], dtype=float)
    k = np.array([np.bincount(code[side & won], minlength=size) for side in (~late, late)], dtype=float)
    both = (n >= FEW_EACH_SIDE).all(axis=0)
    if both.sum() < 2 or n[:, both].sum() < 0.8 * n.sum():
        return None
    n, k = n[:, both], k[:, both]
    share, rate = n / n.sum(axis=1, keepdims=True), k / n
    weight = n[0] * n[1] / n.sum(axis=0)
    pooled = k.sum(axis=0) / n.sum(axis=0)
    variance = float((weight * pooled * (1 - pooled)).sum()) * beyond
    difference = float((weight * (rate[1] - rate[0])).sum())
    return MixShift(
        label=label,
        mix=float(((share[1] - share[0]) * rate.mean(axis=0)).sum()),
        within=float((share.mean(axis=0) * (rate[1] - rate[0])).sum()),
        p_value=float(2 * stats.norm.sf(abs(difference) / np.sqrt(max(variance, 1e-12)))),
    )


def half_way(decided: Decided) -> int:
    """The month that parts the decided deals into two halves."""
    n, _ = _by_month(decided)
    return int(np.clip(np.searchsorted(np.cumsum(n), n.sum() / 2) + 1, 1, decided.months - 1))


def place_of(decided: Decided, month: str) -> int:
    """Place of ``YYYY-MM`` among the months."""
    return int(np.datetime64(month, "M").astype(np.int64)) - decided.first


def split_rates(decided: Decided, at: int) -> tuple[float, float]:
    """Win rates before month `at`, and from it on."""
    late = decided.month >= at
    return float(decided.won[~late].mean()), float(decided.won[late].mean())


def _by_month(decided: Decided) -> tuple[Array, Array]:
    n = np.bincount(decided.month, minlength=decided.months).astype(float)
    return n, np.bincount(decided.month[decided.won], minlength=decided.months).astype(float)


def _month_of(days: NDArray[np.int64]) -> NDArray[np.int64]:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _name(month: int) -> str:
    return f"{1970 + month // 12:04d}-{month % 12 + 1:02d}"
