"""Which goal serves which: every named goal exists, and nobody serves themselves in the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simulator.errors import Problem, shorten
from simulator.scenario.goal import Goal


def goal_ties(goals: Sequence[Goal]) -> Iterator[Problem]:
    """A problem for each `serves` that names no goal of the plan, and one for each goal that serves itself."""
    above = {goal.name: goal.serves for goal in goals}
    for goal in goals:
        field = f"goals[{goal.name}].serves"
        if goal.serves is None:
            continue
        if goal.serves not in above:
            others = [shorten(name) for name in above if name != goal.name]
            choices = f"use one of {', '.join(others)}" if others else "there is no other goal; leave it out"
            yield Problem(field, shorten(goal.serves), f"is no goal of this plan; {choices}")
        elif goal.name in _line_above(goal, above):
            yield Problem(
                field,
                shorten(goal.serves),
                "leads back to this goal: a goal cannot serve itself; leave one of them out",
            )


def _line_above(goal: Goal, above: dict[str, str | None]) -> list[str]:
    line: list[str] = []
    name = goal.serves
    while name is not None and name not in line:
        line.append(name)
        name = above.get(name)
    return line


def retie(before: Sequence[Goal], document: dict[str, Any]) -> None:
    """Let what names a goal follow it in an edited `document`: a new name is carried over, a removed one dropped."""
    after = [goal for goal in document.get("goals", []) if isinstance(goal, dict)]
    names = {goal.get("name") for goal in after}
    renamed = {}
    if len(after) == len(before):
        moved = [(old.name, new.get("name")) for old, new in zip(before, after, strict=True)]
        renamed = {old: new for old, new in moved if old != new and old not in names}
    gone = {goal.name for goal in before} - names
    tied = [(goal, "serves") for goal in after]
    if isinstance(document.get("quotas"), dict):
        tied.append((document["quotas"], "goal"))
    for part, key in tied:
        named = part.get(key)
        if named in renamed:
            part[key] = renamed[named]
        elif named in gone:
            del part[key]
