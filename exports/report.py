"""What every export says: one plan, judged, with everything it rests on. Made once, written in many forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from exports.assumptions import Assumption, assumptions_of
from exports.judged import JudgedGoal, judged_goal
from exports.withheld import mentions_amount
from simulator import ENGINE_VERSION, Forecast, Scenario, Verdict
from simulator.evidence.dangers import SEVERITIES, danger_title
from simulator.goals import common_marks, joint_probability, wilson_interval
from simulator.goals.paths import costs_covered
from simulator.scenario import scenario_digest, simulation_digest
from simulator.scenario.goal import Policy
from simulator.scenario.inputs import GRADES
from words import amounts
from words.text import safe_text

MOST_PATHS = 24
"""Goals whose way to the deadline is worked out; more are listed without a picture."""


@dataclass(frozen=True, eq=False)
class Report:
    """A plan and its answers.

    marks: what the verdicts rest on besides the forecast, each once. joint: share of futures that meet all goals;
    covered: share in which profit over the horizon is not negative, None where no costs are given; danger: the gravest
    one of the history the plan rests on, in a line; made_at: when, by
    the caller's clock. Money is hidden in every field but `forecast`, which is kept for tables of months and trials.
    """

    name: str
    description: str
    currency: str
    months: tuple[str, ...]
    seed: int
    n_trials: int
    engine_version: str
    digest: str
    policy: Policy
    made_at: datetime
    link: str | None
    hide_money: bool
    goals: tuple[JudgedGoal, ...]
    marks: tuple[str, ...]
    joint: float
    joint_interval: tuple[float, float]
    covered: float | None
    assumptions: tuple[Assumption, ...]
    danger: str | None
    forecast: Forecast = field(repr=False)

    @property
    def bands(self) -> str:
        """``realistic from 60 %, unreachable under 10 %``."""
        high, low = (
            amounts.percent(edge) for edge in (self.policy.realistic_at_least, self.policy.unreachable_below)
        )
        return f"realistic from {high}, unreachable under {low}"

    def beside(self, goal: JudgedGoal) -> str:
        """What stands beside the verdict of `goal`: the bands, and what it rests on besides the forecast."""
        return " · ".join([*([self.bands] if goal.has_word else []), *goal.marks])

    @property
    def shows_bands(self) -> bool:
        """Whether any goal got one of the words that the bands separate."""
        return not self.goals or any(goal.has_word for goal in self.goals)

    @property
    def joint_odds(self) -> str:
        """The odds of meeting all goals at once."""
        return amounts.odds(self.joint, self.joint_interval, self.n_trials)

    @property
    def covered_odds(self) -> str | None:
        """The odds that costs are covered."""
        if self.covered is None:
            return None
        interval = wilson_interval(round(self.covered * self.n_trials), self.n_trials)
        return amounts.odds(self.covered, interval, self.n_trials)

    @property
    def made(self) -> str:
        """When it was made, as text."""
        return amounts.moment(self.made_at)

    @property
    def span(self) -> str:
        """``Jan 2027 to Dec 2027``."""
        return f"{amounts.month(self.months[0])} to {amounts.month(self.months[-1])}"

    @property
    def grades(self) -> str:
        """``6 measured, 3 benchmark, 1 guess``."""
        counted = Counter(one.grade for one in self.assumptions)
        return ", ".join(f"{counted[grade]} {grade}" for grade in GRADES if counted[grade])

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What somebody needs to get the same digits again: labels and texts."""
        facts = [
            ("Plan", self.name),
            ("Months", self.span),
            ("Made", self.made),
            ("Bands", self.bands),
            ("Simulated futures", f"{self.n_trials:,}"),
            ("Seed", str(self.seed)),
            ("Engine version", self.engine_version),
            ("Plan's fingerprint (SHA-256)", self.digest),
        ]
        if self.policy.source and not self.hide_money:
            facts.insert(4, ("Bands taken from", safe_text(self.policy.source, 300)))
        if self.danger:
            facts.append(("Gravest danger in its history", self.danger))
        if self.marks:
            facts.append(("Verdicts rest on", safe_text("; ".join(self.marks), 600)))
        if any(goal.is_pooled_or_widened for goal in self.goals):
            facts.append(("Series by month", "the plan's own, before the second opinion and the widening"))
        if self.hide_money:
            facts.append(("Money", "amounts are hidden; money goals are shown in per cent of their target"))
        return tuple([*facts, ("Link", self.link)] if self.link else facts)


def make_report(
    scenario: Scenario,
    forecast: Forecast,
    verdicts: Sequence[Verdict],
    *,
    link: str | None = None,
    now: datetime,
    hide_money: bool = False,
    advice: Mapping[str, Sequence[str]] | None = None,
) -> Report:
    """The report of `scenario` as `forecast` and `verdicts` judge it.

    link: an address to print, as text. now: the moment printed on it. hide_money: odds and percentages without amounts;
    free texts that mention numbers are left out with them, names given to plans and initiatives are not read.
    advice: by goal name, sentences that say what would make it realistic. Raises ValueError where the forecast was made
    of another scenario or a verdict judges none of its goals.
    """
    if simulation_digest(forecast.scenario) != simulation_digest(scenario):
        raise ValueError("the forecast was made of another scenario")
    forecast = forecast.under(scenario)
    judged = []
    for place, verdict in enumerate(verdicts):
        sentences = tuple((advice or {}).get(verdict.name, ()))
        judged.append(
            judged_goal(
                scenario,
                forecast,
                verdict,
                hide_money=hide_money,
                advice=sentences,
                with_path=place < MOST_PATHS,
            )
        )
    joint = joint_probability(forecast, [verdict.goal for verdict in verdicts])
    return Report(
        name=safe_text(scenario.name),
        description="" if hide_money else safe_text(scenario.description or ""),
        currency=scenario.currency,
        months=scenario.months,
        seed=forecast.seed,
        n_trials=forecast.n_trials,
        engine_version=ENGINE_VERSION,
        digest=scenario_digest(scenario),
        policy=verdicts[0].policy if verdicts else scenario.policy,
        made_at=now,
        link=None if link is None else safe_text(link),
        hide_money=hide_money,
        goals=tuple(judged),
        marks=tuple(
            safe_text(words, 400) for words in common_marks([(one.name, one.marks) for one in judged])
        ),
        joint=joint,
        joint_interval=wilson_interval(round(joint * forecast.n_trials), forecast.n_trials),
        covered=costs_covered(forecast),
        assumptions=assumptions_of(scenario, hide_money=hide_money),
        danger=_gravest(scenario, hide_money=hide_money),
        forecast=forecast,
    )


def _gravest(scenario: Scenario, *, hide_money: bool) -> str | None:
    """The most serious danger the plan carries along, with its figure; the rest are counted."""
    if not scenario.dangers:
        return None
    worst = min(scenario.dangers, key=lambda one: SEVERITIES.index(one.severity))
    title = danger_title(worst.code)
    told = f"{title}." if hide_money and mentions_amount(worst.message) else f"{title}. {worst.message}"
    more = len(scenario.dangers) - 1
    return safe_text(told, 300) + (f" And {more} more." if more else "")
