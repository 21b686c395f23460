"""How far each lever of a scenario may be moved, in which steps, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from simulator.scenario.lever_terms import LeverTerm
from simulator.scenario.levers import (
    MAX_PEOPLE_CHANGE,
    STAGE_PREFIX,
    Lever,
    lever,
    scenario_levers,
    team_has_lever,
)
from simulator.scenario.months import month_number, month_text
from simulator.scenario.plan import Adjustment, Scenario
from simulator.scenario.team import Team

STEP = 0.10
"""Like step of a lever whose past is not known: +-10 %."""
GRAIN = 0.05
"""Smallest change worth choosing between where none is stated: 5 %."""
LEAST, MOST = -0.5, 1.0
"""Bounds of a lever where none are stated: -50 % .. +100 %."""
MOST_HIRES = 20
"""Most people more where no bound is stated."""

StepSource = Literal["past", "assumed"]


@dataclass(frozen=True)
class Terms:
    """The terms on which one lever may be moved, defaults filled in.

    teams: None means all that have the lever. least, most: relative change (people more for ``hires``). step: a like
    step to compare levers by, from the past or assumed. grain: the step in which the lever is chosen and paid for.
    lead_months: before it begins to work; probability: that it works. stated: whether the scenario says anything
    about it. known: whether its costs are.
    """

    lever: Lever
    teams: tuple[str, ...] | None
    least: float
    most: float
    step: float
    step_source: StepSource
    grain: float
    lead_months: int
    probability: float
    stated: bool
    known: bool
    start_month: str | None
    _months: int
    _once: float
    _per_grain: float
    _per_grain_and_month: float
    _booked_per_month: float
    _places: int

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """Sorts terms the same way whatever the order of a document."""
        return self.lever.name, tuple(sorted(self.teams)) if self.teams is not None else ()

    def adjustment(self, change: float) -> Adjustment:
        """The lever moved by `change` from the month its lead time allows."""
        return Adjustment(
            lever=self.lever.name, change=change, teams=self.teams, start_month=self.start_month
        )

    def cost(self, change: float) -> float | None:
        """What the company spends more until the plan's end, in its currency; None where that is not known.

        Once where moved at all, once a step, running by step and month from the month it begins to work, and what
        the forecast books by itself: the pay of people hired, marketing and overhead moved. Savings are negative.
        """
        if change == 0:
            return 0.0
        return self.beyond(change) + self.booked(change) if self.known else None

    def beyond(self, change: float) -> float:
        """Of the cost, what the forecast does not book by itself; 0 where nothing is stated."""
        if change == 0:
            return 0.0
        steps = round(abs(change) / self.grain, 9) * self._places
        return self._once + steps * (self._per_grain + self._months * self._per_grain_and_month)

    def booked(self, change: float) -> float:
        """Of the cost, what the forecast books by itself, leavers and late starts aside."""
        return change * self._booked_per_month * self._months

    def changes(self) -> tuple[float, ...]:
        """Every change the bounds and the grain allow, in rising order, without none at all."""
        first = -int(-self.least / self.grain + 1e-9) if self.least < 0 else 1
        last = int(self.most / self.grain + 1e-9)
        steps = [round(number * self.grain, 10) for number in range(first, last + 1) if number]
        return tuple(step for step in steps if self.least - 1e-9 <= step <= self.most + 1e-9)


def terms(scenario: Scenario) -> tuple[Terms, ...]:
    """The terms of every lever of `scenario`, in the order of `scenario_levers`.

    A lever with terms of its own for some teams has default ones for the others. Levers that only goals count come
    last, where the scenario states terms for them.
    """
    stated = scenario.lever_terms
    own = scenario_levers(scenario)
    counted = dict.fromkeys(one.lever for one in stated if one.lever not in {known.name for known in own})
    found: list[Terms] = []
    for one in (*own, *(lever(name) for name in counted)):
        found.extend(_of_lever(scenario, one, [term for term in stated if term.lever == one.name]))
    return tuple(found)


def _of_lever(scenario: Scenario, one: Lever, stated: list[LeverTerm]) -> Iterator[Terms]:
    if not stated:
        yield _terms(scenario, one, LeverTerm(lever=one.name), False)
        return
    for term in sorted(stated, key=lambda term: sorted(term.teams or ())):
        yield _terms(scenario, one, term, True)
    if all(term.teams is not None for term in stated) and one.level == "team":
        covered = {name for term in stated for name in term.teams or ()}
        rest = tuple(
            sorted(
                team.name
                for team in scenario.teams
                if team.name not in covered and team_has_lever(team, one.name)
            )
        )
        if rest:
            yield _terms(scenario, one, LeverTerm(lever=one.name, teams=rest), False)


def _terms(scenario: Scenario, one: Lever, term: LeverTerm, stated: bool) -> Terms:
    named = [team for team in scenario.teams if term.teams is None or team.name in term.teams]
    if one.level == "team":
        named = [team for team in named if team_has_lever(team, one.name)]
    default_most = MOST_HIRES if one.absolute else MOST
    least = term.least if term.least is not None else min(0.0 if one.absolute else LEAST, term.most or 0.0)
    most = term.most if term.most is not None else max(default_most, least)
    if one.absolute:
        most = min(most, MAX_PEOPLE_CHANGE)
    elif one.share:
        most = max(min(most, _room(scenario, one, named)), least)
    costs = (term.cost, term.cost_per_step, term.cost_per_month_per_step)
    booked = _booked(scenario, one, named)
    return Terms(
        lever=one,
        teams=term.teams,
        least=least,
        most=most,
        step=term.moved if term.moved is not None else (1.0 if one.absolute else STEP),
        step_source="past" if term.moved is not None else "assumed",
        grain=term.step if term.step is not None else (1.0 if one.absolute else GRAIN),
        lead_months=term.lead_months,
        probability=term.probability,
        stated=stated,
        known=any(cost is not None for cost in costs) or booked > 0,
        start_month=_later(scenario.start_month, term.lead_months) if term.lead_months else None,
        _months=max(scenario.horizon_months - term.lead_months, 0),
        _once=term.cost or 0.0,
        _per_grain=term.cost_per_step or 0.0,
        _per_grain_and_month=term.cost_per_month_per_step or 0.0,
        _booked_per_month=booked,
        _places=len(named) if one.absolute else 1,
    )


def _room(scenario: Scenario, one: Lever, teams: list[Team]) -> float:
    """Relative change with which the lowest of the shares would be 1: beyond it nothing moves any more."""
    rates = [rate for rate in _shares(scenario, one, teams) if rate > 0]
    return max(1 / min(rates) - 1, 0.0) if rates else MOST


def _shares(scenario: Scenario, one: Lever, teams: list[Team]) -> Iterator[float]:
    if one.name == "churn" and scenario.recurring is not None:
        yield scenario.recurring.monthly_churn.expected
    elif one.name == "gross_margin":
        yield scenario.costs.gross_margin.mean
    for team in teams:
        if one.name == "win_rate":
            yield team.stages[-1].rate.expected
        elif one.name == "attrition":
            yield team.annual_attrition.expected
        elif one.name.startswith(STAGE_PREFIX):
            name = one.name.removeprefix(STAGE_PREFIX)
            yield from (stage.rate.expected for stage in team.stages if stage.name == name)


def _booked(scenario: Scenario, one: Lever, teams: list[Team]) -> float:
    """Money a month that the forecast itself books for a change of 1."""
    if one.name == "hires":
        return sum(team.annual_cost_per_rep for team in teams) / 12
    if one.name == "marketing":
        return scenario.costs.marketing_per_month
    return scenario.costs.overhead_per_month if one.name == "overhead" else 0.0


def _later(month: str, months: int) -> str:
    return month_text(month_number(month) + months)
