"""Whatever the text, no cell computes, and guarding twice is guarding once."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exports import file_name, safe_cell, safe_text, sheet_name, table_csv

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
TRIGGERS = "=+-@＝＋－＠﹦﹢﹣﹫⁺₊⁼₌"
SKIPPED = (
    "'\"`‘’“”„«»{( \t\r\n\x00\u200b\u200f\u202e\u2060\ufeff\u00a0\u3000\u034f\ufe0f\u115f\u3164\u2800\ud800;"
)

nasty = st.text(st.sampled_from(TRIGGERS + SKIPPED + "1.eEa,")) | st.text(st.characters(), max_size=30)
values = st.one_of(
    nasty,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=8),
)


def computes(text: str) -> bool:
    """Whether the first character a spreadsheet would heed starts a formula; numbers are excused."""
    if NUMBER.fullmatch(text):
        return False
    for character in text:
        if unicodedata.category(character)[0] in "CZ" or character in SKIPPED + "'\"":
            if character == "'" and text[0] == "'":
                return False  # an apostrophe in the first place is the guard
            continue
        return character in TRIGGERS
    return False


@settings(max_examples=2_000)
@given(values)
@example("\u034f=1")
@example("ⁿ=1")
def test_no_text_computes_and_nothing_raises(value: object) -> None:
    cell = safe_cell(value)
    if isinstance(cell, str):
        assert not any(computes(part) for part in cell.split(";"))
        assert not re.search("[\x00-\x1f\x7f\ud800-\udfff]", cell)


@settings(max_examples=1_000)
@given(values)
def test_guarding_twice_is_guarding_once(value: object) -> None:
    once = safe_cell(value)
    assert safe_cell(once) == once


@given(st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_never_changed(number: float) -> None:
    assert safe_cell(number) == number
    assert safe_cell(str(number)) == str(number)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_guard_takes_nothing_away(text: str) -> None:
    kept = [c for c in text if c.isalnum()]
    assert [c for c in str(safe_cell(text)) if c.isalnum()] == kept


@settings(max_examples=200)
@given(st.lists(st.tuples(nasty, nasty), max_size=4), nasty, nasty)
def test_a_csv_reads_back_as_many_cells_and_none_computes(
    rows: list[tuple[str, str]], left: str, right: str
) -> None:
    # A table of pandas holds no lone surrogate in a heading.
    names = pd.Index([name.replace("\ud800", "") for name in (left, right)], dtype=object)
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    text = table_csv(frame).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [len(row) for row in read] == [2] * (len(rows) + 1)
    assert not any(computes(part) for row in read for cell in row for part in cell.split(";"))


@settings(max_examples=500)
@given(nasty)
def test_names_of_files_and_sheets_are_always_allowed(name: str) -> None:
    file = file_name(name, "xlsx")
    assert re.fullmatch(r"[^\x00-\x1f/\\:*?\"<>|.;=+@'\s]+\.xlsx", file)
    assert not file.startswith("-")
    sheet = sheet_name(name)
    assert 1 <= len(sheet.encode("utf-16-le")) // 2 <= 31
    assert not set(sheet) & set("[]:*?/\\")
    assert sheet[0] != "'" != sheet[-1]


@settings(max_examples=1_000)
@given(nasty)
def test_text_for_a_page_is_one_line_and_stays_the_same(text: str) -> None:
    shown = safe_text(text)
    assert not re.search("[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert safe_text(shown) == shown
