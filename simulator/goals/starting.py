"""What a plan's inputs say of each metric at its start: before growth, initiatives, risks and moved levers.

Expected values, no luck: every rate at its mean, people as on the first day, one month in the season asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.engine.forecast import COMPANY
from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.metric_inputs import gives_activity
from simulator.scenario.metric_names import ACTIVITY_METRICS, HOUR_METRICS, ROLE_METRICS
from simulator.scenario.plan import Scenario
from simulator.scenario.roles import ENTRY, place_of, qualified_place
from simulator.scenario.team import Team


@dataclass(frozen=True)
class _Month:
    """A usual month of one team: people, full reps, what enters, what reaches each stage, what is worked and won."""

    team: Team
    heads: float
    reps: float
    entered: float
    reached: tuple[float, ...]
    worked: float
    won: float

    @property
    def bookings(self) -> float:
        return self.won * self.team.deal_size.mean_size

    def at(self, place: int | None) -> float:
        return 0.0 if place is None else self.entered if place == ENTRY else self.reached[place]

    @property
    def calls_of_entry(self) -> float:
        """What its people bring in by themselves."""
        return self.team.outbound_per_rep_per_day * self.team.workdays_per_month * self.reps


def starting_level(scenario: Scenario, metric: str, scope: str, season: float = 1.0) -> float | None:
    """`metric` of `scope` in a usual month: a flow's monthly amount, a stock or a ratio as it is.

    season: the months' mean seasonal index. None where the inputs say nothing of it, or it is undefined. Raises
    KeyError where there is no such team.
    """
    teams = scenario.teams if scope == COMPANY else (scenario.team(scope),)
    months = [_month(team, season) for team in teams]
    if metric.startswith(STAGE_PREFIX):
        return _of_stage(months, metric.removeprefix(STAGE_PREFIX))
    for find in (_of_funnel, _of_people, _of_work):
        found = find(months, metric)
        if found is not None:
            return found
    return _of_company(scenario, months, metric) if scope == COMPANY else None


def _month(team: Team, season: float) -> _Month:
    last = len(team.ramp) - 1
    heads = len(team.reps) + team.headcount
    reps = (
        sum(team.ramp[min(rep.tenure_months, last)] for rep in team.reps) + team.headcount * team.ramp[last]
    )
    outbound = team.outbound_per_rep_per_day * team.workdays_per_month * reps
    entered = team.inbound_per_month.mean * season + outbound
    units, reached = entered, []
    for stage in team.stages[:-1]:
        units *= stage.rate.expected
        reached.append(units)
    limit = team.opportunities_per_rep_per_month
    worked = units if limit is None else min(units, limit * reps)
    if reached:
        reached[-1] = worked
    won = worked * team.stages[-1].rate.expected
    return _Month(team, heads, reps, entered, (*reached, won), worked, won)


def _of_stage(months: list[_Month], stage: str) -> float:
    return sum(
        one.reached[place]
        for one in months
        for place, found in enumerate(one.team.stages)
        if found.name == stage
    )


def _of_funnel(months: list[_Month], metric: str) -> float | None:
    won = sum(one.won for one in months)
    if metric in ("won_deals", "new_customers"):
        return won
    if metric == "bookings":
        return sum(one.bookings for one in months)
    if metric == "entered":
        return sum(one.entered for one in months)
    if metric == "units":
        return sum(one.won * one.team.units_per_deal.mean for one in months if one.team.units_per_deal)
    if metric in ROLE_METRICS:
        role = ROLE_METRICS[metric]
        return sum(one.at(place_of(one.team, role)) for one in months)
    if metric == "qualified_leads":
        return sum(one.at(qualified_place(one.team)) for one in months)
    if metric == "win_rate":
        return _over(won, sum(one.worked for one in months))
    if metric == "average_deal_size":
        return _over(sum(one.bookings for one in months), won)
    if metric == "cycle_days":
        return _over(sum(one.won * one.team.cycle_days.mean for one in months), won)
    return None


def _of_people(months: list[_Month], metric: str) -> float | None:
    heads = sum(one.heads for one in months)
    if metric == "effective_reps":
        return sum(one.reps for one in months)
    if metric == "rep_turnover":
        hazards = (one.heads * (1 - (1 - one.team.annual_attrition.expected) ** (1 / 12)) for one in months)
        return _over(12 * sum(hazards), heads)
    if metric == "quota_attainment":
        quota = sum(one.reps * (one.team.annual_quota_per_rep or 0.0) / 12 for one in months)
        return _over(sum(one.bookings for one in months if one.team.annual_quota_per_rep), quota)
    if metric == "activities_per_rep_per_day":
        days = sum(one.reps * one.team.workdays_per_month for one in months)
        return _over(sum(one.entered for one in months), days)
    return None


def _of_work(months: list[_Month], metric: str) -> float | None:
    if metric in ACTIVITY_METRICS:
        what = ACTIVITY_METRICS[metric]
        giving = [one for one in months if gives_activity(one.team, what)]
        days = sum(one.heads * one.team.workdays_per_month for one in giving)
        return _over(sum(_made(one, what) for one in giving), days)
    if metric in HOUR_METRICS:
        having = [(one, getattr(one.team, HOUR_METRICS[metric])) for one in months]
        given = [(one.heads, routine.mean) for one, routine in having if routine is not None]
        return _over(sum(heads * mean for heads, mean in given), sum(heads for heads, _ in given))
    return None


def _made(one: _Month, what: str) -> float:
    activities = one.team.activities
    if activities is None or activities.outbound == what:
        return one.calls_of_entry
    return float(getattr(activities, what).mean) * one.heads * one.team.workdays_per_month


def _of_company(scenario: Scenario, months: list[_Month], metric: str) -> float | None:
    recurring, costs, margin = scenario.recurring, scenario.costs, scenario.costs.gross_margin.mean
    won, people = (
        sum(one.won for one in months),
        sum(one.heads * one.team.annual_cost_per_rep / 12 for one in months),
    )
    revenue = recurring.opening_mrr if recurring is not None else sum(one.bookings for one in months)
    profit = revenue * margin - people - costs.marketing_per_month - costs.overhead_per_month
    cac = _over(people + costs.marketing_per_month, won)
    simple: dict[str, Callable[[], float | None]] = {
        "revenue": lambda: revenue,
        "gross_margin": lambda: margin,
        "profit": lambda: profit,
        "profit_margin": lambda: _over(profit, revenue),
        "cac": lambda: cac,
    }
    if metric in simple:
        return simple[metric]()
    if recurring is None:
        return None
    arpa = _over(recurring.opening_mrr, recurring.opening_customers)
    churn = recurring.monthly_churn.expected
    clv = _over((arpa or 0.0) * margin, churn)
    kept = (1 - churn) * (1 + recurring.monthly_expansion.mean)
    known = {
        "mrr": recurring.opening_mrr,
        "arr": 12 * recurring.opening_mrr,
        "arpa": arpa,
        "churn_rate": churn,
        "clv": clv,
        "clv_to_cac": None if clv is None or not cac else clv / cac,
        "net_revenue_retention": kept,
        "net_revenue_churn": 1 - kept,
    }
    return known.get(metric)


def _over(top: float, bottom: float) -> float | None:
    return top / bottom if bottom > 0 else None
