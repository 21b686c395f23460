"""A goal's months, its fiscal quarters and years, and what the forecast expects of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats
from simulator.goals.metrics import Metric, metric
from simulator.goals.values import pooled_values
from simulator.goals.windows import Window, goal_window
from simulator.quotas.layers_split import Key, Part
from simulator.scenario.goal import Goal
from simulator.scenario.layer_plan import Level
from simulator.scenario.metric_names import COMPANY_ONLY
from simulator.scenario.months import calendar_month, month_number
from simulator.scenario.plan import Scenario

TOTAL: Key = ("total", "", "")
MEANS = frozenset({"effective_reps"})
"""Levels that a goal reads as the mean over its window and not at its end."""
ANY_SIGN = frozenset({"profit"})


@dataclass(frozen=True)
class Period:
    """Months ``first .. last`` of the plan (indices). number: of the quarter in its fiscal year, 1..4; else 0.

    fiscal_year: the calendar year in which its fiscal year begins.
    """

    level: Level
    first: int
    last: int
    fiscal_year: int
    number: int = 0


@dataclass(frozen=True)
class Calendar:
    """The periods of one goal: months, the quarters and years they lie in. A level with one part only is left out."""

    window: Window
    year_starts: int
    years: tuple[Period, ...]
    quarters: tuple[Period, ...]
    months: tuple[Period, ...]

    @property
    def periods(self) -> tuple[Period, ...]:
        """Year by year, each followed by its quarters, each followed by its months."""
        every = (*self.years, *self.quarters, *self.months)
        rank = {"year": 0, "quarter": 1, "month": 2}
        return tuple(sorted(every, key=lambda one: (one.first, rank[one.level])))


def year_starts(scenario: Scenario) -> int:
    """The month (1..12) with which the fiscal year begins: the plan's first month where nobody said another."""
    stated = scenario.layers.year_starts if scenario.layers is not None else None
    return stated or calendar_month(scenario.start_month) + 1


def calendar(scenario: Scenario, goal: Goal) -> Calendar:
    """The periods of the goal's window. A quarter or year that begins before or ends after it has the months inside."""
    window, starts = goal_window(scenario, goal), year_starts(scenario)
    start = month_number(scenario.start_month)
    fiscal = [start + t - (starts - 1) for t in range(window.first, window.last + 1)]
    months = tuple(
        Period("month", window.first + at, window.first + at, one // 12) for at, one in enumerate(fiscal)
    )
    quarters = _grouped("quarter", window, [one // 3 for one in fiscal])
    years = _grouped("year", window, [one // 12 for one in fiscal])
    return Calendar(
        window,
        starts,
        years if len(years) > 1 else (),
        quarters if len(quarters) > 1 else (),
        months,
    )


def _grouped(level: Level, window: Window, numbers: Sequence[int]) -> tuple[Period, ...]:
    found: list[Period] = []
    for at, number in enumerate(numbers):
        year, quarter = (number // 4, number % 4 + 1) if level == "quarter" else (number, 0)
        first = window.first + at
        if at and numbers[at - 1] == number:
            first = found.pop().first
        found.append(Period(level, first, window.first + at, year, quarter))
    return tuple(found)


def key_of(scenario: Scenario, period: Period) -> Key:
    """How an override names `period`."""
    return (period.level, "", scenario.months[period.first])


def time_tree(scenario: Scenario, found: Calendar, naturals: Mapping[int, float]) -> Part:
    """The goal as a tree of its periods. naturals: what the forecast expects of month t."""

    def part(period: Period, below: Sequence[Sequence[Period]]) -> Part:
        key, natural = (
            key_of(scenario, period),
            sum(naturals[t] for t in range(period.first, period.last + 1)),
        )
        return Part(key, natural, children(period.first, period.last, below))

    def children(first: int, last: int, below: Sequence[Sequence[Period]]) -> tuple[Part, ...]:
        if not below:
            return ()
        if not below[0]:
            return children(first, last, below[1:])
        return tuple(part(one, below[1:]) for one in below[0] if first <= one.first and one.last <= last)

    levels = (found.years, found.quarters, found.months)
    return Part(TOTAL, sum(naturals.values()), children(found.window.first, found.window.last, levels))


def expected_by_month(forecast: Forecast, name: str, scope: str, window: Window) -> dict[int, float]:
    """The mean over the trials of a flow in each month of `window`: season, growth, ramp, cycle, open deals are in it.

    Pooled with the second opinion where goals are; not widened, since that moves the mean of a skewed range.
    """
    found = metric(name)
    return {
        t: float(np.mean(pooled_values(forecast, found, scope, Window(t, t))))
        for t in range(window.first, window.last + 1)
    }


def adds_over_time(found: Metric) -> bool:
    """Whether the months of a goal on it add up to the goal."""
    return found.kind == "flow"


def adds_over_teams(scenario: Scenario, found: Metric) -> bool:
    """Whether the teams of a goal on it add up to the goal."""
    if found.name in COMPANY_ONLY or (found.name == "revenue" and scenario.recurring is not None):
        return False
    return found.kind == "flow" or (found.kind == "stock" and found.unit == "count")


def has_teams(scenario: Scenario, found: Metric) -> bool:
    """Whether there is a version of the metric for each team."""
    return found.name not in COMPANY_ONLY and not (found.name == "revenue" and scenario.recurring is not None)


def averaged_level(found: Metric, goal: Goal) -> bool:
    """Whether a goal looks at the mean of a level over its months and not at the level at their end."""
    return found.kind == "stock" and (goal.window == "average" or goal.metric in MEANS)


def level_marks(forecast: Forecast, goal: Goal, window: Window) -> Floats:
    """Where a level (MRR, customers) should stand at the end of each month of `window`, on its way to the goal.

    The median month by month of the futures that come closest to the goal, and what they miss of it added in growing
    parts, so that the last mark (of an averaged goal: their mean) is the goal.
    """
    found = metric(goal.metric)
    paths = np.stack(
        [
            np.asarray(found.value(forecast, goal.scope, Window(t, t)), dtype=float)
            for t in range(window.first, window.last + 1)
        ],
        axis=1,
    )
    averaged = averaged_level(found, goal)
    ends = paths.mean(axis=1) if averaged else paths[:, -1]
    path = np.median(paths[closest(ends, goal.threshold)], axis=0)
    ramp = np.arange(1, window.length + 1) / window.length
    missing = goal.threshold - float(path.mean() if averaged else path[-1])
    return np.asarray(path + missing * ramp / (ramp.mean() if averaged else 1.0))


CLOSEST_SHARE, CLOSEST_LEAST = 0.05, 200
"""Of the futures, those that count as ending near a goal: 1 in 20, at least 200. A convention of ours."""


def closest(values: Floats, target: float) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The futures whose value lies nearest to `target`; those where it is undefined come last."""
    distance = np.where(np.isfinite(values), np.abs(values - target), np.inf)
    wanted = min(max(CLOSEST_LEAST, round(CLOSEST_SHARE * len(values))), len(values))
    return np.sort(np.argsort(distance, kind="stable")[:wanted])
