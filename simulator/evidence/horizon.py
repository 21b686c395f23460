"""Rates restated so that a gamma cycle brings the wins by the end of the horizon that history brought.

The engine closes a won deal after a gamma distributed cycle. Real cycles have two humps or long tails, so that the
right chance in the end would bring the wrong number by the deadline. Stated is

    rate = share won within the horizon, as seen looking back / share of the gamma cycle that ends within it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulator.evidence.findings import CycleFinding

DAYS_PER_MONTH = 30.4375
LEAST_SHARE = 0.02
"""Where less than this share of the cycles ends within the horizon, the ratio says nothing and the rate stays."""
MOST_SURE = 0.95


def within_months(won_within: tuple[float, ...], months: int, won_first: tuple[float, ...] = ()) -> float:
    """Share won within `months`, straight between quarters; beyond the last quarter known, its value.

    won_first: shares won within one and two months, where they are known.
    """
    if 0 < months <= len(won_first):
        return won_first[months - 1]
    quarters = np.arange(len(won_within) + 1)
    return float(np.interp(months / 3, quarters, [0.0, *won_within]))


def closes_within(
    rate: float, won_within: tuple[float, ...], won_first: tuple[float, ...]
) -> tuple[float, ...] | None:
    """Of the open deals that are won, the share won within 1, 2, 3, … months; None where only quarters are known.

    rate: the chance to be won in the end. What is won after the last quarter known is in none of them.
    """
    if rate <= 0 or not won_within or not won_first:
        return None
    months = range(1, 3 * len(won_within) + 1)
    shares = [within_months(won_within, month, won_first) / rate for month in months]
    return tuple(round(float(one), 4) for one in np.minimum(np.maximum.accumulate(shares), 1.0))


def open_rate(
    rate: float,
    won_within: tuple[float, ...],
    age_days: float,
    cycle: CycleFinding,
    months: int,
    won_first: tuple[float, ...] = (),
) -> float:
    """`rate` of open deals of this age, restated for a horizon of `months`."""
    if not won_within or cycle.mean <= 0 or cycle.cv <= 0:
        return rate
    family = stats.gamma(1 / cycle.cv**2, scale=cycle.mean * cycle.cv**2)
    left = float(family.sf(age_days))
    share = 1 - float(family.sf(age_days + months * DAYS_PER_MONTH)) / left if left > 0 else 1.0
    return _restated(rate, within_months(won_within, months, won_first), share)


def entering_rate(
    rate: float,
    won_within: tuple[float, ...],
    cycle: CycleFinding,
    months: int,
    won_first: tuple[float, ...] = (),
) -> float:
    """`rate` of deals entering evenly over a horizon of `months`, restated for it."""
    if not won_within or cycle.mean <= 0 or cycle.cv <= 0:
        return rate
    family = stats.gamma(1 / cycle.cv**2, scale=cycle.mean * cycle.cv**2)
    days: NDArray[np.float64] = (np.arange(200) + 0.5) / 200 * months * DAYS_PER_MONTH
    # linear between quarters would start too steep for entering deals; the first quarter grows like its square
    known = months >= 3 or months <= len(won_first)
    seen = within_months(won_within, months, won_first) if known else won_within[0] * months / 3
    return _restated(rate, seen, float(family.cdf(days).mean()))


def _restated(rate: float, won: float, share: float) -> float:
    if share < LEAST_SHARE:
        return rate
    return float(min(won / share, max(rate, MOST_SURE)))
