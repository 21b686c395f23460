"""A goal in layers: years, quarters and months, teams, managers and reps, each with its part and its own verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.engine.forecast import Forecast
from simulator.errors import ScenarioError, shorten
from simulator.goals.metrics import metric
from simulator.goals.verdict import Verdict, goal_values, judged, meets
from simulator.goals.windows import goal_window
from simulator.quotas.layers_part import TeamLayer, TimeLayer, amount_of, overrides_of, root_key
from simulator.quotas.layers_people import seat_key
from simulator.quotas.layers_periods import time_layers
from simulator.quotas.layers_split import Key, Split
from simulator.quotas.layers_teams import people_split, team_layers
from simulator.quotas.layers_time import Calendar, adds_over_teams, adds_over_time, calendar, has_teams
from simulator.quotas.seats import seats
from simulator.scenario.goal import Goal
from simulator.scenario.layer_plan import LayerOverride


@dataclass(frozen=True)
class Layers:
    """One goal in layers.

    goal: as the plan holds it; verdict: its own. amount: what the periods and the people add up to; where they do not,
    the goal's target. adds_over_time, adds_over_teams: whether they do. remainder: of the amount, what no year, quarter
    or month above them carries; team_remainder: what no team does. unused: overrides that name nothing in this goal.
    months_met: how many of its months a future reaches on average, and one that meets the goal. noise: the largest
    standard error of a month's share, relative to it: differences below a few of it are the luck of the simulation.
    """

    goal: Goal
    verdict: Verdict
    calendar: Calendar
    amount: float
    adds_over_time: bool
    adds_over_teams: bool
    has_teams: bool
    time: tuple[TimeLayer, ...]
    teams: tuple[TeamLayer, ...]
    people: Mapping[Key, Split]
    remainder: float
    team_remainder: float
    unused: tuple[LayerOverride, ...]
    overrides: tuple[LayerOverride, ...]
    months_met: tuple[float, float | None]
    noise: float

    @property
    def months(self) -> tuple[TimeLayer, ...]:
        """The months alone."""
        return tuple(one for one in self.time if one.period.level == "month")

    @property
    def uncarried(self) -> float:
        """What no rep carries, of the whole goal; 0 where people do not add up to it."""
        return (
            math.fsum((self.team_remainder, *(one.uncarried for one in self.teams)))
            if self.adds_over_teams
            else 0.0
        )


def layers(forecast: Forecast, goal: Goal) -> Layers:
    """`goal` in layers of time and people, every part judged by the trials of `forecast`."""
    scenario, found = forecast.scenario, metric(goal.metric)
    values = goal_values(forecast, goal)
    own = judged(scenario, goal, values, scenario.policy)
    months = calendar(scenario, goal)
    by_hand = overrides_of(scenario, goal)
    time, remainder, met, noise = time_layers(forecast, goal, found, months, by_hand, meets(values, goal))
    teams, people, team_remainder = team_layers(forecast, goal, found, months.window, by_hand)
    named = {one.key for one in time} | {one.key for one in teams} | set(people)
    named.discard(root_key(goal))
    return Layers(
        goal,
        own,
        months,
        amount_of(scenario, goal),
        adds_over_time(found),
        adds_over_teams(scenario, found),
        has_teams(scenario, found),
        time,
        teams,
        people,
        remainder,
        team_remainder,
        tuple(one for key, one in by_hand.items() if key not in named),
        tuple(by_hand.values()),
        met,
        noise,
    )


def seat_targets(forecast: Forecast, goal: Goal) -> tuple[float, ...]:
    """What each seat carries of `goal`, in the order of ``seats(forecast.scenario)``; 0 for seats outside of its scope.

    With what no rep carries (``layers(...).uncarried``) it adds up to the goal's amount.
    Raises ScenarioError where the goal's metric does not add up over people.
    """
    scenario, found = forecast.scenario, metric(goal.metric)
    if not adds_over_teams(scenario, found):
        raise ScenarioError.single(
            "goal",
            shorten(goal.name),
            f"{found.label} does not add up over people, so reps have no part of it; "
            "choose a goal on bookings, deals or another amount that teams share",
        )
    by_key = people_split(forecast, goal, goal_window(scenario, goal), overrides_of(scenario, goal))[0]
    nothing = Split(0.0, "split")
    return tuple(by_key.get(seat_key(seat), nothing).amount for seat in seats(scenario))
