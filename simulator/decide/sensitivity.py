"""Which levers matter for a goal: the odds with each lever moved a like step, the luck held still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.engine.simulate import simulate
from simulator.goals.verdict import goal_values, meets
from simulator.scenario.goal import Goal
from simulator.scenario.levers import Lever, scenario_levers, with_adjustments
from simulator.scenario.plan import Adjustment, Scenario

STEP = 0.10
"""Relative step of every lever that multiplies: +-10 %."""
PEOPLE_STEP = 1
"""Step of the lever ``hires``: one person more in each team from the start."""


@dataclass(frozen=True)
class LeverEffect:
    """What one step of a lever does to the odds of a goal.

    worse, better: odds with the lever a step in its bad and in its good direction (`worse` equals `base`
    for hires, which cannot be fewer than planned). median_change: change of the metric's median with the
    good step.
    """

    lever: Lever
    step: float
    base: float
    worse: float
    better: float
    median_change: float

    @property
    def reach(self) -> float:
        """The larger of the two movements of the odds."""
        return max(abs(self.better - self.base), abs(self.worse - self.base))


def rank_levers(
    scenario: Scenario,
    goal: Goal,
    n_trials: int = 4_000,
    seed: int | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[LeverEffect, ...]:
    """The scenario's levers by how far a like step moves the odds of `goal`, the strongest first.

    Ties in the odds (a goal far out of reach or certain) are ordered by the movement of the median. All
    runs share their luck. Raises ScenarioError where the scenario cannot be simulated.
    """
    levers = scenario_levers(scenario)
    runs = 1 + sum(1 if one.absolute else 2 for one in levers)
    done = 0

    def odds_and_median(moved: Scenario) -> tuple[float, float]:
        nonlocal done
        values = goal_values(simulate(moved, n_trials, seed), goal)
        done += 1
        if progress is not None:
            progress(done, runs)
        known = sorted(value for value in values.tolist() if value == value)
        median = known[len(known) // 2] if known else 0.0
        return float(meets(values, goal).mean()), median

    base, median = odds_and_median(scenario)
    effects = []
    for lever in levers:
        step = PEOPLE_STEP if lever.absolute else STEP * lever.better
        better, moved = odds_and_median(with_adjustments(scenario, Adjustment(lever=lever.name, change=step)))
        worse = (
            base
            if lever.absolute
            else odds_and_median(with_adjustments(scenario, Adjustment(lever=lever.name, change=-step)))[0]
        )
        effects.append(LeverEffect(lever, step, base, worse, better, moved - median))
    return tuple(sorted(effects, key=lambda one: (-one.reach, -abs(one.median_change), one.lever.name)))
