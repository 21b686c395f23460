"""The metrics a goal may be set on: definition, unit, direction, and the value in every simulated future."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.engine.forecast import COMPANY, Forecast, Series
from simulator.engine.streams import Floats
from simulator.goals.windows import Window
from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.team import Team

Unit = Literal["money", "count", "share", "ratio", "days"]
Kind = Literal["flow", "stock", "ratio"]


@dataclass(frozen=True)
class Metric:
    """A named quantity.

    kind: a flow adds up over the window, a stock is read at its end (or averaged), a ratio divides sums
    over the window.
    better: +1 where more is better. `value(forecast, scope, window)` has shape (n_trials,); NaN where it is undefined.
    """

    name: str
    label: str
    unit: Unit
    kind: Kind
    better: Literal[1, -1]
    definition: str
    value: Callable[[Forecast, str, Window], Floats]


def _over(forecast: Forecast, name: str, scope: str, window: Window) -> Floats:
    return np.asarray(forecast.series(name, scope)[:, window.months].sum(axis=1), dtype=float)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom != 0)


def _flow(series: str) -> Callable[[Forecast, str, Window], Floats]:
    def value(forecast: Forecast, scope: str, window: Window) -> Floats:
        total = _over(forecast, series, scope, window)
        return total / window.length if window.averaged else total

    return value


def _stock(read: Callable[[Forecast, str], Floats]) -> Callable[[Forecast, str, Window], Floats]:
    def value(forecast: Forecast, scope: str, window: Window) -> Floats:
        months = read(forecast, scope)
        return months[:, window.months].mean(axis=1) if window.averaged else months[:, window.last]

    return value


def _teams(forecast: Forecast, scope: str) -> list[Team]:
    teams = sorted(forecast.scenario.teams, key=lambda team: team.name)
    return [team for team in teams if scope in (COMPANY, team.name)]


def _revenue(forecast: Forecast, scope: str, window: Window) -> Floats:
    # Without subscriptions revenue is bookings, which exist for every team.
    return _flow(Series.REVENUE if scope == COMPANY else Series.BOOKINGS)(forecast, scope, window)


def _mrr(forecast: Forecast, scope: str) -> Floats:
    return np.asarray(forecast.series(Series.MRR, scope), dtype=float)


def _arr(forecast: Forecast, scope: str) -> Floats:
    return 12 * _mrr(forecast, scope)


def _arpa_by_month(forecast: Forecast, scope: str) -> Floats:
    return _ratio(_mrr(forecast, scope), np.asarray(forecast.series(Series.CUSTOMERS, scope), dtype=float))


def _effective_reps(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _over(forecast, Series.EFFECTIVE_REPS, scope, window) / window.length


def _win_rate(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(_over(forecast, Series.WON, scope, window), _over(forecast, Series.WORKED, scope, window))


def _average_deal_size(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(
        _over(forecast, Series.BOOKINGS, scope, window), _over(forecast, Series.CLOSED, scope, window)
    )


def _churn_rate(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(
        _over(forecast, Series.CHURNED, scope, window),
        _over(forecast, Series.OPENING_CUSTOMERS, scope, window),
    )


def _gross_margin(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(
        _over(forecast, Series.GROSS_PROFIT, scope, window), _over(forecast, Series.REVENUE, scope, window)
    )


def _cac(forecast: Forecast, scope: str, window: Window) -> Floats:
    # A risk that happens costs profit, but it is not money spent on winning customers.
    plan = forecast.scenario
    initiatives = sum(
        one.cost
        for one in plan.initiatives
        if window.first <= plan.month_index(one.start_month) <= window.last
    )
    people = _over(forecast, Series.REP_COST, scope, window)
    marketing = _over(forecast, Series.MARKETING_COST, scope, window)
    return _ratio(people + marketing + initiatives, _over(forecast, Series.CLOSED, scope, window))


def _arpa(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _stock(_arpa_by_month)(forecast, scope, window)


def _clv(forecast: Forecast, scope: str, window: Window) -> Floats:
    earned = _arpa(forecast, scope, window) * _gross_margin(forecast, scope, window)
    return _ratio(earned, _churn_rate(forecast, scope, window))


def _clv_to_cac(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(_clv(forecast, scope, window), _cac(forecast, scope, window))


def _cycle_days(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(
        _over(forecast, Series.CYCLE_DAYS_SUM, scope, window), _over(forecast, Series.WON, scope, window)
    )


def _rep_turnover(forecast: Forecast, scope: str, window: Window) -> Floats:
    return 12 * _ratio(
        _over(forecast, Series.LEAVERS, scope, window), _over(forecast, Series.HEADCOUNT, scope, window)
    )


def _activities(forecast: Forecast, scope: str, window: Window) -> Floats:
    entered, days = np.zeros(forecast.n_trials), np.zeros(forecast.n_trials)
    for team in _teams(forecast, scope):
        entered += _over(forecast, Series.ENTERED, team.name, window)
        days += _over(forecast, Series.EFFECTIVE_REPS, team.name, window) * team.workdays_per_month
    return _ratio(entered, days)


def _quota_attainment(forecast: Forecast, scope: str, window: Window) -> Floats:
    booked, quota = np.zeros(forecast.n_trials), np.zeros(forecast.n_trials)
    for team in _teams(forecast, scope):
        if team.annual_quota_per_rep:
            booked += _over(forecast, Series.BOOKINGS, team.name, window)
            quota += (
                _over(forecast, Series.EFFECTIVE_REPS, team.name, window) * team.annual_quota_per_rep / 12
            )
    return _ratio(booked, quota)


_ALL = (
    Metric(
        "bookings",
        "New bookings",
        "money",
        "flow",
        1,
        "Value of the deals won that close in the window.",
        _flow(Series.BOOKINGS),
    ),
    Metric(
        "revenue",
        "Revenue",
        "money",
        "flow",
        1,
        "One-off business: bookings. Subscriptions: the months' MRR added up.",
        _revenue,
    ),
    Metric(
        "mrr", "Monthly recurring revenue", "money", "stock", 1, "MRR at the end of the month.", _stock(_mrr)
    ),
    Metric("arr", "Annual recurring revenue", "money", "stock", 1, "12 times the closing MRR.", _stock(_arr)),
    Metric(
        "won_deals",
        "Deals won",
        "count",
        "flow",
        1,
        "Won deals that close in the window, open pipeline included.",
        _flow(Series.CLOSED),
    ),
    Metric(
        "new_customers",
        "New customers",
        "count",
        "flow",
        1,
        "One for each won deal that closes in the window.",
        _flow(Series.CLOSED),
    ),
    Metric(
        "entered",
        "Units entering",
        "count",
        "flow",
        1,
        "Units (calls, leads, ...) entering the funnel in the window.",
        _flow(Series.ENTERED),
    ),
    Metric(
        "win_rate",
        "Win rate",
        "share",
        "ratio",
        1,
        "Wins over units worked at the last open stage, decided in the window.",
        _win_rate,
    ),
    Metric(
        "average_deal_size",
        "Average deal size",
        "money",
        "ratio",
        1,
        "Bookings over deals that close in the window.",
        _average_deal_size,
    ),
    Metric(
        "churn_rate",
        "Monthly churn",
        "share",
        "ratio",
        -1,
        "Customers lost over customers at the start of each month.",
        _churn_rate,
    ),
    Metric("gross_margin", "Gross margin", "share", "ratio", 1, "Gross profit over revenue.", _gross_margin),
    Metric(
        "profit",
        "Profit",
        "money",
        "flow",
        1,
        "Gross profit less reps, marketing, overhead and initiatives.",
        _flow(Series.PROFIT),
    ),
    Metric(
        "cac",
        "Customer acquisition cost",
        "money",
        "ratio",
        -1,
        "Reps, marketing and initiatives over new customers.",
        _cac,
    ),
    Metric(
        "clv",
        "Customer lifetime value",
        "money",
        "ratio",
        1,
        "ARPA times gross margin over monthly churn.",
        _clv,
    ),
    Metric(
        "clv_to_cac",
        "CLV to CAC",
        "ratio",
        "ratio",
        1,
        "Customer lifetime value over acquisition cost.",
        _clv_to_cac,
    ),
    Metric(
        "arpa",
        "Revenue per account",
        "money",
        "stock",
        1,
        "MRR over customers at the end of the month.",
        _arpa,
    ),
    Metric(
        "cycle_days",
        "Sales cycle",
        "days",
        "ratio",
        -1,
        "Mean days from last open stage to close of deals won.",
        _cycle_days,
    ),
    Metric(
        "rep_turnover",
        "Rep turnover",
        "ratio",
        "ratio",
        -1,
        "Leavers a year over mean headcount.",
        _rep_turnover,
    ),
    Metric(
        "effective_reps",
        "Effective reps",
        "count",
        "stock",
        1,
        "People counted by ramp, mean over the window.",
        _effective_reps,
    ),
    Metric(
        "activities_per_rep_per_day",
        "Activities per rep and day",
        "ratio",
        "ratio",
        1,
        "Units entering over effective reps and workdays.",
        _activities,
    ),
    Metric(
        "quota_attainment",
        "Quota attainment",
        "ratio",
        "ratio",
        1,
        "Bookings over ramped quota of the teams that have one.",
        _quota_attainment,
    ),
)
METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
"""Every metric but the stages'."""


def metric(name: str) -> Metric:
    """The metric called `name`, ``stage:<name>`` included; KeyError where there is none."""
    if name.startswith(STAGE_PREFIX):
        stage = name.removeprefix(STAGE_PREFIX)
        return Metric(
            name,
            f"Units reaching {stage}",
            "count",
            "flow",
            1,
            f"Units that reach {stage} in the window.",
            _flow(name),
        )
    return METRICS[name]
