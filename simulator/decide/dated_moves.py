"""What a plan could begin in any month: a person more in a team, one of its initiatives, a lever on stated terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.decide.terms import terms
from simulator.engine.forecast import COMPANY
from simulator.errors import ScenarioError
from simulator.scenario.lever_terms import LeverTerm
from simulator.scenario.levers import MAX_PEOPLE_CHANGE, lever, team_has_lever
from simulator.scenario.months import month_number, month_text
from simulator.scenario.plan import DatedChange, Scenario
from simulator.scenario.quantities import Effect

MoveKind = Literal["hire", "initiative", "lever"]
_PROBE = "what is tried here"


@dataclass(frozen=True)
class DatedMove:
    """Something that may begin in any month.

    teams: None means the company. lever: what it moves; change: by how much, people for hires, an initiative's mean
    effect. lead_months: from the decision to the start. planned: the month it begins in as the plan stands, None where
    it is not in the plan. phase_in_months: until it is felt in full.
    """

    kind: MoveKind
    name: str
    teams: tuple[str, ...] | None
    lever: str
    change: float
    probability: float = 1.0
    lead_months: int = 0
    planned: str | None = None
    phase_in_months: int = 0
    cost: float = 0.0
    cost_per_month: float = 0.0

    def begun(self, scenario: Scenario, t: int) -> Scenario:
        """`scenario` with it beginning in month t, counted from the first; from the horizon on it never does."""
        month = month_text(month_number(scenario.start_month) + t)
        if self.kind == "initiative":
            moved = tuple(
                one.changed(start_month=month) if one.name == self.name else one
                for one in scenario.initiatives
            )
            return scenario.changed(initiatives=moved)
        remaining = max(scenario.horizon_months - t, 0)
        probe = DatedChange(
            name=_unused(scenario),
            lever=self.lever,
            teams=self.teams,
            effect=Effect(low=self.change, mode=self.change, high=self.change),
            probability=self.probability,
            start_month=month,
            cost=self.cost + remaining * self.cost_per_month,
        )
        if self.kind == "hire":
            # Last of all that may bring people: every other seat keeps its place, and with it its luck.
            return scenario.changed(risks=(*scenario.risks, probe))
        return scenario.changed(initiatives=(*scenario.initiatives, probe))

    def touches(self, scope: str) -> bool:
        """Whether it is about the teams a goal of this scope looks at."""
        return scope == COMPANY or self.teams is None or scope in self.teams


def _unused(scenario: Scenario) -> str:
    taken = {one.name for one in (*scenario.initiatives, *scenario.risks)}
    return next(name for k in range(1, 1000) if (name := f"{_PROBE} {k}") not in taken)


def hire(scenario: Scenario, team: str, people: int = 1) -> DatedMove:
    """So many `people` more in `team`, starting together; ScenarioError where there is no such team or number."""
    if team not in scenario.team_names:
        names = ", ".join(scenario.team_names)
        raise ScenarioError.single("team", team, f"is no team; teams are {names}")
    if isinstance(people, bool) or not 1 <= people <= MAX_PEOPLE_CHANGE or people % 1:
        raise ScenarioError.single("people", people, f"must be a whole number from 1 to {MAX_PEOPLE_CHANGE}")
    term = next(
        (
            one
            for one in scenario.lever_terms
            if one.lever == "hires" and (one.teams is None or team in one.teams)
        ),
        LeverTerm(lever="hires"),
    )
    return DatedMove(
        kind="hire",
        name=team,
        teams=(team,),
        lever="hires",
        change=float(people),
        lead_months=term.lead_months,
        cost=(term.cost or 0.0) + people / (term.step or 1.0) * (term.cost_per_step or 0.0),
        cost_per_month=people / (term.step or 1.0) * (term.cost_per_month_per_step or 0.0),
    )


def hires(scenario: Scenario, people: int = 1, scope: str = COMPANY) -> tuple[DatedMove, ...]:
    """A hire into every team of `scope`, by name."""
    names = sorted(name for name in scenario.team_names if scope in (COMPANY, name))
    return tuple(hire(scenario, name, people) for name in names)


def initiatives(scenario: Scenario) -> tuple[DatedMove, ...]:
    """Every initiative of the plan, in its order; one that cannot work (odds 0) too."""
    return tuple(
        DatedMove(
            kind="initiative",
            name=one.name,
            teams=one.teams,
            lever=one.lever,
            change=(one.effect.low + 4 * one.effect.mode + one.effect.high) / 6,
            probability=one.probability,
            planned=one.start_month,
            phase_in_months=one.phase_in_months,
            cost=one.cost,
        )
        for one in scenario.initiatives
    )


def levers(scenario: Scenario) -> tuple[DatedMove, ...]:
    """Every lever but hires that the plan states terms for, moved by a like step in its better direction."""
    found = []
    for one in terms(scenario):
        if not one.stated or one.lever.absolute:
            continue
        step = one.step * one.lever.better
        change = min(max(step, one.least), one.most)
        if change * one.lever.better <= 0 or not _exists(scenario, one.lever.name, one.teams):
            continue
        stated = next(
            term
            for term in scenario.lever_terms
            if term.lever == one.lever.name and set(term.teams or ()) == set(one.teams or ())
        )
        steps = abs(change) / one.grain
        found.append(
            DatedMove(
                kind="lever",
                name=one.lever.label,
                teams=one.teams,
                lever=one.lever.name,
                change=change,
                probability=one.probability,
                lead_months=one.lead_months,
                cost=(stated.cost or 0.0) + steps * (stated.cost_per_step or 0.0),
                cost_per_month=steps * (stated.cost_per_month_per_step or 0.0),
            )
        )
    return tuple(found)


def _exists(scenario: Scenario, name: str, teams: Sequence[str] | None) -> bool:
    if lever(name).level == "company":
        return True
    return any(team_has_lever(team, name) for team in scenario.teams if teams is None or team.name in teams)


def moves(scenario: Scenario, scope: str = COMPANY, people: int = 1) -> tuple[DatedMove, ...]:
    """All of them that a goal of `scope` could feel: hires first, then initiatives, then levers on stated terms."""
    listed = (*hires(scenario, people, scope), *initiatives(scenario), *levers(scenario))
    return tuple(one for one in listed if one.touches(scope))
