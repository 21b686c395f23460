"""Metrics and levers in the words and units of the trade."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.goals import metric
from simulator.scenario import Goal, Scenario, lever
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.text import plain, shown
from words.amounts import Unit, amount
from words.metrics import bound_words, metric_label, shown_unit, stage_of, when_words


@dataclass(frozen=True)
class MetricWords:
    """label: how the metric is called; unit: how its numbers are written; additive: a total grows month by month;
    direction: what a goal on it usually asks for."""

    label: str
    unit: Unit
    additive: bool = False
    meaning: str = ""
    direction: str = "at_least"


WINDOWS = {
    "total": "in total until then",
    "month": "in that month",
    "quarter": "in the three months to then",
    "year": "in the twelve months to then",
    "average": "as a monthly average until then",
}

OF_GOAL = " of goal"
"""Ends an amount that is told as a share of its goal."""


def metric_words(name: str) -> MetricWords:
    """How a metric is called and written. Stage names stand as they were given: escape where markdown is read."""
    found = metric(name)
    label = metric_label(name, shown(stage_of(name)))
    return MetricWords(label, shown_unit(name), found.kind == "flow", found.definition, found.direction)


def value_text(
    name: str, value: float, currency: str, *, exact: bool = False, whole: float | None = None
) -> str:
    """One value of the metric `name`, short or exact. Where amounts are hidden, as a share of `whole`, the goal's."""
    unit = metric_words(name).unit
    if value != value:
        return "–"
    if unit == "money" and money_hidden.is_hidden() and whole is not None and whole > 0:
        return f"{formats.percent(value / whole, 1 if exact else 0)}{OF_GOAL}"
    if unit == "money":
        return formats.money_exact(value, currency) if exact else formats.money(value, currency)
    return amount(value, unit, currency, exact=exact)


def difference_text(name: str, difference: float, currency: str, whole: float | None = None) -> str:
    """A difference of two values of the metric `name`, with its sign; `whole` as for `value_text`."""
    if metric_words(name).unit == "share":
        return formats.signed(f"{formats.decimal(difference * 100, 1)} points", difference)
    if metric_words(name).unit == "money" and money_hidden.is_hidden() and whole is not None and whole > 0:
        return formats.signed(f"{formats.decimal(difference / whole * 100)} points", difference)
    return formats.signed(value_text(name, difference, currency, whole=whole), difference)


def goal_sentence(goal: Goal, scenario: Scenario) -> str:
    """``New bookings of at least 5 M € by 31 Dec 2027``, as markdown; the scope is named where it is a team."""
    words = metric_words(goal.metric)
    scope = "" if goal.scope == "company" else f" of {plain(goal.scope)}"
    if _is_unseen(goal):
        return f"{plain(words.label)} goal{scope} {when_words(goal)}"
    return f"{plain(words.label)}{scope} of {bound_words(goal)} {plain(target_text(goal, scenario))} {when_words(goal)}"


def start_text(goal: Goal, scenario: Scenario) -> str:
    """``up from 22 % (+8 %, +1.8 points)``, as markdown; empty where the goal names no start."""
    start = goal.baseline
    if start is None:
        return ""
    change = goal.threshold / start - 1 if start else 0.0
    way = "up" if goal.threshold > start else "down" if goal.threshold < start else "kept"
    by = formats.signed(formats.percent(change, 1), change)
    if _is_unseen(goal):
        return f"{way} by {plain(by)}" if way != "kept" else "kept"
    if metric_words(goal.metric).unit == "share":
        by = f"{by}, {difference_text(goal.metric, goal.threshold - start, scenario.currency)}"
    return f"{way} from {plain(value_text(goal.metric, start, scenario.currency))} ({plain(by)})"


def target_text(goal: Goal, scenario: Scenario) -> str:
    """What is to be reached; all of it where it is an amount the visitor may not see."""
    if _is_unseen(goal):
        return f"100{formats.NBSP}%"
    return value_text(goal.metric, goal.threshold, scenario.currency)


def _is_unseen(goal: Goal) -> bool:
    return metric_words(goal.metric).unit == "money" and money_hidden.is_hidden()


def goal_title(goal: Goal, scenario: Scenario) -> str:
    """The goal's own name, for lists that do not read markdown."""
    bound = "≥" if goal.direction == "at_least" else "≤"
    if _is_unseen(goal):
        return f"{shown(goal.name)} (by {formats.month(goal.by)})"
    return f"{shown(goal.name)} ({bound} {target_text(goal, scenario)} by {formats.month(goal.by)})"


def lever_label(name: str, scenario: Scenario | None = None) -> str:
    """How a lever is called on the page; the entering units by the plan's own word where all teams share it."""
    if name == "volume" and scenario is not None:
        entries = {team.entry for team in scenario.teams}
        word = entries.pop() if len(entries) == 1 else "unit"
        return f"{shown(word).capitalize()}s per month"
    if name == "hires":
        several = scenario is not None and len(scenario.teams) > 1
        return "More hires in each team" if several else "More hires"
    return shown(lever(name).label)
