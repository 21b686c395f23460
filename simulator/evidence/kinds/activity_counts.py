"""Calls, e-mails and meetings per person and working day, measured, as goals on activity count them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.findings import Activities, RepActivity
from simulator.evidence.kinds.people import name_key
from simulator.evidence.refusal import EvidenceError
from simulator.scenario import Scenario, Team
from simulator.scenario.team import Activities as Counted
from simulator.scenario.team import Routine

KINDS = ("calls", "emails", "meetings")
_WORDS = {"calls": "calls", "emails": "e-mails", "meetings": "meetings"}
_DIGITS = 4


def with_activity_counts(scenario: Scenario, evidence: KindEvidence) -> tuple[Scenario, tuple[str, ...]]:
    """The plan with what its people do per working day, and what was done; the funnel stays as it is.

    A team takes the people it names; one that names none of them takes everybody. What its outbound counts already is
    left to that. Raises EvidenceError where the table does not say who did what, or nothing fits.
    """
    found = evidence.findings
    if not isinstance(found, Activities) or not found.reps_known:
        raise EvidenceError(
            "The table does not say who did what, so that nothing is known per person; choose the column with "
            "the owner."
        )
    teams, told = [], []
    for team in scenario.teams:
        counted = _counted(team, _of(team, found.reps), evidence.source)
        if counted is None:
            teams.append(team)
            continue
        teams.append(team.changed(activities=counted))
        words = [
            f"{routine.mean:.3g} {_WORDS[kind]}"
            for kind in KINDS
            if (routine := getattr(counted, kind)) is not None
        ]
        told.append(f"{team.name}: {', '.join(words)} per person and working day, for goals to count.")
    if not told:
        raise EvidenceError(
            "No team of the plan has people who could do these activities; add people on Team first."
        )
    return scenario.changed(teams=tuple(teams)), tuple(told)


def _of(team: Team, people: Sequence[RepActivity]) -> Sequence[RepActivity]:
    names = {name_key(rep.name) for rep in team.reps}
    return [one for one in people if name_key(one.name) in names] or people


def _counted(team: Team, people: Sequence[RepActivity], source: str) -> Counted | None:
    if not (team.reps or team.headcount or team.hires):
        return None
    outbound = team.activities.outbound if team.activities else None
    measured = {kind: _routine(kind, people, source) for kind in KINDS if kind != outbound}
    given = {kind: routine for kind, routine in measured.items() if routine is not None}
    return Counted(**given, outbound=outbound) if given else None


def _routine(kind: str, people: Sequence[RepActivity], source: str) -> Routine | None:
    """Mean over all days; known as well as people differ (standard error of their means), at least as luck allows.

    A day's own spread is not in the findings: that of counts by luck alone, 1 / sqrt(mean).
    """
    days = np.array([one.days for one in people], dtype=float)
    made = np.array([getattr(one, kind) for one in people], dtype=float)
    if made.sum() <= 0 or days.sum() <= 0:
        return None
    mean = float(made.sum() / days.sum())
    luck = mean / days.sum()
    apart = days * (made / np.maximum(days, 1) - mean)
    n = len(people)
    between = float(np.sum(apart**2) / days.sum() ** 2 * n / (n - 1)) if n > 1 else 0.0
    return Routine(
        mean=round(mean, _DIGITS),
        sd=round(math.sqrt(max(luck, between)), _DIGITS),
        cv=round(min(1 / math.sqrt(mean), 10.0), _DIGITS),
        grade="measured",
        source=f"{source}: {made.sum():,.0f} {_WORDS[kind]} on {days.sum():,.0f} working days"[:1000],
    )
