"""Ladder, floor, break-even and joint odds for the pages: computed from a forecast once, kept by fingerprint."""

from __future__ import annotations

from dataclasses import dataclass

from simulator import Scenario, Verdict, assess
from simulator.goals.break_even import BreakEven, break_even
from simulator.goals.floor import Floor, goal_floor
from simulator.goals.ladder import Ladder, ladder, moved, steps
from simulator.goals.together import Together, together
from simulator.scenario import Goal
from ui import cache


@dataclass(frozen=True)
class LadderView:
    """A goal's ladder and the targets it can be dragged to."""

    ladder: Ladder
    steps: tuple[float, ...]


def ladder_view(scenario: Scenario, goal: Goal, wanted: int = cache.TRIALS) -> LadderView:
    """The ladder of one goal of `scenario`."""
    n_trials = cache.affordable(scenario, wanted)

    def make() -> LadderView:
        forecast = cache.forecast(scenario, n_trials)
        found = ladder(forecast, goal)
        return LadderView(found, steps(forecast, goal, found))

    return cache.summary("ladder", scenario, n_trials, (goal.name,), make)


def dragged(scenario: Scenario, goal: Goal, target: float, wanted: int = cache.TRIALS) -> Verdict:
    """`goal` judged with another target, on the futures at hand: nothing is simulated anew."""
    return assess(cache.forecast(scenario, cache.affordable(scenario, wanted)), [moved(goal, target)])[0]


def floor_view(scenario: Scenario, goal: Goal, wanted: int = cache.TRIALS) -> Floor:
    """The floor of one goal of `scenario`."""
    n_trials = cache.affordable(scenario, wanted)
    return cache.summary(
        "floor",
        scenario,
        n_trials,
        (goal.name,),
        lambda: goal_floor(cache.forecast(scenario, n_trials), goal),
    )


def break_even_view(scenario: Scenario, wanted: int = cache.TRIALS) -> BreakEven | None:
    """By when `scenario` covers its costs; None where it gives none."""
    n_trials = cache.affordable(scenario, wanted)
    return cache.summary(
        "break-even", scenario, n_trials, (), lambda: break_even(cache.forecast(scenario, n_trials))
    )


def together_view(scenario: Scenario, wanted: int = cache.TRIALS) -> Together:
    """All goals of `scenario` at once; ValueError where it has none."""
    n_trials = cache.affordable(scenario, wanted)
    return cache.summary(
        "together", scenario, n_trials, (), lambda: together(cache.forecast(scenario, n_trials))
    )
