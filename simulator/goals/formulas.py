"""The metrics' formulas: each takes a forecast, a scope and a window and gives shape (n_trials,)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulator.engine.forecast import COMPANY, Forecast, Series
from simulator.engine.routines import activity_total, hours_total, units_total
from simulator.engine.streams import Floats
from simulator.goals.windows import Window
from simulator.scenario.metric_inputs import gives_activity
from simulator.scenario.roles import ENTRY, place_of, qualified_place
from simulator.scenario.team import Activity, Role, Team


def _over(forecast: Forecast, name: str, scope: str, window: Window) -> Floats:
    return np.asarray(forecast.series(name, scope)[:, window.months].sum(axis=1), dtype=float)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom != 0)


def flow(series: str) -> Callable[[Forecast, str, Window], Floats]:
    def value(forecast: Forecast, scope: str, window: Window) -> Floats:
        total = _over(forecast, series, scope, window)
        return total / window.length if window.averaged else total

    return value


def stock(read: Callable[[Forecast, str], Floats]) -> Callable[[Forecast, str, Window], Floats]:
    def value(forecast: Forecast, scope: str, window: Window) -> Floats:
        months = read(forecast, scope)
        return months[:, window.months].mean(axis=1) if window.averaged else months[:, window.last]

    return value


def _teams(forecast: Forecast, scope: str) -> list[Team]:
    teams = sorted(forecast.scenario.teams, key=lambda team: team.name)
    return [team for team in teams if scope in (COMPANY, team.name)]


def revenue(forecast: Forecast, scope: str, window: Window) -> Floats:
    # Without subscriptions revenue is bookings, which exist for every team.
    return flow(Series.REVENUE if scope == COMPANY else Series.BOOKINGS)(forecast, scope, window)


def mrr(forecast: Forecast, scope: str) -> Floats:
    return np.asarray(forecast.series(Series.MRR, scope), dtype=float)


def arr(forecast: Forecast, scope: str) -> Floats:
    return 12 * mrr(forecast, scope)


def _arpa_by_month(forecast: Forecast, scope: str) -> Floats:
    return _ratio(mrr(forecast, scope), np.asarray(forecast.series(Series.CUSTOMERS, scope), dtype=float))


def effective_reps(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _over(forecast, Series.EFFECTIVE_REPS, scope, window) / window.length


def win_rate(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(_over(forecast, Series.WON, scope, window), _over(forecast, Series.WORKED, scope, window))


def average_deal_size(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(
        _over(forecast, Series.BOOKINGS, scope, window), _over(forecast, Series.CLOSED, scope, window)
    )


def churn_rate(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(
        _over(forecast, Series.CHURNED, scope, window),
        _over(forecast, Series.OPENING_CUSTOMERS, scope, window),
    )


def gross_margin(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(
        _over(forecast, Series.GROSS_PROFIT, scope, window), _over(forecast, Series.REVENUE, scope, window)
    )


def cac(forecast: Forecast, scope: str, window: Window) -> Floats:
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


def arpa(forecast: Forecast, scope: str, window: Window) -> Floats:
    return stock(_arpa_by_month)(forecast, scope, window)


def clv(forecast: Forecast, scope: str, window: Window) -> Floats:
    earned = arpa(forecast, scope, window) * gross_margin(forecast, scope, window)
    return _ratio(earned, churn_rate(forecast, scope, window))


def clv_to_cac(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(clv(forecast, scope, window), cac(forecast, scope, window))


def cycle_days(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(
        _over(forecast, Series.CYCLE_DAYS_SUM, scope, window), _over(forecast, Series.WON, scope, window)
    )


def rep_turnover(forecast: Forecast, scope: str, window: Window) -> Floats:
    return 12 * _ratio(
        _over(forecast, Series.LEAVERS, scope, window), _over(forecast, Series.HEADCOUNT, scope, window)
    )


def activities(forecast: Forecast, scope: str, window: Window) -> Floats:
    entered, days = np.zeros(forecast.n_trials), np.zeros(forecast.n_trials)
    for team in _teams(forecast, scope):
        entered += _over(forecast, Series.ENTERED, team.name, window)
        days += _over(forecast, Series.EFFECTIVE_REPS, team.name, window) * team.workdays_per_month
    return _ratio(entered, days)


def quota_attainment(forecast: Forecast, scope: str, window: Window) -> Floats:
    booked, quota = np.zeros(forecast.n_trials), np.zeros(forecast.n_trials)
    for team in _teams(forecast, scope):
        if team.annual_quota_per_rep:
            booked += _over(forecast, Series.BOOKINGS, team.name, window)
            quota += (
                _over(forecast, Series.EFFECTIVE_REPS, team.name, window) * team.annual_quota_per_rep / 12
            )
    return _ratio(booked, quota)


def profit_margin(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _ratio(
        _over(forecast, Series.PROFIT, scope, window), _over(forecast, Series.REVENUE, scope, window)
    )


def at_role(role: Role) -> Callable[[Forecast, str, Window], Floats]:
    return _counted_at(lambda team: place_of(team, role))


def qualified_leads(forecast: Forecast, scope: str, window: Window) -> Floats:
    return _counted_at(qualified_place)(forecast, scope, window)


def _counted_at(place: Callable[[Team], int | None]) -> Callable[[Forecast, str, Window], Floats]:
    """Units that reach the step at `place` of each team that has one."""

    def value(forecast: Forecast, scope: str, window: Window) -> Floats:
        total = np.zeros(forecast.n_trials)
        for team in _teams(forecast, scope):
            at = place(team)
            if at is not None:
                series = Series.ENTERED if at == ENTRY else Series.stage(team.stages[at].name)
                total += _over(forecast, series, team.name, window)
        return total / window.length if window.averaged else total

    return value


def units(forecast: Forecast, scope: str, window: Window) -> Floats:
    total = np.asarray(units_total(forecast, scope)[:, window.months].sum(axis=1))
    return total / window.length if window.averaged else total


def activity(what: Activity) -> Callable[[Forecast, str, Window], Floats]:
    """Per person on the team and working day, ramping or not."""

    def value(forecast: Forecast, scope: str, window: Window) -> Floats:
        days = np.zeros(forecast.n_trials)
        for team in _teams(forecast, scope):
            if gives_activity(team, what):
                days += _over(forecast, Series.HEADCOUNT, team.name, window) * team.workdays_per_month
        made = activity_total(forecast, what, scope)[:, window.months].sum(axis=1)
        return _ratio(np.asarray(made, dtype=float), days)

    return value


def hours(what: str, field: str) -> Callable[[Forecast, str, Window], Floats]:
    """Per person on the team and month."""

    def value(forecast: Forecast, scope: str, window: Window) -> Floats:
        people = np.zeros(forecast.n_trials)
        for team in _teams(forecast, scope):
            if getattr(team, field) is not None:
                people += _over(forecast, Series.HEADCOUNT, team.name, window)
        given = hours_total(forecast, what, scope)[:, window.months].sum(axis=1)
        return _ratio(np.asarray(given, dtype=float), people)

    return value
