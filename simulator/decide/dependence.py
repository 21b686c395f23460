"""How a result depends on one input, read from the trials there are: no trial is run again.

The result's conditional expectation given the input, E[y | x], is fitted to the ranks of x: a cubic in the normal
score, and on top of it the means of many equal bins where they show that the cubic is not the whole curve. Its
variance is the first-order part of the result's variance (Sobol' 1993), corrected for what a fit of so many
coefficients picks up from noise alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from simulator.engine.streams import Floats

DEGREE = 3
MOST_BINS, TRIALS_PER_BIN = 64, 100
FALSE_ALARM = 1e-3
"""Chance that an input that does not matter at all is said to matter, for one of the tests below."""
FALSE_BINS = 1e-4


@dataclass(frozen=True, eq=False)
class Dependence:
    """What one result owes to one input.

    explained: variance of E[y | x], unbiased, so that noise can make it negative. sure: more than noise would show.
    curve: E[y | x] in every trial, the mean of y where nothing is sure; shape (n_trials,).
    """

    explained: float
    sure: bool
    curve: Floats


def dependence(x: Floats, results: tuple[Floats, ...]) -> tuple[Dependence, ...]:
    """How each of `results` depends on `x`, all of shape (n_trials,) and finite.

    An input with one value explains nothing. Equal values of x share their place; n_trials below 20 is too few and
    explains nothing either.
    """
    n = len(x)
    order = np.argsort(x, kind="stable")
    ordered = x[order]
    if n < 20 or ordered[0] == ordered[-1]:
        return tuple(Dependence(0.0, False, np.full(n, y.mean())) for y in results)
    ties = bool(np.any(np.diff(ordered) == 0))
    basis = _orthonormal(special.ndtri(_shared_places(ordered))) if ties else _basis(n)
    return tuple(_of_one(y, order, basis) for y in results)


def _of_one(y: Floats, order: NDArray[np.int64], basis: Floats) -> Dependence:
    n, k = basis.shape
    mean = float(y.mean())
    centred = y[order] - mean
    total = float(centred @ centred) / n
    if total <= 1e-24 * mean * mean:
        return Dependence(0.0, False, np.full(n, mean))
    weights = basis.T @ centred / n
    fitted = basis @ weights
    squares = weights**2
    noise = max(total - float(squares.sum()), 0.0) / (n - k - 1)
    explained = float(squares.sum()) - k * noise
    trend = float(squares[0]) > noise * _limit(1, FALSE_ALARM)
    bent = float(squares.sum()) > noise * _limit(k, FALSE_ALARM)
    more, steps = _beyond(centred - fitted, k)
    explained += more
    sure = trend or bent or more > 0
    curve = np.full(n, mean)
    if sure:
        curve[order] = mean + fitted + steps
    return Dependence(explained, sure, curve)


def _beyond(left: Floats, fitted: int) -> tuple[float, Floats]:
    """What the means of equal bins show that the curve leaves: its variance, and the steps; 0 where it may be noise."""
    n = len(left)
    bins = min(MOST_BINS, n // TRIALS_PER_BIN)
    if bins < fitted + 4:
        return 0.0, np.zeros(n)
    edges = np.arange(bins + 1) * n // bins
    sizes = np.diff(edges)
    means = np.add.reduceat(left, edges[:-1]) / sizes
    between = float((sizes * means**2).sum())
    within = (float(left @ left) - between) / (n - bins)
    free = bins - fitted - 1
    if within <= 0 or between <= within * _limit(free, FALSE_BINS):
        return 0.0, np.zeros(n)
    return (between - free * within) / n, np.repeat(means, sizes)


@lru_cache(maxsize=64)
def _limit(degrees: int, alarm: float) -> float:
    return float(special.chdtri(degrees, alarm))


@lru_cache(maxsize=8)
def _basis(n: int) -> Floats:
    """The orthonormal powers of the normal scores of n different values."""
    return _orthonormal(special.ndtri((np.arange(n) + 0.5) / n))


def _orthonormal(scores: Floats) -> Floats:
    """Powers 1 .. DEGREE of `scores`, made orthonormal to each other and to 1, shape (n, at most DEGREE)."""
    columns: list[Floats] = [np.ones(len(scores))]
    for power in range(1, DEGREE + 1):
        column = scores**power
        size = float(np.sqrt(column @ column / len(column)))
        for _ in range(2):  # once more, for what rounding leaves
            for before in columns:
                column = column - before * float(column @ before / len(column))
        left = float(np.sqrt(column @ column / len(column)))
        if left > 1e-8 * size:  # two values hold a line, no parabola
            columns.append(column / left)
    return np.column_stack(columns[1:])


def _shared_places(ordered: Floats) -> Floats:
    """Mid-ranks of sorted values as shares of one: equal values share the middle of their places."""
    n = len(ordered)
    begins = np.flatnonzero(np.concatenate([[True], np.diff(ordered) != 0]))
    sizes = np.diff(np.concatenate([begins, [n]]))
    return np.repeat((begins + sizes / 2) / n, sizes)
