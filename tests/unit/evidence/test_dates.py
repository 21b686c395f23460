"""Dates as they are written in exports."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from simulator.evidence import MappingChoices
from simulator.evidence.dates import MANY, parse_day, read_dates
from tests.unit.evidence.deals import Row, codes, evidence_of, plain_deals, remark

FIRST = dt.date(2024, 1, 1)


def day(text: str, day_first: bool = True) -> dt.date | None:
    column = read_dates(pd.Series([text], dtype="str"))
    value = (column.day_first if day_first else column.month_first)[0]
    return None if np.isnat(value) else value.item()


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-15",
        "2021-04-15T23:59:59.123Z",
        "2021-04-15 00:02:00+09:00",
        "2021/4/15",
        "20210415",
        "15.4.2021",
        "15.04.21",
        "15 Apr, 2021 00:02:00",
        "15 April 2021",
        "15-Apr-2021",
        "15-Apr-21",
        "Apr 15, 2021",
        "April 15th, 2021",
        "Thu, 15 Apr 2021",
        "15. April 2021",
        "44301",
        "44301.75",
        " 2021-04-15 ",
        "15/4/2021",
        "15/04/2021 13:45",
        "15-04-2021",
        "15/Apr/2021",
        "15Apr2021",
        "15 de abril de 2021",
        "15 avr. 2021",
        "Thu Apr 15 2021 09:26:00 GMT+0200 (CEST)",
        "1618444800",
        "1618444800000",
        "\u200e15.04.2021\u200f",
        "15/04/2021, 9:26 a.m.",
        "2021-04-15T09:26Z",
    ],
)
def test_usual_spellings_are_the_same_day(text: str) -> None:
    assert day(text) == dt.date(2021, 4, 15)


def test_month_first_is_the_other_reading() -> None:
    assert day("3/4/2021", day_first=True) == dt.date(2021, 4, 3)
    assert day("3/4/2021", day_first=False) == dt.date(2021, 3, 4)
    assert day("4/15/2021 1:05 PM", day_first=False) == dt.date(2021, 4, 15)


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-30",
        "31/31/2021",
        "soon",
        "2021-13-01",
        "1021-01-01",
        "12345678901",
        "15 Foo 2021",
        "5",
        "1" * 10**6,
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    column = read_dates(pd.Series([text], dtype="str"))
    assert np.isnat(column.day_first[0])
    assert not column.missing[0]


@pytest.mark.parametrize(
    "text",
    ["", "  ", "None", "NaT", "null", "N/A", "-", "0000-00-00", "0000-00-00 00:00:00", "0001-01-01T00:00:00"],
)
def test_words_for_nothing_are_missing_and_not_unreadable(text: str) -> None:
    assert read_dates(pd.Series([text], dtype="str")).missing[0]


def slashed(rows: list[Row], day_first: bool) -> list[Row]:
    def written(text: str) -> str:
        if not text:
            return ""
        year, month, number = text.split("-")
        return f"{int(number)}/{int(month)}/{year}" if day_first else f"{int(month)}/{int(number)}/{year}"

    return [{**row, "Created": written(row["Created"]), "Closed": written(row["Closed"])} for row in rows]


@pytest.mark.parametrize("day_first", [True, False])
def test_the_order_is_found_by_values_above_twelve(day_first: bool) -> None:
    plain, other = evidence_of(plain_deals()), evidence_of(slashed(plain_deals(), day_first))
    assert {**other.document(), "cleaning": []} == plain.document()
    assert [one.code for one in other.cleaning] == ["dates_slashed", "dates_slashed"]


def ambiguous_deals() -> list[Row]:
    """Day and month are at most 12, and only day first has no deal closed before it was created."""
    rows = plain_deals(8)
    for number, row in enumerate(rows):
        row["Created"], row["Closed"] = (
            f"{5 + number % 3}/2/2025",
            f"{2 + number % 4}/9/2025" if row["Closed"] else "",
        )
    rows[0]["Created"], rows[0]["Closed"] = "12/1/2025", "2/5/2025"
    return rows


def test_where_values_do_not_decide_the_reading_without_negative_cycles_does() -> None:
    evidence = evidence_of(ambiguous_deals())
    message, _, _ = remark(evidence, "ambiguous_dates")
    assert "day first" in message
    assert "fewer deals closed before they were created" in message
    assert "negative_cycles" not in codes(evidence)


def test_where_nothing_decides_month_first_is_stated_and_can_be_chosen() -> None:
    rows = plain_deals(8)
    for row in rows:
        row["Created"], row["Closed"] = "1/1/2025", "3/4/2025" if row["Closed"] else ""
    by_default = evidence_of(rows)
    message, _, _ = remark(by_default, "ambiguous_dates")
    assert "month first" in message
    assert "date_order" in message
    assert by_default.as_of == dt.date(2025, 3, 4)
    chosen = evidence_of(rows, MappingChoices(date_order="day_first"))
    assert chosen.as_of == dt.date(2025, 4, 3)
    assert "ambiguous_dates" not in codes(chosen)


def test_dates_written_both_ways_are_told() -> None:
    rows = slashed(plain_deals(), day_first=True)
    rows[0]["Created"] = "1/25/2025"
    message, _, count = remark(evidence_of(rows), "mixed_date_order")
    assert count == 1
    assert "day first" in message


def test_unreadable_dates_are_left_out_with_their_rows() -> None:
    rows = plain_deals()
    rows[0]["Closed"], rows[5]["Created"], rows[3]["Closed"] = "soon", "2025-02-30", "someday"
    evidence = evidence_of(rows)
    told = [one for one in evidence.remarks if one.code == "unreadable_dates"]
    assert [(one.rows, one.count) for one in told] == [((7,), 1), ((2,), 1)]
    assert '"2025-02-30"' in told[0].message
    assert evidence.counts.won == 9  # row 2 was won, row 5 is open and needs no close date
    assert evidence.counts.lost == 19
    assert evidence.counts.open == 10


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday", "1900-01-01", "2026/1/1"])
def test_a_typed_day_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        parse_day(text)


def test_a_typed_day_is_read() -> None:
    assert parse_day(" 2026-10-31 ") == dt.date(2026, 10, 31)


@pytest.mark.parametrize(
    "form", ["{y}-{m:02d}-{d:02d}T{t}.123Z", "{m}/{d}/{y} {t}", "{d}/{m}/{y}, {t} p.m.", "{d}.{m}.{y} {t}"]
)
def test_many_times_of_day_are_the_same_dates_as_without_them(form: str) -> None:
    days = [FIRST + dt.timedelta(days=number % 300) for number in range(2 * MANY)]
    texts = [
        form.format(
            y=one.year, m=one.month, d=one.day, t=f"{at % 12:02d}:{at // 12 % 60:02d}:{at // 720:02d}"
        )
        for at, one in enumerate(days)
    ]
    assert len(set(texts)) > MANY
    many = read_dates(pd.Series(texts, dtype="str"))
    few = [read_dates(pd.Series([text], dtype="str")) for text in texts[:300]]
    assert many.day_first[:300].tolist() == [one.day_first[0].item() for one in few]
    assert many.month_first[:300].tolist() == [one.month_first[0].item() for one in few]
    assert not many.missing.any()
