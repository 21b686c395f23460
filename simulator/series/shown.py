"""What the months themselves did, whatever may come: the line through their level, luck and season taken off."""

from __future__ import annotations

import numpy as np

from simulator.series.grid import SPELL, Floats, Shapes
from simulator.series.posterior import GROWTH, Posterior

LEAST_WEIGHT = 0.002
"""Shapes of luck believed less are left out: together they say little, and each costs a system of T equations."""


def covariances(shapes: Shapes, which: int, months: int) -> tuple[Floats, Floats]:
    """Of what the level walked and strayed since the first month, and of the stationary luck; (T, T), units of luck."""
    at = np.arange(months)
    lag = np.abs(at[:, None] - at[None, :])
    sums = np.tri(months, k=-1)  # the level of month t holds the steps of the months before it
    steps = shapes.walk[which] ** 2 * np.eye(months) + shapes.stray[which] ** 2 * SPELL**lag
    share = shapes.lasting[which]
    return sums @ steps @ sums.T, share * shapes.persistence[which] ** lag + (1 - share) * np.eye(months)


def growth_of_months(belief: Posterior, columns: Floats, logs: Floats) -> tuple[Floats, Floats, Floats]:
    """Weight, mean and variance (K', J) of the slope a month of the straight line through the level of all months.

    columns, logs: the regressors and the history (middle taken off) behind `belief`. The level is what is left of the
    months when luck, season and steps are taken off: growth, spells and walk, as they were. With c the weights of that
    slope, W and V the covariances of the level's wandering and of the months: E = c'Xb + c'W V^-1 (y - Xb), and the
    variance is that of the wandering given the months, and that of b.
    """
    months = belief.months
    kept = np.flatnonzero(belief.weight.sum(axis=1) > LEAST_WEIGHT)
    at = np.arange(months) - (months - 1) / 2
    slope = at / max(float(at @ at), 1.0)
    own = np.zeros(columns.shape[1])
    own[GROWTH] = 1.0
    means, variances = [], []
    for k in kept:
        walked, luck = covariances(belief.shapes, int(k), months)
        towards = walked @ slope
        gain = np.linalg.solve(walked + luck, towards)
        rest = own - columns.T @ gain
        means.append(gain @ logs + belief.mean[k] @ rest)
        known = float(slope @ towards - gain @ towards) + np.einsum(
            "p,jpq,q->j", rest, belief.covariance[k], rest
        )
        variances.append(np.maximum(known, 0.0) * belief.variance[k])
    weight = belief.weight[kept]
    return weight / weight.sum(), np.array(means), np.array(variances)
