"""Ranges stretched around their median, where the past showed them too narrow or too wide."""

from __future__ import annotations

import numpy as np

from simulator.engine.streams import Floats
from simulator.goals.metrics import Metric

_ANY_SIGN = frozenset({"profit", "profit_margin", "revenue_growth", "mrr_growth", "net_revenue_churn"})
"""Metrics without a floor: a year may lose any amount."""
_FARTHEST = 600.0
"""Of a logarithm: e to the 600th times any amount is still a number."""


def widened(values: Floats, found: Metric, factor: float) -> Floats:
    """`values` (n_trials,) with their distances from the median multiplied by `factor`; NaN stays NaN.

    Money, counts and ratios that are all above 0 by their logarithm, so that they stay above it; else, and what may be
    lost always, linearly, held at the metric's floor. A share is held inside 0 to 1. The two values in the middle stay
    (one, where their number is odd) and distances are counted from the nearer one: the median is the same to the last
    digit. Order stays, and a factor of 1 changes nothing.
    """
    known = np.isfinite(values)
    if factor == 1 or not known.any():
        return values
    kept = values[known]
    ordered = np.sort(kept)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    centre = np.where(kept >= high, high, low)
    any_sign = found.name in _ANY_SIGN
    if found.unit != "share" and not any_sign and ordered[0] > 0:
        moved = centre * np.exp(np.minimum(np.log(kept / centre) * factor, _FARTHEST))
    else:
        moved = centre + (kept - centre) * factor
        if not any_sign:
            moved = np.clip(moved, min(0.0, ordered[0]), 1.0 if found.unit == "share" else np.inf)
    out = values.copy()
    out[known] = np.where(kept == centre, kept, moved)
    return out
