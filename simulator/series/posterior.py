"""What is believed of level, growth, season and luck after looking at a history.

Given a shape of luck (grid.py), the logarithms of the months are a regression: level at the last month, growth per
month, twelve seasonal effects, steps. Its coefficients are normal and its variance inverse gamma, both integrated out
exactly; shapes and the size of the season are a grid, weighed by what is left: their marginal likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.series.filtering import Filtered, filtered
from simulator.series.grid import GRID, Floats, Shapes

GROWTH_SD = 0.25
"""Yearly growth before looking, logarithmic: normal around 0. Two firms in three lie within a quarter up or down."""
USUAL_LUCK, LUCK_MONTHS = 0.15, 3.0
"""A month's luck before looking: about 15 %, worth three months of observation (inverse gamma)."""
SEASON_SIZES = (0.0, 0.4, 0.8, 1.6, 3.2, 6.4)
"""Standard deviation of the seasonal effects in units of a month's luck; 0 is no season."""
NO_SEASON = 0.5
"""Before looking, a season is as likely as none."""
STEP_SD = 1.0
LEVEL, GROWTH, SEASON, STEPS = 0, 1, 2, 14


@dataclass(frozen=True, eq=False)
class Posterior:
    """Beliefs on the logarithmic scale, for K shapes and J sizes of the season.

    weight (K, J) sums to 1; mean (K, J, p), covariance (K, J, p, p; in units of the variance) of the coefficients;
    freedom and scale (K, J) of the variance: inverse gamma(freedom / 2, freedom * scale / 2); season_odds: marginal
    likelihood with a season over that without; middle: what was taken off the logarithms before.
    """

    shapes: Shapes
    weight: Floats
    mean: Floats
    covariance: Floats
    freedom: float
    scale: Floats
    season_odds: float
    state: Filtered
    middle: float
    months: int
    calendar_last: int

    def expected(self, values: Floats) -> float:
        """Mean over the grid of `values` (K, J)."""
        return float((self.weight * values).sum())

    def level_now(self) -> tuple[Floats, Floats]:
        """Mean (K, J) and variance (K, J) of the level at the last month, its market and season taken off."""
        lead = -self.state.level[:, :-1]
        lead[:, LEVEL] += 1
        mean = self.middle + self.state.level[:, -1:] + np.einsum("kp,kjp->kj", lead, self.mean)
        known = np.einsum("kp,kjpq,kq->kj", lead, self.covariance, lead) + self.state.covariance[:, :1, 0]
        return mean, known * self.variance

    @property
    def variance(self) -> Floats:
        """Expected variance of a month's luck, (K, J)."""
        return self.scale * self.freedom / max(self.freedom - 2, 1.0)


def design(months: int, calendar_start: int, steps: tuple[int, ...]) -> Floats:
    """Regressors (months, 14 + steps): ones, months from the last, calendar months, 1 before each step."""
    at = np.arange(months)
    season = ((calendar_start + at) % 12)[:, None] == np.arange(12)
    before = at[:, None] < np.array(steps, dtype=int)[None, :]
    return np.column_stack([np.ones(months), at - (months - 1.0), season, before]).astype(float)


def posterior(
    logs: Floats, calendar_start: int, steps: tuple[int, ...] = (), shapes: Shapes = GRID
) -> Posterior:
    """Beliefs after `logs` (T,), the first in calendar month `calendar_start` (0 is January)."""
    months = len(logs)
    middle = float(logs.mean())
    columns = np.column_stack([design(months, calendar_start, steps), logs - middle])
    state = filtered(columns, shapes)
    by_shape = state.whitened.transpose(1, 0, 2)
    products = by_shape.transpose(0, 2, 1) @ by_shape
    a, b, c = products[:, None, :-1, :-1], products[:, None, :-1, -1], products[:, None, -1, -1]
    sizes = np.array(SEASON_SIZES)
    freedom = LUCK_MONTHS + months - 1
    scale = np.full((len(shapes.walk), len(sizes)), USUAL_LUCK**2)
    for _ in range(3):  # priors stated in percent, wanted in units of luck
        precision = _precision(scale, sizes, len(steps))
        full = a + precision[..., None] * np.eye(columns.shape[1] - 1)
        covariance = np.asarray(np.linalg.inv(full), dtype=np.float64)
        mean = np.einsum("kjpq,kjq->kjp", covariance, np.broadcast_to(b, full.shape[:-1]))
        rest = np.maximum(c - np.einsum("kjp,kjp->kj", mean, np.broadcast_to(b, mean.shape)), 0.0)
        scale = (LUCK_MONTHS * USUAL_LUCK**2 + rest) / freedom
    likelihood = (
        -0.5 * state.log_determinant[:, None]
        - 0.5 * np.linalg.slogdet(full)[1]
        + 0.5 * np.log(precision[..., 1:]).sum(axis=-1)
        - 0.5 * freedom * np.log(scale)
    )
    before = np.full(len(sizes), (1 - NO_SEASON) / (len(sizes) - 1))
    before[0] = NO_SEASON
    joint = likelihood + np.log(shapes.prior)[:, None]
    joint -= joint.max()
    evidence = np.exp(joint).sum(axis=0)
    weight = np.exp(joint) * before
    return Posterior(
        shapes,
        weight / weight.sum(),
        mean,
        covariance,
        freedom,
        scale,
        float(evidence[1:].mean() / max(evidence[0], 1e-300)),
        state,
        middle,
        months,
        (calendar_start + months - 1) % 12,
    )


def _precision(scale: Floats, sizes: Floats, steps: int) -> Floats:
    """Prior precision of every coefficient in units of one over the variance, (K, J, p)."""
    precision = np.empty((*scale.shape, STEPS + steps))
    precision[..., LEVEL] = 1e-8
    precision[..., GROWTH] = scale / (GROWTH_SD / 12) ** 2
    precision[..., SEASON:STEPS] = (1 / np.maximum(sizes, 1e-4) ** 2)[None, :, None]
    precision[..., STEPS:] = (scale / STEP_SD**2)[..., None]
    return precision
