"""How precisely a difference of two results is known when both come from the same luck."""

from __future__ import annotations

import math

import numpy as np

from simulator.engine.streams import Floats

_Z, _DENSITY = 1.959963984540054, 0.3989422804014327
"""Of the normal distribution: its 97.5 % point, and its density at 0."""


def mean_error(contrast: Floats) -> float:
    """Standard error of the mean of `contrast`, one number a trial, shape (n_trials,)."""
    n = len(contrast)
    return float(np.std(contrast, ddof=1)) / math.sqrt(n) if n > 1 else 0.0


def median_of(values: Floats) -> float | None:
    """The median over the trials in which `values` is defined; None where it never is."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else None


def median_influence(values: Floats) -> Floats:
    """What each trial adds to the median's error, shape (n_trials,): the mean of a contrast of these is a contrast of
    medians, to first order.

    (1/2 - 1{x <= median}) / f(median) with the density f by the difference quotient of quantiles at the bandwidth of
    Hall and Sheather (1988); 0 where a value is undefined, everywhere where no two values differ around the median.
    """
    known = np.isfinite(values)
    found = values[known]
    n = found.size
    influence = np.zeros(len(values))
    if n < 2:
        return influence
    half = min(n ** (-1 / 3) * _Z ** (2 / 3) * (1.5 * _DENSITY**2) ** (1 / 3), 0.4)
    low, middle, high = np.quantile(found, [0.5 - half, 0.5, 0.5 + half])
    sparsity = float(high - low) / (2 * half)
    below = found <= middle
    influence[known] = (float(below.mean()) - below) * sparsity * len(values) / n
    return influence
