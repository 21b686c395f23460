"""The table of what was cleaned: every kind of change with its rows, its column and what became of them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from pydantic import TypeAdapter

from simulator.evidence import (
    Evidence,
    MappingChoices,
    build_evidence,
    find_mapping,
    read_export,
    read_upload,
)
from simulator.evidence.cleaning import Cleaned, Example, example, in_order
from tests.unit.evidence.deals import Row, as_csv, evidence_of, plain_deals


def entry(evidence: Evidence, code: str, column: str | None = None) -> Cleaned:
    """The one entry of this kind."""
    (found,) = [one for one in evidence.cleaning if one.code == code and column in (None, one.column)]
    return found


def examples(one: Cleaned) -> list[tuple[int, str, str]]:
    return [(each.row, each.before, each.after) for each in one.examples]


def test_plain_deals_need_no_cleaning() -> None:
    assert evidence_of(plain_deals()).cleaning == ()


def test_dates_say_how_they_were_read() -> None:
    rows = plain_deals()
    for row in rows:
        year, month, day = row["Created"].split("-")
        row["Created"] = f"{int(month)}/{int(day)}/{year}"
    one = entry(evidence_of(rows), "dates_slashed")
    assert (one.done, one.count, one.column) == ("changed", 40, "Created")
    assert examples(one)[0] == (2, "1/6/2025", "2025-01-06")
    assert "month first" in one.what


@pytest.mark.parametrize(
    ("code", "written", "day"),
    [
        ("dates_named", "15 Apr, 2021 00:02:00", "2021-04-15"),
        ("dates_named", "15. Dezember 2024", "2024-12-15"),
        ("dates_named", "Donnerstag, 2. Jänner 2025", "2025-01-02"),
        ("dates_named", "1er janvier 2025", "2025-01-01"),
        ("dates_named", "3 févr. 2025", "2025-02-03"),
        ("dates_named", "miércoles, 15 de enero de 2025", "2025-01-15"),
        ("dates_named", "15 gennaio 2025", "2025-01-15"),
        ("dates_named", "15 de março de 2025", "2025-03-15"),
        ("dates_named", "15 maart 2025", "2025-03-15"),
        ("dates_dotted", "15.1.2025", "2025-01-15"),
        ("dates_serial", "45672", "2025-01-15"),
        ("dates_serial", "45672.5", "2025-01-15"),
        ("dates_compact", "20250115", "2025-01-15"),
        ("dates_compact", "20250115T101500.000+0100", "2025-01-15"),
        ("dates_epoch", "1736899200000", "2025-01-15"),
        ("dates_with_time", "2025-01-15T23:30:00+02:00", "2025-01-15"),
        ("dates_with_time", "2025-01-15Z", "2025-01-15"),
        ("dates_with_time", "2025-01-15 10:00:00 UTC", "2025-01-15"),
    ],
)
def test_every_convention_is_read_and_told(code: str, written: str, day: str) -> None:
    rows = plain_deals()
    rows[3]["Created"] = written
    one = entry(evidence_of(rows), code, "Created")
    assert examples(one) == [(5, written, day)]
    assert (one.done, one.count) == ("changed", 1)


@pytest.mark.parametrize(
    "period", ["Q3 2026", "2026-Q3", "3. Quartal 2026", "2026-03", "März 2026", "2026", "T2 2025"]
)
def test_a_column_of_periods_is_refused_with_a_sentence(period: str) -> None:
    rows = [{**row, "Closed": period if row["Closed"] else ""} for row in plain_deals()]
    with pytest.raises(
        ValueError, match=r'column "Closed" holds quarters, months or years .* a deal needs the day'
    ):
        evidence_of(rows)


def test_single_quarters_are_left_out_and_said_to_be() -> None:
    rows = plain_deals()
    rows[0]["Closed"] = "Q1 2025"
    evidence = evidence_of(rows)
    one = entry(evidence, "unreadable_dates")
    assert (one.done, one.count) == ("left out", 1)
    assert "names no day" in next(one.message for one in evidence.remarks if one.code == "unreadable_dates")


def test_amounts_say_how_they_were_read() -> None:
    rows = plain_deals()
    rows[0]["Amount"], rows[1]["Amount"], rows[2]["Amount"] = "$22,700.00", "1'200", "12.5k"
    rows[4]["Amount"], rows[5]["Amount"] = "", "-7"
    evidence = evidence_of(rows)
    assert examples(entry(evidence, "amounts_read")) == [
        (2, "$22,700.00", "22700"), (3, "1'200", "1200"), (4, "12.5k", "12500"),
    ]  # fmt: skip
    assert examples(entry(evidence, "negative_amounts")) == [(7, "-7", "")]
    assert (entry(evidence, "won_without_amount").count, entry(evidence, "no_amount").count) == (1, 1)


def test_a_decimal_comma_is_told() -> None:
    rows = [{**row, "Amount": f"1.{row['Amount'][-3:]},50 €"} for row in plain_deals()]
    one = entry(evidence_of(rows), "amounts_comma")
    assert (one.count, examples(one)[0]) == (40, (2, "1.000,50 €", "1000.5"))


def test_contradictions_are_told_with_the_reason() -> None:
    rows = plain_deals()
    rows[0]["Closed"] = "2024-12-31"
    rows[4]["Closed"] = ""
    rows[9]["ID"] = rows[8]["ID"]
    rows[13]["Stage"] = " "
    rows[3]["Closed"] = "2027-01-01"
    evidence = evidence_of(rows)
    left = {one.code: (one.count, one.examples[0].row) for one in evidence.cleaning if one.done == "left out"}
    assert left == {
        "negative_cycles": (1, 2), "closed_without_date": (1, 6), "duplicate_ids": (1, 11), "no_stage": (1, 15),
    }  # fmt: skip
    assert examples(entry(evidence, "open_with_close_date")) == [(5, "2027-01-01", "")]
    assert evidence.document()["rows"] == {"in_file": 40, "used": 36, "left_out": 4}


def test_names_and_spaces_are_told_and_brought_together() -> None:
    rows = plain_deals()
    rows[0]["Owner"], rows[2]["Owner"], rows[4]["Owner"] = "ana", " Ana\u00a0", "A.N.A."
    evidence = evidence_of(rows)
    assert sorted(rep.name for rep in evidence.company.reps) == ["Ana", "Ben"]
    assert examples(entry(evidence, "names_merged")) == [(6, "A.N.A.", "Ana"), (2, "ana", "Ana")]
    assert examples(entry(evidence, "texts_cleaned")) == [(4, "Ana\\xa0", "Ana")]


def test_only_what_nobody_sees_is_written_out() -> None:
    assert example(1, "Bj\u00f6rn\u200b\n", "x" * 99) == Example(1, "Björn\\u200b\\n", "x" * 59 + "…")


def test_a_slip_is_suggested_until_a_mapping_says_it_is_one() -> None:
    rows: list[Row] = [{**row, "Owner": "Anna Schmidt"} for row in plain_deals()]
    rows[5]["Owner"] = "Anna Shmidt"
    asked = evidence_of(rows)
    one = entry(asked, "names_suggested")
    assert (one.done, one.count, examples(one)) == ("suggested", 1, [(7, "Anna Shmidt", "Anna Schmidt")])
    assert len(asked.company.reps) == 2
    said = evidence_of(rows, MappingChoices(names={"Anna Shmidt": "Anna Schmidt"}))
    assert [rep.name for rep in said.company.reps] == ["Anna Schmidt"]
    assert entry(said, "names_merged").count == 1


def test_words_nobody_knows_are_assumed_to_be_open() -> None:
    rows = plain_deals()
    rows[1]["Stage"] = "Limbo"
    one = entry(evidence_of(rows), "unknown_stage_words")
    assert (one.done, one.column, examples(one)) == ("assumed", "Stage", [(3, "Limbo", "open")])


def test_what_the_reader_did_is_told_from_its_own_process_too() -> None:
    text = "Report,,,,,\n" + as_csv(plain_deals()).decode().replace("ID,", " ID ,").replace("Ana", "Åsa")
    lines = text.splitlines()
    lines[5] += ",one too many"
    lines[7:7] = [lines[1]]
    data = ("\n".join(lines) + "\n").encode("cp1252")
    for table in (read_export(data, "a.csv"), read_upload(data, "a.csv")):
        evidence = build_evidence(table, find_mapping(table))
        found = {one.code: (one.done, one.count, one.examples[0].row) for one in evidence.cleaning}
        assert found == {
            "rows_above_header": ("left out", 1, 1),
            "repeated_header": ("left out", 1, 8),
            "ragged_rows": ("left out", 1, 6),
            "header_cleaned": ("changed", 1, 2),
            "encoding": ("assumed", 20, 3),
        }
        assert entry(evidence, "encoding").examples[0] == Example(3, "\ufffdsa", "Åsa")
        rows = evidence.document()["rows"]
        assert rows["in_file"] == rows["used"] + rows["left_out"] == 42


def test_what_comes_after_the_day_counts_nowhere() -> None:
    evidence = evidence_of(plain_deals(), as_of=dt.date(2025, 3, 1))
    assert entry(evidence, "created_later").done == "left out"
    assert entry(evidence, "still_open").done == "changed"
    rows = evidence.document()["rows"]
    assert rows["in_file"] == rows["used"] + rows["left_out"] == 40


def test_the_order_is_left_out_first_and_the_entries_survive_being_kept() -> None:
    kinds = [Cleaned("a", "A", "kept", 9), Cleaned("b", "B", "left out", 1), Cleaned("c", "C", "left out", 2)]
    assert [one.code for one in in_order(kinds)] == ["c", "b", "a"]
    rows = plain_deals()
    rows[0]["Amount"] = "$22,700.00"
    evidence = evidence_of(rows)
    adapter = TypeAdapter(Evidence)
    assert adapter.validate_json(adapter.dump_json(evidence)).cleaning == evidence.cleaning
    assert json.loads(json.dumps(evidence.document()["cleaning"]))[0] == {
        "code": "amounts_read",
        "what": "Amounts with currency signs, spaces, multiples or group separators",
        "done": "changed",
        "count": 1,
        "column": "Amount",
        "examples": [{"row": 2, "before": "$22,700.00", "after": "22700"}],
    }
