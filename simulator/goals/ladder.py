"""The ladder: floor, commit, target, stretch and ceiling of one metric, from one forecast, each with its odds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats
from simulator.goals.floor import Floor, goal_floor
from simulator.goals.metrics import metric
from simulator.goals.opinion import weight_for
from simulator.goals.values import metric_values
from simulator.goals.verdict import NOT_ENOUGH, Word, goal_values, reaches, target_at, wilson_interval, word
from simulator.goals.windows import Window, goal_window
from simulator.scenario.goal import Goal, Policy
from simulator.scenario.metric_names import PERCENT_RANGES, RECURRING_ONLY, SHARE_METRICS
from simulator.scenario.quantities import MAX_MONEY

RungName = Literal["floor", "commit", "target", "stretch", "ceiling"]
RUNGS: tuple[RungName, ...] = ("floor", "commit", "target", "stretch", "ceiling")
AROUND_SHARE, LEAST_AROUND = 0.02, 50
"""How many futures around a value say which deals and which money go with it: their share, and at least so many."""
DEALS = frozenset({"won_deals", "new_customers"})
LEAST_CHANGE, MOST_CHANGE = -1.0, 1000.0
"""Of a goal that is given as a change."""


@dataclass(frozen=True)
class Rung:
    """One value of the metric.

    value: None where there is none, `reason` says why. asked: the odds it was looked up by; None for the floor.
    probability, interval: the share of futures that reach it, with its precision (95 %). deals, money: the mean of
    deals won and of `money_is` over the window in the futures around the value; money is the value itself where the
    metric is money. None where no future comes so far, or a second opinion, which counts no deals, speaks of it.
    """

    name: RungName
    value: float | None
    asked: float | None
    probability: float | None
    interval: tuple[float, float] | None
    verdict: Word | None
    deals: float | None
    money: float | None
    reason: str | None = None

    def document(self) -> dict[str, Any]:
        """The rung as the command line prints it."""
        own = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "name"}
        return {**own, "interval": None if self.interval is None else list(self.interval)}


@dataclass(frozen=True)
class Ladder:
    """The rungs in their order, from sure to daring; the floor stands first and may lie anywhere.

    goal: what the ladder is of; of its target it says nothing. money_is: the metric whose money stands beside.
    """

    goal: Goal
    rungs: tuple[Rung, ...]
    floor: Floor
    money_is: str
    n_trials: int

    def rung(self, name: RungName) -> Rung:
        """The rung called `name`."""
        return next(one for one in self.rungs if one.name == name)

    def values(self) -> dict[str, float | None]:
        """The rungs' values by name."""
        return {one.name: one.value for one in self.rungs}


def asked_odds(policy: Policy) -> dict[RungName, float]:
    """The odds each rung but the floor is looked up by, falling along the ladder.

    commit: those of a commitment, at least those of *realistic*; target: the least that are still *realistic*; stretch:
    the policy's own or the middle of the stretch band, inside it; ceiling: the least that are not *unreachable*.
    """
    realistic, unreachable = policy.realistic_at_least, policy.unreachable_below
    middle = (realistic + unreachable) / 2
    stretch = middle if policy.stretch_at_least is None else policy.stretch_at_least
    return {
        "commit": max(policy.commit_at_least, realistic),
        "target": realistic,
        "stretch": min(max(stretch, unreachable), realistic),
        "ceiling": unreachable,
    }


def ladder(forecast: Forecast, goal: Goal, policy: Policy | None = None) -> Ladder:
    """The ladder of the goal's metric, scope, window and direction; its target does not matter.

    Raises KeyError where the scenario has no such metric or scope.
    """
    policy = policy or forecast.scenario.policy
    values = goal_values(forecast, goal)
    beside = _Beside(forecast, goal, values)
    found = goal_floor(forecast, goal)
    rungs = [_floor_rung(forecast, goal, found, values, policy, beside)]
    for name, odds in asked_odds(policy).items():
        value = target_at(forecast, goal, odds)
        why = None if value is not None else "not defined in enough futures for these odds"
        rungs.append(_rung(forecast, name, goal, value, odds, values, policy, beside, why))
    return Ladder(goal, tuple(rungs), found, beside.money_is, forecast.n_trials)


def moved(goal: Goal, target: float) -> Goal:
    """`goal` with another target, given the way it was: as a number, or as a change against its baseline.

    As a number too where no change a goal may have leads there.
    """
    if goal.target is None and goal.baseline:
        change = target / goal.baseline - 1
        there = goal.baseline * (1 + change)
        if LEAST_CHANGE <= change <= MOST_CHANGE and abs(there - target) <= 1e-9 * abs(target):
            return goal.changed(change=change)
    return goal.changed(target=target, change=None, baseline=None)


def steps(forecast: Forecast, goal: Goal, found: Ladder, most: int = 80) -> tuple[float, ...]:
    """Round targets to try along the ladder, ascending, about `most` of them, the rungs and the goal's own among them.

    They reach over all rungs and nearly all futures (1 in 100 to 99 in 100); a floor, or a target, that lies farther
    off than all of these are wide stands alone at the end.
    """
    values = goal_values(forecast, goal)
    known = np.sort(values[np.isfinite(values)])
    marks = [one.value for one in found.rungs if one.value is not None and one.name != "floor"]
    if known.size:
        marks += [
            float(known[math.floor(0.01 * (known.size - 1))]),
            float(known[math.ceil(0.99 * (known.size - 1))]),
        ]
    marks = marks or [goal.threshold]
    low, high = min(marks), max(marks)
    own = [goal.threshold, *(one.value for one in found.rungs if one.value is not None)]
    near = [one for one in own if low - (high - low) <= one <= high + (high - low)]
    low, high = min(low, *near, low), max(high, *near, high)
    step = _round_step((high - low) / most, whole=_counts_whole(goal))
    grid = (
        [_tidy(k * step) for k in range(math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9) + 1)]
        if step
        else []
    )
    least, most_allowed = _allowed(goal.metric)
    own = [one for one in own if least <= one <= most_allowed]
    grid = [one for one in grid if least <= one <= most_allowed]
    kept = [one for one in grid if all(abs(one - mark) > step / 4 for mark in own)]
    return tuple(sorted({*kept, *own}))


def _allowed(name: str) -> tuple[float, float]:
    """The targets a goal on the metric may have."""
    if name in SHARE_METRICS:
        return 0.0, 1.0
    least, most, _ = PERCENT_RANGES.get(name, (-MAX_MONEY, MAX_MONEY, ""))
    return least, most


def _counts_whole(goal: Goal) -> bool:
    found = metric(goal.metric)
    return found.unit == "count" and found.kind == "flow" and goal.window != "average"


class _Beside:
    """Deals and money in the futures around a value of the goal's metric."""

    def __init__(self, forecast: Forecast, goal: Goal, values: Floats) -> None:
        scenario, found = forecast.scenario, metric(goal.metric)
        window = goal_window(scenario, goal)
        whole = Window(window.first, window.last)
        self.is_money = found.unit == "money"
        self.money_is = goal.metric if self.is_money else money_of(goal)
        self._known = np.flatnonzero(np.isfinite(values))
        self._order = self._known[np.argsort(values[self._known], kind="stable")]
        self._values = values[self._order]
        self._goal = goal
        counts_deals = weight_for(scenario, goal.metric, goal.scope) is None
        self._deals = metric_values(forecast, "won_deals", goal.scope, whole) if counts_deals else None
        plain = not self.is_money and weight_for(scenario, self.money_is, goal.scope) is None
        self._money = metric_values(forecast, self.money_is, goal.scope, whole) if plain else None

    def deals(self, value: float) -> float | None:
        if self._goal.metric in DEALS and self._goal.window != "average":
            return value
        return self._mean(self._deals, value)

    def money(self, value: float) -> float | None:
        return value if self.is_money else self._mean(self._money, value)

    def _mean(self, of: Floats | None, value: float) -> float | None:
        n = len(self._values)
        if of is None or not n or not self._values[0] <= value <= self._values[-1]:
            return None
        first, last = (int(np.searchsorted(self._values, value, side)) for side in ("left", "right"))
        half = min(max(round(AROUND_SHARE * n), LEAST_AROUND), n) / 2
        middle = (first + last) / 2
        low, high = math.floor(min(middle - half, first)), math.ceil(max(middle + half, last))
        return float(of[self._order[max(low, 0) : min(high, n)]].mean())


def money_of(goal: Goal) -> str:
    """Which money stands beside a metric that is none."""
    return "revenue" if goal.metric in RECURRING_ONLY and goal.scope == "company" else "bookings"


def _rung(
    forecast: Forecast,
    name: RungName,
    goal: Goal,
    value: float | None,
    asked: float | None,
    values: Floats,
    policy: Policy,
    beside: _Beside,
    reason: str | None,
) -> Rung:
    if value is None:
        return Rung(name, None, asked, None, None, None, None, None, reason)
    met = int(np.count_nonzero(reaches(values, value, goal.direction)))
    share = met / len(values)
    return Rung(
        name=name,
        value=value,
        asked=asked,
        probability=share,
        interval=wilson_interval(met, len(values)),
        verdict=_word(forecast, share, policy),
        deals=beside.deals(value),
        money=beside.money(value),
    )


def _floor_rung(
    forecast: Forecast, goal: Goal, found: Floor, values: Floats, policy: Policy, beside: _Beside
) -> Rung:
    against = (goal.direction == "at_least") != (metric(goal.metric).better > 0)
    if against:
        why = "the goal bounds something of which the costs ask for the contrary"
        return _rung(forecast, "floor", goal, None, None, values, policy, beside, why)
    return _rung(forecast, "floor", goal, found.value, None, values, policy, beside, found.reason)


def _word(forecast: Forecast, probability: float, policy: Policy) -> Word:
    behind = forecast.scenario.history
    return NOT_ENOUGH if behind is not None and not behind.suffices else word(probability, policy)


def _round_step(least: float, *, whole: bool) -> float:
    """The next 1, 2, 2.5 or 5 times a power of ten; a whole number where `whole`."""
    if least <= 0 or not math.isfinite(least):
        return 0.0
    size = 10.0 ** math.floor(math.log10(least))
    found = next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= least * (1 - 1e-9))
    return max(1.0, float(math.ceil(found))) if whole else found


def _tidy(value: float) -> float:
    """Without the last bits of a multiplication: 0.07 and not 0.07000000000000001."""
    return float(f"{value:.12g}")


def in_order(rungs: Sequence[Rung]) -> list[Rung]:
    """The rungs that have a value, from the one met most often to the one met least."""
    return sorted(
        (one for one in rungs if one.probability is not None), key=lambda one: -(one.probability or 0)
    )
