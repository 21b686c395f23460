"""S: what exactly, for whom, and who answers for it."""

from __future__ import annotations

import re

from simulator.engine.forecast import COMPANY
from simulator.goals.metrics import METRICS, metric
from simulator.goals.smart_letters import Letter, Part, joined, listed
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario

_SAYS_NOTHING = frozenset({"goal", "goals", "target", "objective", "plan", "okr", "kpi", "new", "number"})


def specific(scenario: Scenario, goal: Goal) -> Letter:
    """Metric, scope and owner, and a name nobody takes for another goal's."""
    of = "the company" if goal.scope == COMPANY else goal.scope
    parts = [_owner(goal, f"{metric(goal.metric).label} of {of}"), *_name(scenario, goal)]
    return joined("S", parts)


def _owner(goal: Goal, what: str) -> Part:
    if goal.owner is None:
        return Part(
            "missing", (f"{what}, but nobody owns it.",), ("Name one person who answers for it.",), ("owner",)
        )
    return Part("ok", (f"{what}, owned by {goal.owner}.",))


def _name(scenario: Scenario, goal: Goal) -> list[Part]:
    found: list[Part] = []
    others = [one for one in scenario.goals if one.name != goal.name]
    alike = [one.name for one in others if _bare(one.name) == _bare(goal.name)]
    words = set(re.findall(r"[^\W\d_]+", goal.name.casefold()))
    other_metric = _named_metric(goal)
    if alike:
        found.append(
            Part(
                "warn",
                (f"Its name can be taken for {listed(alike)}.",),
                ("Give it a name that tells them apart.",),
                ("name",),
            )
        )
    elif words <= _SAYS_NOTHING:
        found.append(
            Part(
                "warn",
                ("Its name does not say what is wanted.",),
                ("Name the metric and the number.",),
                ("name",),
            )
        )
    elif other_metric is not None:
        found.append(
            Part(
                "warn",
                (
                    f"Its name says {other_metric.lower()}, its metric is {metric(goal.metric).label.lower()}.",
                ),
                ("Make name and metric agree.",),
                ("name", "metric"),
            )
        )
    twins = [one for one in others if _key(one) == _key(goal)]
    apart = [one.name for one in twins if one.threshold != goal.threshold]
    if apart:
        found.append(
            Part(
                "warn",
                (f"{listed(apart)} asks another number of the same thing by the same day.",),
                ("Keep one of them, or make the other a step on the way.",),
                ("target",),
            )
        )
    return found


def _key(goal: Goal) -> tuple[str, ...]:
    return (goal.metric, goal.scope, goal.by, goal.window, goal.direction)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _named_metric(goal: Goal) -> str | None:
    """The label of another metric that the goal's name says word for word, its own not being in it."""
    own = metric(goal.metric)
    name = goal.name.casefold()
    if own.label.casefold() in name:
        return None
    for one in METRICS.values():
        if one.name != own.name and one.label.casefold() == name and one.unit != own.unit:
            return one.label
    return None
