"""Which number to measure next: whose uncertainty moves the odds of a goal most per deal observed (MODEL.md)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulator.decide.dependence import Dependence, dependence
from simulator.decide.learning import Learning, deals_a_month, learning
from simulator.engine.forecast import Forecast
from simulator.engine.parameter_draws import parameter_draws
from simulator.engine.streams import Floats
from simulator.goals.metrics import metric
from simulator.goals.verdict import goal_values, meets, word
from simulator.goals.windows import goal_window
from simulator.scenario.goal import Goal
from simulator.scenario.inputs import PlanInput, plan_inputs
from simulator.scenario.plan import Scenario
from simulator.scenario.quantities import Grade

STEP = 10
"""Further cases, or deals, for which the gain is stated."""
LEAST_POINTS = 0.005
"""Half a point of the odds: less is not worth a sentence."""


@dataclass(frozen=True)
class MeasureNext:
    """What not knowing one input does to a goal, and what measuring it would do.

    share: of the variance of the goal's metric, 0..1: a first look, which orders what moves no odds; what is shown is
    `simulator.decide.luck_shares`. swing: standard deviation of the odds over what the input may
    be, 0..1: the odds hang on it by plus or minus so much. another_word: odds that knowing it exactly would give
    another verdict. cases: what it is known from today, None where it is exact or no sample can tell; assumed: that
    number is an assumption (`simulator.decide.learning.ASSUMED_CASES`). case: what a further one is called.
    halving: further cases expected to halve the swing, and halving_months how long they take at the plan's pace.
    per_ten: by how much `STEP` further cases are expected to shrink the swing; per_ten_deals: the same for the time in
    which the team, or the company, decides `STEP` deals, by which the ranking goes.
    """

    input: PlanInput
    share: float
    swing: float
    another_word: float
    cases: float | None = None
    assumed: bool = False
    case: tuple[str, str] = ("case", "cases")
    halving: float | None = None
    halving_months: float | None = None
    per_ten: float = 0.0
    per_ten_deals: float = 0.0

    @property
    def name(self) -> str:
        """The input and whose it is: ``win rate of South``."""
        return f"{self.input.name} of {self.input.team}" if self.input.team else self.input.name

    @property
    def grade(self) -> Grade:
        """Measured, benchmark or guess."""
        return self.input.grade

    @property
    def sentence(self) -> str:
        """What it moves and what would halve that, in one sentence."""
        named = self.name if self.input.kind in ("initiative", "risk") else f"the {self.name}"
        if not self.swing:
            return f"What is not known of {named} moves the odds by less than can be told from luck."
        held = f"±{points(self.swing)} of the odds hang on {named}"
        if self.halving is None:
            return f"{held}; no sample tells it beforehand."
        return f"{held}; {halving_words(self)} would halve that."

    def document(self) -> dict[str, Any]:
        """Plain numbers and text, shares 0..1."""
        return {
            "input": ".".join(str(step) for step in self.input.path),
            "name": self.name,
            "team": self.input.team or None,
            "grade": self.grade,
            "source": self.input.source or None,
            "points_of_odds": self.swing,
            "another_word": self.another_word,
            "known_from": self.cases,
            "assumed": self.assumed,
            "case": self.case[0],
            "halved_by": self.halving,
            "halved_in_months": self.halving_months,
            "per_ten_cases": self.per_ten,
            "per_ten_deals": self.per_ten_deals,
            "sentence": self.sentence,
        }


def measure_next(forecast: Forecast, goal: Goal, scenario: Scenario | None = None) -> tuple[MeasureNext, ...]:
    """Every input of the plan, the one worth measuring next first; the exactly known ones last, with zeros.

    scenario: the plan that is judged and whose grades count, left out the forecast's own; both must simulate alike.
    No trial is run again. Raises KeyError where the goal's scope or metric does not exist.
    """
    scenario = scenario or forecast.scenario
    forecast = forecast.under(scenario)
    values = goal_values(forecast, goal)
    met = meets(values, goal).astype(float)
    known = np.isfinite(values)
    values = np.where(known, values, values[known].mean() if known.any() else 0.0)
    variance = float(values.var())
    draws = parameter_draws(scenario, forecast.n_trials, forecast.seed)
    found = []
    for one in plan_inputs(scenario):
        drawn = _scalar(scenario, goal, one, draws)
        if drawn is None:
            found.append(MeasureNext(one, 0.0, 0.0, 0.0))
            continue
        spread, odds = dependence(drawn, (values, met))
        share = spread.explained / variance if variance > 0 else 0.0
        found.append(_judged(forecast, scenario, one, share, spread, odds))
    found.sort(key=lambda one: (-one.per_ten_deals, -one.swing, -one.share, one.input.team, one.name))
    return tuple(found)


def worth_measuring(ranked: tuple[MeasureNext, ...]) -> MeasureNext | None:
    """The input to measure next; None where nothing that can be measured moves the odds."""
    found = next((one for one in ranked if one.per_ten_deals > 0), None)
    return found if found is not None and found.swing >= LEAST_POINTS else None


def _scalar(scenario: Scenario, goal: Goal, one: PlanInput, draws: dict[str, Floats]) -> Floats | None:
    """The input as one number per trial: of open deals what they are expected to bring, of the season its mean over
    the goal's window; None where it is exactly known.
    """
    drawn = [draws[place] for place in one.draws if place in draws]
    if not drawn:
        return None
    if one.kind == "season":
        return np.asarray(drawn[0][:, goal_window(scenario, goal).months].mean(axis=1))
    if one.kind != "open_deals":
        return drawn[0]
    team = scenario.team(one.team)
    money = metric(goal.metric).unit == "money"
    total = np.zeros(len(drawn[0]))
    for place, group in zip(one.draws, team.open_pipeline, strict=True):
        if place in draws:
            listed = sum(group.values) / len(group.values) if group.values else team.deal_size.mean_size
            worth = (listed if group.value is None else group.value) if money else 1.0
            total += group.count * worth * draws[place]
    return total


def _judged(
    forecast: Forecast,
    scenario: Scenario,
    one: PlanInput,
    share: float,
    spread: Dependence,
    odds: Dependence,
) -> MeasureNext:
    taught = learning(forecast, scenario, one)
    if not (spread.sure or odds.sure):
        return MeasureNext(one, 0.0, 0.0, 0.0, **_of_sample(taught))
    swing = math.sqrt(max(odds.explained, 0.0))
    policy = scenario.policy
    low, high = policy.unreachable_below, policy.realistic_at_least
    words = (odds.curve >= high).astype(int) - (odds.curve < low)
    now = word(float(odds.curve.mean()), policy)
    another = float(np.mean(words != {"realistic": 1, "stretch": 0, "unreachable": -1}[now]))
    judged = MeasureNext(one, max(share, 0.0), swing, another, **_of_sample(taught))
    if taught is None:
        return judged
    pace = deals_a_month(forecast, one.team)
    meanwhile = taught.per_month * STEP / pace if pace > 0 else 0.0
    return replace(
        judged,
        per_ten=swing * (1 - math.sqrt(taught.remaining(STEP))),
        per_ten_deals=swing * (1 - math.sqrt(taught.remaining(meanwhile))),
    )


def _of_sample(taught: Learning | None) -> dict[str, Any]:
    if taught is None:
        return {}
    halving = taught.halving()
    pace = taught.per_month
    return {
        "cases": taught.cases,
        "assumed": taught.assumed,
        "case": taught.case,
        "halving": halving,
        "halving_months": None if halving is None or pace <= 0 else halving / pace,
    }


def points(share: float) -> str:
    """``9 points``, ``under 1 point``."""
    whole = round(share * 100)
    return "under 1 point" if whole < 1 else f"{whole} point{'s' if whole > 1 else ''}"


def halving_words(one: MeasureNext) -> str:
    """``40 more decided deals (about 5 months at the plan's pace)``."""
    assert one.halving is not None
    count = max(math.ceil(one.halving - 1e-6), 1)
    if count > 100:
        count = round(count, 1 - math.floor(math.log10(count)))
    cases = f"{count:,} more {one.case[0] if count == 1 else one.case[1]}"
    months = one.halving_months
    if months is None or months > 1200 or one.case[0] in ("month", "year", "quarter"):
        return cases
    whole = max(round(months), 1)
    return f"{cases} (about {whole:,} month{'s' if whole > 1 else ''} at the plan's pace)"
