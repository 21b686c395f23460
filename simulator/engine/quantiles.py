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

import math

import numba
import numpy as np

from simulator.engine.streams import Counts, Floats

EXACT_UP_TO = 40.0

_jit = numba.njit(cache=True, nogil=True, fastmath=False, error_model="numpy")


@_jit
def _normal_quantile(u: float) -> float:
    """Standard normal quantile, Wichura (1988), algorithm AS 241 PPND16: relative error about 1e-16."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = (
            (
                (
                    (
                        ((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                        + 45921.953931549871457
                    )
                    * r
                    + 13731.693765509461125
                )
                * r
                + 1971.5909503065514427
            )
            * r
            + 133.14166789178437745
        ) * r + 3.387132872796366608
        den = (
            (
                (
                    (
                        ((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                        + 21213.794301586595867
                    )
                    * r
                    + 5394.1960214247511077
                )
                * r
                + 687.1870074920579083
            )
            * r
            + 42.313330701600911252
        ) * r + 1.0
        return q * num / den
    r = u if q < 0 else 1.0 - u
    r = math.sqrt(-math.log(max(r, 1e-300)))
    if r <= 5.0:
        r -= 1.6
        num = (
            (
                (
                    (
                        (
                            (7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
                            + 0.24178072517745061177
                        )
                        * r
                        + 1.27045825245236838258
                    )
                    * r
                    + 3.64784832476320460504
                )
                * r
                + 5.7694972214606914055
            )
            * r
            + 4.6303378461565452959
        ) * r + 1.42343711074968357734
        den = (
            (
                (
                    (
                        (
                            (1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
                            + 0.0151986665636164571966
                        )
                        * r
                        + 0.14810397642748007459
                    )
                    * r
                    + 0.68976733498510000455
                )
                * r
                + 1.6763848301838038494
            )
            * r
            + 2.05319162663775882187
        ) * r + 1.0
    else:
        r -= 5.0
        num = (
            (
                (
                    (
                        (
                            (2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                            + 0.0012426609473880784386
                        )
                        * r
                        + 0.026532189526576123093
                    )
                    * r
                    + 0.29656057182850489123
                )
                * r
                + 1.7848265399172913358
            )
            * r
            + 5.4637849111641143699
        ) * r + 6.6579046435011037772
        den = (
            (
                (
                    (
                        (
                            (2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
                            + 1.8463183175100546818e-5
                        )
                        * r
                        + 7.868691311456132591e-4
                    )
                    * r
                    + 0.0148753612908506148525
                )
                * r
                + 0.13692988092273580531
            )
            * r
            + 0.59983220655588793769
        ) * r + 1.0
    return -num / den if q < 0 else num / den


@_jit
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


@_jit
def _binomial(u: float, n: int, p: float) -> int:
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
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
        odds = p / (1.0 - p)
        term = math.exp(n * math.log1p(-p))
        total = term
        k = 0
        while u >= total and k < n:
            k += 1
            term *= odds * (n - k + 1) / k
            total += term
            if term < 1e-18 and k > mean:
                break
    return n - k if flip else k


@_jit
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


@_jit
def _binomials(u: Floats, n: Counts, p: Floats, out: Counts) -> None:
    by_row, by_trial = p.shape[0] > 1, p.shape[1] > 1
    for i in range(u.shape[0]):
        for j in range(u.shape[1]):
            out[i, j] = _binomial(u[i, j], n[i, j], p[i if by_row else 0, j if by_trial else 0])


@_jit
def _poissons(u: Floats, mean: Floats, out: Counts) -> None:
    by_row, by_trial = mean.shape[0] > 1, mean.shape[1] > 1
    for i in range(u.shape[0]):
        for j in range(u.shape[1]):
            out[i, j] = _poisson(u[i, j], mean[i if by_row else 0, j if by_trial else 0])


@_jit
def _cohorts(u: Floats, won: Counts, hazard: Floats, closed: Counts, open_left: Counts) -> None:
    months, trials = won.shape
    by_month, by_trial = hazard.shape[0] > 1, hazard.shape[2] > 1
    for j in range(trials):
        jj = j if by_trial else 0
        for t in range(months):
            left = won[t, j]
            tt = t if by_month else 0
            for lag in range(months - t):
                if left == 0:
                    break
                month = t + lag
                now = _binomial(u[month * (month + 1) // 2 + t, j], left, hazard[tt, lag, jj])
                closed[month, j] += now
                left -= now
            open_left[t, j] = left


def binomial(u: Floats, n: Counts, p: Floats) -> Counts:
    """Binomial counts of shape (rows, trials); `p` may have a single row or column. NaN in `p` counts as 0."""
    out = np.empty(u.shape, dtype=np.int64)
    _binomials(u, n, p, out)
    return out


def poisson(u: Floats, mean: Floats) -> Counts:
    """Poisson counts of shape (rows, trials); `mean` may have a single row or column."""
    out = np.empty(u.shape, dtype=np.int64)
    _poissons(u, mean, out)
    return out


def closing_months(u: Floats, won: Counts, hazard: Floats) -> tuple[Counts, Counts]:
    """Spread each month's won units over the months in which they close.

    u: (months * (months + 1) / 2, trials), the row of cohort t closing in month c being c (c + 1) / 2 + t,
    so that more months leave the earlier rows alone. won: (months, trials). hazard: (months or 1, lags,
    trials or 1), the chance to close at a lag given not before. Returns closed (months, trials) and, by
    cohort, what stays open at the end (months, trials).
    """
    closed = np.zeros(won.shape, dtype=np.int64)
    open_left = np.zeros(won.shape, dtype=np.int64)
    _cohorts(u, won, hazard, closed, open_left)
    return closed, open_left
