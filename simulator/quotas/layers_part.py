"""A part of a goal, of time or of people, with its own verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from simulator.engine.forecast import COMPANY
from simulator.goals.metrics import metric
from simulator.goals.verdict import Verdict
from simulator.goals.windows import goal_window
from simulator.quotas.layers_people import team_key
from simulator.quotas.layers_split import Key
from simulator.quotas.layers_time import TOTAL, Period, adds_over_time
from simulator.scenario.goal import Goal
from simulator.scenario.layer_plan import LayerOverride
from simulator.scenario.plan import Scenario

Way = Literal["split", "hand", "below", "same", "path"]
"""How a part came by its number: the split, a hand, its children all set by hand; the same target passed on, a path."""


@dataclass(frozen=True)
class ByItself:
    """What the split alone would give a period, without any hand: its part and the odds of it, alone and to date."""

    target: float
    target_to_date: float
    odds: float
    odds_to_date: float


@dataclass(frozen=True)
class TimeLayer:
    """A period's part of the goal.

    share: of the goal; plain: what it would be if every month had the same; both None where months do not add up.
    remainder: what its own periods do not carry. verdict: in the period alone; to_date: from the goal's first month to
    the period's end, against what the months up to there were given; plain_odds: the same against plain parts;
    by_itself: the same without what was set by hand.
    """

    period: Period
    key: Key
    target: float
    share: float | None
    plain: float | None
    way: Way
    remainder: float
    target_to_date: float
    verdict: Verdict
    to_date: Verdict | None
    plain_odds: float | None
    by_itself: ByItself | None


@dataclass(frozen=True)
class TeamLayer:
    """A team's part of the goal. expected: the mean of its futures; seats: how many people carry it.

    uncarried: what none of its people carries: all of it in a team without people.
    """

    name: str
    key: Key
    target: float
    share: float | None
    way: Way
    expected: float
    seats: int
    uncarried: float
    verdict: Verdict


def overrides_of(scenario: Scenario, goal: Goal) -> dict[Key, LayerOverride]:
    """What was set by hand for `goal`, by level, team and place."""
    found = scenario.layers.overrides if scenario.layers is not None else ()
    return {(one.level, one.team or "", one.place): one for one in found if one.goal == goal.name}


def amount_of(scenario: Scenario, goal: Goal) -> float:
    """What the goal asks for in all of its months together; for what does not add up, its target."""
    if adds_over_time(metric(goal.metric)) and goal.window == "average":
        return goal.threshold * goal_window(scenario, goal).length
    return goal.threshold


def root_key(goal: Goal) -> Key:
    """What stands above everybody who carries the goal: the company, or the team it is set for."""
    return TOTAL if goal.scope == COMPANY else team_key(goal.scope)


def set_amount(by_hand: Mapping[Key, LayerOverride], key: Key) -> float | None:
    """The amount a hand set for `key`; None where none did, or a share."""
    return by_hand[key].amount if key in by_hand else None


def part_goal(goal: Goal, target: float, by: str, scope: str | None = None) -> Goal:
    """The goal of one part, over the months from the start to `by`."""
    return Goal(
        name=goal.name,
        metric=goal.metric,
        direction=goal.direction,
        target=target,
        by=by,
        scope=scope or goal.scope,
    )
