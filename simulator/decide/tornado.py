"""What moves the odds of a goal: every lever a like step down and up, the luck held still (MODEL.md, section 29)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.decide.fewer_hires import fewer_hires
from simulator.decide.response import Response
from simulator.decide.terms import Terms, terms
from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats
from simulator.goals.ladder import money_of
from simulator.goals.metrics import metric
from simulator.goals.values import metric_values
from simulator.goals.verdict import goal_values, meets
from simulator.goals.windows import Window, goal_window
from simulator.scenario.goal import Goal
from simulator.scenario.levers import Lever

ALIKE, MOST_LEADING = 2.0, 3
"""Standard errors within which two effects are called alike, and how many are named together."""
NO_HIRE_LESS = "no hire is planned, so none can be fewer"


@dataclass(frozen=True)
class Side:
    """A lever a step in one direction, against the plan, trial by trial on the same luck.

    change: relative, or people. points: change of the odds, -1..1, and `error` its standard error, from the trials that
    come to meet the goal and those that no longer do. mean_change: of the goal's metric, over the trials in which it is
    defined both times; money: of the mean of the tornado's `money_is`; None where no trial defines them. moved: whether
    the metric differs in any trial. cost: what the step costs until the plan's end, negative where it saves; None where
    it is not known, or nobody would pay for it.
    """

    change: float
    probability: float
    points: float
    error: float
    mean_change: float | None
    money: float | None
    money_error: float | None
    moved: bool
    cost: float | None = None

    @property
    def points_per_cost(self) -> float | None:
        """Change of the odds per unit of money spent; None where the cost is not known, or the step saves money."""
        return self.points / self.cost if self.cost is not None and self.cost > 0 else None

    def document(self) -> dict[str, Any]:
        """Plain numbers, shares 0..1."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**fields, "points_per_cost": self.points_per_cost}


@dataclass(frozen=True)
class LeverEffect:
    """What a like step of one lever does to a goal; `less` is None where it cannot be lowered, `none_less` says why."""

    terms: Terms
    less: Side | None
    more: Side
    none_less: str | None = None

    @property
    def lever(self) -> Lever:
        """The lever moved."""
        return self.terms.lever

    @property
    def sides(self) -> tuple[Side, ...]:
        """Those there are, down first."""
        return (self.more,) if self.less is None else (self.less, self.more)

    @property
    def better(self) -> Side:
        """The direction that helps the goal more; where neither does, the one that helps selling."""
        selling = self.more if self.lever.better > 0 or self.less is None else self.less
        return max(self.sides, key=lambda side: (side.points, side is selling))

    @property
    def paid(self) -> Side:
        """The direction that helps selling, which is what money is spent on."""
        return self.more if self.lever.better > 0 or self.less is None else self.less

    @property
    def reach(self) -> float:
        """The larger of the two movements of the odds."""
        return max(abs(side.points) for side in self.sides)

    @property
    def mean_reach(self) -> float:
        """The larger of the two movements of the mean of the goal's metric."""
        return max(abs(side.mean_change or 0.0) for side in self.sides)

    @property
    def matters(self) -> bool:
        """Whether the goal's metric differs in any future."""
        return any(side.moved for side in self.sides)

    def document(self) -> dict[str, Any]:
        """Plain numbers and text, shares 0..1."""
        return {
            "lever": self.lever.name,
            "label": self.lever.label,
            "teams": None if self.terms.teams is None else list(self.terms.teams),
            "step": self.terms.step,
            "step_source": self.terms.step_source,
            "start_month": self.terms.start_month,
            "matters": self.matters,
            "less": None if self.less is None else self.less.document(),
            "none_less": self.none_less,
            "more": self.more.document(),
        }


@dataclass(frozen=True)
class Tornado:
    """Every lever's effect on one goal, the strongest first. money_is: the metric whose mean `Side.money` is about."""

    goal: Goal
    base: float
    n_trials: int
    money_is: str
    effects: tuple[LeverEffect, ...]

    @property
    def leading(self) -> tuple[tuple[LeverEffect, Side], ...]:
        """The lever that moves the odds most, in the direction that helps, or that hurts where none does.

        More than one where an equal step of others does as much, as far as these futures can tell; empty where nothing
        moves the odds.
        """
        found: list[tuple[LeverEffect, Side]] = []
        for one in self.effects:
            side = one.better if one.better.points > 0 else max(one.sides, key=lambda side: abs(side.points))
            if not side.points:
                continue
            if found:
                first, of = found[0]
                alike = abs(abs(side.points) - abs(of.points)) <= ALIKE * math.hypot(side.error, of.error)
                like = math.isclose(side.change, of.change) and one.lever.absolute == first.lever.absolute
                if not (alike and like and side.points * of.points > 0):
                    continue
            found.append((one, side))
        return tuple(found[:MOST_LEADING])

    @property
    def finding(self) -> str:
        """Which lever moves the odds most, in one sentence."""
        if not any(one.matters for one in self.effects):
            return "No lever of this plan moves this goal."
        if not self.leading:
            return f"No lever moves these odds by a step; {_named(self.effects[0])} moves the outcome most."
        first, side = self.leading[0]
        names = [_named(one) for one, _ in self.leading]
        said = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        verb = "moves" if len(names) == 1 else "move"
        step = step_words(first.lever, side.change)
        return f"{said} {verb} the odds most: {points_text(side.points)} for {step}."

    def document(self) -> dict[str, Any]:
        """Plain numbers and text, shares 0..1."""
        return {
            "goal": self.goal.name,
            "probability": self.base,
            "money_is": self.money_is,
            "money_stands_for": "mean",
            "finding": self.finding,
            "levers": [one.document() for one in self.effects],
        }


def tornado(
    of: Forecast | Response, goal: Goal, *, progress: Callable[[int, int], None] | None = None
) -> Tornado:
    """The levers of the scenario by how far a like step moves the odds of `goal`, the strongest first.

    Each is moved for certain, from the month its lead time allows. Where the odds move alike (a goal far out of reach,
    or certain), levers are ordered by the movement of the mean. progress: called as ``progress(steps done, steps)``
    before each simulation, and may raise to stop.
    """
    response = of if isinstance(of, Response) else Response(of)
    ways = [(one, direction) for one in terms(response.scenario) for direction in (-1, 1)]
    tried: dict[tuple[Terms, int], Side | None] = {}
    bench = _Bench(response, goal)
    for number, (one, direction) in enumerate(ways):
        if progress is not None:
            progress(number, len(ways))
        tried[one, direction] = bench.side(one, direction)
    effects = []
    for one in dict.fromkeys(one for one, _ in ways):
        less, more = tried[one, -1], tried[one, 1]
        assert more is not None
        effects.append(LeverEffect(one, less, more, NO_HIRE_LESS if less is None else None))
    effects.sort(key=lambda one: (-one.reach, -one.mean_reach, one.terms.key))
    return Tornado(goal, bench.base, response.forecast.n_trials, bench.money_is, tuple(effects))


class _Bench:
    """One goal's plan, and the plan with one lever moved held against it."""

    def __init__(self, response: Response, goal: Goal) -> None:
        self._response, self._goal = response, goal
        self.money_is = goal.metric if metric(goal.metric).unit == "money" else money_of(goal)
        self._values = response.values(goal)
        self._met = meets(self._values, goal)
        self._money = self._money_of(response.forecast, self._values)
        self.base = float(self._met.mean())

    def side(self, one: Terms, direction: int) -> Side | None:
        """The lever a step in a direction; None where there is nobody less to hire."""
        change = max(direction * one.step, -1.0) if not one.lever.absolute else direction * one.step
        if one.lever.absolute and direction < 0:
            fewer = fewer_hires(self._response.scenario, one.teams, round(one.step))
            if fewer is None:
                return None
            forecast = self._response.of(fewer)
        else:
            forecast = self._response.moved(one.adjustment(change))
        values = goal_values(forecast, self._goal)
        return self._against(one, change, values, self._money_of(forecast, values))

    def _against(self, one: Terms, change: float, values: Floats, money: Floats) -> Side:
        met = meets(values, self._goal)
        flips = met.astype(float) - self._met
        mean_change, _ = _mean_and_error(values - self._values)
        earned, earned_error = _mean_and_error(money - self._money)
        paid_for = change * one.lever.better > 0
        return Side(
            change=change,
            probability=float(met.mean()),
            points=float(flips.mean()),
            error=math.sqrt(float(flips.var()) / len(flips)),
            mean_change=mean_change,
            money=earned,
            money_error=earned_error,
            moved=not np.array_equal(values, self._values, equal_nan=True),
            cost=one.cost(change) if paid_for else None,
        )

    def _money_of(self, forecast: Forecast, values: Floats) -> Floats:
        if self.money_is == self._goal.metric:
            return values
        window = goal_window(forecast.scenario, self._goal)
        whole = Window(window.first, window.last)
        return metric_values(forecast, self.money_is, self._goal.scope, whole)


def _mean_and_error(differences: Floats) -> tuple[float | None, float | None]:
    known = differences[np.isfinite(differences)]
    if not known.size:
        return None, None
    return float(known.mean()), math.sqrt(float(known.var()) / known.size)


def _named(effect: LeverEffect) -> str:
    label = effect.lever.label
    return label if effect.terms.teams is None else f"{label} of {', '.join(effect.terms.teams)}"


def points_text(points: float) -> str:
    """``+14 points``; a tenth of a point where it is less than one."""
    size = abs(points) * 100
    number = f"{points * 100:+.0f}" if size >= 0.95 or not size else f"{points * 100:+.1f}"
    return f"{number} point{'' if number[1:] == '1' else 's'}"


def step_words(lever: Lever, change: float) -> str:
    """``a tenth more``, ``4 % less``, ``one hire less``."""
    if lever.absolute:
        people = f"{abs(change):g}"
        who = "one hire" if people == "1" else f"{people} hires"
        return f"{who} {'more' if change > 0 else 'less'}"
    amount = "a tenth" if math.isclose(abs(change), 0.1) else f"{abs(change) * 100:.3g} %"
    return f"{amount} {'more' if change > 0 else 'less'}"
