"""A finished goal as one sentence, written from the goal and not from what was typed."""

from __future__ import annotations

from simulator.engine.forecast import COMPANY
from simulator.goals.intake_numbers import exact_text
from simulator.goals.intake_terms import ambiguous
from simulator.goals.intake_words import spoken_label, written_in_percent
from simulator.goals.metrics import metric
from simulator.goals.smart_timely import day_text, last_day
from simulator.goals.told import Figure, Told, said
from simulator.scenario.goal import Goal
from simulator.scenario.metric_names import COMPANY_ONLY
from simulator.scenario.plan import Scenario

_IN_WINDOW = {
    "total": "",
    "month": " in the month",
    "quarter": " in the quarter",
    "year": " in the year",
    "average": " on average a month",
}


def written(goal: Goal, scenario: Scenario) -> Told:
    """``Raise monthly recurring revenue of Direct from 317 k to 349 k by 31 Dec 2027``; amounts of money as figures.

    Metric, scope, window, direction, numbers, deadline and owner are in it; the goal's name, note and sources are not.
    """
    # Revenue alone is asked back where business is recurring.
    label = "total revenue" if goal.metric == "revenue" and scenario.recurring else spoken_label(goal.metric)
    what = f"{label}{_of(goal, scenario)}{_IN_WINDOW[goal.window]}"
    end = f" by {day_text(last_day(goal.by))}{_owned(goal)}"
    # Of a change the number it leads to is only told; twelve digits are all that arithmetic leaves of it.
    reached = goal.threshold if goal.change is None else float(f"{goal.threshold:.12g}")
    to, bound = _shown(goal, reached), "at least" if goal.direction == "at_least" else "at most"
    if goal.baseline is None:
        return (f"Bring {what} to {bound} ", to, end)
    start = _shown(goal, goal.baseline)
    change = "" if goal.change is None else exact_text(goal.change, percent=True)
    rises = goal.threshold > goal.baseline
    moves = goal.threshold != goal.baseline and rises == (goal.direction == "at_least")
    if moves and (goal.change is None or (goal.change > 0) == rises):
        by = f" by {change.removeprefix('-')}" if change else ""
        return (f"{'Raise' if rises else 'Lower'} {what}{by} from ", start, " to ", to, end)
    side = "at or above" if goal.direction == "at_least" else "at or below"
    middle = f" (change {change} from " if change else " (from "
    return (f"Keep {what} {side} ", to, middle, start, ")", end)


def exact_sentence(goal: Goal, scenario: Scenario) -> str:
    """`written` with every digit, so that `read_goal` gives the goal back."""
    return said(written(goal, scenario), lambda figure: exact_text(figure.value, percent=False))


def _shown(goal: Goal, value: float) -> Figure | str:
    if metric(goal.metric).unit == "money":
        return Figure(value, "money")
    return exact_text(value, percent=written_in_percent(goal.metric))


def _of(goal: Goal, scenario: Scenario) -> str:
    if goal.scope == COMPANY:
        # A metric that only the company has: where there is one team it is the company.
        alone = len(scenario.teams) == 1 and goal.metric in COMPANY_ONLY
        return f" of {_name(scenario.teams[0].name, scenario)}" if alone else " of the company"
    return f" of {_name(goal.scope, scenario)}"


def _owned(goal: Goal) -> str:
    if goal.owner is None:
        return ""
    plain = all(part.isalpha() for part in goal.owner.split(" "))
    return f", owned by {goal.owner}" if plain else f', owned by "{goal.owner}"'


def _name(team: str, scenario: Scenario) -> str:
    """The team's name, in quotes where a reader could take it for something else."""
    plain = all(part.isalpha() and part[0].isupper() for part in team.split(" "))
    return team if plain and not ambiguous((team,), scenario) else f'"{team}"'
