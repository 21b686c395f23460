"""The forecast by month as a table: quantiles of every series, the company's first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from charts.fan import LEVELS
from simulator import Forecast
from simulator.engine.forecast import COMPANY, Series
from simulator.scenario import Team
from words.amounts import Unit
from words.text import safe_text

MOST_MONTHS = 4000
"""Months of all series together: each is 10,000 futures to sort."""

_COMPANY: tuple[tuple[str, str, Unit], ...] = (
    (Series.BOOKINGS, "New bookings", "money"),
    (Series.CLOSED, "Deals won that close", "count"),
    (Series.ENTERED, "Units entering", "count"),
    (Series.REVENUE, "Revenue", "money"),
    (Series.MRR, "Monthly recurring revenue", "money"),
    (Series.CUSTOMERS, "Customers", "count"),
    (Series.CHURNED, "Customers lost", "count"),
    (Series.GROSS_PROFIT, "Gross profit", "money"),
    (Series.PROFIT, "Profit", "money"),
    (Series.HEADCOUNT, "People", "count"),
    (Series.EFFECTIVE_REPS, "Effective reps", "number"),
)
_TEAM: tuple[tuple[str, str, Unit], ...] = (
    (Series.BOOKINGS, "New bookings", "money"),
    (Series.CLOSED, "Deals won that close", "count"),
    (Series.ENTERED, "Units entering", "count"),
    (Series.HEADCOUNT, "People", "count"),
    (Series.EFFECTIVE_REPS, "Effective reps", "number"),
    (Series.LOST_TO_CAPACITY, "Opportunities lost for want of people", "count"),
)


@dataclass(frozen=True, eq=False)
class MonthlySeries:
    """One series of one scope; mean and each of quantiles (named as in ``charts.fan.LEVELS``) hold a value a month."""

    scope: str
    label: str
    unit: Unit
    mean: tuple[float, ...]
    quantiles: dict[str, tuple[float, ...]]


def monthly_series(forecast: Forecast, *, hide_money: bool) -> tuple[list[MonthlySeries], int]:
    """As many series as stay under `MOST_MONTHS`, and how many were left out."""
    wanted = [
        found
        for found in _wanted(forecast)
        if forecast.has(found[1], found[0]) and not (hide_money and found[3] == "money")
    ]
    most = max(MOST_MONTHS // forecast.n_months, 1)
    return [_series(forecast, *one) for one in wanted[:most]], max(len(wanted) - most, 0)


def _wanted(forecast: Forecast) -> Iterator[tuple[str, str, str, Unit]]:
    for name, label, unit in _COMPANY:
        yield COMPANY, name, label, unit
    for team in forecast.scenario.teams:
        for name, label, unit in (*_TEAM[:3], *_stages(team), *_TEAM[3:]):
            yield team.name, name, label, unit


def _stages(team: Team) -> Iterator[tuple[str, str, Unit]]:
    for stage in team.stages[:-1]:
        yield Series.stage(stage.name), f"Reaching {safe_text(stage.name, 60)}", "count"


def _series(forecast: Forecast, scope: str, name: str, label: str, unit: Unit) -> MonthlySeries:
    values = np.asarray(forecast.series(name, scope), dtype=float)
    columns = np.sort(values.T, axis=1)
    places = np.asarray(list(LEVELS.values())) * (columns.shape[1] - 1)
    low = np.floor(places).astype(int)
    high = np.minimum(low + 1, columns.shape[1] - 1)
    table = columns[:, low] + (columns[:, high] - columns[:, low]) * (places - low)
    return MonthlySeries(
        scope=safe_text(scope),
        label=label,
        unit=unit,
        mean=tuple(float(value) for value in values.mean(axis=0)),
        quantiles={level: tuple(float(v) for v in table[:, i]) for i, level in enumerate(LEVELS)},
    )
