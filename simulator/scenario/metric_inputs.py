"""Which inputs a goal's metric needs and this scenario does not have, in sentences that say where to enter them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.metric_names import (
    ACTIVITY_METRICS,
    HOUR_METRICS,
    METRIC_NAMES,
    RECURRING_ONLY,
    ROLE_METRICS,
)
from simulator.scenario.months import months_between
from simulator.scenario.plan import Scenario
from simulator.scenario.roles import ROLE_WORDS, place_of, qualified_place
from simulator.scenario.team import Team

COMPANY = "company"
_HOURS = {
    "coaching_hours_per_rep_per_month": "Coaching hours",
    "training_hours_per_rep_per_month": "Training hours",
}
_PEOPLE = frozenset(
    {"rep_turnover", "activities_per_rep_per_day", "quota_attainment", *ACTIVITY_METRICS, *HOUR_METRICS}
)
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class MissingInput:
    """One input a metric needs.

    place: where it stands in the document. page: the page where it is entered. sentence: what is missing and what to
    do, for a reader. rule: the same for whoever writes the document. blocks: without it the metric means nothing; else
    it can be computed, from what else there is.
    """

    place: str
    page: str
    sentence: str
    rule: str
    blocks: bool = True


def missing_inputs(
    scenario: Scenario, metric: str, scope: str = COMPANY, window: str = "average", by: str | None = None
) -> tuple[MissingInput, ...]:
    """What `metric` of `scope` needs and `scenario` lacks; empty where it can be judged.

    window and by: of the goal, for metrics that look back; by left out is the last month. A metric that only the
    company has is looked at for the company. Raises KeyError where there is no such metric or team.
    """
    if not metric.startswith(STAGE_PREFIX) and metric not in METRIC_NAMES:
        raise KeyError(metric)
    if scope != COMPANY and scope not in scenario.team_names:
        raise KeyError(scope)
    return tuple(_missing(scenario, metric, scope, window, by or scenario.months[-1]))


def _missing(scenario: Scenario, metric: str, scope: str, window: str, by: str) -> Iterator[MissingInput]:
    teams = [team for team in scenario.teams if scope in (COMPANY, team.name)]
    if metric in RECURRING_ONLY and scenario.recurring is None:
        yield MissingInput(
            "recurring",
            "Growth",
            "Subscription business is missing: enter customers, their monthly revenue and churn on Growth.",
            "needs the input [recurring] (opening_customers, opening_mrr, monthly_churn); "
            "add it or choose another metric",
        )
    if metric == "quota_attainment" and not any(team.annual_quota_per_rep for team in teams):
        yield MissingInput(
            "teams.annual_quota_per_rep",
            "Team",
            f"{_whose(teams)} quota is missing: enter the quota of a rep a year on Team.",
            "needs the input annual_quota_per_rep of a team; add it or choose another metric",
        )
    if metric in _PEOPLE and not any(team.reps or team.headcount or team.hires for team in teams):
        yield MissingInput(
            "teams.reps",
            "Team",
            f"{_whose(teams)} people are missing: enter names, headcount or hires on Team.",
            "needs people: reps, headcount or hires of a team; add them or choose another metric",
        )
    yield from _of_teams(metric, teams)
    yield from _costs(scenario, metric)
    if metric == "cycle_days" and not any(team.cycle_days.mean for team in teams):
        yield MissingInput(
            "teams.cycle_days",
            "History",
            f"{_whose(teams)} sales cycle is missing: deals close in the month they are decided. Enter it on History.",
            "needs the input cycle_days of a team",
            blocks=False,
        )
    if metric == "revenue_growth":
        yield from _past(scenario, scope, window, by)


def _of_teams(metric: str, teams: list[Team]) -> Iterator[MissingInput]:
    """Inputs each team has or has not; where some have them, the others are told and left out."""
    has: Callable[[Team], bool]
    if metric in ROLE_METRICS:
        role = ROLE_METRICS[metric]
        word = ROLE_WORDS[role]
        has = lambda team: place_of(team, role) is not None  # noqa: E731
        none, how, place = f"No step of {{}} funnel is marked as {word}", "mark one on Team", "stages"
        rule = f'mark a stage with role = "{role}" (or entry_role)'
    elif metric == "qualified_leads":
        has = lambda team: qualified_place(team) is not None  # noqa: E731
        none = "No step of {} funnel is marked as marketing- or sales-qualified lead"
        how, place = "mark one on Team", "stages"
        rule = 'mark a stage with role = "mql" or "sql" (or entry_role)'
    elif metric == "units":
        has = lambda team: team.units_per_deal is not None  # noqa: E731
        none, how, place = "{} units per deal are missing", "enter them on Team", "units_per_deal"
        rule = "needs the input units_per_deal of a team"
    elif metric in ACTIVITY_METRICS:
        what = ACTIVITY_METRICS[metric]
        has = lambda team: gives_activity(team, what)  # noqa: E731
        name = {"calls": "calls", "emails": "e-mails", "meetings": "meetings"}[what]
        none, how, place = (
            f"{{}} {name} per rep and day are missing",
            "enter them on Team",
            f"activities.{what}",
        )
        rule = f"needs the input activities.{what} of a team"
    elif metric in HOUR_METRICS:
        field = HOUR_METRICS[metric]
        has = lambda team: getattr(team, field) is not None  # noqa: E731
        none, how, place = f"{{}} {_HOURS[field].lower()} are missing", "enter them on Team", field
        rule = f"needs the input {field} of a team"
    else:
        return
    lacking = [team for team in teams if not has(team)]
    if len(lacking) == len(teams):
        sentence = none.format(_whose(teams) if none.startswith("{}") else _whose(teams, inside=True))
        where = f"teams[{teams[0].name}].{place}" if len(teams) == 1 else f"teams.{place}"
        yield MissingInput(
            where, "Team", f"{sentence}; {how}.", f"{_lower(sentence)}; {rule}, or choose another metric"
        )
        return
    for team in lacking:
        whose = _possessive(team.name)
        sentence = f"{none.format(whose)}: the other teams are counted without {team.name}"
        yield MissingInput(f"teams[{team.name}].{place}", "Team", f"{sentence}; {how}.", rule, blocks=False)


def gives_activity(team: Team, what: str) -> bool:
    """Whether `team` says how many ``calls``, ``emails`` or ``meetings`` its people make."""
    given = team.activities
    return given is not None and (getattr(given, what) is not None or given.outbound == what)


def _costs(scenario: Scenario, metric: str) -> Iterator[MissingInput]:
    costs = scenario.costs
    acquiring = bool(costs.marketing_per_month or any(team.annual_cost_per_rep for team in scenario.teams))
    if metric in ("cac", "clv_to_cac") and not acquiring:
        yield MissingInput(
            "costs.marketing_per_month",
            "Team",
            "Costs are missing: enter the cost of a rep on Team and marketing on Growth; "
            "without them winning a customer is free.",
            "needs annual_cost_per_rep of a team or costs.marketing_per_month",
            blocks=False,
        )
    margin = costs.gross_margin
    spends = acquiring or costs.overhead_per_month or margin.mean < 1
    if metric in ("profit", "profit_margin") and not spends:
        yield MissingInput(
            "costs",
            "Growth",
            "Costs are missing: enter gross margin, marketing and overhead on Growth; "
            "without them all revenue is profit.",
            "needs costs: gross_margin, marketing_per_month, overhead_per_month, or annual_cost_per_rep of a team",
            blocks=False,
        )


def months_before(scenario: Scenario, scope: str = COMPANY) -> tuple[float, ...]:
    """Revenue of the months that end just before the plan starts, oldest first; empty where they are not known."""
    opinion = scenario.second_opinion
    if (
        opinion is None
        or scope != COMPANY
        or (opinion.metric != "revenue" and scenario.recurring is not None)
    ):
        return ()
    gap = months_between(opinion.first_month, scenario.start_month)
    return opinion.values[:gap] if 0 < gap <= len(opinion.values) else ()


def _past(scenario: Scenario, scope: str, window: str, by: str) -> Iterator[MissingInput]:
    last = scenario.month_index(by)
    length = last + 1 if window in ("total", "average") else _MONTHS_OF[window]
    first = last - length + 1
    needed = 1 - last if window == "average" else length - first
    known = len(months_before(scenario, scope))
    if needed > known:
        months = "month" if needed == 1 else f"{needed} months"
        yield MissingInput(
            "second_opinion",
            "History",
            f"Revenue of the {months} before {scenario.start_month} is missing: bring a money history on History, "
            "or choose a later deadline or a shorter stretch of time.",
            f"needs the {months} before start_month as [second_opinion] values, a later deadline or another window",
        )


def _whose(teams: list[Team], *, inside: bool = False) -> str:
    if len(teams) == 1:
        return _possessive(teams[0].name)
    return "any team's" if inside else "Every team's"


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:] if sentence.startswith(("No ", "Every ")) else sentence
