"""Levers in their natural unit: what stands in the plan, and what a slider turns it into."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from simulator.scenario import Adjustment, Scenario, Team, lever
from simulator.scenario.levers import STAGE_PREFIX
from ui.wording import formats
from ui.wording.metric_words import lever_label

MOST_HIRES = 20
HALF_RANGE = 20
"""Slider steps to either side; a step is about a fortieth of the value, so a slider spans half to one and a half."""


@dataclass(frozen=True)
class LeverValue:
    """One slider: step 0 is the plan. `value` is the plan's own number in natural units, `step` what one step adds."""

    lever: str
    label: str
    value: float
    step: float
    steps: tuple[int, ...]
    text: Callable[[float], str]
    start_month: str | None = None

    def at(self, steps: float) -> float:
        """The natural value after so many steps."""
        return self.value + steps * self.step

    def words(self, steps: float) -> str:
        """That value as text."""
        return self.text(self.at(steps))

    def adjustment(self, steps: int) -> Adjustment:
        """The what-if of so many steps."""
        if lever(self.lever).absolute:
            return Adjustment(lever=self.lever, change=float(steps), start_month=self.start_month)
        return Adjustment(lever=self.lever, change=round(steps * self.step / self.value, 12))

    def steps_of(self, adjustment: Adjustment | None) -> int:
        """Where the slider stands for a what-if."""
        if adjustment is None:
            return 0
        if lever(self.lever).absolute:
            return round(adjustment.change)
        return min(max(round(adjustment.change * self.value / self.step), self.steps[0]), self.steps[-1])

    def relative(self, steps: int) -> str:
        """``+10 %``; for people ``+2``."""
        if lever(self.lever).absolute:
            return f"+{steps}"
        return formats.signed(formats.percent(steps * self.step / self.value), steps)


def lever_value(scenario: Scenario, name: str) -> LeverValue | None:
    """The slider of a lever; None where its value is 0, which no relative change moves."""
    label = lever_label(name, scenario)
    if name == "hires":
        month = scenario.months[min(2, scenario.horizon_months - 1)]
        return LeverValue(
            name,
            f"{label} from {formats.month(month)}",
            0.0,
            1.0,
            tuple(range(MOST_HIRES + 1)),
            formats.decimal,
            month,
        )
    value, text = _natural(scenario, name)
    value *= _kept(scenario, name)
    is_share = lever(name).share
    if is_share:
        value = min(value, 1.0)
    if not value > 0 or not math.isfinite(value):
        return None
    step = _nice(value / 40)
    steps = [
        k
        for k in range(-HALF_RANGE, HALF_RANGE + 1)
        if value + k * step > 0 and (not is_share or value + k * step <= 1)
    ]
    return LeverValue(name, label, value, step, tuple(steps), text)


def _nice(step: float) -> float:
    """The nearest of 1, 2, 2.5 or 5 times a power of ten."""
    size = 10.0 ** math.floor(math.log10(step))
    return min((1.0, 2.0, 2.5, 5.0, 10.0), key=lambda nice: abs(math.log(nice * size / step))) * size


def _kept(scenario: Scenario, name: str) -> float:
    """What adjustments kept earlier already do to the company's lever; those narrowed to teams count by team."""
    factor = 1.0
    for one in scenario.adjustments:
        if one.lever == name:
            part = 1.0 if one.teams is None else len(one.teams) / len(scenario.teams)
            factor *= 1 + one.change * part
    return factor


def _weighted(teams: list[Team], value: Callable[[Team], float], weight: Callable[[Team], float]) -> float:
    weights = [weight(team) for team in teams]
    total = sum(weights)
    if total <= 0:
        return sum(value(team) for team in teams) / len(teams)
    return sum(value(team) * w for team, w in zip(teams, weights, strict=True)) / total


def entering(team: Team) -> float:
    """Units a team expects to enter per month at the start: inbound, and outbound by everybody at full ramp."""
    people = len(team.reps) + team.headcount
    return team.inbound_per_month.mean + team.outbound_per_rep_per_day * team.workdays_per_month * people


def _reaching_last(team: Team) -> float:
    units = entering(team)
    for stage in team.stages[:-1]:
        units *= stage.rate.expected
    return units


def _won(team: Team) -> float:
    return _reaching_last(team) * team.stages[-1].rate.expected


def _people(team: Team) -> float:
    return float(len(team.reps) + team.headcount)


def _full_ramp(team: Team) -> float:
    top = max(team.ramp)
    return float(next(t for t, value in enumerate(team.ramp) if value >= top))


def _natural(scenario: Scenario, name: str) -> tuple[float, Callable[[float], str]]:
    """The company's value of a lever, teams weighted by what the lever acts on, and how it is written."""
    teams = list(scenario.teams)
    currency = scenario.currency
    if name.startswith(STAGE_PREFIX):
        stage = name.removeprefix(STAGE_PREFIX)
        having = [team for team in teams if any(one.name == stage for one in team.stages)]
        return _weighted(
            having, lambda t: next(s.rate.expected for s in t.stages if s.name == stage), entering
        ), formats.share
    if name == "volume":
        return sum(entering(team) for team in teams), _plain_number
    if name == "win_rate":
        return _weighted(teams, lambda t: t.stages[-1].rate.expected, _reaching_last), formats.share
    if name == "deal_size":
        return _weighted(teams, lambda t: t.deal_size.mean_size, _won), lambda value: formats.money(
            value, currency
        )
    if name == "cycle_days":
        return _weighted(
            teams, lambda t: t.cycle_days.mean, _won
        ), lambda value: f"{formats.significant(value)} days"
    if name == "capacity":
        limited = [team for team in teams if team.opportunities_per_rep_per_month is not None]
        return _weighted(
            limited, lambda t: t.opportunities_per_rep_per_month or 0.0, _people
        ), lambda value: f"{formats.significant(value)} a month"
    if name == "ramp_months":
        return _weighted(teams, _full_ramp, _people), lambda value: f"{formats.significant(value)} months"
    if name == "attrition":
        return _weighted(
            teams, lambda t: t.annual_attrition.expected, _people
        ), lambda value: f"{formats.share(value)} a year"
    if name == "churn" and scenario.recurring is not None:
        return scenario.recurring.monthly_churn.expected, lambda value: f"{formats.share(value)} a month"
    if name == "expansion" and scenario.recurring is not None:
        return scenario.recurring.monthly_expansion.mean, lambda value: f"{formats.share(value)} a month"
    if name == "gross_margin":
        return scenario.costs.gross_margin.mean, formats.share
    cost = scenario.costs.marketing_per_month if name == "marketing" else scenario.costs.overhead_per_month
    return cost, lambda value: f"{formats.money(value, currency)} a month"


def _plain_number(value: float) -> str:
    return formats.significant(value, 3) if value < 1000 else formats.decimal(round(value))
