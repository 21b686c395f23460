"""Which side limits a team month by month, people or leads, and what more of the other would bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.decide.response import Response
from simulator.engine.forecast import Series
from simulator.goals.verdict import goal_values, meets
from simulator.goals.windows import goal_window
from simulator.scenario.goal import Goal
from simulator.scenario.levers import with_adjustments
from simulator.scenario.plan import Adjustment

MORE_LEADS = 0.10
"""The step in which more leads are tried: +10 % from the first month."""


@dataclass(frozen=True)
class Limit:
    """Who limits `team` up to a goal's deadline.

    people: the share of futures in which there was more to work than people could, by month; all 0 where nothing waits
    for people. has_capacity: whether a capacity is stated; outbound: whether people bring leads themselves. leads_gain:
    of the goal's odds from `MORE_LEADS` more, with its standard error from the same futures; leads_felt: whether the
    goal's metric moves with them in any future.
    """

    team: str
    people: tuple[float, ...]
    has_capacity: bool
    outbound: bool
    leads_gain: float
    leads_error: float
    leads_felt: bool

    @property
    def months(self) -> int:
        """How many months count."""
        return len(self.people)

    @property
    def by_people(self) -> int:
        """Months in which people are the limit in at least half of the futures."""
        return sum(share >= 0.5 for share in self.people)

    @property
    def by_leads(self) -> int:
        """The other months."""
        return self.months - self.by_people


def limit_of(response: Response, goal: Goal, team: str) -> Limit:
    """Who limits `team` until the goal's deadline. KeyError where there is no such team."""
    forecast = response.forecast
    one = response.scenario.team(team)
    last = goal_window(response.scenario, goal).last
    bound = forecast.series(Series.PEOPLE_BIND, team)[:, : last + 1].mean(axis=0)
    more = with_adjustments(response.scenario, Adjustment(lever="volume", change=MORE_LEADS, teams=(team,)))
    before, after = goal_values(forecast, goal), goal_values(response.of(more), goal)
    difference = meets(after, goal).astype(float) - meets(before, goal)
    return Limit(
        team=team,
        people=tuple(float(share) for share in bound),
        has_capacity=one.opportunities_per_rep_per_month is not None,
        outbound=one.outbound_per_rep_per_day > 0,
        leads_gain=float(difference.mean()),
        leads_error=float(difference.std() / np.sqrt(len(difference))),
        leads_felt=not np.array_equal(before, after, equal_nan=True),
    )
