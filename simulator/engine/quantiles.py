"""Counts from uniforms: binomial, Poisson and multinomial draws by inverting their distribution functions.

Inversion is what makes what-ifs comparable: a higher rate turns the same uniform into the same count or a
higher one, and every draw takes exactly one uniform, so nothing that follows is shifted.

Where the smaller of the two expected counts (successes, failures) is at most `EXACT_UP_TO` the inversion is
exact, by adding probabilities. Above, the Cornish-Fisher expansion of the lattice distribution is used to
third order (Cornish & Fisher 1938; lattice correction of the variance by 1/12 after Sheppard): the
distribution functions differ by less than 5e-6 at every point, which `tests/statistical/test_quantiles.py`
measures.
"""

from __future__ import annotations

import numpy as np

from simulator.engine import compiled
from simulator.engine.streams import Counts, Floats

EXACT_UP_TO = compiled.EXACT_UP_TO


def binomial(u: Floats, n: Counts, p: Floats) -> Counts:
    """Binomial counts of shape (rows, trials); `p` may have a single row or column. NaN in `p` counts as 0."""
    out = np.empty(u.shape, dtype=np.int64)
    compiled.binomials(u, n, p, out)
    return out


def poisson(u: Floats, mean: Floats) -> Counts:
    """Poisson counts of shape (rows, trials); `mean` may have a single row or column."""
    out = np.empty(u.shape, dtype=np.int64)
    compiled.poissons(u, mean, out)
    return out


def closing_months(
    u: Floats, won: Counts, shares: Floats, low: Counts, weight: Floats
) -> tuple[Counts, Counts]:
    """Spread each month's won units over the months in which they close.

    u: (months * (months + 1) / 2, trials), the row of cohort t closing in month c being c (c + 1) / 2 + t, so
    that more months leave the earlier rows alone. won: (months, trials). shares: (nodes, months), the share
    closed by each lag; a cohort's shares lie `weight` of the way from row `low` to the next, both of shape
    (months or 1, trials or 1). Returns closed (months, trials) and, by cohort, what stays open at the end.
    """
    closed = np.zeros(won.shape, dtype=np.int64)
    open_left = np.zeros(won.shape, dtype=np.int64)
    compiled.cohorts(u, won, shares, low, weight, closed, open_left)
    return closed, open_left


def open_deals_closing(
    u: Floats, won: Counts, shares: Floats, low: Counts, weight: Floats, value: Floats
) -> tuple[Counts, Counts, Floats]:
    """Spread the won deals of groups open at the start over the months in which they close.

    u: (months * groups, trials), month by month. won: (groups, trials). shares: (groups, nodes, months); low
    and weight as in `closing_months`, shape (1, trials or 1). value: size of each group's deals, -1 where it
    is drawn. Returns, each (months, trials): deals closing, those of fixed value, and what these are worth.
    """
    shape = (shares.shape[2], won.shape[1])
    closed, valued = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    worth = np.zeros(shape)
    compiled.open_deals(u, won, shares, low, weight, value, closed, valued, worth)
    return closed, valued, worth


def single_deals_closing(
    u_win: Floats,
    u_close: Floats,
    chance: Floats,
    shares: Floats,
    low: Counts,
    weight: Floats,
    value: Floats,
) -> tuple[Counts, Counts, Floats]:
    """Deals open at the start, one by one: each is won at the same `chance`, shape (1, trials or 1).

    u_win, u_close: (deals, trials). shares: (nodes, months); low and weight as in `closing_months`. value:
    each deal's size. Returns won (1, trials), and closing and their worth by month (months, trials).
    """
    shape = (shares.shape[1], u_win.shape[1])
    won = np.zeros((1, shape[1]), dtype=np.int64)
    closed, worth = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    compiled.single_deals(u_win, u_close, chance, shares, low, weight, value, won, closed, worth)
    return won, closed, worth
