"""Months are counted as a calendar counts them."""

from __future__ import annotations

import pytest

from simulator.scenario.months import (
    DAYS_PER_MONTH,
    calendar_month,
    month_number,
    month_range,
    month_text,
    months_between,
)


def test_a_month_has_its_share_of_a_leap_cycle() -> None:
    assert DAYS_PER_MONTH * 48 == 4 * 365 + 1


def test_ranges_cross_years() -> None:
    assert month_range("2027-11", 4) == ("2027-11", "2027-12", "2028-01", "2028-02")


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [("2027-01", "2027-01", 0), ("2027-12", "2028-01", 1), ("2028-03", "2027-01", -14)],
)
def test_distances(start: str, end: str, months: int) -> None:
    assert months_between(start, end) == months
    assert month_text(month_number(start) + months) == end


def test_calendar_months_start_at_zero() -> None:
    assert (calendar_month("2027-01"), calendar_month("2030-12")) == (0, 11)


@pytest.mark.parametrize(
    "text", ["2027", "2027-1", "2027-00", "2027-13", "1969-12", "2201-01", "2027-01-01", "٢٠٢٧-٠١", ""]
)
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        month_number(text)
