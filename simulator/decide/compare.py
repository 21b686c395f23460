"""Up to six plans side by side on the same luck: each judged, what it costs, and who beats whom in how many futures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulator.decide.compare_words import goals_told, not_alike, once, sentence, terms_told
from simulator.decide.contrast import Contrast, contrast, equal, ranked
from simulator.decide.standing import Standing, costs_of
from simulator.engine.forecast import Forecast
from simulator.engine.simulate import DEFAULT_TRIALS, check_request, simulate
from simulator.engine.streams import Floats
from simulator.errors import ScenarioError, shorten
from simulator.goals.metrics import metric
from simulator.goals.told import Told, said
from simulator.goals.verdict import check_goals, goal_values, judged, target_at
from simulator.goals.windows import goal_window
from simulator.scenario.codec import scenario_digest
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario
from simulator.scenario.side_by_side import DifferingRow, differing

MOST = 6
NINE_IN_TEN = 0.9
Progress = Callable[[int, int], None]
MakeForecast = Callable[[Scenario], Forecast]


@dataclass(frozen=True)
class Contender:
    """A plan to compare, and what it is called: no two may be called the same."""

    name: str
    scenario: Scenario


@dataclass(frozen=True)
class Comparison:
    """Plans on the same luck.

    contrasts: of every two that can be compared, in the order of the plans; `notes`: what is not alike and what could
    not be compared. differing: the assumptions that differ, and no others. `answer`: the sentence to begin with, and
    `leading` what it speaks of.
    """

    goal: str
    metric: str
    seed: int
    n_trials: int
    standings: tuple[Standing, ...]
    contrasts: tuple[Contrast, ...]
    leading: Contrast | None
    answer: Told
    notes: tuple[Told, ...]
    differing: tuple[DifferingRow, ...]

    def standing(self, name: str) -> Standing:
        """The plan called `name`; KeyError where there is none."""
        for one in self.standings:
            if one.name == name:
                return one
        raise KeyError(name)

    def of(self, a: str, b: str) -> Contrast | None:
        """`a` against `b`; None where the two cannot be compared."""
        for one in self.contrasts:
            if (one.a, one.b) == (a, b):
                return one
            if (one.a, one.b) == (b, a):
                return one.turned()
        return None


def compare(
    contenders: Sequence[Contender],
    goal: str | None = None,
    *,
    n_trials: int = DEFAULT_TRIALS,
    seed: int | None = None,
    forecast: MakeForecast | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """`contenders`, of which there may be one to six, judged by the goal called `goal` on the same futures.

    goal: left out, the first one of the first plan that has any. A plan without a goal of that name is judged by the
    first plan's that has it, where it fits. seed: left out, the first plan's; whatever seed a plan has itself, one is
    used for all. forecast: makes the futures of a plan that has that seed already; left out, they are simulated here.
    progress: called as ``progress(finished, all)``.
    Raises ScenarioError where there are too many or none, two are called the same, or no plan has the goal.
    """
    _check(contenders)
    asked = _asked(contenders, goal)
    seed = contenders[0].scenario.seed if seed is None else seed
    for one in contenders:
        check_request(one.scenario, n_trials, seed)
    make = forecast or (lambda scenario: simulate(scenario, n_trials, seed))
    standings: list[Standing] = []
    found: list[Floats | None] = []
    for done, one in enumerate(contenders, 1):
        futures = make(one.scenario.changed(seed=seed))
        standing, values = _judged(one, asked, futures)
        standings.append(standing)
        found.append(values)
        if progress is not None:
            progress(done * futures.n_trials, len(contenders) * futures.n_trials)
    alike = _with_best(standings, found)
    contrasts, apart = _contrasts(alike, found)
    leading = _leading(alike, contrasts)
    return Comparison(
        goal=asked.name,
        metric=asked.metric,
        seed=seed,
        n_trials=n_trials if forecast is None else futures.n_trials,
        standings=tuple(alike),
        contrasts=tuple(contrasts),
        leading=leading,
        answer=sentence(alike, leading),
        notes=once(
            [*goals_told(alike), *apart, *terms_told([one.scenario for one in contenders], alike, seed)]
        ),
        differing=differing([one.scenario for one in contenders]),
    )


def _check(contenders: Sequence[Contender]) -> None:
    names = [one.name for one in contenders]
    if not 1 <= len(names) <= MOST:
        raise ScenarioError.single(
            "plans", len(names), f"between 1 and {MOST} can be compared; leave some out and compare the rest"
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ScenarioError.single("plans", twice, "two are called so; give each a name of its own")


def _asked(contenders: Sequence[Contender], name: str | None) -> Goal:
    """The goal of that name in the first plan that has it."""
    goals = [goal for one in contenders for goal in one.scenario.goals]
    if not goals:
        raise ScenarioError.single("goals", "", "none of the plans has one; set a goal in one of them")
    if name is None:
        return goals[0]
    for goal in goals:
        if goal.name == name:
            return goal
    known = ", ".join(dict.fromkeys(shorten(goal.name) for goal in goals))
    raise ScenarioError.single("goal", name, f"none of the plans has a goal of that name; use one of {known}")


def _judged(one: Contender, asked: Goal, futures: Forecast) -> tuple[Standing, Floats | None]:
    own = next((goal for goal in one.scenario.goals if goal.name == asked.name), None)
    goal = own or asked
    if own is None:
        try:
            check_goals(futures, [asked])
        except ScenarioError as error:
            return Standing(
                one.name,
                one.scenario,
                None,
                False,
                None,
                None,
                costs_of(futures),
                why_not=error.problems[0].rule,
            ), None
    values = goal_values(futures, goal)
    return Standing(
        name=one.name,
        scenario=one.scenario,
        goal=goal,
        own=own is not None,
        verdict=judged(futures.scenario, goal, values, futures.scenario.policy),
        nine_in_ten=target_at(futures, goal, NINE_IN_TEN),
        costs=costs_of(futures, goal_window(one.scenario, goal).last),
    ), values


def _with_best(standings: list[Standing], found: list[Floats | None]) -> list[Standing]:
    """Each with the share of futures in which it is the best, where every two can be compared."""
    first = standings[0]
    if any(values is None or not_alike(first, one) for one, values in zip(standings, found, strict=True)):
        return standings
    assert first.goal is not None
    sign = 1.0 if first.goal.direction == "at_least" else -1.0
    rows = np.stack([ranked(values, sign) for values in found if values is not None])
    top = np.array([equal(row, rows.max(axis=0)) for row in rows], dtype=float)
    shares = (top / top.sum(axis=0)).mean(axis=1)
    return [replace(one, best=float(share)) for one, share in zip(standings, shares, strict=True)]


def _contrasts(standings: list[Standing], found: list[Floats | None]) -> tuple[list[Contrast], list[Told]]:
    """Every two that can be set against each other, and why others cannot be set against the first."""
    contrasts: list[Contrast] = []
    apart: list[Told] = []
    judged = [
        (one, one.goal, values)
        for one, values in zip(standings, found, strict=True)
        if values is not None and one.goal is not None
    ]
    for place, (one, mine, values) in enumerate(judged):
        for other, theirs, others in judged[place + 1 :]:
            told = not_alike(one, other)
            if not told:
                contrasts.append(contrast((one.name, other.name), (values, others), (mine, theirs)))
            elif place == 0 and one.scenario.currency == other.scenario.currency:
                apart.append(told)
    return contrasts, apart


def _leading(standings: list[Standing], contrasts: list[Contrast]) -> Contrast | None:
    """The best plan against the first one; where the first is the best, against the second best."""
    if not contrasts:
        return None
    reference = next(one.a for one in contrasts)
    against = {one.b: one for one in contrasts if one.a == reference}
    ranks = {one.name: _rank(one) for one in standings if one.name == reference or one.name in against}
    leader = max(ranks, key=lambda name: (ranks[name], name == reference))
    if leader != reference:
        return against[leader].turned()
    second = max(against, key=lambda name: ranks[name])
    return against[second]


def _rank(one: Standing) -> tuple[float, float]:
    assert one.verdict is not None
    assert one.goal is not None
    middle = one.verdict.p50
    sign = 1.0 if one.goal.direction == "at_least" else -1.0
    return one.verdict.probability, float("-inf") if middle is None else sign * middle


def document(found: Comparison) -> dict[str, Any]:
    """Plain numbers and text, shares 0..1."""
    return {
        "goal": found.goal,
        "metric": found.metric,
        "unit": metric(found.metric).unit,
        "seed": found.seed,
        "n_trials": found.n_trials,
        "answer": said(found.answer),
        "plans": [_plain(one) for one in found.standings],
        "contrasts": [one.document() for one in found.contrasts],
        "notes": [said(one) for one in found.notes],
        "differing": [
            {"path": row.path, "assumption": row.label, "values": list(row.texts)} for row in found.differing
        ],
    }


def _plain(one: Standing) -> dict[str, Any]:
    costs = {name: getattr(one.costs, name) for name in one.costs.__dataclass_fields__}
    return {
        "name": one.name,
        "scenario_digest": scenario_digest(one.scenario),
        "currency": one.scenario.currency,
        "own_goal": one.own,
        "verdict": None if one.verdict is None else one.verdict.document(),
        "nine_in_ten": one.nine_in_ten,
        "best": one.best,
        "why_not": one.why_not,
        "costs": {**costs, "months": list(one.costs.months), "total": one.costs.total},
    }
