"""Counts by inversion against the exact distribution functions, on an even grid of uniforms, so without luck."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulator.engine.quantiles import EXACT_UP_TO, binomial, closing_months, poisson

GRID = 400_000
U = ((np.arange(GRID) + 0.5) / GRID)[None, :]
STATED_ERROR = 5e-6
ROUNDING = 0.5 / GRID + 1e-12
"""What a grid of this many points cannot tell apart."""

LARGE_BINOMIALS = [
    (85, 0.48),
    (100, 0.5),
    (90, 0.55),
    (400, 0.11),
    (1000, 0.05),
    (2000, 0.979),
    (100_000, 0.3),
]
SMALL_BINOMIALS = [(1, 0.5), (12, 0.02), (30, 0.97), (100, 0.3999), (100_000, 0.0003)]


def distance(counts: np.ndarray, cdf: object) -> float:
    """Largest difference between the counts' distribution function and the exact one."""
    values, times = np.unique(counts, return_counts=True)
    return float(np.abs(times.cumsum() / GRID - cdf(values)).max())  # type: ignore[operator]


@pytest.mark.parametrize(("n", "p"), LARGE_BINOMIALS)
def test_large_binomials_keep_the_stated_error(n: int, p: float) -> None:
    assert min(n * p, n * (1 - p)) > EXACT_UP_TO
    counts = binomial(U, np.full(U.shape, n, dtype=np.int64), np.full((1, 1), p))
    assert distance(counts, stats.binom(n, p).cdf) <= STATED_ERROR + ROUNDING


@pytest.mark.parametrize(("n", "p"), SMALL_BINOMIALS)
def test_small_binomials_are_exact(n: int, p: float) -> None:
    counts = binomial(U, np.full(U.shape, n, dtype=np.int64), np.full((1, 1), p))
    expected = stats.binom(n, p).ppf(U)
    assert np.count_nonzero(counts != expected) <= 1  # a uniform on the very edge may round either way


@pytest.mark.parametrize("mean", [40.5, 80.0, 1000.0, 1e6])
def test_large_poissons_keep_the_stated_error(mean: float) -> None:
    assert distance(poisson(U, np.full((1, 1), mean)), stats.poisson(mean).cdf) <= STATED_ERROR + ROUNDING


@pytest.mark.parametrize("mean", [0.001, 0.7, 12.5, 39.9])
def test_small_poissons_are_exact(mean: float) -> None:
    counts = poisson(U, np.full((1, 1), mean))
    assert np.count_nonzero(counts != stats.poisson(mean).ppf(U)) <= 1


def test_counts_never_fall_when_the_rate_or_the_number_rises() -> None:
    u = U[:, ::40]
    previous = np.zeros(u.shape, dtype=np.int64)
    for p in np.linspace(0.0, 1.0, 201):
        counts = binomial(u, np.full(u.shape, 150, dtype=np.int64), np.full((1, 1), p))
        assert (counts >= previous).all()
        previous = counts
    previous = np.zeros(u.shape, dtype=np.int64)
    for n in range(0, 200, 3):
        counts = binomial(u, np.full(u.shape, n, dtype=np.int64), np.full((1, 1), 0.45))
        assert (counts >= previous).all()
        previous = counts


def test_extreme_uniforms_stay_inside_the_support() -> None:
    u = np.array([[0.0, 2.0**-53, 1 - 2.0**-53]])
    for n, p in [(0, 0.5), (5, 0.0), (5, 1.0), (5, 0.3), (5, 0.9), (500, 0.5)]:
        counts = binomial(u, np.full(u.shape, n, dtype=np.int64), np.full((1, 1), p))
        assert counts.min() >= 0
        assert counts.max() <= n
    assert poisson(u, np.full((1, 1), 0.0)).sum() == 0
    assert poisson(u, np.full((1, 1), 1e6)).min() > 990_000


def test_cohorts_are_multinomial_over_their_lags() -> None:
    rng = np.random.default_rng(0)
    months, trials, wins = 3, 200_000, 20
    shares = np.array([0.5, 0.3, 0.1])
    start, weight = np.zeros((1, 1), dtype=np.int64), np.zeros((1, 1))
    won = np.zeros((months, trials), dtype=np.int64)
    won[0] = wins
    closed, left = closing_months(rng.random((6, trials)), won, shares.cumsum()[None, :], start, weight)
    assert (closed.sum(axis=0) + left.sum(axis=0) == wins).all()
    covariance = wins * (np.diag(shares) - np.outer(shares, shares))
    found = np.cov(closed)
    error = np.sqrt((np.outer(covariance.diagonal(), covariance.diagonal()) + covariance**2) / trials)
    assert (np.abs(found - covariance) <= 4.5 * error).all()
    assert (np.abs(closed.mean(axis=1) - wins * shares) <= 4 * np.sqrt(covariance.diagonal() / trials)).all()
