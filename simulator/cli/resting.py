"""What an assessment rests on: how many inputs are measured, what to measure next, and what nobody can check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.decide.luck_shares import luck_shares
from simulator.decide.measure import (
    halving_words,
    measure_next,
    points,
    worth_measuring,
)
from simulator.engine import Forecast
from simulator.evidence.dangers import danger_title
from simulator.scenario import Goal, Scenario
from simulator.scenario.inputs import benchmarks_without_source, counted_grades

_PLURALS = {"measured": "measured", "benchmark": "benchmarks", "guess": "guesses"}


def rests_on(forecast: Forecast, goals: Sequence[Goal]) -> dict[str, Any]:
    """The part ``rests_on`` of ``assess --json``.

    measure_next: the input to measure for the first goal, None where nothing measurable moves its odds; goals: the
    same for every goal by name, with the shares of luck and of what is not known in the spread of its metric.
    without_source: benchmarks that nobody can check.
    """
    scenario = forecast.scenario
    found = {goal.name: _of_goal(forecast, goal) for goal in goals}
    return {
        **{str(grade): number for grade, number in counted_grades(scenario).items()},
        "without_source": _unsourced(scenario),
        "dangers": [one.model_dump() for one in scenario.dangers],
        "measure_next": next(iter(found.values()))["measure_next"] if found else None,
        "goals": found,
    }


def rests_on_lines(forecast: Forecast, goals: Sequence[Goal]) -> list[str]:
    """The same for a person: a line, and another one where a benchmark names no source."""
    scenario = forecast.scenario
    counted = counted_grades(scenario)
    words = [
        f"{number:,} {grade if number == 1 else _PLURALS[grade]}"
        for grade, number in counted.items()
        if number
    ]
    line = f"Rests on {', '.join(words)}."
    if goals:
        best = worth_measuring(measure_next(forecast, goals[0]))
        if best is not None:
            held = f"±{points(best.swing)} of the odds hang on it"
            line += f" Measure next for {goals[0].name}: {best.name} ({held}; {halving_words(best)} would halve that)."
    dangers = [f"{danger_title(one.code)}: {one.message}" for one in scenario.dangers]
    return [line, *unsourced_lines(scenario), *dangers]


def unsourced_lines(scenario: Scenario) -> list[str]:
    """The warning on benchmarks without a source, one line; none where every one names its own."""
    named = _unsourced(scenario)
    if not named:
        return []
    shown = ", ".join(named[:5]) + (f" and {len(named) - 5} more" if len(named) > 5 else "")
    rule = 'Give source = "..." or grade = "guess": what nobody can look up is a guess.'
    return [f"Called a benchmark without a source: {shown}. {rule}"]


def _unsourced(scenario: Scenario) -> list[str]:
    return [
        f"{one.name} of {one.team}" if one.team else one.name for one in benchmarks_without_source(scenario)
    ]


def _of_goal(forecast: Forecast, goal: Goal) -> dict[str, Any]:
    best = worth_measuring(measure_next(forecast, goal))
    shares = luck_shares(forecast, goal)
    return {
        "measure_next": None
        if best is None
        else {**best.document(), "share_of_spread": shares.of(best.input).first},
        "luck": shares.luck,
        "not_known": shares.not_known,
    }
