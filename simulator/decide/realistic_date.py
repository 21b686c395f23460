"""The date by which a goal would have the wanted odds: the plan lived on, month by month, until it does."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.decide.response import Response, another_seed
from simulator.decide.seek import AGREEING, wanted_odds
from simulator.engine.forecast import Forecast
from simulator.engine.simulate import simulate
from simulator.goals.verdict import goal_values, meets, wilson_interval
from simulator.scenario.consistency import MAX_CELLS
from simulator.scenario.goal import Goal
from simulator.scenario.months import month_number, month_text
from simulator.scenario.plan import MAX_HORIZON_MONTHS, Scenario

FIRST_LOOK = 12
"""Months beyond the deadline simulated first; twice as many each time nothing is found."""
WHOLE_WINDOW = {"quarter": 3, "year": 12}


@dataclass(frozen=True)
class RealisticDate:
    """When a goal has the wanted odds, judged by its own window that ends there.

    by: the first month from the goal's own on; where the odds are met now, the first of the unbroken run of months that
    ends with it. until: where no later month has them, the last earlier one that had. None where there is none. odds,
    interval (95 %), fresh (on luck never seen before) and verified are of that month. looked_until: the last month
    looked at; best_by and best_odds: the month from the goal's own on where the odds come nearest.
    """

    goal: Goal
    wanted: float
    met: bool
    by: str | None
    until: str | None
    odds: float | None
    interval: tuple[float, float] | None
    fresh: float | None
    verified: bool
    looked_until: str
    best_by: str
    best_odds: float

    def document(self) -> dict[str, Any]:
        """Plain numbers and text."""
        hidden = ("goal", "wanted", "met", "interval", "odds", "fresh")
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in hidden}
        interval = None if self.interval is None else list(self.interval)
        return {
            **fields,
            "probability": self.odds,
            "interval": interval,
            "fresh_probability": self.fresh,
        }


def realistic_date(
    of: Forecast | Response,
    goal: Goal,
    probability: float | None = None,
    *,
    most_months: int = MAX_HORIZON_MONTHS,
    progress: Callable[[int, int], None] | None = None,
    threads: int | None = None,
) -> RealisticDate:
    """The month in which `goal` has the odds `probability` (left out, the least of *realistic*) with the plan as it is.

    The plan is simulated on for up to `most_months` from its start: growth, season, market and people go on as they
    are stated, months already simulated stay as they were. progress: of each simulation. Raises ScenarioError where
    `probability` is not between 0 and 1.
    """
    response = of if isinstance(of, Response) else Response(of, progress=progress, threads=threads)
    forecast = response.forecast
    scenario = forecast.scenario
    wanted = wanted_odds(scenario, probability)
    own = scenario.month_index(goal.by)
    odds = {own: _odds(forecast, goal, own)}
    met = odds[own] >= wanted
    most = max(min(most_months, MAX_HORIZON_MONTHS, MAX_CELLS // len(scenario.teams)), own + 1)
    # A second opinion takes a good future of the plan as a whole for a good one of the history: its odds of a month
    # depend on the months after it, unlike the plan's own.
    pools = scenario.second_opinion is not None and scenario.second_opinion.weight > 0

    def simulated(months: int) -> Forecast:
        return simulate(
            scenario.changed(horizon_months=months),
            forecast.n_trials,
            forecast.seed,
            progress=progress,
            threads=threads,
            kept=forecast.kept,
        )

    found = _earlier(forecast, goal, own, odds, wanted) if met else None
    longest, last = forecast, min(own + FIRST_LOOK, most - 1)
    looked = own
    while not met and found is None and looked < most - 1:
        if last >= longest.scenario.horizon_months:
            longest = simulated(last + 1)
        for month in range(looked + 1, last + 1):
            looked = month
            odds[month] = _odds(longest, goal, month)
            if pools and odds[month] >= wanted and month + 1 < longest.scenario.horizon_months:
                odds[month] = _odds(simulated(month + 1), goal, month)
            if odds[month] >= wanted:
                found = month
                break
        last = min(own + 2 * (last - own), most - 1)
    until = None
    if not met and found is None:
        until = _before(forecast, goal, own, odds, wanted)
    best = max((month for month in odds if month >= own), key=lambda month: (odds[month], -month))
    place = found if found is not None else until
    checked = None if place is None else _checked(response, goal, place, odds[place], progress, threads)
    return RealisticDate(
        goal=goal,
        wanted=wanted,
        met=met,
        by=None if found is None else _month(scenario, found),
        until=None if until is None else _month(scenario, until),
        odds=None if place is None else odds[place],
        interval=None
        if place is None
        else wilson_interval(round(odds[place] * forecast.n_trials), forecast.n_trials),
        fresh=None if checked is None else checked[0],
        verified=checked is not None and checked[1],
        looked_until=_month(scenario, looked),
        best_by=_month(scenario, best),
        best_odds=odds[best],
    )


def _earlier(forecast: Forecast, goal: Goal, own: int, odds: dict[int, float], wanted: float) -> int:
    """The first month of the unbroken run of months with the wanted odds that ends with the goal's own."""
    first = own
    for month in range(own - 1, WHOLE_WINDOW.get(goal.window, 1) - 2, -1):
        odds[month] = _odds(forecast, goal, month)
        if odds[month] < wanted:
            break
        first = month
    return first


def _before(forecast: Forecast, goal: Goal, own: int, odds: dict[int, float], wanted: float) -> int | None:
    """The last month before the goal's own with the wanted odds."""
    for month in range(own - 1, WHOLE_WINDOW.get(goal.window, 1) - 2, -1):
        odds[month] = _odds(forecast, goal, month)
        if odds[month] >= wanted:
            return month
    return None


def _checked(
    response: Response,
    goal: Goal,
    month: int,
    odds: float,
    progress: Callable[[int, int], None] | None,
    threads: int | None,
) -> tuple[float, bool]:
    """The odds in that month on fresh luck, and whether the two samples may be of the same odds (99 %)."""
    forecast = response.forecast
    scenario, n = forecast.scenario, forecast.n_trials
    months = max(month + 1, scenario.horizon_months)
    fresh = simulate(
        scenario.changed(horizon_months=months),
        n,
        another_seed(forecast.seed),
        progress=progress,
        threads=threads,
    )
    again = _odds(fresh, goal, month)
    share = (odds + again) / 2
    error = math.sqrt(max(share * (1 - share), 0.0) * 2 / n)
    return again, abs(odds - again) <= AGREEING * error + 1e-12


def _odds(forecast: Forecast, goal: Goal, month: int) -> float:
    """The odds of `goal` with its deadline in the plan's month number `month`."""
    moved = goal.changed(by=_month(forecast.scenario, month))
    return float(meets(goal_values(forecast, moved), moved).mean())


def _month(scenario: Scenario, index: int) -> str:
    return month_text(month_number(scenario.start_month) + index)
