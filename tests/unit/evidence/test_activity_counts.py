"""What people do a day, measured from an activity table, as goals count it."""

from __future__ import annotations

import math

import pytest

from simulator.evidence import EvidenceError
from simulator.evidence.kinds import with_activity_counts
from simulator.goals import missing
from simulator.scenario import Scenario, parse_scenario, simulation_digest
from tests.statistical.small_scenarios import document, team_document
from tests.unit.evidence.kind_files import kind_evidence

WEEK = ("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06")


def table(**calls_a_day: int) -> str:
    """A week in which each person makes so many calls every day, and one e-mail on Monday."""
    rows = ["Owner,Date,Type"]
    for name, count in calls_a_day.items():
        rows += [f"{name},{day},Call" for day in WEEK for _ in range(count)]
        rows.append(f"{name},{WEEK[0]},Email")
    return "\n".join(rows) + "\n"


def plan(*names: str, **fields: object) -> Scenario:
    """A plan whose one team has these people."""
    people = [{"name": name, "tenure_months": 24} for name in names]
    return parse_scenario(document(team_document("Nord", reps=people, **fields)))


def test_a_team_counts_its_own_people() -> None:
    """Ana 4 and Ben 8 calls a day: 6, known to the standard error of two people, 2; Cem is of another team."""
    before = plan("Ana", "Ben")
    after, told = with_activity_counts(before, kind_evidence(table(Ana=4, Ben=8, Cem=30)))
    given = after.teams[0].activities
    assert given is not None
    assert given.calls is not None
    assert given.emails is not None
    assert (given.calls.mean, given.calls.sd, given.calls.grade) == (6.0, 2.0, "measured")
    assert given.calls.cv == pytest.approx(1 / math.sqrt(6), abs=1e-3)
    assert given.emails.mean == pytest.approx(0.2)
    assert given.meetings is None
    assert given.calls.source is not None
    assert "60 calls on 10 working days" in given.calls.source
    assert told == ("Nord: 6 calls, 0.2 e-mails per person and working day, for goals to count.",)
    assert simulation_digest(after) == simulation_digest(before)
    assert not missing(after, "calls_per_rep_per_day")


def test_a_team_that_names_nobody_takes_everybody() -> None:
    after, _ = with_activity_counts(plan("Zoe"), kind_evidence(table(Ana=4, Ben=8)))
    given = after.teams[0].activities
    assert given is not None
    assert given.calls is not None
    assert given.calls.mean == 6.0


def test_alike_people_are_known_no_better_than_luck_allows() -> None:
    after, _ = with_activity_counts(plan("Ana", "Ben"), kind_evidence(table(Ana=5, Ben=5)))
    given = after.teams[0].activities
    assert given is not None
    assert given.calls is not None
    assert given.calls.sd == pytest.approx(math.sqrt(5 / 10), abs=1e-3)


def test_what_outbound_counts_is_left_to_it() -> None:
    before = plan("Ana", outbound_per_rep_per_day=4.0, activities={"outbound": "calls"})
    after, _ = with_activity_counts(before, kind_evidence(table(Ana=4)))
    given = after.teams[0].activities
    assert given is not None
    assert (given.calls, given.outbound) == (None, "calls")
    assert given.emails is not None


def test_without_people_or_owners_it_says_so() -> None:
    with pytest.raises(EvidenceError, match="add people on Team first"):
        with_activity_counts(plan(), kind_evidence(table(Ana=4)))
    nobody = "Date,Type\n" + "".join(f"{day},Call\n" for day in WEEK)
    with pytest.raises(EvidenceError, match="does not say who did what"):
        with_activity_counts(plan("Ana"), kind_evidence(nobody))
