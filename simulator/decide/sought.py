"""What a goal seek found: one lever elsewhere with its odds, what a lever can do, the target that is realistic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.decide.lever_search import Shape
from simulator.goals.verdict import Verdict
from simulator.scenario.goal import Goal
from simulator.scenario.lever_values import LeverUnit
from simulator.scenario.levers import Lever


@dataclass(frozen=True)
class Moved:
    """One lever somewhere else, with the odds there.

    change: relative, or people; amount: what the lever then is, in its natural unit. odds and interval (95 %, Wilson)
    on the luck it was searched on, `n_trials` futures; fresh: on luck never seen before; verified: the two agree within
    sampling error (99 %). cost: money over the plan's months, None where unknown.
    """

    change: float
    amount: float
    odds: float
    interval: tuple[float, float]
    fresh: float
    verified: bool
    n_trials: int
    cost: float | None


@dataclass(frozen=True)
class LeverTurn:
    """What one lever alone can do for the wanted odds.

    start: what stands in the plan. feasible: some value within the bounds reaches them: `at`, the nearest one, which
    is the plan's own where they are met already; else `at` is where the odds come nearest. falls_to: where they are met
    already, how far the lever may go the wrong way before they are lost; lost: whether they are, within the bounds.
    resolution: between two values tried; sampling: half width (95 %) of where the turn may lie for want of more
    futures; both in the natural unit, None where nothing was searched or the odds do not tell.
    """

    lever: Lever
    teams: tuple[str, ...] | None
    unit: LeverUnit
    start: float
    least: float
    most: float
    feasible: bool
    at: Moved
    falls_to: Moved | None
    lost: bool
    shape: Shape
    resolution: float | None
    sampling: float | None
    start_month: str | None
    works: float
    wanted: float

    @property
    def is_close(self) -> bool:
        """No value tried reaches the wanted odds, but the best comes so near that more futures might say otherwise."""
        return not self.feasible and self.at.interval[1] >= self.wanted

    def document(self) -> dict[str, Any]:
        """Plain numbers and text, shares 0..1; `from` and `to` in the lever's natural unit."""
        at, falls = self.at, self.falls_to
        return {
            "lever": self.lever.name,
            "teams": None if self.teams is None else list(self.teams),
            "unit": self.unit,
            "from": self.start,
            "to": at.amount,
            "change": at.change,
            "probability": at.odds,
            "interval": list(at.interval),
            "feasible": self.feasible,
            "too_close_to_call": self.is_close,
            "fresh_probability": at.fresh,
            "verified": at.verified,
            "n_trials": at.n_trials,
            "resolution": self.resolution,
            "sampling": self.sampling,
            "shape": self.shape,
            "bounds": [self.least, self.most],
            "start_month": self.start_month,
            "works": self.works,
            "cost": at.cost,
            "falls_to": None
            if falls is None
            else {
                "to": falls.amount,
                "change": falls.change,
                "probability": falls.odds,
                "fresh_probability": falls.fresh,
                "verified": falls.verified,
                "lost": self.lost,
            },
        }


@dataclass(frozen=True)
class RealisticTarget:
    """The most demanding target that has the wanted odds with the plan as it is; interval: 95 %, for want of more
    futures; fresh: its odds on luck never seen before.
    """

    value: float
    odds: float
    interval: tuple[float, float]
    fresh: float
    verified: bool

    def document(self) -> dict[str, Any]:
        """Plain numbers."""
        return {
            "value": self.value,
            "probability": self.odds,
            "interval": list(self.interval),
            "fresh_probability": self.fresh,
            "verified": self.verified,
        }


@dataclass(frozen=True)
class Sought:
    """Everything `seek` found. met: the goal has the wanted odds as it is."""

    goal: Goal
    verdict: Verdict
    wanted: float
    met: bool
    fresh_now: float
    levers: tuple[LeverTurn, ...]
    target: RealisticTarget | None
