"""What is believed of level, growth, season and luck after looking at a history.

Given a shape of luck (grid.py), the logarithms of the months are a regression: level at the last month, growth per
month, twelve seasonal effects, steps. Its coefficients are normal and its variance inverse gamma, both integrated out
exactly; shapes and the size of the season are a grid, weighed by what is left: their marginal likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.series.filtering import LEVEL_STATE, STRAY_STATE, Filtered, filtered
from simulator.series.grid import SPELL, Floats, Shapes
from simulator.series.grid import shapes as grid
from simulator.series.spread import beyond, expected_beyond

GROWTH_SD = 0.25
"""Yearly growth before looking, logarithmic: normal around 0. Two firms in three lie within a quarter up or down."""
USUAL_LUCK, LUCK_MONTHS = (0.02, 0.06, 0.18), 3.0
"""A month's luck before looking: about 2 % (a country's trade), 6 % or 18 % (a small firm), each as likely and worth
three months of observation (inverse gamma)."""
SEASONS = ((0.0, 0.0), (1.25, 0.0), (0.5, 0.0), (3.0, 0.0), (8.0, 0.0), (0.0, 0.7), (0.0, 2.5))
"""Standard deviation of the effects of the twelve months of the year, and of the three months of the quarter, in units
of a month's luck; a season is of the one kind, or of the other, or there is none."""
SEASON_PRIOR = (0.5, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05)
"""Before looking, a season is as likely as none; in four of five cases it is one of the year."""
LOOKED = 2
"""The first look takes the first two of them: none, and a middling one."""
STEP_SD = 1.0
HOPELESS = 7.0
"""A shape of luck exp(7) = 1,100 times less likely than the best is left out."""
LEAST_STEP = 0.005
LEVEL, GROWTH, SEASON, QUARTER, STEPS = 0, 1, 2, 14, 17
YEAR = 12
CARRIED = SPELL ** np.arange(YEAR)


@dataclass(frozen=True, eq=False)
class Posterior:
    """Beliefs on the logarithmic scale, for K shapes and J sizes of the season.

    weight (K, J) sums to 1; mean (K, J, p), covariance (K, J, p, p; in units of the variance) of the coefficients;
    freedom and scale (K, J) of the variance: inverse gamma(freedom / 2, freedom * scale / 2); year_odds,
    quarter_odds: marginal likelihood with such a season over that without; middle: what was taken off the logarithms;
    least: the variance of a month's luck is known to be no less.
    """

    shapes: Shapes
    weight: Floats
    mean: Floats
    covariance: Floats
    freedom: float
    scale: Floats
    year_odds: float
    quarter_odds: float
    state: Filtered
    middle: float
    months: int
    calendar_last: int
    least: float = 0.0

    def expected(self, values: Floats) -> float:
        """Mean over the grid of `values` (K, J)."""
        return float((self.weight * values).sum())

    def level_now(self) -> tuple[Floats, Floats]:
        """Mean and variance (K, J) of the level at the last month, its market and season taken off."""
        lead = -self.state.state[LEVEL_STATE, :, :-1]
        lead[:, LEVEL] += 1
        mean, known = self._combined(lead, LEVEL_STATE, 1.0)
        return self.middle + mean, known * self.variance

    def growth_ahead(self) -> tuple[Floats, Floats]:
        """Mean and variance (K, J) of growth per month over the coming year: long-run growth and its present spell."""
        share = CARRIED.sum() / YEAR
        lead = -share * self.state.state[STRAY_STATE, :, :-1]
        lead[:, GROWTH] += 1
        mean, known = self._combined(lead, STRAY_STATE, share)
        return mean, known * self.variance

    def walk_ahead(self) -> Floats:
        """Variance (K, J) of a month's walk of the level: its own, and what growth will stray, spread over a year."""
        stray = self.shapes.stray**2 * (1 - SPELL**2) * (np.cumsum(CARRIED)[:-1] ** 2).sum() / YEAR
        return np.asarray((self.shapes.walk**2 + stray)[:, None] * self.variance)

    def _combined(self, lead: Floats, which: int, share: float) -> tuple[Floats, Floats]:
        """Mean and variance (in units of luck) of coefficients times `lead` (K, p) plus `share` of a filtered state."""
        state = self.state
        mean = share * state.state[which, :, -1:] + np.einsum("kp,kjp->kj", lead, self.mean)
        known = np.einsum("kp,kjpq,kq->kj", lead, self.covariance, lead, optimize=True)
        return mean, known + share**2 * state.covariance[:, which, which, None]

    def season(self, kind: str) -> tuple[Floats, Floats, Floats, Floats]:
        """Effects of the twelve months, centred, of cells with a season of this `kind` (``year``, ``quarter``) or none;
        of all cells where `kind` is empty.

        weight (K, J'), mean (K, J', 12), covariance (K, J', 12, 12; in units of the variance), variance (K, J').
        """
        sizes, _ = _pairs(SEASONS)
        other = {"year": sizes[:, 1], "quarter": sizes[:, 0], "": np.zeros(len(sizes))}
        cells = np.flatnonzero(other[kind] == 0)
        spread = np.hstack([np.eye(12), np.arange(12)[:, None] % 3 == np.arange(3)])
        spread = spread - spread.mean(axis=0)
        weight = self.weight[:, cells]
        return (
            weight / weight.sum(),
            self.mean[:, cells, SEASON:STEPS] @ spread.T,
            spread @ self.covariance[:, cells, SEASON:STEPS, SEASON:STEPS] @ spread.T,
            self.variance[:, cells],
        )

    @property
    def variance(self) -> Floats:
        """Expected variance of a month's luck, (K, J)."""
        return expected_beyond(self.freedom, self.scale, self.least)


def design(months: int, calendar_start: int, steps: tuple[int, ...]) -> Floats:
    """Regressors (months, 17 + steps): ones, months from the last, months of year and quarter, 1 before each step."""
    at = np.arange(months)
    season = ((calendar_start + at) % 12)[:, None] == np.arange(12)
    before = at[:, None] < np.array(steps, dtype=int)[None, :]
    quarter = ((calendar_start + at) % 3)[:, None] == np.arange(3)
    return np.column_stack([np.ones(months), at - (months - 1.0), season, quarter, before]).astype(float)


def posterior(
    logs: Floats, calendar_start: int, steps: tuple[int, ...] = (), least: float = 0.0
) -> Posterior:
    """Beliefs after `logs` (T,), the first in calendar month `calendar_start` (0 is January).

    least: what the variance of a month's luck is at least (the prior is cut off below it), such as Poisson's.
    """
    months = len(logs)
    middle = float(logs.mean())
    columns = np.column_stack([design(months, calendar_start, steps), logs - middle])
    shapes = grid(month_to_month(logs, calendar_start))
    state = filtered(columns, shapes)
    by_shape = state.whitened.transpose(1, 0, 2)
    products = by_shape.transpose(0, 2, 1) @ by_shape
    # a first look, with no season and with a middling one, leaves out the shapes that cannot be meant
    sizes, usual = _pairs(SEASONS[:LOOKED])
    scale = np.broadcast_to(usual, (len(shapes.walk), len(usual)))
    look = _judged(products, state.log_determinant, months, scale, sizes, usual)
    best = (look.likelihood + np.log(shapes.prior)[:, None]).max(axis=1)
    kept = np.flatnonzero(best > best.max() - HOPELESS)
    shapes, state, products = shapes.only(kept), state.only(kept), products[kept]
    # growth is believed in percent and wanted in units of luck: those of the middling season do
    scale = np.repeat(look.scale[kept][:, LOOKED - 1 :: LOOKED], len(SEASONS), axis=1)
    sizes, usual = _pairs(SEASONS)
    found = _judged(products, state.log_determinant, months, scale, sizes, usual)
    joint = found.likelihood + np.log(shapes.prior)[:, None]
    if least > 0:
        after = beyond(LUCK_MONTHS + months - 1, found.scale, least)
        before = beyond(LUCK_MONTHS, usual, least)
        joint += np.log(np.maximum(after, 1e-300)) - np.log(np.maximum(before, 1e-300))
    joint = np.exp(joint - joint.max())
    evidence = joint.sum(axis=0)
    weight = joint * np.tile(SEASON_PRIOR, len(USUAL_LUCK))
    none = max(float(evidence[(sizes == 0).all(axis=1)].mean()), 1e-300)
    return Posterior(
        shapes,
        weight / weight.sum(),
        found.mean,
        found.covariance,
        LUCK_MONTHS + months - 1,
        found.scale,
        float(evidence[sizes[:, 0] > 0].mean()) / none,
        float(evidence[sizes[:, 1] > 0].mean()) / none,
        state,
        middle,
        months,
        (calendar_start + months - 1) % 12,
        least,
    )


def month_to_month(logs: Floats, calendar_start: int) -> float:
    """How much months differ from the one before, calendar months of their own taken off where two years are known."""
    steps = np.diff(logs)
    if len(steps) < 2:
        return LEAST_STEP * 10
    calendar = (calendar_start + 1 + np.arange(len(steps))) % 12
    freedom = len(steps) - 1
    if len(steps) >= 2 * YEAR:
        steps = steps - (np.bincount(calendar, steps, 12) / np.bincount(calendar, minlength=12))[calendar]
        freedom = len(steps) - YEAR
    else:
        steps = steps - steps.mean()
    return max(float(np.sqrt((steps**2).sum() / freedom)), LEAST_STEP)


def _pairs(sizes: tuple[tuple[float, float], ...]) -> tuple[Floats, Floats]:
    """Every season with every usual variance of luck, (J, 2) and (J,)."""
    return np.tile(np.array(sizes), (len(USUAL_LUCK), 1)), np.repeat(np.array(USUAL_LUCK) ** 2, len(sizes))


@dataclass(frozen=True, eq=False)
class _Judged:
    likelihood: Floats
    covariance: Floats
    mean: Floats
    scale: Floats


def _judged(
    products: Floats, log_determinant: Floats, months: int, scale: Floats, sizes: Floats, usual: Floats
) -> _Judged:
    """Coefficients, variance and marginal likelihood (K, J) given about how large the variance is (`scale`)."""
    count = products.shape[-1] - 1
    a, b, c = products[:, None, :-1, :-1], products[:, None, :-1, -1], products[:, None, -1, -1]
    precision = _precision(scale, sizes, count - STEPS)
    full = a + precision[..., None] * np.eye(count)
    roots = np.linalg.cholesky(full)
    covariance = np.asarray(np.linalg.inv(full), dtype=np.float64)
    mean = (covariance @ b[..., None])[..., 0]
    rest = np.maximum(c - (mean * b).sum(axis=-1), 0.0)
    freedom = LUCK_MONTHS + months - 1
    found = (LUCK_MONTHS * usual + rest) / freedom
    likelihood = (
        -0.5 * log_determinant[:, None]
        - np.log(np.diagonal(roots, axis1=-2, axis2=-1)).sum(axis=-1)
        + 0.5 * np.log(precision[..., 1:]).sum(axis=-1)
        - 0.5 * freedom * np.log(found)
        + 0.5 * LUCK_MONTHS * np.log(usual)
    )
    return _Judged(likelihood, covariance, mean, found)


def _precision(scale: Floats, sizes: Floats, steps: int) -> Floats:
    """Prior precision of every coefficient in units of one over the variance, (K, J, p)."""
    precision = np.empty((*scale.shape, STEPS + steps))
    precision[..., LEVEL] = 1e-8
    precision[..., GROWTH] = scale / (GROWTH_SD / 12) ** 2
    each = 1 / np.maximum(sizes, 1e-4) ** 2
    precision[..., SEASON:QUARTER], precision[..., QUARTER:STEPS] = each[None, :, :1], each[None, :, 1:]
    precision[..., STEPS:] = (scale / STEP_SD**2)[..., None]
    return precision
