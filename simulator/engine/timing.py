"""When won deals close: the sales cycle as a share of deals per month, for new units and for the open pipeline.

A unit enters at a uniform moment of its month and closes after a gamma distributed cycle C, so ``P(lag <=
j) = E[F((j + 1 - u) m)] = (I((j + 1) m) - I(j m)) / m`` with m the days of a month, F the distribution
function of C and ``I(x) = integral of F from 0 to x = x F(x; a) - mean F(x; a + 1)``.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy import special

from simulator.engine.effects import Effects
from simulator.engine.parameters import draw_mean_factor
from simulator.engine.streams import Floats, Luck
from simulator.scenario.months import DAYS_PER_MONTH
from simulator.scenario.team import Team

NODE_STEP = math.log(1.005)
"""Where the mean cycle differs by trial, shares are interpolated between means 0.5 % apart: error below 1e-5."""

MIN_CV = 0.01
"""A cycle with less spread than this is treated as having this much: a day and a half in five months."""


def cycle_mean(team: Team, effects: Effects, luck: Luck) -> Floats:
    """Mean sales cycle in days of the units decided in each month, (months or 1, trials or 1)."""
    known = draw_mean_factor(team.cycle_days.cv, team.cycle_days.n, luck, team.name, "cycle level")
    return team.cycle_days.mean * known * effects.factor("cycle_days", team.name)


def _shape(cv: float) -> float:
    return 1 / max(cv, MIN_CV) ** 2


def _integral(x: Floats, mean: Floats, shape: float) -> Floats:
    scaled = shape * x / mean
    return x * special.gammainc(shape, scaled) - mean * special.gammainc(shape + 1, scaled)


def lag_shares(mean: Floats, cv: float, months: int) -> Floats:
    """P(lag <= j) for j = 0 .. months - 1 and each mean > 0 (days), shape (len(mean), months)."""
    edges = np.arange(months + 1, dtype=float) * DAYS_PER_MONTH
    areas = _integral(edges[None, :], mean[:, None], _shape(cv))
    return np.clip(np.diff(areas, axis=1) / DAYS_PER_MONTH, 0.0, 1.0)


def remaining_shares(mean: Floats, cv: float, age_days: float, months: int) -> Floats:
    """P(closes within j + 1 months from now | cycle longer than `age_days`), shape (len(mean), months)."""
    shape = _shape(cv)
    ends = age_days + np.arange(1, months + 1) * DAYS_PER_MONTH
    scale = (shape / mean)[:, None]
    alive = special.gammaincc(shape, scale * age_days)
    with np.errstate(divide="ignore", invalid="ignore"):
        given = 1 - special.gammaincc(shape, scale * ends[None, :]) / alive
    # Beyond double precision the gamma tail is exponential with its own scale.
    far = -np.expm1(-scale * (ends[None, :] - age_days))
    return np.clip(np.where(alive > 1e-290, given, far), 0.0, 1.0)


@lru_cache(maxsize=20_000)
def _node(number: int, cv: float, age_days: float | None, months: int) -> Floats:
    mean = np.array([math.exp(number * NODE_STEP)])
    shares = (
        lag_shares(mean, cv, months) if age_days is None else remaining_shares(mean, cv, age_days, months)
    )
    row: Floats = shares[0]
    return row


def closing_hazard(mean: Floats, cv: float, months: int, age_days: float | None = None) -> Floats:
    """The chance to close at each lag given not before, shape (rows of `mean`, months, trials of `mean`).

    `age_days` None: units decided in a month. Otherwise deals already that old at the start.
    A mean of 0 closes at once.
    """
    flat = mean.ravel()
    shares = np.ones((flat.size, months))
    open_ = flat > 0
    if mean.shape[1] == 1:
        if open_.any():
            means = flat[open_]
            shares[open_] = (
                lag_shares(means, cv, months)
                if age_days is None
                else remaining_shares(means, cv, age_days, months)
            )
    elif open_.any():
        position = np.log(flat[open_]) / NODE_STEP
        low = np.floor(position).astype(np.int64)
        nodes, where = np.unique(low, return_inverse=True)
        table = np.array(
            [[_node(int(k), cv, age_days, months), _node(int(k) + 1, cv, age_days, months)] for k in nodes]
        )
        weight = (position - low)[:, None]
        shares[open_] = (1 - weight) * table[where, 0] + weight * table[where, 1]
    before = np.concatenate([np.zeros((flat.size, 1)), shares[:, :-1]], axis=1)
    left = 1 - before
    hazard = np.divide(shares - before, left, out=np.ones_like(shares), where=left > 1e-15)
    hazard = np.clip(hazard, 0.0, 1.0).reshape(*mean.shape, months)
    return np.ascontiguousarray(np.moveaxis(hazard, 2, 1))
