"""When won deals close: the sales cycle as a share of deals per month, for new units and for the open pipeline.

A unit enters at a uniform moment of its month and closes after a gamma distributed cycle C, so ``P(lag <=
j) = E[F((j + 1 - u) m)] = (I((j + 1) m) - I(j m)) / m`` with m the days of a month, F the distribution
function of C and ``I(x) = integral of F from 0 to x = x F(x; a) - mean F(x; a + 1)``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special

from simulator.engine.effects import Effects
from simulator.engine.parameters import draw_mean_factor
from simulator.engine.streams import Counts, Floats, Luck
from simulator.scenario.months import DAYS_PER_MONTH
from simulator.scenario.team import Team

NODE_STEP = math.log(1.005)
"""Where the mean cycle differs by trial, shares are interpolated between means 0.5 % apart: error below 1e-5."""

NEGLIGIBLE_DAYS = 1e-6
"""A mean cycle below a tenth of a second is none; dividing by a far smaller one would overflow."""

MIN_CV = 0.01
"""A cycle with less spread than this is treated as having this much: a day and a half in five months."""


def draw_cycle_level(team: Team, luck: Luck) -> Floats:
    """Mean sales cycle in days per trial, before any lever."""
    known = draw_mean_factor(team.cycle_days.cv, team.cycle_days.n, luck, team.name, "cycle level")
    return team.cycle_days.mean * known


def cycle_mean(team: Team, effects: Effects, luck: Luck) -> Floats:
    """Mean sales cycle in days of the units decided in each month, (months or 1, trials or 1)."""
    return draw_cycle_level(team, luck) * effects.factor("cycle_days", team.name)


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


@dataclass(frozen=True)
class KnownClosing:
    """within: share of the wins that close within 1, 2, 3, … months while the cycle has `mean` days."""

    within: tuple[float, ...]
    mean: float


def known_shares(known: KnownClosing, mean: Floats, months: int) -> Floats:
    """P(closes within j + 1 months from now) for each mean cycle (days), shape (len(mean), months).

    A cycle half as long takes half the time; after the last month known nothing more closes.
    """
    ends = np.arange(1, months + 1)[None, :] * (known.mean / mean)[:, None]
    return np.asarray(np.interp(ends, np.arange(len(known.within) + 1), [0.0, *known.within]))


@lru_cache(maxsize=20_000)
def _node(number: int, cv: float, age_days: float | None, months: int) -> Floats:
    mean = np.array([math.exp(number * NODE_STEP)])
    shares = (
        lag_shares(mean, cv, months) if age_days is None else remaining_shares(mean, cv, age_days, months)
    )
    row: Floats = shares[0]
    return row


@dataclass(frozen=True)
class ClosingShares:
    """Shares closed by each lag for mean cycles that may differ by month and trial.

    shares: (nodes, months), or (groups, nodes, months) for open deals; those of one mean lie `weight` of the
    way from row `low` to the next, both (rows of the mean, columns of the mean).
    """

    shares: Floats
    low: Counts
    weight: Floats


def closing_shares(
    mean: Floats,
    cv: float,
    months: int,
    ages: Sequence[float] | None = None,
    known: Sequence[KnownClosing | None] = (),
) -> ClosingShares:
    """The shares for `mean` days, shape (months or 1, trials or 1); a lever may have brought it down to 0.

    `ages` None: units decided in a month. Otherwise deals already so many days old at the start, a group each; known:
    for each of them when they close, where that is known better than by their age.
    """
    mean = np.maximum(mean, NEGLIGIBLE_DAYS)
    if mean.shape[1] == 1:
        flat = mean[:, 0]
        low = np.arange(len(flat))[:, None]
        shares = _shares(flat, cv, months, ages, known)
        return ClosingShares(np.ascontiguousarray(shares), low, np.zeros(mean.shape))
    position = np.log(mean) / NODE_STEP
    node = np.floor(position)
    first, last = int(node.min()), int(node.max()) + 1
    groups = [None] if ages is None else list(ages)
    nodes = range(first, last + 1)
    table = np.array([[_node(number, cv, age, months) for number in nodes] for age in groups])
    means = np.exp(np.array(nodes) * NODE_STEP)
    for at, one in enumerate(known):
        if one is not None:
            table[at] = known_shares(one, means, months)
    return ClosingShares(table[0] if ages is None else table, node.astype(np.int64) - first, position - node)


def _shares(
    mean: Floats, cv: float, months: int, ages: Sequence[float] | None, known: Sequence[KnownClosing | None]
) -> Floats:
    if ages is None:
        return lag_shares(mean, cv, months)
    shares = np.array([remaining_shares(mean, cv, age, months) for age in ages])
    for at, one in enumerate(known):
        if one is not None:
            shares[at] = known_shares(one, mean, months)
    return shares
