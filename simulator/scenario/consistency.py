"""Rules between the parts of a scenario: names that must exist, months that must fit, sizes that must stay sane."""

from __future__ import annotations

import math
from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial

from simulator.errors import Problem, shorten
from simulator.scenario.goal import Goal
from simulator.scenario.goal_ties import goal_ties
from simulator.scenario.judging import LEAST_MONTHS, LEAST_SOLD_MONTHS
from simulator.scenario.lever_terms import term_problems
from simulator.scenario.levers import (
    COUNTED_LEVERS,
    LEVERS,
    MAX_PEOPLE_CHANGE,
    STAGE_PREFIX,
    Lever,
    lever,
    team_has_lever,
)
from simulator.scenario.metric_inputs import missing_inputs
from simulator.scenario.metric_names import (
    COMPANY_ONLY,
    METRIC_NAMES,
    OF_REVENUE,
    PERCENT_RANGES,
    SHARE_METRICS,
)
from simulator.scenario.months import months_between
from simulator.scenario.pay_plan import pay_problems
from simulator.scenario.plan import Adjustment, DatedChange, Scenario
from simulator.scenario.quota_terms import quota_problems

MAX_CELLS = 20_000
"""Most team-months of one scenario: 200 teams over 100 months."""
MAX_COMPANY_PEOPLE = 20_000
MAX_GAP_MONTHS = 120
"""Between the last month of a second opinion and the plan's first."""
RESERVED_NAMES = {
    "company": "is the name of the whole",
    "growth": "is the name of the company's growth, whose luck a team so called would share",
}


def problems_of(scenario: Scenario) -> tuple[Problem, ...]:
    """Everything that does not fit together; empty where `scenario` can be simulated."""
    return (
        *_teams(scenario),
        *_changes(scenario),
        *_goals(scenario),
        *_opinion(scenario),
        *pay_problems(scenario.pay, scenario.team_names),
        *term_problems(scenario.lever_terms, partial(_lever_problem, scenario), MAX_PEOPLE_CHANGE),
    )


def _opinion(scenario: Scenario) -> Iterator[Problem]:
    opinion = scenario.second_opinion
    if opinion is None:
        return
    known = max(0, months_between(opinion.first_month, scenario.start_month))
    before = opinion.values[:known]
    if len(before) < LEAST_MONTHS or sum(value > 0 for value in before) < LEAST_SOLD_MONTHS:
        yield Problem(
            "second_opinion.first_month",
            opinion.first_month,
            f"at least {LEAST_MONTHS} months, {LEAST_SOLD_MONTHS} of them above 0, must lie before start_month "
            f"{scenario.start_month}; start the plan later or leave the second opinion out",
        )
    elif known - len(before) > MAX_GAP_MONTHS:
        yield Problem(
            "second_opinion.values",
            f"end with {opinion.last_month}",
            f"must not end more than {MAX_GAP_MONTHS} months before start_month {scenario.start_month}; "
            "bring newer months or leave the second opinion out",
        )


def _twice(names: list[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def _teams(scenario: Scenario) -> Iterator[Problem]:
    repeated = _twice(list(scenario.team_names))
    if repeated is not None:
        yield Problem(
            "teams", shorten(repeated), "two teams have this name; give each team a name of its own"
        )
    for name, meaning in RESERVED_NAMES.items():
        if name in scenario.team_names:
            yield Problem(f"teams[{name}].name", name, f"{meaning}; call the team something else")
    cells = len(scenario.teams) * scenario.horizon_months
    if cells > MAX_CELLS:
        yield Problem(
            "horizon_months",
            str(scenario.horizon_months),
            f"{cells} team-months are more than {MAX_CELLS}; use fewer months or teams",
        )
    people = sum(
        len(team.reps) + team.headcount + sum(hire.count for hire in team.hires) for team in scenario.teams
    )
    if people > MAX_COMPANY_PEOPLE:
        yield Problem(
            "teams",
            f"{people} people",
            f"at most {MAX_COMPANY_PEOPLE} people in all; merge or shorten the rosters",
        )
    for team in scenario.teams:
        for number, hire in enumerate(team.hires, 1):
            if months_between(scenario.start_month, hire.month) < 0:
                yield Problem(
                    f"teams[{team.name}].hires[{number}].month",
                    hire.month,
                    f"must not lie before start_month {scenario.start_month}; "
                    "enter people already there as reps with their tenure_months",
                )


def _lever_problem(
    scenario: Scenario, field: str, name: str, teams: tuple[str, ...] | None
) -> Problem | None:
    try:
        found: Lever = lever(name)
    except KeyError:
        return Problem(
            f"{field}.lever",
            shorten(name),
            f"is no lever; use one of {', '.join((*LEVERS, *COUNTED_LEVERS))} or {STAGE_PREFIX}<name>",
        )
    for team in teams or ():
        if team not in scenario.team_names:
            return Problem(
                f"{field}.teams", shorten(team), f"is no team; teams are {', '.join(scenario.team_names)}"
            )
    if found.level == "company":
        if teams is not None:
            return Problem(
                f"{field}.teams", shorten(", ".join(teams)), f"{name} belongs to the company; leave teams out"
            )
        if name in ("churn", "expansion") and scenario.recurring is None:
            return Problem(
                f"{field}.lever", name, "needs subscription business; add [recurring] or choose another lever"
            )
        return None
    named = [scenario.team(team) for team in teams] if teams is not None else list(scenario.teams)
    if not named:
        return Problem(f"{field}.teams", "[]", "name at least one team, or leave teams out for all")
    lacking = [team.name for team in named if not team_has_lever(team, name)]
    if len(lacking) == len(named) or (teams is not None and lacking):
        return Problem(f"{field}.lever", shorten(name), f"does not exist in {', '.join(lacking)}")
    return None


def _changes(scenario: Scenario) -> Iterator[Problem]:
    listed: list[tuple[str, DatedChange | Adjustment]] = [
        *((f"initiatives[{one.name}]", one) for one in scenario.initiatives),
        *((f"risks[{one.name}]", one) for one in scenario.risks),
        *((f"adjustments[{number}]", one) for number, one in enumerate(scenario.adjustments, 1)),
    ]
    for kind, changes in (("initiatives", scenario.initiatives), ("risks", scenario.risks)):
        repeated = _twice([one.name for one in changes])
        if repeated is not None:
            yield Problem(kind, shorten(repeated), "two have this name; give each a name of its own")
    for field, one in listed:
        problem = _lever_problem(scenario, field, one.lever, one.teams)
        if problem is not None:
            yield problem
            continue
        if one.lever == "hires":
            low, high = (
                (one.change, one.change) if isinstance(one, Adjustment) else (one.effect.low, one.effect.high)
            )
            if low < 0 or high > MAX_PEOPLE_CHANGE:
                part = "change" if isinstance(one, Adjustment) else "effect"
                yield Problem(
                    f"{field}.{part}",
                    f"{low if low < 0 else high:g}",
                    f"hires counts people more: 0 to {MAX_PEOPLE_CHANGE}",
                )
        elif not isinstance(one, Adjustment) and one.effect.high > 100:
            yield Problem(
                f"{field}.effect.high",
                f"{one.effect.high:g}",
                "is a relative change: at most 100 (+10,000 %)",
            )


def _goals(scenario: Scenario) -> Iterator[Problem]:
    repeated = _twice([goal.name for goal in scenario.goals])
    if repeated is not None:
        yield Problem(
            "goals", shorten(repeated), "two goals have this name; give each goal a name of its own"
        )
    yield from goal_ties(scenario.goals)
    yield from quota_problems(scenario.quotas, scenario.goals)
    last = scenario.months[-1]
    for goal in scenario.goals:
        field = f"goals[{goal.name}]"
        t = scenario.month_index(goal.by)
        if not 0 <= t < scenario.horizon_months:
            yield Problem(
                f"{field}.by",
                goal.by,
                f"must lie between {scenario.start_month} and {last}; move the deadline or lengthen horizon_months",
            )
        elif goal.window == "quarter" and t < 2:
            yield Problem(
                f"{field}.window",
                "quarter",
                f'needs three simulated months up to {goal.by}; use a later deadline or window = "month"',
            )
        elif goal.window == "year" and t < 11:
            yield Problem(
                f"{field}.window",
                "year",
                f'needs twelve simulated months up to {goal.by}; use a later deadline or window = "quarter"',
            )
        if goal.scope != "company" and goal.scope not in scenario.team_names:
            yield Problem(
                f"{field}.scope",
                shorten(goal.scope),
                f"is no team; use company or one of {', '.join(scenario.team_names)}",
            )
            continue
        yield from _metric(scenario, field, goal)


def _metric(scenario: Scenario, field: str, goal: Goal) -> Iterator[Problem]:
    metric, scope, threshold = goal.metric, goal.scope, goal.threshold
    if metric.startswith(STAGE_PREFIX):
        stages = {
            stage.name for team in scenario.teams if scope in ("company", team.name) for stage in team.stages
        }
        if metric.removeprefix(STAGE_PREFIX) not in stages:
            yield Problem(
                f"{field}.metric",
                shorten(metric),
                f"no such stage in {scope}; stages are {', '.join(sorted(stages))}",
            )
        return
    if metric not in METRIC_NAMES:
        yield Problem(
            f"{field}.metric",
            shorten(metric),
            f"is no metric; use one of {_nearest(metric)} or {STAGE_PREFIX}<name>; "
            f"python -m simulator metrics lists all {len(METRIC_NAMES)}",
        )
        return
    if metric in COMPANY_ONLY and scope != "company":
        yield Problem(
            f"{field}.scope", shorten(scope), f'{metric} exists for the company only; set scope = "company"'
        )
    if metric in OF_REVENUE and scope != "company" and scenario.recurring is not None:
        yield Problem(
            f"{field}.scope",
            shorten(scope),
            'recurring revenue exists for the company only; set scope = "company" or use bookings',
        )
    if metric in SHARE_METRICS and not 0 <= threshold <= 1:
        yield Problem(
            f"{field}.target", f"{threshold:g}", f"{metric} is a share between 0 and 1; write 0.25 for 25 %"
        )
    least, most, how = PERCENT_RANGES.get(metric, (-math.inf, math.inf, ""))
    if not least <= threshold <= most:
        yield Problem(f"{field}.target", f"{threshold:g}", f"{metric} {how}")
    for one in missing_inputs(scenario, metric, scope, goal.window, goal.by):
        if one.blocks:
            yield Problem(f"{field}.metric", metric, one.rule)


def _nearest(metric: str) -> str:
    """Names that may have been meant, else the first ones: all of them are too many for one sentence."""
    return ", ".join(get_close_matches(metric, METRIC_NAMES, 5) or METRIC_NAMES[:8])
