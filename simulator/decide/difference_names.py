"""What belongs together when two plans differ, and what a person would call it."""

from __future__ import annotations

from simulator.errors import shorten
from simulator.scenario.change_words import label_of
from simulator.scenario.levers import lever
from simulator.scenario.months import months_between
from simulator.scenario.plan import Scenario
from simulator.scenario.team import Team

Key = tuple[str, ...]
TIME: Key = ("time",)
LUCK: Key = ("seed",)

_FAMILY = {
    "outbound_per_rep_per_day": "outbound",
    "workdays_per_month": "outbound",
    "opportunities_per_rep_per_month": "capacity",
    "backlog_carry": "capacity",
    "ramp_length_cv": "ramp",
    "annual_attrition": "attrition",
    "backfill_after_months": "attrition",
    "reps": "people",
    "headcount": "people",
    "opening_customers": "opening book",
    "opening_mrr": "opening book",
    "by": "deadline",
    "window": "deadline",
    "target": "target",
    "direction": "target",
    "metric": "metric",
    "scope": "metric",
}
_NAMES = {
    "outbound": "outbound work",
    "capacity": "capacity per rep",
    "people": "people on the team",
    "inbound_per_month": "what comes in",
    "open_pipeline": "open deals",
    "opening book": "customers at the start",
    "monthly_churn": "churn",
    "monthly_expansion": "expansion",
    "marketing_per_month": "marketing cost",
    "overhead_per_month": "overhead",
    "cycle_days": "sales cycle",
    "deal_size": "deal size",
    "annual_cost_per_rep": "cost per rep",
    "annual_quota_per_rep": "quota per rep",
    "horizon_months": "months looked at",
    "volume": "growth of what comes in",
    "seasonality": "season",
    "second_opinion": "second opinion",
    "widening": "widening of the range",
    "adjustments": "levers kept",
    "recurring": "subscriptions",
}
_PASSING = {"reps", "headcount", "open_pipeline"}
"""Of a team: what a month that passed changes by itself."""


def key_of(steps: Key, old: Scenario, new: Scenario) -> Key:
    """What the changed field at `steps` belongs to: fields with the same key are one change."""
    top = steps[0]
    passed = old.start_month != new.start_month
    if passed and _passes(steps, old, new):
        return TIME
    if top == "teams":
        return _key_in_team(steps, old, new)
    if top == "goals":
        return ("goals", "metric" if _another_metric(old, new) else _FAMILY[steps[-1]])
    if top == "growth":
        whole = len(steps) == 1 or old.growth.interval != new.growth.interval
        return ("growth",) if whole else ("growth", steps[1])
    if top in ("recurring", "costs") and len(steps) > 1:
        return (top, _FAMILY.get(steps[1], steps[1]))
    return steps[:2] if top in ("initiatives", "risks", "adjustments") else (top,)


def _passes(steps: Key, old: Scenario, new: Scenario) -> bool:
    """Whether it is told by the calendar: the start, who is there by now, what is open, what is left of the goal."""
    top = steps[0]
    if top == "teams" and len(steps) > 2:
        if steps[2] == "hires":
            first = max(old.start_month, new.start_month)
            listed = [*old.team(steps[1]).hires, *new.team(steps[1]).hires]
            return min(steps[3:4] or (one.month for one in listed), default=first) < first
        return steps[2] in _PASSING
    if top == "goals":
        counts_from_start = all(goal.window in ("total", "average") for goal in (*old.goals, *new.goals))
        return _FAMILY[steps[-1]] == "target" and counts_from_start and not _another_metric(old, new)
    if top == "recurring" and len(steps) > 1:
        return _FAMILY.get(steps[1]) == "opening book"
    return top in ("start_month", "horizon_months")


def _another_metric(old: Scenario, new: Scenario) -> bool:
    return old.goals[0].metric != new.goals[0].metric


def _key_in_team(steps: Key, old: Scenario, new: Scenario) -> Key:
    if len(steps) < 3:
        return ("teams", renamed(old, new).get(steps[1], steps[1])) if len(steps) == 2 else ("teams",)
    team, field = steps[1], steps[2]
    if field == "stages":
        one_by_one = len(steps) > 3 and _steps_of(old.team(team)) == _steps_of(new.team(team))
        return ("teams", team, "stages", steps[3]) if one_by_one else ("teams", team, "stages")
    return ("teams", team, _FAMILY.get(field, field))


def _steps_of(team: Team) -> list[str]:
    return [stage.name for stage in team.stages]


def renamed(old: Scenario, new: Scenario) -> dict[str, str]:
    """Old name to new of the teams that differ in nothing else."""
    gone = [team for team in old.teams if team.name not in new.team_names]
    come = [team for team in new.teams if team.name not in old.team_names]
    found: dict[str, str] = {}
    for team in gone:
        same = [one for one in come if one == team.changed(name=one.name) and one.name not in found.values()]
        if same:
            found[team.name] = same[0].name
    return found


def name_of(key: Key, steps: Key, old: Scenario, new: Scenario) -> str:
    """What a person would call the change, without its numbers: ``Direct: win rate``. steps: one of its fields."""
    if key == TIME:
        return _time_words(months_between(old.start_month, new.start_month))
    if key == LUCK:
        return "Other luck (another seed)"
    top = key[0]
    if top == "goals":
        metric = old.goals[0].metric != new.goals[0].metric
        what = "what the goal counts" if key[1] == "metric" and metric else f"{key[1]} of the goal"
        return _capital(what if key[1] != "metric" else "what the goal counts")
    if top == "teams" and len(key) == 2:
        return _team_words(key[1], old, new)
    if top == "teams" and len(key) > 2:
        several = len(old.teams) > 1 or len(new.teams) > 1
        whose = f"{shorten(key[1], 30)}: " if several else ""
        if key[2] == "stages" and len(key) > 3:
            return _capital(f"{whose}{label_of((*key, 'rate'), new)}")
        return _capital(f"{whose}{'steps of the funnel' if key[2] == 'stages' else _called(key[2])}")
    if top in ("initiatives", "risks") and len(key) > 1:
        return f"{'Initiative' if top == 'initiatives' else 'Risk'} {shorten(key[1], 40)}"
    if top == "adjustments" and len(key) > 1:
        return f"{lever(key[1]).label} moved"
    if top == "growth" and len(key) > 1:
        return _capital(_called(key[1]) if key[1] == "volume" else f"growth of {_called(key[1])}")
    return _capital(_called(key[-1]) if key[-1] in _NAMES else label_of(steps[: len(key)], new))


def kind_of(key: Key) -> str:
    """What the same change is called in any team."""
    if key[0] == "teams" and len(key) == 2:
        return "Teams added or removed"
    if key[0] == "teams" and len(key) > 2:
        return _capital("rates of the funnel" if key[2] == "stages" else _called(key[2]))
    return _capital(_called(key[0]))


def _time_words(months: int) -> str:
    count = abs(months)
    if months < 0:
        return f"The plan starts {'a month' if count == 1 else f'{count} months'} earlier"
    return "A month has passed" if count == 1 else f"{count} months have passed"


def _team_words(team: str, old: Scenario, new: Scenario) -> str:
    before = next((one for one, now in renamed(old, new).items() if now == team), None)
    if before is not None:
        return f"Team {shorten(before, 30)} is called {shorten(team, 30)} (other luck)"
    how = "removed" if team in old.team_names else "added"
    return f"Team {shorten(team, 30)} {how}"


def _called(field: str) -> str:
    return _NAMES.get(field, field.replace("_", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
