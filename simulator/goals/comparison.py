"""Plan against second opinion: what each says of a goal, whether they disagree, and why they might."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats
from simulator.goals.metrics import metric
from simulator.goals.opinion import fitted, speaks_of
from simulator.goals.values import top_down_values
from simulator.goals.windows import Window, goal_window
from simulator.scenario.goal import Goal
from simulator.scenario.judging import SecondOpinion
from simulator.scenario.months import DAYS_PER_MONTH, months_between
from simulator.scenario.plan import Scenario

LEAST_CHANGE = 0.05
"""Growths and levels closer than this are called alike."""
PIPELINE_LARGE, PIPELINE_SMALL = 1.3, 0.7
"""Times the usual, from which on the open pipeline is named."""
RECENT_MONTHS = 3


@dataclass(frozen=True)
class View:
    """What one of the two says of the goal's metric: 1 in 10, median, 9 in 10."""

    low: float
    middle: float
    high: float

    @property
    def spread(self) -> float:
        """Half of the range that holds 8 in 10."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Reason:
    """A difference between plan and history that may explain theirs; words hold shares and counts, no money."""

    code: Literal["growth", "recently", "pipeline", "hires", "initiatives", "risks", "season"]
    words: str


@dataclass(frozen=True)
class Comparison:
    """Both views of one goal, before they are pooled and widened.

    limit: sqrt(s1² + s2²) of the two spreads; they disagree where their medians lie farther apart. model: how the
    second view was made. weight: how much of it is used.
    """

    plan: View
    history: View
    limit: float
    reasons: tuple[Reason, ...]
    model: str
    weight: float

    @property
    def gap(self) -> float:
        """The plan's median less the history's."""
        return self.plan.middle - self.history.middle

    @property
    def disagree(self) -> bool:
        """Whether their medians lie farther apart than their spreads explain."""
        return abs(self.gap) > self.limit


def compare(forecast: Forecast, goal: Goal) -> Comparison | None:
    """Plan and second opinion on `goal`; None where there is none, or it speaks of something else.

    Reasons are those computed from the plan and the history that point the way the medians differ.
    """
    scenario = forecast.scenario
    opinion = scenario.second_opinion
    if opinion is None or not speaks_of(scenario, goal.metric, goal.scope):
        return None
    window = goal_window(scenario, goal)
    plan = _view(metric(goal.metric).value(forecast, goal.scope, window))
    history = _view(top_down_values(forecast, window))
    model = fitted(scenario, forecast.seed)
    found = _reasons(scenario, opinion, window, plan, history, seasonal=model.seasonal)
    return Comparison(
        plan=plan,
        history=history,
        limit=math.hypot(plan.spread, history.spread),
        reasons=tuple(found),
        model=model.note,
        weight=opinion.weight,
    )


def _view(values: Floats) -> View:
    low, middle, high = np.quantile(values, [0.1, 0.5, 0.9])
    return View(float(low), float(middle), float(high))


def _reasons(
    scenario: Scenario, opinion: SecondOpinion, window: Window, plan: View, history: View, *, seasonal: bool
) -> Iterator[Reason]:
    more = plan.middle > history.middle
    before = opinion.values[: max(months_between(opinion.first_month, scenario.start_month), 0)]
    yield from _growth(scenario, before, more=more)
    yield from _recently(before, more=more)
    yield from _pipeline(scenario, before, more=more)
    hires = sum(hire.count for team in scenario.teams for hire in team.hires)
    if more and hires:
        people = "1 hire is" if hires == 1 else f"{hires} hires are"
        yield Reason("hires", f"{people} planned, of whom the history knows nothing")
    if more and scenario.initiatives:
        yield Reason("initiatives", f"the plan counts on {_number(len(scenario.initiatives), 'initiative')}")
    if not more and scenario.risks:
        yield Reason("risks", f"the plan counts with {_number(len(scenario.risks), 'risk')}")
    flat = max(scenario.seasonality.index) - min(scenario.seasonality.index) < 1e-9
    if seasonal and flat and window.length % 12:
        yield Reason("season", "the history has a season, the plan has none")


def _growth(scenario: Scenario, before: tuple[float, ...], *, more: bool) -> Iterator[Reason]:
    if len(before) < 24 or not sum(before[-24:-12]) > 0:
        return
    past = sum(before[-12:]) / sum(before[-24:-12]) - 1
    growth = scenario.growth
    planned = ((1 + growth.volume.mean) * (1 + growth.deal_size.mean)) ** (12 / growth.months) - 1
    if abs(planned - past) > LEAST_CHANGE and (planned > past) == more:
        yield Reason(
            "growth",
            f"the plan grows by {_percent(planned)} a year, the last twelve months {_grew(past)}",
        )


def _recently(before: tuple[float, ...], *, more: bool) -> Iterator[Reason]:
    """The end of the history against the year before it: what the history carries on, a plan may not, or not yet."""
    late, year = sum(before[-RECENT_MONTHS:]), sum(before[-12 - RECENT_MONTHS : -12])
    if len(before) < 12 + RECENT_MONTHS or year <= 0:
        return
    change = late / year - 1
    if abs(change) > 2 * LEAST_CHANGE and (change < 0) == more:
        way = "above" if change > 0 else "below"
        yield Reason(
            "recently",
            f"the last {RECENT_MONTHS} months of the history lay {_percent(abs(change))} {way} those a year before",
        )


def _pipeline(scenario: Scenario, before: tuple[float, ...], *, more: bool) -> Iterator[Reason]:
    """Open deals expected to win against what a cycle's length of usual months would hold (Little's law)."""
    expected = cycle = weight = 0.0
    for team in scenario.teams:
        for group in team.open_pipeline:
            size = team.deal_size.mean_size if group.value is None else group.value
            worth = sum(group.values) if group.values is not None else group.count * size
            expected += group.win_rate.expected * worth
        flow = team.inbound_per_month.mean * team.deal_size.mean_size
        cycle += flow * team.cycle_days.mean
        weight += flow
    recent = before[-12:]
    if not (expected and weight and cycle and sum(recent)):
        return
    usual = sum(recent) / len(recent) * cycle / weight / DAYS_PER_MONTH
    times = expected / usual
    if times > PIPELINE_LARGE if more else times < PIPELINE_SMALL:
        size_words = "larger" if more else "smaller"
        yield Reason("pipeline", f"the open pipeline is {size_words} than usual ({times:.2g} times)")


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f}\N{NO-BREAK SPACE}%"


def _grew(change: float) -> str:
    if abs(change) < 0.005:
        return "did not grow"
    return f"{'grew' if change > 0 else 'fell'} by {_percent(abs(change))}"
