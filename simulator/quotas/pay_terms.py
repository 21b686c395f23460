"""What a commission plan pays for what was sold against a quota."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.scenario.pay_plan import Decelerator, PayTerms, PayTier

Array = NDArray[np.float64]
CLOSE = 1e-9
"""Attainment is a quotient: what misses a tier by less than a billionth of the quota has reached it."""


@dataclass(frozen=True, eq=False)
class Paid:
    """Commission and stretch bonus in money, in the shape of what was sold."""

    commission: Array
    bonus: Array

    @property
    def total(self) -> Array:
        """Both together."""
        return self.commission + self.bonus


def paid(terms: PayTerms, sold: ArrayLike, quota: ArrayLike, years: ArrayLike = 1.0) -> Paid:
    """What `terms` pay for `sold` against `quota` (both money of the same period, shapes broadcast).

    years: length of the period, by which target pay and a cap in money are scaled. A seat without a quota has no
    attainment: it is paid the base rate where there is one, and neither tiers nor a bonus.
    """
    amount, asked, length = np.broadcast_arrays(
        np.asarray(sold, dtype=float), np.asarray(quota, dtype=float), np.asarray(years, dtype=float)
    )
    has_quota = asked > 0
    ratio = np.divide(amount, asked, out=np.zeros(amount.shape), where=has_quota)
    base = _base_rate(terms, asked, length)
    read = np.floor(100 * ratio + 0.5 + CLOSE) / 100 if terms.attainment == "whole_percent" else ratio
    most = terms.cap.at if terms.cap is not None else None
    counted = amount if most is None else np.where(has_quota, np.minimum(amount, most * asked), amount)
    if terms.kind == "stepped":
        rate = base
        for tier in terms.tiers:
            rate = np.where(_reached(terms, read, tier.at) & has_quota, _rate(tier, base), rate)
        commission = rate * counted
    else:
        commission = _marginal(terms, counted, asked, base, read, has_quota)
    if terms.decelerator is not None:
        slow = ~_reached(terms, read, terms.decelerator.below) & has_quota
        commission = np.where(slow, _rate(terms.decelerator, base) * counted, commission)
    if terms.cap is not None and terms.cap.amount is not None:
        commission = np.minimum(commission, terms.cap.amount * length)
    return Paid(commission, _bonus(terms, read, length, has_quota))


def bonus_amount(terms: PayTerms, years: float = 1.0) -> float:
    """What the stretch bonus pays one person; 0 where there is none."""
    if terms.stretch is None:
        return 0.0
    if terms.stretch.amount is not None:
        return terms.stretch.amount
    assert terms.target_pay is not None
    assert terms.stretch.share_of_target_pay is not None
    return terms.stretch.share_of_target_pay * terms.target_pay * years


def turning_points(terms: PayTerms) -> tuple[float, ...]:
    """Attainments at which pay bends or jumps, ascending."""
    points = {tier.at for tier in terms.tiers}
    if terms.cap is not None and terms.cap.at is not None:
        points.add(terms.cap.at)
    if terms.stretch is not None:
        points.add(terms.stretch.at)
    if terms.decelerator is not None:
        points.add(terms.decelerator.below)
    return tuple(sorted(points))


def _base_rate(terms: PayTerms, quota: Array, years: Array) -> Array:
    if terms.base_rate is not None:
        return np.full(quota.shape, terms.base_rate)
    assert terms.target_pay is not None
    return np.divide(terms.target_pay * years, quota, out=np.zeros(quota.shape), where=quota > 0)


def _rate(of: PayTier | Decelerator, base: Array) -> Array:
    if of.rate is not None:
        return np.full(base.shape, of.rate)
    assert of.times is not None
    return of.times * base


def _reached(terms: PayTerms, attainment: Array, at: float) -> NDArray[np.bool_]:
    if terms.boundary == "at":
        return np.asarray(attainment >= at - CLOSE)
    return np.asarray(attainment > at + CLOSE)


def _marginal(
    terms: PayTerms, sold: Array, quota: Array, base: Array, read: Array, has_quota: NDArray[np.bool_]
) -> Array:
    """Each tier's rate on what was sold between it and the next; read in whole per cents, only once it is reached."""
    total = base * sold
    below = base
    for tier in terms.tiers:
        rate = _rate(tier, base)
        above = np.maximum(sold - tier.at * quota, 0.0)
        counts = has_quota & (_reached(terms, read, tier.at) if terms.attainment == "whole_percent" else True)
        total = total + np.where(counts, (rate - below) * above, 0.0)
        below = rate
    return total


def _bonus(terms: PayTerms, read: Array, years: Array, has_quota: NDArray[np.bool_]) -> Array:
    if terms.stretch is None:
        return np.zeros(read.shape)
    amount = np.full(read.shape, bonus_amount(terms))
    if terms.stretch.amount is None:
        amount = amount * years
    return np.where(_reached(terms, read, terms.stretch.at) & has_quota, amount, 0.0)
