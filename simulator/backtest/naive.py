"""The yardstick: the same months a year before, with the errors that habit made so far."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
SEASON = 12


def naive_point(known: Values, horizon_months: int) -> float:
    """Total of the coming months if they repeat those of last year; the last value each, under a year of history."""
    if len(known) >= SEASON:
        return float(np.resize(known[-SEASON:], horizon_months).sum())
    return float(known[-1] * horizon_months)


def naive_sample(known: Values, horizon_months: int) -> Values:
    """The seasonal-naive forecast as a sample: `naive_point` plus and minus every error it made before.

    known: (months,), the last one being the month of the cut-off. Errors count in both directions, so that the middle
    stays last year's value: that is what naive means (Hyndman and Athanasopoulos, Forecasting, 5.2 and 5.5). Without
    a past error the sample is the point alone. Nothing falls below zero where nothing ever did.
    """
    point = naive_point(known, horizon_months)
    errors = _past_errors(known, horizon_months)
    if not len(errors):
        return np.array([point])
    sample = point + np.concatenate([errors, -errors])
    return np.maximum(sample, 0.0) if known.min() >= 0 else sample


def _past_errors(known: Values, horizon_months: int) -> Values:
    if len(known) < horizon_months + 1:
        return np.empty(0)
    total = np.convolve(known, np.ones(horizon_months), mode="valid")
    if len(known) >= SEASON:
        before = -(-horizon_months // SEASON) * SEASON
        return np.asarray(total[before:] - total[:-before]) if len(total) > before else np.empty(0)
    # a total of the months after s against h times the value of s
    return np.asarray(total[1:] - known[: len(total) - 1] * horizon_months)
