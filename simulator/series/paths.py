"""Futures of a monthly history: what is not known drawn once per trial, then month by month what is left to luck."""

from __future__ import annotations

import numpy as np

from simulator.series.fitting import reading
from simulator.series.grid import SPELL, Floats
from simulator.series.model import SeriesModel
from simulator.series.months import SeriesError
from simulator.series.posterior import GROWTH, LEVEL, QUARTER, SEASON, STEPS
from simulator.series.spread import drawn_beyond

MOST_FUTURE_MONTHS = 240
MOST_GROWN = np.log(1e3)
"""No month is more than a thousand times the largest seen: a bound against overflow, not an opinion."""


def simulate_series(model: SeriesModel, months: int, n_trials: int, rng: np.random.Generator) -> Floats:
    """`n_trials` futures of the `months` after the history of `model`, (n_trials, months), in its unit.

    The belief behind the model is drawn from (it follows from ``model.series`` alone): shape of luck, its variance
    (inverse gamma, which widens short histories as Student's t does), level, growth and season once per trial; then
    walk, market and each month's own luck. Raises SeriesError where a number is out of range.
    """
    if not 1 <= months <= MOST_FUTURE_MONTHS:
        raise SeriesError(f"months = {months}: must be from 1 to {MOST_FUTURE_MONTHS}.")
    if n_trials < 1:
        raise SeriesError(f"n_trials = {n_trials}: must be at least 1.")
    if not sum(model.series.values):
        return np.zeros((n_trials, months))
    read = reading(model.series)
    belief = read.belief
    flat = belief.weight.ravel()
    cell = rng.choice(len(flat), size=n_trials, p=flat)
    k, j = np.unravel_index(cell, belief.weight.shape)
    variance = drawn_beyond(belief.freedom, belief.scale[k, j], belief.least, rng)
    luck = np.sqrt(variance)
    shapes, state = belief.shapes, belief.state
    coefficients = np.empty((n_trials, belief.mean.shape[-1]))
    start = np.empty((n_trials, 3))
    drawn = rng.standard_normal(coefficients.shape)
    drawn_state = rng.standard_normal((n_trials, 3))
    for one in np.unique(cell):
        inside = cell == one
        a, b = np.unravel_index(one, belief.weight.shape)
        root = np.linalg.cholesky(belief.covariance[a, b])
        coefficients[inside] = belief.mean[a, b] + luck[inside, None] * (drawn[inside] @ root.T)
        values, vectors = np.linalg.eigh(state.covariance[a])
        half = vectors * np.sqrt(np.maximum(values, 0))
        start[inside] = luck[inside, None] * (drawn_state[inside] @ half.T)
    lead = coefficients
    known = state.state[:, k, -1] - np.einsum("snp,np->sn", state.state[:, k, :-1], lead) + start.T
    level, market, stray = belief.middle + lead[:, LEVEL] + known[0], known[1], known[2]
    season = lead[:, SEASON:QUARTER] + np.tile(lead[:, QUARTER:STEPS], 4)
    rho, share = shapes.persistence[k], shapes.lasting[k]
    renewed, own = luck * np.sqrt(share * (1 - rho**2)), luck * np.sqrt(1 - share)
    step, turned = luck * shapes.walk[k], luck * shapes.stray[k] * np.sqrt(1 - SPELL**2)
    out = np.empty((n_trials, months))
    for t in range(months):
        z = rng.standard_normal((4, n_trials))
        level = level + lead[:, GROWTH] + stray + step * z[0]
        stray = SPELL * stray + turned * z[3]
        market = rho * market + renewed * z[1]
        out[:, t] = level + season[:, (belief.calendar_last + 1 + t) % 12] + market + own * z[2]
    most = np.log(max(model.series.values) + read.offset) + MOST_GROWN
    futures: Floats = np.maximum(np.exp(np.minimum(out, most)) - read.offset, 0.0)
    return futures
