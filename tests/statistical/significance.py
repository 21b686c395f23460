"""When a simulated figure contradicts an exact one: distances in standard errors, corrected for their number."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chisquare, kstest, norm

FALSE_ALARM = 1e-4
"""Chance that a whole family of correct comparisons contains one alarm."""


def allowed_errors(comparisons: int = 1) -> float:
    """How many standard errors a deviation may reach: 4, or more where Bonferroni over `comparisons` asks for it."""
    return max(4.0, float(norm.isf(FALSE_ALARM / 2 / comparisons)))


def assert_mean(values: ArrayLike, expected: ArrayLike, *, comparisons: int = 1, what: str = "mean") -> None:
    """The mean over axis 0 of `values` agrees with `expected` (one figure per column)."""
    sample = np.asarray(values, dtype=float)
    wanted = np.broadcast_to(np.asarray(expected, dtype=float), sample.shape[1:])
    columns = max(1, wanted.size)
    error = sample.std(axis=0, ddof=1) / np.sqrt(len(sample))
    gap = np.abs(sample.mean(axis=0) - wanted)
    limit = allowed_errors(max(comparisons, columns)) * error + 1e-9 * (1 + np.abs(wanted))
    assert np.all(gap <= limit), (
        f"{what}: simulated {sample.mean(axis=0)}, exact {wanted}, allowed gap {limit}"
    )


def assert_sd(values: ArrayLike, expected: ArrayLike, *, comparisons: int = 1, what: str = "sd") -> None:
    """The standard deviation over axis 0 agrees with `expected`; its error follows from the fourth moment."""
    sample = np.asarray(values, dtype=float)
    wanted = np.broadcast_to(np.asarray(expected, dtype=float), sample.shape[1:])
    squares = (sample - sample.mean(axis=0)) ** 2
    error = squares.std(axis=0, ddof=1) / np.sqrt(len(sample))
    gap = np.abs(squares.mean(axis=0) - wanted**2)
    limit = allowed_errors(max(comparisons, wanted.size)) * error + 1e-9 * (1 + wanted**2)
    assert np.all(gap <= limit), f"{what}: simulated {sample.std(axis=0)}, exact {wanted}"


def assert_share(hits: ArrayLike, expected: float, *, comparisons: int = 1, what: str = "share") -> None:
    """The share of True in `hits` agrees with the probability `expected`."""
    sample = np.asarray(hits, dtype=bool)
    error = np.sqrt(expected * (1 - expected) / sample.size)
    limit = allowed_errors(comparisons) * error + 1e-12
    assert abs(sample.mean() - expected) <= limit, (
        f"{what}: simulated {sample.mean()}, exact {expected}, allowed {limit}"
    )


def assert_counts(values: ArrayLike, probabilities: ArrayLike, *, what: str = "counts") -> None:
    """Whole numbers `values` follow `probabilities` of 0, 1, 2, …; rare cells are pooled, then chi-square."""
    pmf = np.asarray(probabilities, dtype=float)
    sample = np.asarray(values)
    whole = sample.astype(np.int64)
    assert np.array_equal(whole, sample), f"{what}: not whole numbers"
    assert whole.min() >= 0, f"{what}: negative"
    seen = np.bincount(np.minimum(whole, len(pmf)), minlength=len(pmf) + 1).astype(float)
    expected = np.append(pmf, max(0.0, 1 - pmf.sum())) * whole.size
    order = np.argsort(expected)[::-1]
    often = expected[order] >= 20
    observed = np.append(seen[order][often], seen[order][~often].sum())
    wanted = np.append(expected[order][often], expected[order][~often].sum())
    if wanted[-1] < 5:
        assert observed[-1] <= wanted[-1] + 12, (
            f"{what}: {observed[-1]:.0f} rare values, {wanted[-1]:.2g} expected"
        )
        observed = np.append(observed[:-2], observed[-2:].sum())
        wanted = np.append(wanted[:-2], wanted[-2:].sum())
    if len(wanted) == 1:
        return
    result = chisquare(observed, wanted * observed.sum() / wanted.sum())
    assert result.pvalue > FALSE_ALARM, f"{what}: chi-square p = {result.pvalue:.2g}"


def assert_distribution(values: ArrayLike, distribution: object, *, what: str = "distribution") -> None:
    """Continuous `values` follow a frozen scipy `distribution` (Kolmogorov-Smirnov)."""
    result = kstest(np.asarray(values, dtype=float), distribution.cdf)  # type: ignore[attr-defined]
    assert result.pvalue > FALSE_ALARM, f"{what}: Kolmogorov-Smirnov p = {result.pvalue:.2g}"
