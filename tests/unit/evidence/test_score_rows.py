"""Scorecards as people write them: told from other tables, cleaned, and refused in a sentence."""

from __future__ import annotations

import pytest

from exports.kind_templates import kind_template
from simulator.evidence import EvidenceError, read_export
from simulator.evidence.kinds import KindEvidence, ScoreRows, build_kind_evidence, recognise


def read(text: str | bytes) -> KindEvidence:
    data = text if isinstance(text, bytes) else text.encode()
    return build_kind_evidence(read_export(data, "scores.csv"))


def rows_of(found: KindEvidence) -> ScoreRows:
    assert isinstance(found.findings, ScoreRows)
    return found.findings


def test_the_template_comes_back() -> None:
    found = read(kind_template("scorecard"))
    rows = rows_of(found)
    assert found.kind == "scorecard"
    assert (rows.reps, rows.teams) == (("Ana Ruiz", "Ben Okafor"), ("North", "North"))
    assert rows.periods == ("2026-01", "2026-02")
    columns = dict(rows.columns)
    assert columns["calls"] == ((210.0, 198.0), (240.0, 251.0))
    assert columns["bookings"][0] == (96_000.0, 118_000.0)
    assert rows.months == 1
    assert str(found.as_of) == "2026-02-28"


def test_a_quarter_is_three_months_and_a_missing_cell_is_unknown() -> None:
    found = rows_of(read("Rep;Quarter;Calls;Won\nAna;2026-Q1;300;5\nAna;2026-Q2;;7\nBen;Q1 2026;1.200;4\n"))
    assert (found.periods, found.months) == (("2026-01", "2026-04"), 3)
    assert dict(found.columns)["calls"] == ((300.0, None), (1_200.0, None))


def test_what_is_strange_is_told_and_left_out() -> None:
    found = read(
        "Rep,Team,Month,Calls,Meetings\n"
        "Ana,N,2026-01,10,2\nana ,N,2026-01,5,1\nAna,N,2026-02,x,1\nTotal,N,2026-02,99,9\n"
        ",N,2026-02,7,1\nBen,N,soon,7,1\nBen,N,2026-01,-4,1\nBen,N,2026-02,8,1\nBen,N,2026-02,8,1\n"
    )
    rows = rows_of(found)
    assert rows.reps == ("Ana", "Ben")
    assert dict(rows.columns)["calls"] == ((15.0, None), (None, 8.0))
    codes = {one.code for one in found.remarks}
    assert {
        "summary_rows",
        "scores_left_out",
        "rows_added_up",
        "unreadable_numbers",
        "negative_numbers",
        "repeated_rows",
    } <= codes


def test_two_people_of_one_name_in_two_teams_are_two() -> None:
    rows = rows_of(read("Rep,Team,Month,Calls\nAna,N,2026-01,1\nAna,S,2026-01,2\n"))
    assert list(zip(rows.reps, rows.teams, strict=True)) == [("Ana", "N"), ("Ana", "S")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rep,Month,Calls\nAna,never,1\nBen,later,2\n", "No period in the column"),
        ("Rep,Month,Calls\n,2026-01,1\n,2026-02,2\n", "No row names both a person and a period"),
        ("Rep,Month,Calls\nAna,2026-01,many\nBen,2026-01,few\n", "No number in the column"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(EvidenceError, match=said):
        read(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Month,Calls,Appointments,Won,Revenue\n2026-01,9,3,1,100\n", "monthly_summary"),
        ("Rep,Team,Period,Quota\nAna,N,2026-Q1,100\nBen,N,2026-Q1,100\n", "quotas"),
        ("Activity date,Activity type,Assigned to\n2026-01-05,Call,Ana\n2026-01-06,Call,Ben\n", "activities"),
        ("Rep,Month,Calls,Won\nAna,2026-01,9,3\nBen,2026-01,8,2\n", "scorecard"),
    ],
)
def test_it_is_told_from_tables_that_look_like_it(text: str, kind: str) -> None:
    assert recognise(read_export(text.encode(), "x.csv")).name == kind
