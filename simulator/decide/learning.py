"""What a sample teaches about an input: how much of its uncertainty further cases take away, and how fast they come."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.engine.forecast import COMPANY, Forecast, Series
from simulator.scenario.inputs import PlanInput
from simulator.scenario.plan import Scenario
from simulator.scenario.quantities import CycleDays, DealSize, Grade, Inbound, Quantity, Rate
from simulator.scenario.team import Team

ASSUMED_CASES: dict[Grade, float] = {"measured": 12.0, "benchmark": 4.0, "guess": 4.0}
"""Cases that stand behind a number stated with a spread and no count. Ours: a year of months where it was measured,
else four, so that a first dozen of cases halves the spread of a guess."""
MOST_CASES = 1e9


@dataclass(frozen=True)
class Learning:
    """Cases behind an input and cases still to come.

    known: parts of (share of the variance, cases behind it, share of the further cases that belong to it). case:
    what one further case is, in singular and plural. per_month: how many come in a month of the plan. assumed: the
    cases behind it are assumed, not counted.
    """

    known: tuple[tuple[float, float, float], ...]
    case: tuple[str, str]
    per_month: float
    assumed: bool = False

    @property
    def cases(self) -> float:
        """Cases behind the input today."""
        return sum(behind for _, behind, _ in self.known)

    def remaining(self, further: float) -> float:
        """The share of the variance expected to be left after `further` cases.

        For a Beta of n0 cases n0/(n0 + n) exactly, whatever is seen; for a mean of n0 cases the same.
        """
        return sum(share * behind / (behind + further * part) for share, behind, part in self.known)

    def halving(self) -> float | None:
        """Further cases after which the spread is expected to be half of what it is; None where none suffice."""
        low, high = 0.0, 1.0
        while self.remaining(high) > 0.25:
            high *= 2
            if high > MOST_CASES:
                return None
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.remaining(middle) > 0.25 else (low, middle)
        return high


def learning(forecast: Forecast, scenario: Scenario, one: PlanInput) -> Learning | None:
    """What further cases of the input `one` of `scenario` teach; None where no sample can tell (a change to come, the
    swings of the market) or where it is exactly known.
    """
    if one.team:
        return _of_team(forecast, scenario, scenario.team(one.team), one)
    return _of_company(forecast, scenario, one)


def deals_a_month(forecast: Forecast, team: str) -> float:
    """Deals decided, won or lost, in a month of the plan; of all teams where `team` is empty."""
    return _mean(forecast, Series.WORKED, team or COMPANY)


def _of_team(forecast: Forecast, scenario: Scenario, team: Team, one: PlanInput) -> Learning | None:
    if one.kind == "volume":
        return _volume(team.inbound_per_month, scenario, one.grade)
    if one.kind in ("stage", "win_rate"):
        position = int(one.path[3])
        before = team.entry if position == 0 else team.stages[position - 1].name
        name = Series.ENTERED if position == 0 else Series.stage(before)
        case = ("closed deal", "closed deals") if one.kind == "win_rate" else (before, f"{before}s")
        name = Series.WORKED if one.kind == "win_rate" else name
        return _rate(team.stages[position].rate, case, _mean(forecast, name, team.name))
    if one.kind == "deal_size":
        return _mean_of(team.deal_size, _mean(forecast, Series.CLOSED, team.name))
    if one.kind == "cycle":
        return _mean_of(team.cycle_days, _mean(forecast, Series.CLOSED, team.name))
    if one.kind == "attrition":
        years = _mean(forecast, Series.HEADCOUNT, team.name) / 12
        return _rate(team.annual_attrition, ("person-year", "person-years"), years)
    if one.kind == "ramp":
        joining = _mean(forecast, Series.JOINERS, team.name)
        return Learning(((1.0, ASSUMED_CASES["guess"], 1.0),), ("new hire", "new hires"), joining, True)
    return _open_deals(forecast, scenario, team) if one.kind == "open_deals" else None


def _of_company(forecast: Forecast, scenario: Scenario, one: PlanInput) -> Learning | None:
    month = ("month", "months")
    if one.kind == "growth":
        growth = scenario.growth
        quantity = growth.volume if one.path[1] == "volume" else growth.deal_size
        interval = (growth.interval, f"{growth.interval}s")
        known = ASSUMED_CASES["guess"]
        return Learning(((1.0, known, 1.0),), interval, 1 / growth.months, True) if quantity.sd else None
    if one.kind == "season" and scenario.seasonality.sd:
        return Learning(((1.0, ASSUMED_CASES["guess"], 1.0),), ("year", "years"), 1 / 12, True)
    if one.kind == "churn" and scenario.recurring is not None:
        customers = _mean(forecast, Series.OPENING_CUSTOMERS, COMPANY)
        return _rate(scenario.recurring.monthly_churn, ("customer-month", "customer-months"), customers)
    if one.kind == "expansion" and scenario.recurring is not None:
        return _monthly(scenario.recurring.monthly_expansion, one.grade, month)
    return _monthly(scenario.costs.gross_margin, one.grade, month) if one.kind == "margin" else None


def _rate(rate: Rate, case: tuple[str, str], per_month: float) -> Learning | None:
    return None if rate.beta is None else Learning(((1.0, sum(rate.beta), 1.0),), case, per_month)


def _mean_of(one: DealSize | CycleDays, per_month: float) -> Learning | None:
    if one.n is None:
        return None
    return Learning(((1.0, one.n, 1.0),), ("won deal", "won deals"), per_month)


def _monthly(one: Quantity, grade: Grade, case: tuple[str, str]) -> Learning | None:
    return Learning(((1.0, ASSUMED_CASES[grade], 1.0),), case, 1.0, True) if one.sd else None


def _volume(inbound: Inbound, scenario: Scenario, grade: Grade) -> Learning | None:
    """A month's count varies by luck, dispersion and market; a mean known to `sd` is worth that over `sd`², in months.

    No less than is assumed anyway: a spread wider than so few months would leave comes from something that further
    months do not tell fast.
    """
    if not inbound.sd:
        return None
    market = math.expm1(scenario.market.monthly_sd**2)
    beyond = market if inbound.dispersion is None else market + 1 / inbound.dispersion
    variance = max(inbound.mean + beyond * inbound.mean**2, 1e-9)
    behind, least = variance / inbound.sd**2, ASSUMED_CASES[grade]
    return Learning(((1.0, max(behind, least), 1.0),), ("month", "months"), 1.0, behind < least)


def _open_deals(forecast: Forecast, scenario: Scenario, team: Team) -> Learning | None:
    """Groups share what is decided by their counts; no more can be seen than there are, which the pace says."""
    spreads, known, counts = [], [], []
    for group in team.open_pipeline:
        if group.win_rate.beta is None or not group.count:
            continue
        a, b = group.win_rate.beta
        spreads.append(group.count**2 * a * b / ((a + b) ** 2 * (a + b + 1)))
        known.append(a + b)
        counts.append(group.count)
    if not sum(spreads):
        return None
    closed = float(np.mean(forecast.series(Series.PIPELINE_CLOSED, team.name).sum(axis=1)))
    won = float(np.mean(forecast.series(Series.PIPELINE_WON, team.name).sum(axis=1)))
    pace = sum(counts) * (closed / won if won else 0.0) / scenario.horizon_months
    parts = tuple(
        (spread / sum(spreads), behind, count / sum(counts))
        for spread, behind, count in zip(spreads, known, counts, strict=True)
    )
    return Learning(parts, ("open deal decided", "open deals decided"), pace)


def _mean(forecast: Forecast, series: str, scope: str) -> float:
    return float(np.mean(forecast.series(series, scope)))
