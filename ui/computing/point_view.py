"""What one point more at each step of the plan brings, computed once and kept by fingerprint."""

from __future__ import annotations

from simulator import Scenario
from simulator.decide.one_point import MOST_STEPS, PointWorth, point_worth
from simulator.scenario import Goal
from ui import cache
from ui.computing import runs
from ui.computing.budget import ranking_trials


def point_view(scenario: Scenario, goal: Goal | None) -> tuple[PointWorth, ...]:
    """The steps, the one worth most bookings first; none where the plan is too large to try each."""
    steps = min(sum(len(team.stages) for team in scenario.teams), MOST_STEPS)
    n_trials = ranking_trials(scenario, steps + 1)
    if not n_trials:
        return ()

    def make() -> tuple[PointWorth, ...]:
        return point_worth(scenario, goal, n_trials, scenario.seed, progress=runs.stop_if_asked)

    name = "" if goal is None else goal.name
    return cache.summary("one point", scenario, n_trials * (steps + 1), (name,), make)
