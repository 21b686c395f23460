"""One goal judged: its sentence, its word with the odds, its figures and its way to the deadline."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from charts.fan import LEVELS
from charts.palette import LIGHT, verdict_colour
from exports.withheld import mentions_amount, without_amount
from simulator import Forecast, Scenario, Verdict
from simulator.goals import NOT_ENOUGH, Word, marks, metric, target_at
from simulator.goals.paths import goal_path
from simulator.scenario import Goal
from words import amounts
from words.amounts import Unit
from words.metrics import bound_words, metric_label, shown_unit, stage_of, when_words
from words.text import safe_text

Direction = Literal["at_least", "at_most"]
OF_TARGET = "of goal"
"""Unit of a money goal whose amounts are hidden."""
NINE_IN_TEN = 0.9
ICONS = {"realistic": "✔", "stretch": "▲", "unreachable": "✖", NOT_ENOUGH: "?"}
"""For programs that set text in their own fonts."""


@dataclass(frozen=True, eq=False)
class Path:
    """How far the metric gets by each month up to the deadline: quantiles by the names of ``charts.fan.LEVELS``."""

    months: tuple[str, ...]
    quantiles: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, eq=False)
class JudgedGoal:
    """A goal with its verdict.

    Amounts are in `unit`; where money is hidden, they are shares of the target and `hidden` is True, or None where the
    target is not above 0. odds, precision: texts. realistic: the most demanding target that is still realistic.
    It is None where there is no word for want of history. marks: what the verdict rests on besides the forecast.
    is_pooled_or_widened: its values are not the plan's own.
    nine_in_ten: what nine in ten futures reach or stay under. mean .. p90 as `simulator.assess` gives them. goal is the
    plan's own, with its amounts; `scale` turns them into the report's.
    """

    name: str
    sentence: str
    label: str
    scope: str
    owner: str
    note: str
    direction: Direction
    by: str
    window: str
    unit: Unit
    currency: str
    hidden: bool
    word: Word
    borderline: bool
    probability: float
    standard_error: float
    interval: tuple[float, float]
    odds: str
    precision: str
    target: float | None
    mean: float | None
    sd: float | None
    p10: float | None
    p50: float | None
    p90: float | None
    realistic: float | None
    nine_in_ten: float | None
    path: Path | None
    advice: tuple[str, ...]
    marks: tuple[str, ...]
    is_pooled_or_widened: bool
    goal: Goal = field(repr=False)
    scale: float = field(repr=False)

    def text(self, value: float | None, *, exact: bool = False) -> str:
        """One of the goal's amounts as text."""
        written = amounts.amount(value, self.unit, self.currency, exact=exact)
        return f"{written} {OF_TARGET}" if self.hidden and written != amounts.NOTHING else written

    @property
    def target_text(self) -> str:
        """``Goal 9 M €``; where amounts are hidden, the goal is the whole."""
        return "The goal" if self.hidden else f"Goal {self.text(self.target)}"

    @property
    def badge(self) -> str:
        """Icon, word and odds: ``▲ STRETCH · 34 %``."""
        return f"{ICONS[self.word]} {self.word.upper()} · {self.odds}"

    @property
    def has_word(self) -> bool:
        """Whether one of the three words was given, so that bands and what would be realistic mean something."""
        return self.word != NOT_ENOUGH

    @property
    def colour(self) -> str:
        """The verdict's colour on paper."""
        return verdict_colour(LIGHT, self.word)

    @property
    def advice_title(self) -> str:
        """What stands above the advice."""
        return "What would make it realistic" if self.has_word else "What moves the odds most"

    @property
    def remedies(self) -> tuple[str, ...]:
        """What would make it realistic, a line each: a target within reach, and the advice."""
        if self.word == "realistic" or self.realistic is None:
            return self.advice
        return (f"{self.bound.capitalize()} {self.text(self.realistic)}: realistic as you are", *self.advice)

    @property
    def bound(self) -> str:
        """``at least`` or ``at most``."""
        return bound_words(self.goal)


def judged_goal(
    scenario: Scenario,
    forecast: Forecast,
    verdict: Verdict,
    *,
    hide_money: bool,
    advice: tuple[str, ...] = (),
    with_path: bool = True,
) -> JudgedGoal:
    """`verdict` in the words and units of a report; KeyError where its metric is unknown."""
    goal, found = verdict.goal, metric(verdict.metric)
    hidden = hide_money and found.unit == "money"
    scale = 1.0
    if hidden:
        scale = 1 / goal.threshold if goal.threshold > 0 else math.nan
    unit: Unit = "share" if hidden else shown_unit(goal.metric)
    low, high = verdict.interval
    label = metric_label(goal.metric, safe_text(stage_of(goal.metric), 60))
    return JudgedGoal(
        name=without_amount(safe_text(verdict.name), label) if hidden else safe_text(verdict.name),
        sentence=_sentence(goal, label, unit, scenario.currency, hidden=hidden),
        label=label,
        scope=safe_text(goal.scope),
        owner=safe_text(goal.owner or ""),
        note="" if hide_money else safe_text(goal.note or ""),
        direction=goal.direction,
        by=goal.by,
        window=goal.window,
        unit=unit,
        currency=scenario.currency,
        hidden=hidden,
        word=verdict.verdict,
        borderline=verdict.borderline,
        probability=verdict.probability,
        standard_error=verdict.standard_error,
        interval=verdict.interval,
        odds=amounts.odds(verdict.probability, verdict.interval, forecast.n_trials),
        precision=f"{_edge(low)} to {_edge(high)}",
        target=_scaled(verdict.target, scale),
        mean=_scaled(verdict.mean, scale),
        sd=_scaled(verdict.sd, scale),
        p10=_scaled(verdict.p10, scale),
        p50=_scaled(verdict.p50, scale),
        p90=_scaled(verdict.p90, scale),
        realistic=None
        if verdict.verdict == NOT_ENOUGH
        else _scaled(target_at(forecast, goal, verdict.policy.realistic_at_least), scale),
        nine_in_ten=_scaled(target_at(forecast, goal, NINE_IN_TEN), scale),
        path=_path(forecast, goal, scale) if with_path and math.isfinite(scale) else None,
        advice=tuple(safe_text(line, 200) for line in advice if not (hide_money and mentions_amount(line))),
        marks=marks(verdict, scenario),
        is_pooled_or_widened=not (verdict.second_opinion is None and verdict.widened is None),
        goal=goal,
        scale=scale,
    )


def _edge(share: float) -> str:
    return amounts.percent(share, 2 if min(share, 1 - share) < 0.01 else 1)


def _sentence(goal: Goal, label: str, unit: Unit, currency: str, *, hidden: bool) -> str:
    scope = "" if goal.scope == "company" else f" of {safe_text(goal.scope, 60)}"
    target = "the goal" if hidden else amounts.amount(goal.threshold, unit, currency)
    return f"{label}{scope} of {bound_words(goal)} {target} {when_words(goal)}"


def _scaled(value: float | None, scale: float) -> float | None:
    if value is None:
        return None
    if scale == 1:
        return value
    return value * scale if math.isfinite(value * scale) else None


def _path(forecast: Forecast, goal: Goal, scale: float) -> Path | None:
    table = goal_path(forecast, goal, list(LEVELS.values())) * scale
    if np.isnan(table).all():
        return None
    columns = {name: tuple(float(v) for v in table[:, i]) for i, name in enumerate(LEVELS)}
    return Path(forecast.months[: len(table)], columns)
