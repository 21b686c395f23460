"""Small, frequent wins: where a goal should stand at the end of every week and month, and what "on track" means.

The mark is the sum of what the months up to there were given, so that it agrees with the layers; within a month it
grows with the working days (Monday to Friday). At the end of a month stands beside it where the futures that meet the
goal were by then: whoever is at least where 9 in 10 of them were, or at the mark, is on track. Futures are drawn by
month: of the days inside one nothing is said but the mark.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from simulator.engine.forecast import Forecast, Series
from simulator.engine.streams import Floats
from simulator.goals.metrics import metric
from simulator.goals.values import metric_values
from simulator.goals.verdict import goal_values, meets
from simulator.goals.windows import Window
from simulator.quotas.layers import Layers
from simulator.quotas.layers_time import closest
from simulator.scenario.months import month_number

LEAST_FUTURES = 200
"""Futures that must meet a goal for their paths to be shown; below, the closest ones stand in. A convention of ours."""
LEAST_ODDS = 100
ON_TRACK = 0.9
DEALS = (1, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
PARTS = (0.1, 0.25, 0.5, 0.75, 1.0)
Every = Literal["week", "month"]


@dataclass(frozen=True)
class Milestone:
    """A week (Monday to Sunday, cut to the goal's months) or a month, both dates included.

    target: at its end, counted from the goal's first day; step: what the week or month itself adds, 0 for levels.
    on_track: what 9 in 10 of the futures that meet the goal have reached by then, at most the mark; middle: what half
    of them have. if_reached, if_missed: the goal's odds where the mark is reached, and where it is not; None under 100
    such futures. All four None where the date ends no month. entered, opportunities, deals: expected by then in those
    futures.
    """

    first: dt.date
    last: dt.date
    workdays: int
    target: float
    step: float
    on_track: float | None
    middle: float | None
    if_reached: float | None
    if_missed: float | None
    entered: float
    opportunities: float
    deals: float


@dataclass(frozen=True)
class FirstWin:
    """The end of the week by which something is expected: the n-th deal, or a part of the goal."""

    by: dt.date
    deals: int | None = None
    part: float | None = None


@dataclass(frozen=True)
class Milestones:
    """The marks of a goal. meeting: how many futures meet it; where under 200, the closest 200 stand in for them."""

    marks: tuple[Milestone, ...]
    wins: tuple[FirstWin, ...]
    meeting: int
    are_closest: bool


def milestones(forecast: Forecast, found: Layers, every: Every = "week") -> Milestones:
    """The marks of a goal split into `found`; empty where it is a ratio, which has no way to go."""
    goal, window = found.goal, found.calendar.window
    kind = metric(goal.metric).kind
    if kind == "ratio":
        return Milestones((), (), 0, False)
    met = meets(goal_values(forecast, goal), goal)
    meeting = int(np.count_nonzero(met))
    ends = metric_values(forecast, goal.metric, goal.scope, window)
    chosen = np.flatnonzero(met) if meeting >= LEAST_FUTURES else closest(ends, goal.threshold)
    flow, at_least = kind == "flow", goal.direction == "at_least"
    paths = np.stack(
        [
            metric_values(forecast, goal.metric, goal.scope, Window(window.first if flow else t, t))
            for t in range(window.first, window.last + 1)
        ],
        axis=1,
    )
    targets = np.array([one.target_to_date for one in found.months])
    counts = {
        name: np.asarray(forecast.series(name, goal.scope)[chosen][:, window.months], dtype=float)
        .mean(axis=0)
        .cumsum()
        for name in (Series.ENTERED, Series.WORKED, Series.CLOSED)
    }
    dates = _Dates(month_number(forecast.scenario.start_month) + window.first, window.length)
    marks: list[Milestone] = []
    before = 0.0
    for first, last in dates.weeks() if every == "week" else dates.months():
        target = dates.at(targets, last, flow)
        reached: float | None = None
        missed: float | None = None
        on_track: float | None = None
        middle: float | None = None
        ending = dates.ends(last)
        if ending is not None:
            reached, missed = _odds(met, paths[:, ending], target, goal.direction)
            low, half = np.quantile(paths[chosen, ending], [1 - ON_TRACK if at_least else ON_TRACK, 0.5])
            on_track = min(float(low), target) if at_least else max(float(low), target)
            middle = float(half)
        marks.append(
            Milestone(
                first,
                last,
                int(np.busday_count(first, last + dt.timedelta(days=1))),
                target,
                target - before if flow else 0.0,
                on_track,
                middle,
                reached,
                missed,
                *(dates.at(counts[name], last, True) for name in counts),
            )
        )
        before = target
    wins = _wins(marks, float(targets[-1]) if flow and at_least else None)
    return Milestones(tuple(marks), wins, meeting, meeting < LEAST_FUTURES)


def _odds(
    met: npt.NDArray[np.bool_], values: Floats, target: float, direction: str
) -> tuple[float | None, float | None]:
    slack = abs(target) * 1e-9
    reached = values >= target - slack if direction == "at_least" else values <= target + slack
    there, not_there = int(reached.sum()), int((~reached).sum())
    return (
        float(met[reached].mean()) if there >= LEAST_ODDS else None,
        float(met[~reached].mean()) if not_there >= LEAST_ODDS else None,
    )


def _wins(marks: list[Milestone], goal: float | None) -> tuple[FirstWin, ...]:
    found: list[FirstWin] = []
    for deals in DEALS:
        there = next((mark.last for mark in marks if mark.deals >= deals), None)
        if there is not None:
            found.append(FirstWin(there, deals=deals))
    for part in PARTS if goal is not None and goal > 0 else ():
        assert goal is not None
        wanted = part * goal * (1 - 1e-12)
        there = next((mark.last for mark in marks if mark.target >= wanted), None)
        if there is not None:
            found.append(FirstWin(there, part=part))
    return tuple(sorted(found, key=lambda one: one.by))


class _Dates:
    """The days of a goal's months, and how far into them a day is."""

    def __init__(self, first_month: int, length: int) -> None:
        self._starts = [
            dt.date(number // 12, number % 12 + 1, 1)
            for number in range(first_month, first_month + length + 1)
        ]
        self._days = [
            int(np.busday_count(a, b)) for a, b in zip(self._starts, self._starts[1:], strict=False)
        ]

    def months(self) -> list[tuple[dt.date, dt.date]]:
        return [
            (first, following - dt.timedelta(days=1))
            for first, following in zip(self._starts, self._starts[1:], strict=False)
        ]

    def weeks(self) -> list[tuple[dt.date, dt.date]]:
        found, first, end = [], self._starts[0], self._starts[-1] - dt.timedelta(days=1)
        while first <= end:
            last = min(first + dt.timedelta(days=6 - first.weekday()), end)
            found.append((first, last))
            first = last + dt.timedelta(days=1)
        return found

    def ends(self, day: dt.date) -> int | None:
        """Which month ends with `day`; None where none does."""
        following = day + dt.timedelta(days=1)
        return self._starts.index(following) - 1 if following in self._starts else None

    def _place(self, day: dt.date) -> tuple[int, float]:
        """The month of `day`, and the share of its working days that are over at its end."""
        month = (day.year - self._starts[0].year) * 12 + day.month - self._starts[0].month
        done = int(np.busday_count(self._starts[month], day + dt.timedelta(days=1)))
        return month, done / self._days[month]

    def at(self, ends: Floats, day: dt.date, grows: bool) -> float:
        """What stands at `ends` of the months has reached this on `day`; what grows begins at 0."""
        return float(self.at_each(ends[None, :], day, grows)[0])

    def at_each(self, ends: Floats, day: dt.date, grows: bool) -> Floats:
        """The same for every row of `ends`, (n, months)."""
        month, share = self._place(day)
        now = ends[:, month]
        before = ends[:, month - 1] if month else np.zeros_like(now) if grows else now
        return np.asarray(before + share * (now - before))
