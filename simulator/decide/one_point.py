"""One point more at each step of a plan's funnel: what it brings, in bookings and in odds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.engine.simulate import simulate
from simulator.goals.verdict import goal_values, meets
from simulator.scenario.goal import Goal
from simulator.scenario.levers import STAGE_PREFIX, with_adjustments
from simulator.scenario.plan import Adjustment, Scenario

POINT = 0.01
MOST_STEPS = 12
"""A simulation is made for each step; of plans with more, those of the first teams are looked at."""


@dataclass(frozen=True)
class PointWorth:
    """A point more at one step of one team.

    before, step: what a unit is before and after it; rate: of the plan; bookings: more over the plan's months, mean;
    odds: change of the goal's odds, None without a goal.
    """

    team: str
    before: str
    step: str
    rate: float
    bookings: float
    odds: float | None


def point_shares(scenario: Scenario) -> tuple[PointWorth, ...]:
    """The closed form for every step: units that enter in all months times 0.01 times what follows, most first.

    Growth, season, capacity and the time deals take are left out, so that the order is known before anything is
    simulated; `point_worth` says how much.
    """
    found = []
    for team in scenario.teams:
        units = team.inbound_per_month.mean * scenario.horizon_months
        worth = units * team.deal_size.mean_size
        for stage in team.stages:
            worth *= stage.rate.expected
        for place, stage in enumerate(team.stages):
            rate = stage.rate.expected
            if 0 < rate < 1:
                before = team.entry if place == 0 else team.stages[place - 1].name
                found.append(
                    PointWorth(team.name, before, stage.name, rate, worth * min(POINT, 1 - rate) / rate, None)
                )
    return tuple(sorted(found, key=lambda one: (-one.bookings, one.team, one.step)))


def point_worth(
    scenario: Scenario,
    goal: Goal | None,
    n_trials: int = 4_000,
    seed: int | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[PointWorth, ...]:
    """Every step of every team with its rate raised by one point, the one worth most bookings first.

    All runs share their luck, so that a difference is due to the point. A rate above 99 % is raised to 100 %. Without
    capacity limits this is the closed form: units before the step times 0.01 times what follows. Raises ScenarioError
    where the scenario cannot be simulated.
    """
    steps = [
        (team, place)
        for team in scenario.teams
        for place, stage in enumerate(team.stages)
        if 0 < stage.rate.expected < 1
    ][:MOST_STEPS]
    done = 0

    def judged(moved: Scenario) -> tuple[float, float | None]:
        nonlocal done
        forecast = simulate(moved, n_trials, seed)
        done += 1
        if progress is not None:
            progress(done, len(steps) + 1)
        bookings = float(forecast.series("bookings").sum(axis=1).mean())
        return bookings, None if goal is None else float(meets(goal_values(forecast, goal), goal).mean())

    base, odds = judged(scenario)
    found = []
    for team, place in steps:
        stage = team.stages[place]
        last = place == len(team.stages) - 1
        rate = stage.rate.expected
        raised = Adjustment(
            lever="win_rate" if last else f"{STAGE_PREFIX}{stage.name}",
            change=min(POINT, 1 - rate) / rate,
            teams=(team.name,),
        )
        bookings, moved = judged(with_adjustments(scenario, raised))
        before = team.entry if place == 0 else team.stages[place - 1].name
        change = None if moved is None or odds is None else moved - odds
        found.append(PointWorth(team.name, before, stage.name, rate, bookings - base, change))
    return tuple(sorted(found, key=lambda one: (-one.bookings, one.team, one.step)))
