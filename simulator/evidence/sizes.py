"""The size of a won deal: which family describes it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from simulator.evidence.findings import SizeFinding

POINTS = 400
"""Most values an empirical size keeps: quantile means of equal weight, with the mean and cv of the sample."""
FEW = 30
"""Under this many deals the own values say little about the tail, and a smooth family is kept."""
TOLERATED_DISTANCE = 0.08
"""A family may misstate the share of deals below any size by 8 points; beyond it, where that exceeds what luck does
to a sample of this size (Kolmogorov's 1.36 / sqrt(n)), the own values are used."""


def size_finding(amounts: NDArray[np.float64]) -> SizeFinding:
    """Family by maximum likelihood (equal numbers of parameters, so likelihood decides as AIC would), or the values.

    amounts: positive sizes of won deals, at least one.
    """
    n, mean = len(amounts), float(amounts.mean())
    cv = float(amounts.std(ddof=1) / mean) if n > 1 else 1.0
    if n < 3 or cv < 1e-9:
        note = "too few deals to tell the spread" if n < 3 else "all deals have the same size"
        return SizeFinding(mean, cv if n >= 2 else 1.0, n, "gamma", None, note)
    logs = np.log(amounts)
    shape = _gamma_shape(float(np.log(mean) - logs.mean()))
    sigma = max(float(logs.std()), 1e-9)
    gamma = stats.gamma(shape, scale=mean / shape)
    lognormal = stats.lognorm(sigma, scale=float(np.exp(logs.mean())))
    likelihood = {
        "gamma": float(gamma.logpdf(amounts).sum()),
        "lognormal": float(lognormal.logpdf(amounts).sum()),
    }
    distance = {"gamma": _distance(amounts, gamma.cdf), "lognormal": _distance(amounts, lognormal.cdf)}
    tolerated = max(TOLERATED_DISTANCE, 1.36 / np.sqrt(n))
    if n >= FEW and min(distance.values()) > tolerated:
        note = (
            f"neither gamma nor lognormal fits (shares off by {distance['gamma']:.2f} and "
            f"{distance['lognormal']:.2f}), own values used"
        )
        return SizeFinding(mean, cv, n, "empirical", thinned(amounts), note)
    if likelihood["gamma"] >= likelihood["lognormal"]:
        return SizeFinding(
            mean, cv, n, "gamma", None, f"gamma fits best (shares off by at most {distance['gamma']:.2f})"
        )
    return SizeFinding(
        mean,
        cv,
        n,
        "lognormal",
        None,
        f"lognormal fits best (shares off by at most {distance['lognormal']:.2f})",
    )


def _gamma_shape(s: float) -> float:
    """Maximum-likelihood shape from s = log(mean) - mean(log): Minka's start, then Newton steps."""
    s = max(s, 1e-12)
    shape = (3 - s + np.sqrt((s - 3) ** 2 + 24 * s)) / (12 * s)
    for _ in range(20):
        step = (np.log(shape) - special.digamma(shape) - s) / (1 / shape - special.polygamma(1, shape))
        shape = max(shape - step, shape / 2)
    return float(shape)


def _distance(
    amounts: NDArray[np.float64], share_below: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> float:
    """Largest gap between the sample's and the family's share of deals below a size (Kolmogorov-Smirnov).

    Prices repeat in real lists; the gap is measured at the steps of the sample, both sides.
    """
    ordered = np.sort(amounts)
    share = share_below(ordered)
    n = len(ordered)
    above = np.searchsorted(ordered, ordered, side="right") / n - share
    below = share - np.searchsorted(ordered, ordered, side="left") / n
    return float(max(above.max(), below.max()))


def thinned(amounts: NDArray[np.float64], points: int = POINTS) -> tuple[float, ...]:
    """At most `points` values of equal weight with the mean and cv of `amounts`, rounded to cents.

    Means of equal slices of the ordered values keep the mean and lose what varies inside a slice; stretching around
    the mean gives it back.
    """
    ordered = np.sort(amounts)
    if len(ordered) <= points:
        return tuple(float(value) for value in ordered)
    cumulated = np.concatenate([[0.0], np.cumsum(ordered)])
    cuts = np.linspace(0, len(ordered), points + 1)
    at_cuts = np.interp(cuts, np.arange(len(ordered) + 1), cumulated)
    values = np.diff(at_cuts) / (len(ordered) / points)
    mean, spread, floor = ordered.mean(), ordered.std(ddof=1), ordered[0]
    for _ in range(50):
        values = np.maximum(mean + (values - mean) * (spread / values.std()), floor)
        values *= mean / values.mean()
    return tuple(round(float(value), 2) for value in values)
