"""Rates by group: which columns are groups, what is listed, and what is said of them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from simulator.evidence import Evidence
from simulator.evidence.comparisons import SegmentFinding
from simulator.evidence.opportunities import Coded
from simulator.evidence.segments import coded
from tests.unit.evidence.deals import Row, as_csv, evidence_of, plain_deals

WIN_OF_TEN = {"Web": 1, "Fair": 9, "Partner": 5}


def by_source(count: int = 600) -> list[Row]:
    """Web wins 1 in 10, fairs 9, partners 5; a tenth of the deals names no source."""
    rows = plain_deals(count)
    for number, row in enumerate(rows):
        row["Lead Source"] = ("Web", "Fair", "Partner")[number % 3]
        won = number // 3 % 10 < WIN_OF_TEN[row["Lead Source"]]
        row["Stage"] = "Won" if won else "Lost"
        row["Closed"] = (dt.date.fromisoformat(row["Created"]) + dt.timedelta(days=15)).isoformat()
        if number % 10 == 9:
            row["Lead Source"] = ""
    return rows


def segment(evidence: Evidence, key: str) -> SegmentFinding:
    (found,) = [one for one in evidence.segments if one.key == key]
    return found


def test_what_truly_differs_is_said_first_with_the_best_and_the_worst() -> None:
    found = segment(evidence_of(by_source()), "source")
    assert found.win.differs
    assert {one.name for one in found.members} == {"Web", "Fair", "Partner"}
    assert found.unnamed == 60
    assert "truly differ" in found.sentence
    best, worst = found.sentence.index("Fair"), found.sentence.index("Web")
    assert best < worst
    for one in found.members:
        assert one.win.own == pytest.approx(one.won / one.win.n, rel=1e-4)
        assert one.win.low < one.win.value < one.win.high
        assert one.win.pull < 0.1


def test_people_who_do_not_differ_are_said_not_to() -> None:
    rows = plain_deals(400)
    for number, row in enumerate(rows):
        row["Owner"] = ("Ana", "Ben", "Cem")[number // 4 % 3]
    found = segment(evidence_of(rows), "rep")
    assert not found.win.differs
    assert "do not differ in win rate by more than luck" in found.sentence


def test_a_column_of_single_deals_names_no_groups() -> None:
    rows = plain_deals(200)
    for number, row in enumerate(rows):
        row["Account"] = f"Customer {number}"
        row["Product"] = "Only one"
        row["Region"] = "North" if number < 20 else ""
    keys = {one.key for one in evidence_of(rows).segments}
    assert keys.isdisjoint({"account", "product", "region"})


def test_at_most_fifty_are_listed_and_the_rest_counts_together() -> None:
    rows = plain_deals(1200)
    for number, row in enumerate(rows):
        row["Product"] = f"P{number // 4 % 70:02d}"
    found = segment(evidence_of(rows), "product")
    assert len(found.members) == 50
    assert found.others == 21
    assert found.members[-1].name == "21 others"
    closed = evidence_of(rows).counts.closed
    assert sum(one.win.n for one in found.members) == closed
    assert "The 70 products" in found.sentence


def test_the_order_of_rows_changes_nothing() -> None:
    rows = by_source(300)
    assert evidence_of(rows).segments == evidence_of(rows[::-1]).segments


def test_deals_decided_later_are_not_known_yet() -> None:
    rows = by_source(300)
    day = dt.date(2026, 1, 1)
    found = segment(evidence_of(rows, as_of=day), "source")
    known = sum(row["Closed"] <= "2026-01-01" and bool(row["Lead Source"]) for row in rows)
    assert sum(one.win.n for one in found.members) == known


def test_few_deals_are_not_compared() -> None:
    assert evidence_of(plain_deals(20)).segments == ()


def test_the_document_holds_segments_and_curves() -> None:
    document = evidence_of(by_source()).document()
    (source,) = [one for one in document["segments"] if one["key"] == "source"]
    assert {"sentence", "members", "win", "size", "cycle"} <= source.keys()
    assert source["members"][0]["win"].keys() == {"n", "own", "value", "low", "high", "pull"}
    assert {"won", "decided", "cohorts", "by_age"} <= document["curves"].keys()
    assert document["leak"]["steps"][0]["key"] == "decided"


def test_names_are_coded_in_order() -> None:
    found = coded(np.array(["b", "a", "", "b"], dtype=object))
    assert found.names == ("", "a", "b")
    assert found.codes.tolist() == [2, 1, 0, 2]
    taken: Coded = found.take(np.array([True, False, True, False]))
    assert taken.codes.tolist() == [2, 0]


def test_deals_without_names_have_no_teams_or_people() -> None:
    rows = [{key: value for key, value in row.items() if key != "Owner"} for row in plain_deals(200)]
    assert as_csv(rows)
    assert [one.key for one in evidence_of(rows).segments] == ["size_band"]
