"""A roster joined to the people an export of opportunities shows selling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.evidence.kinds.build import build_kind_evidence
from simulator.evidence.kinds.choices import KindChoices
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.findings import Roster, RosterRep
from simulator.evidence.kinds.into_plan import attrition_rate, manager_of, tenure_at
from simulator.evidence.kinds.kind import recognise
from simulator.evidence.kinds.people import name_key
from simulator.evidence.refusal import EvidenceError
from simulator.evidence.table import Table
from simulator.scenario import Rep, Scenario


def with_roster_joined(scenario: Scenario, evidence: KindEvidence) -> tuple[Scenario, tuple[str, ...]]:
    """The plan whose reps were found in deals, with the roster's tenure at its start and its attrition; what was done.

    Names are compared without case, blanks and the order of first and last name. Who has left by the roster leaves the
    plan; who is on it, sells in a team of the plan, manages nobody and has no deal yet joins; who is not on it stays as
    the deals show them. Raises EvidenceError where the table is no roster.
    """
    found = evidence.findings
    if not isinstance(found, Roster):
        raise EvidenceError(f"A table of another kind ({evidence.kind}) is no roster.")
    begins = np.datetime64(f"{scenario.start_month}-01", "D")
    people = {name_key(one.name): one for one in found.reps}
    selling = {name_key(rep.name) for team in scenario.teams for rep in team.reps}
    matched = gone = joined = unknown = 0
    teams = []
    for team in scenario.teams:
        reps: list[Rep] = []
        for rep in team.reps:
            person = people.get(name_key(rep.name))
            if person is None:
                unknown += 1
                reps.append(rep)
            elif not person.active:
                gone += 1
            else:
                matched += 1
                served = rep.tenure_months if person.start is None else tenure_at(person, begins)
                reps.append(rep.changed(tenure_months=served, manager=manager_of(person) or rep.manager))
        for person in found.reps:
            if _joins(person, selling, begins) and (
                len(scenario.teams) == 1 or name_key(person.team) == name_key(team.name)
            ):
                joined += 1
                reps.append(
                    Rep(
                        name=person.name,
                        tenure_months=tenure_at(person, begins),
                        manager=manager_of(person),
                    )
                )
        changes: dict[str, Any] = {"reps": tuple(reps)}
        if found.attrition is not None:
            changes["annual_attrition"] = attrition_rate(found, evidence.source)
        teams.append(team.changed(**changes))
    told = (
        f"Of the people who sell, {matched} have their tenure from the roster, {gone} have left by it and {unknown} "
        f"are not on it; {joined} on the roster had no deal yet and join."
    )
    return scenario.changed(teams=tuple(teams)), (told,)


def _joins(person: RosterRep, selling: set[str], begins: np.datetime64) -> bool:
    there = person.start is not None and bool(np.datetime64(person.start, "D") < begins)
    return person.active and not person.manages and there and name_key(person.name) not in selling


def roster_among(tables: Sequence[Table], as_of: dt.date) -> KindEvidence | None:
    """The first table that is a roster and says since when people are there; None where there is none."""
    for table in tables:
        kind = recognise(table)
        if kind.name == "roster" and kind.how == "found" and "start" in kind.columns:
            return build_kind_evidence(table, KindChoices(kind="roster", as_of=as_of))
    return None


def people_meet(scenario: Scenario, evidence: KindEvidence) -> bool:
    """Whether a roster lists anybody the plan names: then it can be joined to the plan's people."""
    found = evidence.findings
    listed = {name_key(one.name) for one in found.reps} if isinstance(found, Roster) else set()
    return any(name_key(rep.name) in listed for team in scenario.teams for rep in team.reps)
