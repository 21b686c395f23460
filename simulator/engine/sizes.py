"""Sums of deal sizes: one normal draw gives a month's sum of many deals, by a table of the sum's quantiles.

For every count n the table holds the quantiles of the sum of n independent sizes of mean 1 at evenly spaced
standard normal values. Up to 32 deals every count has its row; above, rows stand at counts 25 % apart up to
about 4,000, then at infinity, where the sum is normal; between rows the standardised sum is interpolated in
``1 / sqrt(n)``. Gamma sums are exact at the nodes; lognormal and empirical sums come from the n-fold power
of the characteristic function on a lattice that keeps the mean. `tests/statistical` measures the errors
stated in docs/MODEL.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special

from simulator.engine.compilation import compiled
from simulator.engine.streams import Counts, Floats, Luck
from simulator.scenario.quantities import DealSize

Z_LIMIT = 7.0
Z_STEP = 1 / 64
EVERY_COUNT_UP_TO = 32
ROW_RATIO = 1.25
LARGEST_COUNT = 4000
DRAWN_SINGLY = 8
ALIKE_BELOW = 0.1
"""Below this cv a lognormal sum is tabulated as the gamma sum it cannot be told from: a lattice would blur it more."""
LATTICE_STEP = 0.005
LATTICE_BITS = (13, 17)
NEGLIGIBLE_CV = 1e-6
"""Sizes that differ by less than a millionth are equal; squares of much smaller numbers would vanish."""

_Z = np.arange(-Z_LIMIT, Z_LIMIT + Z_STEP / 2, Z_STEP)
_BELOW, _ABOVE = special.ndtr(_Z), special.ndtr(-_Z)


@dataclass(frozen=True)
class SumTable:
    """Standardised quantiles ``(Q_n(z) - n) / sqrt(n)`` of sums of n sizes of mean 1; row i belongs to `counts[i]`."""

    counts: Floats
    rows: Floats


def row_counts(most: int) -> list[int]:
    """The finite counts that have a row in a table reaching to `most` deals."""
    counts = list(range(1, min(max(most, 1), EVERY_COUNT_UP_TO) + 1))
    while EVERY_COUNT_UP_TO <= counts[-1] < min(most, LARGEST_COUNT):
        counts.append(math.ceil(counts[-1] * ROW_RATIO))
    return counts


def sum_table(size: DealSize, most: int) -> SumTable:
    """The table of `size`'s family and spread for up to `most` deals (at least)."""
    counts = row_counts(most)
    if size.values is not None:
        rows = [_empirical_row(size.values, n) for n in counts]
    elif not size.cv:
        rows = [np.zeros_like(_Z) for _ in counts]
    elif size.family == "gamma" or size.cv < ALIKE_BELOW:
        rows = [_gamma_row(size.cv, n) for n in counts]
    else:
        rows = [_lognormal_row(size.cv, n) for n in counts]
    return SumTable(np.array([*counts, math.inf]), np.array([*rows, _Z * size.spread]))


@lru_cache(maxsize=4096)
def _gamma_row(cv: float, n: int) -> Floats:
    shape = n / cv**2
    quantile = np.where(_Z <= 0, special.gammaincinv(shape, _BELOW), special.gammainccinv(shape, _ABOVE))
    return np.asarray((quantile * cv**2 - n) / math.sqrt(n))


@lru_cache(maxsize=4096)
def _lognormal_row(cv: float, n: int) -> Floats:
    variance = math.log1p(cv**2)
    sigma = math.sqrt(variance)
    if n == 1:
        return np.exp(sigma * _Z - variance / 2) - 1
    largest = math.exp(sigma * (Z_LIMIT + 0.5) - variance / 2)
    top = n + largest + Z_LIMIT * cv * math.sqrt(n)
    cells = _cells(top)
    step = top / cells
    edges = np.arange(cells + 1) * step
    with np.errstate(divide="ignore"):
        logs = np.log(edges)
    below = special.ndtr((logs + variance / 2) / sigma)
    mean_below = special.ndtr((logs - variance / 2) / sigma)
    return _lattice_row(np.diff(below), np.diff(mean_below), step, n)


@lru_cache(maxsize=4096)
def _empirical_row(values: tuple[float, ...], n: int) -> Floats:
    sizes = np.sort(np.asarray(values)) / (sum(values) / len(values))
    if n == 1:
        return sizes[np.minimum((_BELOW * len(sizes)).astype(np.int64), len(sizes) - 1)] - 1
    # Only what a deal adds to the smallest one is put on the lattice: prices that hardly differ keep their spread.
    least, spread = float(sizes[0]), float(sizes.std())
    sizes = sizes - least
    most = float(sizes[-1])
    top = min(n * (1 - least) + (Z_LIMIT + 3) * (spread * math.sqrt(n) + most), n * most) * 1.01
    cells = _cells(top / min(1.0, 10 * spread))
    step = top / cells
    inside = np.minimum((sizes / step).astype(np.int64), cells - 1)
    mass = np.bincount(inside, minlength=cells) / len(sizes)
    mean = np.bincount(inside, weights=sizes, minlength=cells) / len(sizes)
    return _lattice_row(mass, mean, step, n) + (least * n) / math.sqrt(n)


def _cells(top: float) -> int:
    """How many cells a lattice up to `top` has: a power of two, fine enough but bounded."""
    fewest, most = LATTICE_BITS
    return int(2 ** min(max(math.ceil(math.log2(top / LATTICE_STEP)), fewest), most))


def _lattice_row(mass: Floats, mean: Floats, step: float, n: int) -> Floats:
    """Quantiles of the n-fold sum of a variable with this `mass` and partial `mean` in each cell of width `step`.

    The mass of a cell is split over its two edges so that the mean stays exact.
    """
    cells = len(mass)
    right = (mean - mass * np.arange(cells) * step) / step
    points = np.zeros(2 * cells)
    points[:cells] += mass - right
    points[1 : cells + 1] += right
    chance = np.maximum(np.fft.irfft(np.fft.rfft(points) ** n, len(points)), 0.0)
    below = np.cumsum(chance)
    above = np.cumsum(chance[::-1])[::-1] - chance
    # A lattice point stands for half a step on either side of it.
    middle = (np.arange(len(points)) + 0.5) * step
    low = np.interp(_BELOW, below, middle)
    high = np.interp(-_ABOVE, -above, middle)
    quantile = np.maximum(np.where(_Z <= 0, low, high), 0.0)
    return np.asarray((quantile - n) / math.sqrt(n))


@compiled
def _sums(z: Floats, count: Counts, rows_at: Floats, rows: Floats, out: Floats) -> None:
    columns = rows.shape[1]
    exact = 32
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            n = count[i, j]
            if n <= 0:
                out[i, j] = 0.0
                continue
            x = (min(max(z[i, j], -7.0), 7.0) + 7.0) * 64.0
            k = min(int(x), columns - 2)
            w = x - k
            if n <= exact:
                value = (1.0 - w) * rows[n - 1, k] + w * rows[n - 1, k + 1]
            else:
                r = np.searchsorted(rows_at, n)
                upper = (1.0 - w) * rows[r, k] + w * rows[r, k + 1]
                lower = (1.0 - w) * rows[r - 1, k] + w * rows[r - 1, k + 1]
                a, b = 1.0 / math.sqrt(rows_at[r - 1]), 1.0 / math.sqrt(rows_at[r])
                share = (a - 1.0 / math.sqrt(n)) / (a - b)
                value = lower + share * (upper - lower)
            out[i, j] = max(n + math.sqrt(n) * value, 0.0)


def draw_sums(count: Counts, size: DealSize, luck: Luck, *name: str) -> Floats:
    """Sums of `count` sizes of mean 1, shape (months, trials); the stream is called `name`.

    Gamma sums come from the table. Of the other families the first `DRAWN_SINGLY` deals of a month are drawn
    one by one, so small counts are exact, and the table gives the rest. Sums of past deals are rounded to what such
    sums can be: a target of exactly 20 list prices must not be missed by a fraction of a cent.
    """
    if size.spread < NEGLIGIBLE_CV:
        return count.astype(float)
    total = np.zeros(count.shape)
    singly = 0 if size.family == "gamma" else DRAWN_SINGLY
    for deal in range(singly):
        there = count > deal
        if there.any():
            total[there] += _one_size(luck.uniforms(len(count), *name, str(deal))[there], size)
    rest = np.maximum(count - singly, 0)
    total += deal_sums(luck.normals(len(count), *name), rest, size)
    unit = _common_unit(size.values) / size.mean_size if size.values is not None else 0.0
    return np.rint(total / unit) * unit if unit else total


@lru_cache(maxsize=256)
def _common_unit(values: tuple[float, ...]) -> float:
    """The largest amount of which all `values` are multiples, 0 where they are not whole hundredths."""
    hundredths = np.asarray(values) * 100
    whole = np.rint(hundredths)
    if np.abs(hundredths - whole).max() > 1e-6 or whole.max() >= 2**53:
        return 0.0
    return float(np.gcd.reduce(whole.astype(np.int64))) / 100


def _one_size(u: Floats, size: DealSize) -> Floats:
    if size.values is not None:
        sizes = np.sort(np.asarray(size.values)) / size.mean_size
        return np.asarray(sizes[(u * len(sizes)).astype(np.int64)])
    variance = math.log1p(size.spread**2)
    return np.asarray(np.exp(math.sqrt(variance) * special.ndtri(np.maximum(u, 2.0**-54)) - variance / 2))


def deal_sums(z: Floats, count: Counts, size: DealSize) -> Floats:
    """Sums of `count` sizes of mean 1, one standard normal `z` per cell; same shape as both."""
    table = sum_table(size, int(count.max(initial=0)))
    out = np.empty(z.shape)
    _sums(z, count, table.counts, table.rows, out)
    return out
