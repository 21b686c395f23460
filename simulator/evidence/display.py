"""The figures a page or a terminal shows: value, range, sample, source and trend."""

from __future__ import annotations

import numpy as np
from scipy import stats

from simulator.evidence.findings import Evidence, MeasuredRate, Trend
from simulator.evidence.history import History, day_months_back

RECENT_MONTHS = 3
TREND_NEEDS = 10
"""Deals needed on both sides before two stretches are compared."""


def displayed_rates(evidence: Evidence, history: History | None) -> tuple[MeasuredRate, ...]:
    """Every rate of the company with its sample; `history` adds trends."""
    company, source = evidence.company, evidence.source
    counts, size, cycle, volume, outcome = (
        company.counts,
        company.size,
        company.cycle,
        company.volume,
        company.outcome,
    )
    low, high = _beta_range(counts.won, counts.closed)
    until = f"{source}, deals up to {evidence.as_of}"
    rates = [
        MeasuredRate(
            "win_rate",
            "Win rate: won of won and lost",
            counts.won / max(counts.closed, 1),
            "share",
            counts.closed,
            "won and lost deals",
            "measured",
            until,
            low,
            high,
            _trend(history, "win_rate"),
        ),
        MeasuredRate(
            "won_of_entered",
            "Won of all deals that enter",
            outcome.won,
            "share",
            outcome.deals,
            "deals that entered",
            "measured",
            f"{until}; {outcome.source}",
        ),
        MeasuredRate(
            "decided",
            "Decided at all: neither forgotten nor left open",
            outcome.decided,
            "share",
            outcome.deals,
            "deals that entered",
            "measured",
            f"{until}; {outcome.source}",
        ),
        MeasuredRate(
            "deal_size",
            "Average deal size",
            size.mean,
            "money",
            size.n,
            "won deals",
            "measured",
            f"{until}; {size.note}",
            *_mean_range(size.mean, size.cv, size.n),
            _trend(history, "deal_size"),
        ),
        MeasuredRate(
            "deal_size_cv",
            "Spread of deal sizes (standard deviation over mean)",
            size.cv,
            "ratio",
            size.n,
            "won deals",
            "measured",
            until,
        ),
        MeasuredRate(
            "cycle_days",
            "Sales cycle of won deals",
            cycle.mean,
            "days",
            cycle.n,
            "won deals",
            "measured",
            until,
            *_mean_range(cycle.mean, cycle.cv, cycle.n),
            _trend(history, "cycle_days"),
        ),
        MeasuredRate(
            "entered_per_month",
            "Deals entering per month",
            volume.mean,
            "units per month",
            volume.months,
            "whole months",
            "measured" if volume.months else "guess",
            until,
            max(volume.mean - 1.2816 * volume.mean_sd, 0.0),
            volume.mean + 1.2816 * volume.mean_sd,
            _volume_trend(evidence),
        ),
    ]
    return tuple(rates)


def _beta_range(successes: int, trials: int) -> tuple[float, float]:
    low, high = stats.beta(successes + 0.5, trials - successes + 0.5).ppf([0.1, 0.9])
    return float(low), float(high)


def _mean_range(mean: float, cv: float, n: int) -> tuple[float | None, float | None]:
    if n < 2:
        return None, None
    sd = float(np.sqrt(np.log1p(cv**2 / n)))
    return mean * float(np.exp(-1.2816 * sd - sd**2 / 2)), mean * float(np.exp(1.2816 * sd - sd**2 / 2))


def _trend(history: History | None, key: str) -> Trend | None:
    """Deals decided in the last three months against those decided before."""
    if history is None:
        return None
    since = day_months_back(history.as_of, RECENT_MONTHS)
    closed = ~history.open
    late = closed & (history.decided > since)
    values = {
        "win_rate": (closed, history.won.astype(float)),
        "deal_size": (history.won & ~np.isnan(history.amount), history.amount),
        "cycle_days": (history.won, history.age.astype(float)),
    }
    base, value = values[key]
    recent, earlier = value[base & late], value[base & ~late]
    if min(len(recent), len(earlier)) < TREND_NEEDS:
        return None
    return Trend(float(recent.mean()), float(earlier.mean()), RECENT_MONTHS)


def _volume_trend(evidence: Evidence) -> Trend | None:
    counts = [month.entered for month in evidence.monthly if month.whole]
    if len(counts) < 2 * RECENT_MONTHS:
        return None
    return Trend(
        float(np.mean(counts[-RECENT_MONTHS:])), float(np.mean(counts[:-RECENT_MONTHS])), RECENT_MONTHS
    )
