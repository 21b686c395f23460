"""What closing a gap would bring: the gap times the value downstream in the funnel, and which gap is clear of luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.scorecard.standing import Standing

Array = NDArray[np.float64]
CLEAR = 1.959964 / 1.2815516
"""A gap is clear of luck where 39 in 40 odds say so: the half of an 8-in-10 range that reaches that far, stretched."""


@dataclass(frozen=True, eq=False)
class Gaps:
    """Gap of everybody in one metric to its target, 0 where they are at it or beyond.

    gap: in the metric's unit; bookings: what closing it brings a period, NaN where nothing says; low, high: the same at
    the better and the worse end of the person's 8-in-10 range; points: of the score. clear: whether the gap is more
    than luck.
    """

    gap: Array
    bookings: Array
    low: Array
    high: Array
    points: Array
    clear: NDArray[np.bool_]


def gaps(
    found: Standing,
    target: Array,
    better: float,
    points: Array,
    bookings: Array | None,
    differs: bool,
    is_own_median: NDArray[np.bool_],
) -> Gaps:
    """Gaps to `target` (one a person).

    points: for one unit of the metric; bookings: of a period, to which the metric is proportional; None where it is
    not. A gap to the team's own median is clear of luck where people differ at all and the person lies below it with
    39 in 40 odds; one to a stated benchmark where they do.
    """
    gap = np.maximum(better * (target - found.value), 0.0)
    best, worst = (found.high, found.low) if better > 0 else (found.low, found.high)
    furthest = found.value + CLEAR * (best - found.value)
    clear = (better * (target - furthest) > 0) & (differs | ~is_own_median) & ~np.isnan(gap)
    gap = np.where(np.isnan(gap), 0.0, gap)
    if bookings is None:
        nothing = np.full(len(gap), np.nan)
        return Gaps(gap, nothing, nothing, nothing, gap * points, clear)
    expected, least, most = (
        np.where(np.isnan(bookings), np.nan, bookings * _more(at, target, better))
        for at in (found.value, best, worst)
    )
    return Gaps(gap, expected, least, most, gap * points, clear)


def _more(value: Array, target: Array, better: float) -> Array:
    """By what share bookings rise where `value` becomes `target`: in proportion."""
    ratio = np.divide(target, value, out=np.ones(len(value)), where=value > 0)
    return np.maximum(ratio - 1, 0.0) if better > 0 else np.zeros(len(value))
