"""What moving a lever may be and what it costs: bounds, steps, lead time, odds of working."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field, Strict

from simulator.errors import Problem, shorten
from simulator.scenario.quantities import Document, Grade, Money, Name, Share, Text

MOST_TERMS = 200
Bound = Annotated[float, Strict(), Field(ge=-1, le=1000)]


class LeverTerm(Document):
    """How far one lever may be moved, in which steps, what that costs and how soon it works.

    teams: left out means all that have the lever. least, most: relative change (people more for ``hires``), least <=
    most; step: one step of it (whole people for ``hires``). moved: the relative step the lever made between periods
    of the past, beyond luck. cost: money once where it is moved at all; cost_per_step: money once for each step;
    cost_per_month_per_step: money a month for each step, from the month it begins to work to the plan's end. Costs
    left out are not known, 0 is free; the pay of people hired stands in their team and is not repeated here.
    lead_months: before it begins to work; probability: that it works at all, its money is spent either way.
    """

    lever: Name
    teams: tuple[Name, ...] | None = None
    least: Bound | None = None
    most: Bound | None = None
    step: Annotated[float, Strict(), Field(gt=0, le=1000)] | None = None
    moved: Annotated[float, Strict(), Field(gt=0, le=1000)] | None = None
    cost: Money | None = None
    cost_per_step: Money | None = None
    cost_per_month_per_step: Money | None = None
    lead_months: Annotated[int, Strict(), Field(ge=0, le=120)] = 0
    probability: Share = 1.0
    source: Text | None = None
    grade: Grade | None = None

    @property
    def key(self) -> tuple[str, frozenset[str] | None]:
        """What only one term of a scenario may be about."""
        return self.lever, None if self.teams is None else frozenset(self.teams)

    @property
    def label(self) -> str:
        """``win_rate`` or ``win_rate (Direct, Partner)``."""
        return self.lever if self.teams is None else f"{self.lever} ({', '.join(self.teams)})"


_CAPACITY = "opportunities_per_rep_per_month"
LeverProblem = Callable[[str, str, tuple[str, ...] | None], Problem | None]


def term_problems(
    terms: Sequence[LeverTerm], lever_problem: LeverProblem, most_people: int
) -> Iterator[Problem]:
    """A problem for each term that does not fit. lever_problem: what is wrong with a lever and teams at a field."""
    seen: set[tuple[str, frozenset[str] | None]] = set()
    for number, one in enumerate(terms, 1):
        field = f"lever_terms[{number}]"
        if one.key in seen:
            yield Problem(
                f"{field}.lever",
                shorten(one.label),
                "two terms are about this lever and these teams; keep one of them",
            )
            continue
        seen.add(one.key)
        problem = lever_problem(field, one.lever, one.teams)
        if problem is not None:
            yield problem
            continue
        if one.lever == "hires":
            yield from _people(field, one, most_people)
        if one.least is not None and one.most is not None and one.least > one.most:
            yield Problem(
                f"{field}.least", f"{one.least:g}", f"must not be above most = {one.most:g}; exchange the two"
            )
            continue
        reach = max(abs(one.least or 0.0), abs(one.most or 0.0))
        if one.step is not None and one.least is not None and one.most is not None and one.step > reach:
            yield Problem(
                f"{field}.step",
                f"{one.step:g}",
                f"is more than the lever may move, {reach:g}; use a smaller step or wider bounds",
            )


def _people(field: str, one: LeverTerm, most_people: int) -> Iterator[Problem]:
    for part, value in (("least", one.least), ("most", one.most), ("step", one.step), ("moved", one.moved)):
        if value is not None and (value < 0 or value > most_people or not value.is_integer()):
            yield Problem(
                f"{field}.{part}",
                f"{value:g}",
                f"hires counts people more: a whole number, 0 to {most_people}",
            )


def retie_terms(before: Sequence[LeverTerm], teams_before: Sequence[Any], document: dict[str, Any]) -> None:
    """Edit the terms of an edited `document` in place: renamed teams and stages are followed, those that are gone
    take their terms along, and so do subscriptions and limits of capacity. teams_before: the teams of the scenario
    before the edit.
    """
    held = document.get("lever_terms")
    if not before or not isinstance(held, list):
        return
    now = [one for one in document.get("teams", []) if isinstance(one, dict)]
    names = [str(one.get("name")) for one in now]
    teams = _renamed([team.name for team in teams_before], names)
    stages: dict[str, str] = {}
    for team in teams_before:
        same = next((one for one in now if one.get("name") == teams.get(team.name, team.name)), None)
        if same is not None:
            listed = [str(stage.get("name")) for stage in same.get("stages", []) if isinstance(stage, dict)]
            stages |= _renamed([stage.name for stage in team.stages], listed)
    there = {
        f"stage:{stage.get('name')}"
        for one in now
        for stage in one.get("stages", [])
        if isinstance(stage, dict)
    }
    subscriptions = any(one.lever in ("churn", "expansion") for one in before)
    kept = []
    for one in held:
        if not isinstance(one, dict):
            kept.append(one)
            continue
        kind, _, stage = str(one.get("lever")).partition(":")
        if kind == "stage" and f"stage:{stage}" not in there and stage in stages:
            one["lever"] = f"stage:{stages[stage]}"
        was_there = any(
            f"stage:{old.name}" == one.get("lever") for team in teams_before for old in team.stages
        )
        if kind == "stage" and one["lever"] not in there and was_there:
            continue
        if one.get("lever") in ("churn", "expansion") and document.get("recurring") is None and subscriptions:
            continue
        if one.get("lever") == "capacity":
            named = [team for team in now if not one.get("teams") or team.get("name") in one["teams"]]
            if named and not any(team.get(_CAPACITY) is not None for team in named):
                continue
        if one.get("teams"):
            gone = {team.name for team in teams_before} - set(names) - set(teams)
            one["teams"] = [teams.get(name, name) for name in one["teams"] if name not in gone]
            if not one["teams"]:
                continue
        kept.append(one)
    if kept:
        document["lever_terms"] = kept
    else:
        document.pop("lever_terms")


def _renamed(before: Sequence[str], now: Sequence[str]) -> dict[str, str]:
    """Old to new where the list kept its length and the old name is gone."""
    if len(before) != len(now):
        return {}
    return {old: new for old, new in zip(before, now, strict=True) if old != new and old not in now}
