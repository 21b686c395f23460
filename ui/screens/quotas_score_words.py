"""Scores in words: figures of a metric, gaps, trends."""

from __future__ import annotations

import numpy as np

from simulator.scorecard import MetricCard, Scorecard, ScoreMetric, Sheet
from ui.wording import formats

_PERIODS = {1: "month", 3: "quarter", 6: "half year", 12: "year"}
NO_GAP = "no gap clear of luck"


def period_word(sheet: Sheet) -> str:
    """What one row of the table stands for; bookings of an export are of a month."""
    return _PERIODS.get(sheet.months, "period")


def value_words(metric: ScoreMetric, value: float, currency: str) -> str:
    """The figure in its unit; a dash where it is not known."""
    if np.isnan(value):
        return "–"
    match metric.unit:
        case "share":
            return formats.share(value)
        case "money":
            return formats.money(value, currency)
        case "days":
            return f"{formats.decimal(value, 1)} days"
        case _:
            return formats.decimal(value, 1)


def worth_words(card: Scorecard, at: int) -> str:
    """The gap of person `at` most worth coaching, with what closing it would bring and its range."""
    number = int(card.coach[at])
    if number < 0:
        return NO_GAP
    one = card.metrics[number]
    if np.isnan(one.gaps.bookings[at]):
        return f"{one.metric.label}: {formats.decimal(float(one.gaps.points[at]))} points"
    currency = card.sheet.currency
    brings, low, high = (
        formats.money(float(part[at]), currency) for part in (one.gaps.bookings, one.gaps.low, one.gaps.high)
    )
    return f"{one.metric.label}: +{brings} a {period_word(card.sheet)} ({low} to {high})"


def trend_words(card: Scorecard, at: int) -> str:
    """The changes of person `at` against their own past that stand clear of luck."""
    told = []
    for one in card.metrics:
        if one.trend is not None and one.trend.clear[at]:
            change = float(one.trend.change[at])
            told.append(f"{one.metric.label} {formats.signed(formats.percent(change), change)}")
    return ", ".join(told)


def distance_words(one: MetricCard, at: int) -> str:
    """How far person `at` stands from the peers' middle."""
    distance = float(one.standing.distance[at])
    if abs(distance) < 0.05:
        return "in the middle"
    side = "better" if distance > 0 else "behind"
    return f"{formats.decimal(abs(distance), 1)} {side}"
