"""What every seat that carries a goal sells towards it, in every future, as the goal is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.engine.forecast import COMPANY, Forecast
from simulator.engine.streams import Floats
from simulator.errors import ScenarioError, shorten
from simulator.goals.metrics import metric
from simulator.goals.verdict import goal_values
from simulator.goals.windows import Window, goal_window
from simulator.quotas.rep_futures import RepFutures, rep_futures
from simulator.quotas.seats import Seat, seats
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario

MONEY = ("bookings", "revenue")
DEALS = ("won_deals", "new_customers")
NOBODY = "No goal of this plan can be shared out among people"


@dataclass(frozen=True, eq=False)
class RepValues:
    """The goal's metric by seat and trial, over the whole window.

    values: (n_seats, n_trials) of the seats in the goal's scope; rest: what no seat was there for, (n_trials,); with
    `values` it adds up to `total` in every trial. judged: the goal's own values in all of the forecast's trials, from
    which its odds come; for an averaged goal times the months. place: number of each seat among all of the scenario's.
    """

    scenario: Scenario
    goal: Goal
    seats: tuple[Seat, ...]
    place: NDArray[np.int64]
    values: Floats
    rest: Floats
    judged: Floats

    @property
    def n_trials(self) -> int:
        """Futures in which the seats are known: the forecast's first ones."""
        return int(self.values.shape[1])

    @cached_property
    def total(self) -> Floats:
        """The goal's values in these trials, shape (n_trials,)."""
        return self.judged[: self.n_trials]

    @cached_property
    def ranked(self) -> Floats:
        """The goal's values in all trials, smallest first."""
        return np.sort(self.judged)


def is_shared(scenario: Scenario, goal: Goal) -> bool:
    """Whether the goal is one a rep may carry a part of: money or deals, to be reached or beaten."""
    if goal.direction != "at_least" or goal.threshold <= 0:
        return False
    return goal.metric in DEALS or (
        goal.metric in MONEY and not (goal.metric == "revenue" and scenario.recurring is not None)
    )


def quota_goal(scenario: Scenario, name: str | None = None) -> Goal:
    """The goal the quotas come from: `name`, else the one ``[quotas]`` names, else the first that people share.

    Raises ScenarioError where there is none, or where it is one nobody can carry a part of.
    """
    stated = scenario.quotas.goal if scenario.quotas is not None else None
    wanted = name if name is not None else stated
    shared = [goal for goal in scenario.goals if is_shared(scenario, goal)]
    if wanted is None:
        if not shared:
            raise ScenarioError.single(
                "quotas.goal", "", f"{NOBODY}; add one on bookings or deals won, at least a number"
            )
        whole = [goal for goal in shared if goal.scope == COMPANY]
        return (whole or shared)[0]
    for goal in scenario.goals:
        if goal.name == wanted:
            if not is_shared(scenario, goal):
                raise ScenarioError.single(
                    "quotas.goal",
                    shorten(wanted),
                    "cannot be shared out among reps: that takes a goal of at least so much in bookings or deals won",
                )
            return goal
    raise ScenarioError.single(
        "quotas.goal",
        shorten(wanted),
        f"is no goal of this plan; use one of {', '.join(shorten(goal.name) for goal in scenario.goals)}",
    )


def rep_values(
    forecast: Forecast, goal: Goal, *, progress: Callable[[int, int], None] | None = None
) -> RepValues:
    """What every seat in the goal's scope sells towards it.

    Where the goal is judged with a second opinion or a widened range, each future's seats move with the whole.
    """
    window = goal_window(forecast.scenario, goal)
    futures = rep_futures(forecast, Window(window.first, window.last), progress=progress)
    return values_from(forecast, goal, futures)


def values_from(forecast: Forecast, goal: Goal, futures: RepFutures) -> RepValues:
    """The same from futures already shared out, over the goal's months."""
    scenario, window = forecast.scenario, goal_window(forecast.scenario, goal)
    of_deals = goal.metric in DEALS
    by_seat = futures.deals.astype(float) if of_deals else futures.bookings
    nobody = futures.no_rep_deals.astype(float) if of_deals else futures.no_rep_bookings
    if goal.scope == COMPANY:
        place = np.arange(len(futures.seats))
        rest = nobody.sum(axis=0)
    else:
        place = np.flatnonzero(futures.team_of == futures.teams.index(goal.scope))
        rest = np.asarray(nobody[futures.teams.index(goal.scope)])
        by_seat = by_seat[place]
    length = window.length if window.averaged else 1
    found = metric(goal.metric)
    plain = found.value(forecast, goal.scope, window) * length
    judged = goal_values(forecast, goal) * length
    if not np.array_equal(plain, judged):
        first = slice(0, futures.n_trials)
        with np.errstate(divide="ignore", invalid="ignore"):
            moved = np.where(plain[first] > 0, judged[first] / plain[first], 1.0)
        by_seat, rest = by_seat * moved, rest * moved
        rest = rest + np.where(plain[first] > 0, 0.0, judged[first])
    every = seats(scenario)
    return RepValues(
        scenario, goal, tuple(every[number] for number in place), place, np.asarray(by_seat), rest, judged
    )


def of_people(values: RepValues, members: NDArray[np.int64]) -> RepValues:
    """The same for some of the seats, by their numbers in `values`: the whole is what these sell together."""
    part = np.ascontiguousarray(values.values[members])
    return RepValues(
        values.scenario,
        values.goal,
        tuple(values.seats[at] for at in members),
        values.place[members],
        part,
        np.zeros(values.n_trials),
        part.sum(axis=0),
    )
