"""The compiled loops: counts by inversion, and the months in which deals close.

All compiled functions that call each other stand in this one file: numba's cache does not notice a change in
another (docs/adr/0012). `engine/quantiles.py` wraps them and says what they compute.
"""

from __future__ import annotations

import math

import numpy as np

from simulator.engine.compilation import compiled
from simulator.engine.streams import Counts, Floats

EXACT_UP_TO = 40.0

# Wichura (1988), algorithm AS 241 PPND16: numerators and denominators, highest power first.
_CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_MIDDLE = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0),
)  # fmt: skip
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0),
)  # fmt: skip


@compiled
def _fraction(coefficients: tuple[tuple[float, ...], tuple[float, ...]], r: float) -> float:
    top = bottom = 0.0
    for power in range(8):
        top = top * r + coefficients[0][power]
        bottom = bottom * r + coefficients[1][power]
    return top / bottom


@compiled
def _normal_quantile(u: float) -> float:
    """Standard normal quantile, relative error about 1e-16."""
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _fraction(_CENTRE, 0.180625 - q * q)
    r = math.sqrt(-math.log(max(u if q < 0 else 1.0 - u, 1e-300)))
    found = _fraction(_MIDDLE, r - 1.6) if r <= 5.0 else _fraction(_TAIL, r - 5.0)
    return -found if q < 0 else found


@compiled
def _lattice_quantile(u: float, k1: float, k2: float, k3: float, k4: float, k5: float) -> float:
    """Quantile of an integer-valued variable from its first five cumulants, before clipping to its support."""
    z = _normal_quantile(min(max(u, 1e-17), 1.0 - 1.2e-16))
    v = k2 - 1.0 / 12.0
    s = math.sqrt(v)
    g1 = k3 / (v * s)
    g2 = (k4 + 1.0 / 120.0) / (v * v)
    g3 = k5 / (v * v * s)
    z2 = z * z
    w = (
        z
        + g1 * (z2 - 1.0) / 6.0
        + g2 * z * (z2 - 3.0) / 24.0
        - g1 * g1 * z * (2.0 * z2 - 5.0) / 36.0
        + g3 * (z2 * z2 - 6.0 * z2 + 3.0) / 120.0
        - g1 * g2 * (z2 * z2 - 5.0 * z2 + 2.0) / 24.0
        + g1 * g1 * g1 * (12.0 * z2 * z2 - 53.0 * z2 + 17.0) / 324.0
    )
    return math.floor(k1 + s * w + 0.5)


@compiled
def _binomial(u: float, n: int, p: float) -> int:
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    return _thinned(u, n, p, math.log1p(-min(p, 1.0 - p)))


@compiled
def _thinned(u: float, n: int, p: float, log_rest: float) -> int:
    """Binomial for n > 0 and 0 < p < 1; `log_rest` is the log of the larger of p and 1 - p."""
    flip = p > 0.5
    if flip:
        p = 1.0 - p
        u = 1.0 - u
    mean = n * p
    if mean > EXACT_UP_TO:
        q = 1.0 - p
        v = mean * q
        k = int(
            _lattice_quantile(
                u, mean, v, v * (q - p), v * (1.0 - 6.0 * p * q), v * (q - p) * (1.0 - 12.0 * p * q)
            )
        )
        k = min(max(k, 0), n)
    else:
        term = math.exp(n * log_rest)
        total = term
        k = 0
        if u >= total:
            odds = p / (1.0 - p)
            while u >= total and k < n:
                k += 1
                term *= odds * (n - k + 1) / k
                total += term
                if term < 1e-18 and k > mean:
                    break
    return n - k if flip else k


@compiled
def _poisson(u: float, mean: float) -> int:
    if mean <= 0.0:
        return 0
    if mean > EXACT_UP_TO:
        return max(int(_lattice_quantile(u, mean, mean, mean, mean, mean)), 0)
    term = math.exp(-mean)
    total = term
    k = 0
    while u >= total:
        k += 1
        term *= mean / k
        total += term
        if term < 1e-18 and k > mean:
            break
    return k


@compiled
def binomials(u: Floats, n: Counts, p: Floats, out: Counts) -> None:
    by_row, by_trial = p.shape[0] > 1, p.shape[1] > 1
    for i in range(u.shape[0]):
        for j in range(u.shape[1]):
            out[i, j] = _binomial(u[i, j], n[i, j], p[i if by_row else 0, j if by_trial else 0])


@compiled
def poissons(u: Floats, mean: Floats, out: Counts) -> None:
    by_row, by_trial = mean.shape[0] > 1, mean.shape[1] > 1
    for i in range(u.shape[0]):
        for j in range(u.shape[1]):
            out[i, j] = _poisson(u[i, j], mean[i if by_row else 0, j if by_trial else 0])


@compiled
def _hazard(shares: Floats, low: int, weight: float, out: Floats) -> None:
    """The chance to close at each lag given not before, between two rows of `shares`."""
    before = 0.0
    for lag in range(shares.shape[1]):
        share = (
            (1.0 - weight) * shares[low, lag] + weight * shares[low + 1, lag]
            if weight > 0.0
            else shares[low, lag]
        )
        left = 1.0 - before
        out[lag] = min(max((share - before) / left, 0.0), 1.0) if left > 1e-15 else 1.0
        before = share


@compiled
def cohorts(
    u: Floats, won: Counts, shares: Floats, low: Counts, weight: Floats, closed: Counts, open_left: Counts
) -> None:
    months, trials = won.shape
    by_month, by_trial = low.shape[0] > 1, low.shape[1] > 1
    hazard, log_rest = np.empty(months), np.empty(months)
    for j in range(trials):
        jj = j if by_trial else 0
        for t in range(months):
            if (by_month or t == 0) and (by_month or by_trial or j == 0):
                tt = t if by_month else 0
                _hazard(shares, low[tt, jj], weight[tt, jj], hazard)
                for lag in range(months):
                    log_rest[lag] = math.log1p(-min(hazard[lag], 1.0 - hazard[lag]))
            left = won[t, j]
            for lag in range(months - t):
                if left == 0:
                    break
                chance = hazard[lag]
                if chance <= 0.0:
                    continue
                month = t + lag
                now = left
                if chance < 1.0:
                    now = _thinned(u[month * (month + 1) // 2 + t, j], left, chance, log_rest[lag])
                closed[month, j] += now
                left -= now
            open_left[t, j] = left


@compiled
def open_deals(
    u: Floats,
    won: Counts,
    shares: Floats,
    low: Counts,
    weight: Floats,
    value: Floats,
    closed: Counts,
    valued: Counts,
    worth: Floats,
) -> None:
    groups, trials = won.shape
    months = closed.shape[0]
    by_trial = low.shape[1] > 1
    for g in range(groups):
        for j in range(trials):
            left = won[g, j]
            jj = j if by_trial else 0
            i, w = low[0, jj], weight[0, jj]
            before = 0.0
            for month in range(months):
                if left == 0:
                    break
                share = shares[g, i, month]
                if w > 0.0:
                    share = (1.0 - w) * share + w * shares[g, i + 1, month]
                chance = (share - before) / (1.0 - before) if before < 1.0 - 1e-15 else 1.0
                now = _binomial(u[month * groups + g, j], left, chance)
                before = share
                closed[month, j] += now
                left -= now
                if value[g] >= 0.0:
                    valued[month, j] += now
                    worth[month, j] += now * value[g]


@compiled
def single_deals(
    u_win: Floats,
    u_close: Floats,
    chance: Floats,
    shares: Floats,
    low: Counts,
    weight: Floats,
    value: Floats,
    won: Counts,
    closed: Counts,
    worth: Floats,
) -> None:
    deals, trials = u_win.shape
    months = closed.shape[0]
    chance_by_trial, by_trial = chance.shape[1] > 1, low.shape[1] > 1
    for d in range(deals):
        for j in range(trials):
            if u_win[d, j] < 1.0 - chance[0, j if chance_by_trial else 0]:
                continue
            won[0, j] += 1
            jj = j if by_trial else 0
            i, w = low[0, jj], weight[0, jj]
            for month in range(months):
                share = shares[i, month]
                if w > 0.0:
                    share = (1.0 - w) * share + w * shares[i + 1, month]
                if u_close[d, j] < share:
                    closed[month, j] += 1
                    worth[month, j] += value[d]
                    break
