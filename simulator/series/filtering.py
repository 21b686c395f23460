"""A Kalman filter over all shapes of luck and all columns at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.series.grid import Floats, Shapes


@dataclass(frozen=True, eq=False)
class Filtered:
    """Columns made independent and of variance 1 (in units of a month's luck) by each of K shapes.

    whitened (T, K, C); log_determinant (K,): of the covariance; level, market (K, C): state after the last month;
    covariance (K, 2, 2) of that state.
    """

    whitened: Floats
    log_determinant: Floats
    level: Floats
    market: Floats
    covariance: Floats


def filtered(columns: Floats, shapes: Shapes) -> Filtered:
    """Run the filter over `columns` (T, C), each a history of its own: level 0 at the start, market stationary.

    A level that is not known belongs among the columns as ones. Harvey (1989), Forecasting, Structural Time Series
    Models and the Kalman Filter, chapter 3.
    """
    months, count = columns.shape
    size = len(shapes.walk)
    rho, share, step = shapes.persistence, shapes.lasting, shapes.walk**2
    own, renewed = 1 - share, share * (1 - rho**2)
    pmm, pmx, pxx = np.zeros(size), np.zeros(size), share.copy()
    level, market = np.zeros((size, count)), np.zeros((size, count))
    whitened = np.empty((months, size, count))
    logs = np.empty((months, size))
    for t in range(months):
        to_level, to_market = pmm + pmx, pmx + pxx
        variance = to_level + to_market + own
        gain_level, gain_market = to_level / variance, to_market / variance
        surprise = columns[t] - level - market
        whitened[t] = surprise / np.sqrt(variance)[:, None]
        logs[t] = variance
        level = level + gain_level[:, None] * surprise
        market = market + gain_market[:, None] * surprise
        pmm, pmx, pxx = (
            pmm - gain_level * to_level,
            pmx - gain_level * to_market,
            pxx - gain_market * to_market,
        )
        if t < months - 1:
            market *= rho[:, None]
            pmm, pmx, pxx = pmm + step, pmx * rho, pxx * rho**2 + renewed
    covariance = np.stack([np.stack([pmm, pmx], -1), np.stack([pmx, pxx], -1)], -2)
    return Filtered(whitened, np.log(logs).sum(axis=0), level, market, covariance)
