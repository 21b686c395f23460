"""Figures for display, with where the true value lies with 8-in-10 odds."""

from __future__ import annotations

import math

from scipy import stats

from simulator.evidence.findings import Grade, MeasuredRate, Unit


def share_figure(
    key: str, label: str, successes: float, trials: float, sample_of: str, source: str
) -> MeasuredRate:
    """A share counted, its range from the Jeffreys posterior."""
    low, high = beta_range(successes + 0.5, trials - successes + 0.5) if trials > 0 else (None, None)
    value = successes / trials if trials else 0.0
    return MeasuredRate(key, label, value, "share", trials, sample_of, "measured", source, low, high)


def known_share_figure(
    key: str, label: str, share: float, n: float, sample_of: str, source: str
) -> MeasuredRate:
    """A share estimated as well as one counted in `n` cases."""
    low, high = beta_range(share * n, (1 - share) * n) if n > 0 and 0 < share < 1 else (None, None)
    return MeasuredRate(key, label, share, "share", n, sample_of, "measured", source, low, high)


def figure(
    key: str,
    label: str,
    value: float,
    unit: Unit,
    sample: float,
    sample_of: str,
    source: str,
    grade: Grade = "measured",
) -> MeasuredRate:
    """A figure whose range is not known."""
    return MeasuredRate(key, label, value, unit, sample, sample_of, grade, source)


def beta_range(a: float, b: float) -> tuple[float, float]:
    """The middle four fifths of a Beta distribution."""
    return float(stats.beta.ppf(0.1, a, b)), float(stats.beta.ppf(0.9, a, b))


def equivalent_n(mean: float, variance: float) -> float:
    """The size of the sample whose Beta has this mean and variance; at least 1, at most a million."""
    if not 0 < mean < 1 or variance <= 0 or not math.isfinite(variance):
        return 1_000_000.0 if variance <= 0 else 1.0
    return float(min(max(mean * (1 - mean) / variance - 1, 1.0), 1e6))
