"""Levers in their natural unit: what stands in a plan, and what a relative change turns it into."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from simulator.scenario.levers import STAGE_PREFIX, lever, team_has_lever
from simulator.scenario.plan import Scenario
from simulator.scenario.team import Team

LeverUnit = Literal[
    "share",
    "share_per_month",
    "share_per_year",
    "units_per_month",
    "deals_per_month",
    "money",
    "money_per_month",
    "days",
    "months",
    "people",
]
_UNITS: dict[str, LeverUnit] = {
    "volume": "units_per_month",
    "win_rate": "share",
    "deal_size": "money",
    "cycle_days": "days",
    "capacity": "deals_per_month",
    "ramp_months": "months",
    "attrition": "share_per_year",
    "hires": "people",
    "churn": "share_per_month",
    "expansion": "share_per_month",
    "gross_margin": "share",
    "marketing": "money_per_month",
    "overhead": "money_per_month",
}


def lever_unit(name: str) -> LeverUnit:
    """In which unit `lever_amount` speaks of a lever; shares are 0..1. KeyError where no plan has such a lever."""
    return "share" if name.startswith(STAGE_PREFIX) else _UNITS[name]


def lever_amount(
    scenario: Scenario, name: str, change: float = 0.0, teams: tuple[str, ...] | None = None
) -> float:
    """What stands in `scenario` for a lever, changes kept in it included, and moved by the relative `change`.

    Of a lever of teams the mean over `teams` (left out: all that have it), weighted by what the lever acts on; of the
    entering units the sum. A share stops at 1 in each team. Of ``hires`` the people more in each team: `change`
    itself. Initiatives and risks are not counted: they may not come. The order of the teams changes no digit.
    """
    if name == "hires":
        return change
    if lever(name).level == "company":
        moved = _company(scenario, name) * (_kept(scenario, name, None) * (1 + change))
        return min(moved, 1.0) if lever(name).share else moved
    having = [
        team
        for team in scenario.teams
        if team_has_lever(team, name) and (teams is None or team.name in teams)
    ]
    value, weight = _of_team(name)

    def moved_value(team: Team) -> float:
        amount = value(team) * (_kept(scenario, name, team.name) * (1 + change))
        return min(amount, 1.0) if lever(name).share else amount

    if name == "volume":
        return math.fsum(moved_value(team) for team in having)
    if len(having) == 1:
        return moved_value(having[0])
    total = math.fsum(weight(team) for team in having)
    if total <= 0:
        return math.fsum(moved_value(team) for team in having) / len(having)
    return math.fsum(moved_value(team) * weight(team) for team in having) / total


def _kept(scenario: Scenario, name: str, team: str | None) -> float:
    factor = 1.0
    for one in scenario.adjustments:
        if one.lever == name and (team is None or one.teams is None or team in one.teams):
            factor *= 1 + one.change
    return factor


def entering(team: Team) -> float:
    """Units a team expects to enter per month at the start: inbound, and outbound by everybody at full ramp."""
    people = len(team.reps) + team.headcount
    return team.inbound_per_month.mean + team.outbound_per_rep_per_day * team.workdays_per_month * people


def _reaching_last(team: Team) -> float:
    units = entering(team)
    for stage in team.stages[:-1]:
        units *= stage.rate.expected
    return units


def _won(team: Team) -> float:
    return _reaching_last(team) * team.stages[-1].rate.expected


def _people(team: Team) -> float:
    return float(len(team.reps) + team.headcount)


def _full_ramp(team: Team) -> float:
    top = max(team.ramp)
    return float(next(t for t, value in enumerate(team.ramp) if value >= top))


def _of_team(name: str) -> tuple[Callable[[Team], float], Callable[[Team], float]]:
    """A team's value of a lever, and what the lever acts on."""
    if name.startswith(STAGE_PREFIX):
        stage = name.removeprefix(STAGE_PREFIX)
        return lambda team: next(one.rate.expected for one in team.stages if one.name == stage), entering
    found: dict[str, tuple[Callable[[Team], float], Callable[[Team], float]]] = {
        "volume": (entering, entering),
        "win_rate": (lambda team: team.stages[-1].rate.expected, _reaching_last),
        "deal_size": (lambda team: team.deal_size.mean_size, _won),
        "cycle_days": (lambda team: team.cycle_days.mean, _won),
        "capacity": (lambda team: team.opportunities_per_rep_per_month or 0.0, _people),
        "ramp_months": (_full_ramp, _people),
        "attrition": (lambda team: team.annual_attrition.expected, _people),
    }
    return found[name]


def _company(scenario: Scenario, name: str) -> float:
    costs, recurring = scenario.costs, scenario.recurring
    if name == "churn":
        return 0.0 if recurring is None else recurring.monthly_churn.expected
    if name == "expansion":
        return 0.0 if recurring is None else recurring.monthly_expansion.mean
    if name == "gross_margin":
        return costs.gross_margin.mean
    return costs.marketing_per_month if name == "marketing" else costs.overhead_per_month
