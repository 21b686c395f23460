"""How much of a goal's spread is luck, and how much is not knowing the inputs, each by itself and with the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.decide.variance_parts import MOST_TRIALS, Part, variance_parts
from simulator.engine.forecast import Forecast
from simulator.engine.parameter_draws import parameter_draws
from simulator.engine.streams import Floats
from simulator.goals.verdict import goal_values
from simulator.scenario.goal import Goal
from simulator.scenario.inputs import PlanInput, plan_inputs
from simulator.scenario.plan import Scenario
from simulator.scenario.quantities import Grade

CALENDAR = 12
NOTHING = Part()


@dataclass(frozen=True)
class LuckShare:
    """What not knowing one input brings to the spread of a goal's metric, as shares of its variance.

    first: what would be gone if it alone were known exactly. total: what would be left if all others were, so with
    what it does only together with them. Both 0 for what is exactly known or does not tell itself from noise.
    """

    input: PlanInput
    part: Part = NOTHING

    @property
    def first(self) -> float:
        """By itself, 0..1."""
        return self.part.first

    @property
    def total(self) -> float:
        """With what it does together with others, 0..1; over all inputs these may add up to more than 1."""
        return self.part.total

    @property
    def name(self) -> str:
        """The input and whose it is: ``win rate of South``."""
        return f"{self.input.name} of {self.input.team}" if self.input.team else self.input.name

    @property
    def grade(self) -> Grade:
        """Measured, benchmark or guess."""
        return self.input.grade

    def document(self) -> dict[str, Any]:
        """Plain numbers and text, shares 0..1."""
        return {
            "input": ".".join(str(step) for step in self.input.path),
            "name": self.name,
            "team": self.input.team or None,
            "grade": self.grade,
            "first": self.part.first,
            "first_error": self.part.error,
            "total": self.part.total,
            "total_error": self.part.total_error,
        }


@dataclass(frozen=True)
class LuckShares:
    """The variance of a goal's metric: luck, and what is not known yet, which measuring can take away.

    luck: the share no input explains; not_known: 1 - luck. error: standard error of both. together: the part of
    not_known that inputs bring only together, or too small to tell whose it is; the first orders, `together` and `luck`
    add up to 1. inputs: every input of the plan, the largest total first. alone: how many of them mattered too little,
    or were too many, to be looked at in pairs.
    varies: False where the metric is the same in every future; all shares are then 0. trials: how many were used.
    """

    luck: float
    not_known: float
    error: float
    together: float
    inputs: tuple[LuckShare, ...]
    alone: int
    trials: int
    varies: bool = True

    def of(self, one: PlanInput) -> LuckShare:
        """The share of one input of the plan; zeros for an input that is none of it."""
        return next((share for share in self.inputs if share.input.path == one.path), LuckShare(one))

    @property
    def owner(self) -> LuckShare | None:
        """The input that owns most of what is not known, with what it does together with others; None if none does."""
        return next((share for share in self.inputs if share.total > 0), None)

    @property
    def sentence(self) -> str:
        """The finding, in one sentence."""
        if not self.varies:
            return "Every future ends alike: there is no spread to explain."
        said = f"{_percent(self.luck)} of the spread is luck"
        if self.owner is None:
            return f"{said}; no input explains more of it than noise would."
        named = (
            self.owner.name if self.owner.input.kind in ("initiative", "risk") else f"the {self.owner.name}"
        )
        return f"{said}; of what is not known yet {named} owns most ({_percent(self.owner.total)} of the spread)."

    def document(self) -> dict[str, Any]:
        """Plain numbers and text, shares 0..1."""
        return {
            "luck": self.luck,
            "not_known": self.not_known,
            "error": self.error,
            "together": self.together,
            "trials": self.trials,
            "varies": self.varies,
            "sentence": self.sentence,
            "inputs": [one.document() for one in self.inputs],
        }


def luck_shares(forecast: Forecast, goal: Goal, scenario: Scenario | None = None) -> LuckShares:
    """How much of the spread of the goal's metric each input explains, and how much is luck. No trial is run again.

    scenario: the plan that is judged and whose grades count, left out the forecast's own; both must simulate alike.
    Months of the season are one input, and so are all open deals of a team. Futures in which the metric is undefined
    stand at its mean; what a second opinion adds to the spread is explained by no input. Raises KeyError where the
    goal's scope or metric does not exist.
    """
    scenario = scenario or forecast.scenario
    forecast = forecast.under(scenario)
    values = goal_values(forecast, goal)
    known = np.isfinite(values)
    values = np.where(known, values, values[known].mean() if known.any() else 0.0)[:MOST_TRIALS]
    draws = parameter_draws(scenario, forecast.n_trials, forecast.seed)
    inputs = plan_inputs(scenario)
    drawn = {_place(one): found for one in inputs if (found := _drawn(one, draws)) is not None}
    parts = variance_parts(drawn, values)
    shares = [LuckShare(one, parts.of.get(_place(one), NOTHING)) for one in inputs]
    shares.sort(key=lambda one: (-one.total, -one.first, one.input.team, one.name))
    varies = bool(np.ptp(values) > 1e-12 * np.abs(values).max())
    return LuckShares(
        1 - parts.explained if varies else 0.0,
        parts.explained,
        parts.error,
        parts.together,
        tuple(shares),
        len(parts.alone),
        len(values),
        varies,
    )


def _place(one: PlanInput) -> str:
    """The input by name, not by number: the order of teams changes nothing."""
    return "\x1f".join((*one.draws, one.team, one.name))


def _drawn(one: PlanInput, draws: dict[str, Floats]) -> Floats | None:
    """The input's column or columns in every trial; None where it is exactly known."""
    held = [draws[place] for place in one.draws if place in draws]
    if not held:
        return None
    if one.kind == "season":
        return held[0][:, :CALENDAR]
    return held[0] if len(held) == 1 else np.column_stack(held)


def _percent(share: float) -> str:
    whole = round(share * 100)
    return "under 1 %" if whole < 1 and share > 0 else f"{whole} %"
