"""What a table changes in a plan: people from a roster, recurring business from customers, work from activities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np

from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.findings import Activities, Customers, Quotas, Roster, RosterRep
from simulator.evidence.kinds.people import name_key
from simulator.evidence.refusal import EvidenceError
from simulator.scenario import Rate, Recurring, Rep, Scenario, Team
from simulator.scenario.team import MAX_PEOPLE

DAYS_PER_MONTH = 30.4375
LONGEST_TENURE = 720
LONGEST_NAME = 120
LONG_THERE = 60
"""Months somebody without a start is taken to have been there: beyond any ramp."""

Found = TypeVar("Found")


def with_roster(scenario: Scenario, evidence: KindEvidence) -> tuple[Scenario, tuple[str, ...]]:
    """The plan with the roster's people, their tenure at its start, and the attrition measured; and what was done.

    Teams are matched by name; a plan with one team takes everybody. People who manage others are left out, and so is
    whoever has left before the plan starts; who joins later is no rep of its start. Raises EvidenceError where nobody
    fits.
    """
    found = _findings(evidence, Roster)
    begins = np.datetime64(f"{scenario.start_month}-01", "D")
    people = [one for one in found.reps if one.active and not one.manages]
    there = [one for one in people if one.start is None or np.datetime64(one.start, "D") < begins]
    by_team = _by_team(scenario, there)
    if not any(by_team.values()):
        raise EvidenceError(
            "Nobody of the roster fits a team of the plan; its teams are called "
            f"{', '.join(scenario.team_names)}: give people one of these teams."
        )
    teams, told = [], []
    for team in scenario.teams:
        mine = by_team[team.name]
        if not mine:
            teams.append(team)
            continue
        changes: dict[str, Any] = {"reps": _reps(mine, begins), "headcount": 0}
        if found.attrition is not None:
            changes["annual_attrition"] = attrition_rate(found, evidence.source)
        salaries = [one.salary for one in mine if one.salary is not None]
        if salaries and team.annual_cost_per_rep == 0:
            changes["annual_cost_per_rep"] = sum(salaries) / len(salaries)
        teams.append(team.changed(**changes))
        before = len(team.reps) + team.headcount
        told.append(f"{team.name}: {_people(len(mine))} instead of {before}.")
    left = len(people) - sum(len(mine) for mine in by_team.values())
    if left:
        told.append(
            f"Left out, because they join after the plan's start or belong to none of its teams: {_people(left)}."
        )
    managers = sum(one.active and one.manages for one in found.reps)
    if managers:
        told.append(f"Left out, because they manage others: {_people(managers)}.")
    return scenario.changed(teams=tuple(teams)), tuple(told)


def with_customers(scenario: Scenario, evidence: KindEvidence) -> tuple[Scenario, tuple[str, ...]]:
    """The plan with its recurring business as the customers show it. Raises EvidenceError where charges are missing."""
    found = _findings(evidence, Customers)
    if found.mrr is None:
        raise EvidenceError(
            "The table has no column with what a customer pays a month, so that the recurring revenue is not known; "
            "choose that column."
        )
    churn = Rate(
        successes=found.monthly_churn.successes,
        trials=found.monthly_churn.trials,
        grade="measured",
        source=evidence.source[:1000],
    )
    before = scenario.recurring
    section = (
        Recurring(opening_customers=found.active, opening_mrr=found.mrr, monthly_churn=churn)
        if before is None
        else before.changed(opening_customers=found.active, opening_mrr=found.mrr, monthly_churn=churn)
    )
    told = [
        f"The plan begins with {found.active:,} customers and loses {found.monthly_churn.share:.2%} of them a month."
    ]
    if before is None:
        told.append("Deal sizes now count as a year's revenue: check them on Growth.")
    return scenario.changed(recurring=section), tuple(told)


def with_activities(
    scenario: Scenario, evidence: KindEvidence, per_day: float | None = None
) -> tuple[Scenario, tuple[str, ...]]:
    """The plan with the outbound activities measured (or `per_day`), in every team that has people.

    Raises EvidenceError where the table does not say who did what or no team has people.
    """
    found = _findings(evidence, Activities)
    if not found.reps_known:
        raise EvidenceError(
            "The table does not say who did what, so that nothing is known per person; choose the column with "
            "the owner."
        )
    amount = found.outbound_per_rep_per_day if per_day is None else per_day
    teams = tuple(
        team.changed(outbound_per_rep_per_day=amount) if _has_people(team) else team
        for team in scenario.teams
    )
    changed = [team.name for team in scenario.teams if _has_people(team)]
    if not changed:
        raise EvidenceError(
            "No team of the plan has people who could do these activities; add people on Team first."
        )
    told = (
        f"{', '.join(changed)}: {amount:.1f} activities per person and working day; what enters besides them "
        "stays as "
        "it was."
    )
    return scenario.changed(teams=teams), (told,)


def with_quotas(scenario: Scenario, evidence: KindEvidence) -> tuple[Scenario, tuple[str, ...]]:
    """The plan with the mean quota per person and year in every team without one of its own in the table."""
    found = _findings(evidence, Quotas)
    teams, told = [], []
    for team in scenario.teams:
        mine = [one for one in found.quotas if name_key(one.team) == name_key(team.name)] or list(
            found.quotas
        )
        yearly = sum(one.amount for one in mine) / len(mine) * 12 / found.months
        teams.append(team.changed(annual_quota_per_rep=yearly))
        told.append(f"{team.name}: the mean of {len(mine)} quotas, for a year.")
    return scenario.changed(teams=tuple(teams)), tuple(told)


def _findings(evidence: KindEvidence, kind: type[Found]) -> Found:
    if not isinstance(evidence.findings, kind):
        raise EvidenceError(f"A table of another kind ({evidence.kind}) cannot be used here.")
    return evidence.findings


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _has_people(team: Team) -> bool:
    return bool(team.reps or team.headcount or team.hires)


def _by_team(scenario: Scenario, people: Sequence[RosterRep]) -> dict[str, list[RosterRep]]:
    if len(scenario.teams) == 1:
        return {scenario.teams[0].name: list(people)}
    keys = {name_key(name): name for name in scenario.team_names}
    found: dict[str, list[RosterRep]] = {name: [] for name in scenario.team_names}
    for one in people:
        if name_key(one.team) in keys:
            found[keys[name_key(one.team)]].append(one)
    return found


def _reps(people: Sequence[RosterRep], begins: np.datetime64) -> tuple[Rep, ...]:
    """Named reps with their tenure at the plan's start; who has no start counts as there for long."""
    return tuple(
        Rep(name=one.name, tenure_months=tenure_at(one, begins), manager=manager_of(one))
        for one in people[:MAX_PEOPLE]
    )


def manager_of(person: RosterRep) -> str | None:
    """Whose number they are part of, where the roster says."""
    return person.manager.strip()[:LONGEST_NAME].strip() or None


def tenure_at(person: RosterRep, day: np.datetime64) -> int:
    """Whole months on the team by `day`; LONG_THERE where nobody knows since when."""
    if person.start is None:
        return LONG_THERE
    days = int((day - np.datetime64(person.start, "D")).astype("timedelta64[D]").astype(int))
    return min(max(int(days / DAYS_PER_MONTH), 0), LONGEST_TENURE)


def attrition_rate(found: Roster, source: str) -> Rate:
    """The attrition measured, with the people it is worth."""
    assert found.attrition is not None
    one = found.attrition
    words = f"{source}: {one.leavers} leavers in {one.person_years:,.1f} person-years"
    return Rate(mean=one.annual, equivalent_n=one.equivalent_n, grade="measured", source=words[:1000])
