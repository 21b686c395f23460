"""A lever or two moved through their range: the odds at every step, the luck held still."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.decide.paired import mean_error
from simulator.decide.sweep_axes import Axis
from simulator.engine.forecast import Forecast
from simulator.engine.simulate import DEFAULT_TRIALS, simulate
from simulator.errors import ScenarioError
from simulator.goals.verdict import NOT_ENOUGH, Verdict, check_goals, goal_values, judged, meets
from simulator.scenario.codec import scenario_digest
from simulator.scenario.goal import Goal, Policy
from simulator.scenario.levers import STAGE_PREFIX, with_adjustments
from simulator.scenario.plan import Scenario

Progress = Callable[[int, int], None]
_UPSTREAM = (
    "attrition", "ramp_months", "hires", "volume", STAGE_PREFIX, "capacity", "win_rate", "cycle_days", "deal_size",
)  # fmt: skip
"""In which order the levers act: what is drawn before the later one need not be drawn again for its next value."""


@dataclass(frozen=True)
class Cell:
    """The odds with the levers at `places` of their axes.

    moved: odds less the plan's own, with its standard error from the same luck.
    """

    places: tuple[int, ...]
    verdict: Verdict
    moved: float
    moved_error: float

    @property
    def odds(self) -> float:
        """Share of the futures that meet the goal."""
        return self.verdict.probability


@dataclass(frozen=True)
class Crossing:
    """Where the odds cross the edge of a band between two neighbouring values of a line.

    edge: the odds; words: below and above it. change: relative (people), on the straight line between `between`.
    """

    edge: float
    words: tuple[str, str]
    change: float
    between: tuple[float, float]


@dataclass(frozen=True)
class Sweep:
    """One goal over one lever's values or two levers'; `cells` run through the last axis first."""

    goal: Goal
    axes: tuple[Axis, ...]
    cells: tuple[Cell, ...]
    policy: Policy
    scenario_digest: str
    seed: int
    n_trials: int

    def at(self, *places: int) -> Cell:
        """The cell at these places of the axes."""
        number = 0
        for one, place in zip(self.axes, places, strict=True):
            number = number * len(one.changes) + place
        return self.cells[number]

    @property
    def own(self) -> Cell:
        """The plan as it is."""
        return self.at(*(one.own for one in self.axes))

    @property
    def has_words(self) -> bool:
        """Whether enough history stands behind the plan for its odds to have a word."""
        return self.own.verdict.verdict != NOT_ENOUGH

    def crossings(self) -> tuple[Crossing, ...]:
        """Of a line: where it changes its word, from its lower to its upper end; none of a map, or without words."""
        return tuple(self._crossings()) if len(self.axes) == 1 and self.has_words else ()

    def _crossings(self) -> Iterator[Crossing]:
        (axis,) = self.axes
        edges = (
            (self.policy.unreachable_below, ("unreachable", "stretch")),
            (self.policy.realistic_at_least, ("stretch", "realistic")),
        )
        for cell, following in zip(self.cells, self.cells[1:], strict=False):
            low, high = cell.odds, following.odds
            ends = axis.changes[cell.places[0]], axis.changes[following.places[0]]
            for edge, words in edges if high >= low else edges[::-1]:
                if (low >= edge) != (high >= edge):
                    share = (edge - low) / (high - low)
                    yield Crossing(edge, words, ends[0] + share * (ends[1] - ends[0]), ends)

    def rows(self) -> list[dict[str, Any]]:
        """One row a cell, for a table: shares 0..1."""
        return [
            {
                **{
                    key: value
                    for one, place in zip(self.axes, cell.places, strict=True)
                    for key, value in (
                        (f"{one.label}, change", one.changes[place]),
                        (f"{one.label}, value", one.amounts[place]),
                    )
                },
                "odds": cell.odds,
                "odds at least": cell.verdict.interval[0],
                "odds at most": cell.verdict.interval[1],
                "moved": cell.moved,
                "moved, standard error": cell.moved_error,
                "word": cell.verdict.verdict,
                "borderline": cell.verdict.borderline,
                "median": cell.verdict.p50,
            }
            for cell in self.cells
        ]

    def document(self) -> dict[str, Any]:
        """Plain numbers and text, shares 0..1."""
        return {
            "goal": self.goal.name,
            "metric": self.goal.metric,
            "target": self.goal.threshold,
            "policy": {
                "realistic_at_least": self.policy.realistic_at_least,
                "unreachable_below": self.policy.unreachable_below,
            },
            "scenario_digest": self.scenario_digest,
            "seed": self.seed,
            "n_trials": self.n_trials,
            "levers": [
                {
                    "lever": one.lever,
                    "teams": None if one.terms.teams is None else list(one.terms.teams),
                    "start_month": one.terms.start_month,
                    "unit": one.unit,
                    "changes": list(one.changes),
                    "amounts": list(one.amounts),
                }
                for one in self.axes
            ],
            "cells": [
                {
                    "changes": [
                        one.changes[place] for one, place in zip(self.axes, cell.places, strict=True)
                    ],
                    "probability": cell.odds,
                    "standard_error": cell.verdict.standard_error,
                    "interval": list(cell.verdict.interval),
                    "moved": cell.moved,
                    "moved_error": cell.moved_error,
                    "verdict": cell.verdict.verdict,
                    "borderline": cell.verdict.borderline,
                    "p50": cell.verdict.p50,
                }
                for cell in self.cells
            ],
            "crossings": [
                {
                    "edge": one.edge,
                    "words": list(one.words),
                    "change": one.change,
                    "between": list(one.between),
                }
                for one in self.crossings()
            ],
        }


def sweep(
    scenario: Scenario,
    goal: Goal,
    axes: Sequence[Axis],
    n_trials: int = DEFAULT_TRIALS,
    seed: int | None = None,
    *,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Sweep:
    """The odds of `goal` with the levers of `axes` (one or two, of `scenario`) at each of their values.

    Levers move for certain, from the month their terms allow, on top of what is kept in the plan; every value is lived
    with the same luck. progress: called as ``progress(cells done, cells)``.
    Raises ScenarioError where the goal does not fit, or both axes move the same thing.
    """
    _check_axes(axes)
    base = simulate(scenario, n_trials, seed, progress=_still(progress, 0, axes), threads=threads)
    check_goals(base, [goal])
    own = goal_values(base, goal)
    own_met = meets(own, goal).astype(float)
    found: dict[tuple[int, ...], Cell] = {}
    for places, forecast in _forecasts(base, axes, progress, threads):
        values = own if forecast is base else goal_values(forecast, goal)
        contrast = meets(values, goal) - own_met
        verdict = judged(scenario, goal, values, scenario.policy)
        found[places] = Cell(places, verdict, float(contrast.mean()), mean_error(contrast))
    return Sweep(
        goal=goal,
        axes=tuple(axes),
        cells=tuple(found[places] for places in sorted(found)),
        policy=scenario.policy,
        scenario_digest=scenario_digest(scenario),
        seed=base.seed,
        n_trials=n_trials,
    )


def _forecasts(
    base: Forecast, axes: Sequence[Axis], progress: Progress | None, threads: int | None
) -> Iterator[tuple[tuple[int, ...], Forecast]]:
    """Every cell's futures, the lever that acts first moved last: what it does not touch is not simulated again."""
    outer = min(range(len(axes)), key=lambda number: (_acts(axes[number]), number))
    inner = [number for number in range(len(axes)) if number != outer]
    most = len(axes[outer].changes) * (len(axes[inner[0]].changes) if inner else 1)
    done = 0
    for place in range(len(axes[outer].changes)):
        like = base
        for other in range(len(axes[inner[0]].changes)) if inner else (0,):
            places = (place,) if not inner else (place, other) if outer == 0 else (other, place)
            moved = [one for axis, at in zip(axes, places, strict=True) for one in axis.moved(at)]
            forecast = base
            if moved:
                forecast = simulate(
                    with_adjustments(base.scenario, *moved),
                    base.n_trials,
                    base.seed,
                    like=like,
                    progress=_still(progress, done, axes),
                    threads=threads,
                )
            if other == 0:
                like = forecast
            yield places, forecast
            done += 1
            if progress is not None:
                progress(done, most)


def _still(progress: Progress | None, done: int, axes: Sequence[Axis]) -> Progress | None:
    """Within a cell: where it is, so that whoever asked may stop it there."""
    if progress is None:
        return None
    most = 1
    for one in axes:
        most *= len(one.changes)
    return lambda *_chunk: progress(done, most)


def _acts(axis: Axis) -> int:
    name = STAGE_PREFIX if axis.lever.startswith(STAGE_PREFIX) else axis.lever
    return _UPSTREAM.index(name) if name in _UPSTREAM else len(_UPSTREAM)


def _check_axes(axes: Sequence[Axis]) -> None:
    if not 1 <= len(axes) <= 2:
        raise ScenarioError.single(
            "lever", f"{len(axes)} levers", "sweep one lever, or two against each other"
        )
    if len(axes) < 2 or axes[0].lever != axes[1].lever:
        return
    teams = [one.terms.teams for one in axes]
    if any(one is None for one in teams) or set(teams[0] or ()) & set(teams[1] or ()):
        raise ScenarioError.single(
            "lever", axes[0].lever, "is named twice; sweep it against another lever, or each of two teams"
        )
