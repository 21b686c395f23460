"""A table with months and values is read in every convention, cleaned, and every treatment is told."""

from __future__ import annotations

import calendar
from collections.abc import Callable

import numpy as np
import pytest

from simulator.backtest import SeriesChoices
from simulator.evidence import EvidenceError
from tests.unit.backtest.tables import csv_of, months, read

VALUES = [float(100 + at) for at in range(30)]
GERMAN = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
WRITTEN: dict[str, Callable[[int, int], str]] = {
    "1991-01": lambda year, month: f"{year}-{month:02d}",
    "1992-01-01": lambda year, month: f"{year}-{month:02d}-01",
    "month ends": lambda year, month: f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}",
    "with time": lambda year, month: f"{year}-{month:02d}-01 00:00:00",
    "Jan 2020": lambda year, month: f"{calendar.month_abbr[month]} {year}",
    "January 2020": lambda year, month: f"{calendar.month_name[month]} {year}",
    "Jan-20": lambda year, month: f"{calendar.month_abbr[month]}-{year % 100:02d}",
    "2020 Jan": lambda year, month: f"{year} {calendar.month_abbr[month]}",
    "01/2020": lambda year, month: f"{month:02d}/{year}",
    "1.2020": lambda year, month: f"{month}.{year}",
    "202001": lambda year, month: f"{year}{month:02d}",
    "20200101": lambda year, month: f"{year}{month:02d}01",
    "2020M01": lambda year, month: f"{year}M{month:02d}",
    "2020/1": lambda year, month: f"{year}/{month}",
    "1/1/2020": lambda year, month: f"{month}/1/{year}",
    "01/02/2020 day first": lambda year, month: f"01/{month:02d}/{year}",
    "1/1/20": lambda year, month: f"{month}/1/{year % 100:02d}",
    "01.02.2020": lambda year, month: f"01.{month:02d}.{year}",
    "Mär 2020": lambda year, month: f"{GERMAN[month - 1]} {year}",
}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("first_year", [1949, 1991, 2020])
def test_every_convention_gives_the_same_history(written: str, first_year: int) -> None:
    if first_year == 1949 and written in ("Jan-20", "1/1/20"):
        first_year = 1971  # two digits cannot say 1949
    rows = [
        (WRITTEN[written](year, month), value)
        for (year, month), value in zip(months(30, first_year), VALUES, strict=True)
    ]
    found = read(csv_of(("Period", "Units"), rows))
    assert found.series.first_month == f"{first_year}-01"
    assert found.series.values == tuple(VALUES)
    assert (found.month_column, found.value_column) == ("Period", "Units")


def test_years_counted_from_the_first_are_a_history_too() -> None:
    rows = [(f"{at // 12 + 1}-{at % 12 + 1:02d}", value) for at, value in enumerate(VALUES)]
    assert read(csv_of(("Month", "Sales"), rows)).series.values == tuple(VALUES)


def test_a_month_and_a_year_in_two_columns() -> None:
    rows = [(year, month, value) for (year, month), value in zip(months(30), VALUES, strict=True)]
    found = read(csv_of(("Year", "Month", "Sales"), rows))
    assert found.series.first_month == "2020-01"
    assert found.series.values == tuple(VALUES)
    assert found.month_column == "Year and Month"


@pytest.mark.parametrize(("separator", "written"), [(";", "1.234,5"), (";", "1 234,5"), ("\t", "$1,234.50")])
def test_values_are_read_as_money_is(separator: str, written: str) -> None:
    rows = [(f"{year}-{month:02d}", written) for year, month in months(14)]
    assert set(read(csv_of(("ds", "y"), rows, separator)).series.values) == {1234.5}


def test_days_are_added_up_to_months_and_that_is_told() -> None:
    rows = [
        (f"{year}-{month:02d}-{day:02d}", 2)
        for year, month in months(14)
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
    ]
    found = read(csv_of(("day", "sales"), rows))
    assert found.series.values[:3] == (62.0, 58.0, 62.0)
    assert len(found.series.values) == 14
    assert [one.code for one in found.remarks] == ["rows_added_up"]


def test_a_part_of_a_month_at_either_end_is_left_out_and_told() -> None:
    rows = [
        (f"{year}-{month:02d}-{day:02d}", 1)
        for at, (year, month) in enumerate(months(15))
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if not (at == 0 and day < 20) and not (at == 14 and day > 9)
    ]
    found = read(csv_of(("day", "sales"), rows))
    assert (found.series.first_month, len(found.series.values)) == ("2020-02", 13)
    assert [one.code for one in found.remarks].count("part_of_a_month") == 2


def test_unsorted_rows_are_the_same_history() -> None:
    rows = [(f"{year}-{month:02d}", value) for (year, month), value in zip(months(30), VALUES, strict=True)]
    mixed = [rows[at] for at in np.random.default_rng(0).permutation(30)]
    assert read(csv_of(("ds", "y"), mixed)).series == read(csv_of(("ds", "y"), rows)).series


def test_a_row_pasted_twice_counts_once_and_several_parts_of_a_month_add_up() -> None:
    rows = [(f"{year}-{month:02d}", value) for (year, month), value in zip(months(30), VALUES, strict=True)]
    twice = read(csv_of(("ds", "y"), [*rows, rows[3]]))
    assert twice.series.values == tuple(VALUES)
    assert "duplicate_rows" in [one.code for one in twice.remarks]
    parts = [(month, region, value) for month, value in rows for region in ("North", "South")]
    added = read(csv_of(("ds", "region", "y"), parts))
    assert added.series.values == tuple(2 * value for value in VALUES)
    assert "rows_added_up" in [one.code for one in added.remarks]


def test_of_a_history_with_a_gap_the_longest_stretch_is_used_and_told() -> None:
    rows = [(f"{year}-{month:02d}", value) for (year, month), value in zip(months(30), VALUES, strict=True)]
    del rows[5]
    found = read(csv_of(("ds", "y"), rows))
    assert found.series.first_month == "2020-07"
    assert len(found.series.values) == 24
    (told,) = [one for one in found.remarks if one.code == "gaps"]
    assert "2020-06" in told.message


def test_empty_and_unreadable_cells_are_told() -> None:
    rows: list[tuple[str, object]] = [
        (f"{year}-{month:02d}", value) for (year, month), value in zip(months(30), VALUES, strict=True)
    ]
    rows += [("2022-07", ""), ("total", 9999), ("2022-08", "?")]
    found = read(csv_of(("ds", "y"), rows))
    assert found.series.values == tuple(VALUES)
    assert {"missing_values", "unreadable_dates", "unreadable_values"} <= {one.code for one in found.remarks}


def test_zeros_are_kept() -> None:
    rows = [(f"{year}-{month:02d}", month % 2) for year, month in months(24)]
    assert read(csv_of(("ds", "y"), rows)).series.values[:2] == (1.0, 0.0)


def test_a_value_that_counts_up_is_a_value_and_a_first_column_that_does_is_none() -> None:
    rows = [(f"{year}-{month:02d}", at + 1) for at, (year, month) in enumerate(months(24))]
    assert read(csv_of(("ds", "y"), rows)).series.values[-1] == 24
    numbered = [(at, month, 5 * value) for at, (month, value) in enumerate(rows)]
    found = read(csv_of(("no", "ds", "y"), numbered))
    assert (found.value_column, found.series.values[-1]) == ("y", 120)


def test_a_chosen_column_is_used() -> None:
    rows = [(f"{year}-{month:02d}", month, 7, f"{year}-{month:02d}-15") for year, month in months(24)]
    data = csv_of(("booked", "orders", "revenue", "paid"), rows)
    found = read(data, SeriesChoices(month="Booked", value="revenue"))
    assert set(found.series.values) == {7.0}


def _monthly(*columns: object) -> list[tuple[object, ...]]:
    return [(f"{year}-{month:02d}", *columns) for year, month in months(24)]


REFUSED: dict[str, tuple[bytes, SeriesChoices, str]] = {
    "several values": (
        csv_of(("m", "orders", "revenue"), _monthly(3, 4.5)),
        SeriesChoices(),
        r'Several columns .* could be the value: "orders", "revenue"; choose one with --mapping value=',
    ),
    "several months": (
        csv_of(("a", "b", "y"), [(one[0], one[0], 1) for one in _monthly()]),
        SeriesChoices(value="y"),
        r'could be the month: "a", "b"; choose one with --mapping month=',
    ),
    "no month": (
        csv_of(("a", "b"), [("x", 1), ("y", 2)]),
        SeriesChoices(),
        "holds months or dates; its columns",
    ),
    "no value": (csv_of(("a", "b"), _monthly("x")), SeriesChoices(), "holds numbers; its columns"),
    "negative": (
        csv_of(("m", "profit"), [(f"{y}-{m:02d}", -1 if m == 3 else 5) for y, m in months(24)]),
        SeriesChoices(),
        r'"profit" is -1 in 2020-03 and below 0 in 1 more months; a replay needs 0 or more',
    ),
    "all zero": (csv_of(("m", "y"), _monthly(0)), SeriesChoices(), "0 in every month"),
    "quarters": (
        csv_of(("m", "y"), [(f"{2010 + at // 4}-{at % 4 * 3 + 1:02d}", 5 + at) for at in range(20)]),
        SeriesChoices(),
        "as quarterly or yearly figures do",
    ),
    "a mistyped year": (
        csv_of(("m", "y"), [*_monthly(5), ("1891-01", 5)]),
        SeriesChoices(),
        "a date is likely mistyped",
    ),
    "no such column": (
        csv_of(("m", "y"), _monthly(5)),
        SeriesChoices(value="z"),
        "no such column; its columns are",
    ),
    "chosen month is none": (
        csv_of(("m", "y"), _monthly(5)),
        SeriesChoices(month="y"),
        r'No month in the column "y" can be read, for example "5"',
    ),
    "chosen value is none": (
        csv_of(("m", "who"), _monthly("Ana")),
        SeriesChoices(value="who"),
        r'No number in the column "who" can be read, for example "Ana"',
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_said_in_one_sentence(case: str) -> None:
    data, choices, sentence = REFUSED[case]
    with pytest.raises(EvidenceError, match=sentence) as caught:
        read(data, choices)
    assert len(caught.value.sentences) == 1


def test_a_month_missing_every_year_is_asked_for_and_one_is_told_in_the_singular() -> None:
    rows = [(f"{year}-{month:02d}", 100) for year, month in months(48)]
    with pytest.raises(
        EvidenceError, match=r"lacks 4 months \(2020-07, .* and 1 more\), so that at most 11 stand"
    ):
        read(csv_of(("Month", "Sales"), [row for row in rows if not row[0].endswith("-07")]))
    found = read(csv_of(("Month", "Sales"), [row for row in rows if row[0] != "2020-07"]))
    (told,) = [remark.message for remark in found.remarks if remark.code == "gaps"]
    assert told.startswith("1 month is missing (2020-07)")
    assert len(found.series.values) == 41
