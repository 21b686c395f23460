"""Deadlines and numbers in every form people write them in."""

from __future__ import annotations

from datetime import date

import pytest

from simulator import Scenario
from simulator.goals.intake_dates import deadlines_in
from simulator.goals.intake_numbers import exact_text, numbers_in
from simulator.scenario import parse_scenario


def plan() -> Scenario:
    return parse_scenario(
        {
            "name": "Plan",
            "start_month": "2027-01",
            "teams": [{"name": "Direct", "stages": [{"name": "sale", "rate": 0.2}], "deal_size": 1000.0}],
        }
    )


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("in six months", ("2027-06",)),
        ("within half a year", ("2027-06",)),
        ("Q3 2027", ("2027-09",)),
        ("third quarter of 2027", ("2027-09",)),
        ("H1", ("2027-06",)),
        ("year-end", ("2027-12",)),
        ("by the end of the year", ("2027-12",)),
        ("31 Dec 2027", ("2027-12",)),
        ("Dec 31, 2027", ("2027-12",)),
        ("31.12.2027", ("2027-12",)),
        ("2027-12-31", ("2027-12",)),
        ("12/31/2027", ("2027-12",)),
        ("31/12/2027", ("2027-12",)),
        ("03/04/2027", ("2027-03", "2027-04", "2027-02")),
        ("by 2027", ("2026-12", "2027-12")),
        ("in 2027", ("2027-12",)),
        ("next quarter", ("2027-06",)),
        ("in 90 days", ("2027-03",)),
        ("in 10 days", ("2026-12", "2027-01")),
        ("by March '28", ("2028-03",)),
        ("we may grow", ()),
        ("in May", ("2027-05",)),
        ("31 Feb 2027", ("2027-02",)),
        ("99.99.2027", ()),
    ],
)
def test_deadlines(text: str, months: tuple[str, ...]) -> None:
    found = deadlines_in(text.casefold(), plan())
    assert tuple(month for one in found for month in one.months) == months


def test_time_is_counted_from_the_day_it_is_said() -> None:
    (found,) = deadlines_in("in six months", plan(), date(2027, 3, 15))
    assert found.months == ("2027-09",)


@pytest.mark.parametrize(
    ("value", "percent", "text"),
    [
        (349_000.0, False, "349 k"),
        (4_682_865.0, False, "4.682865 M"),
        (0.025, True, "2.5 %"),
        (1.234, False, "1.2340"),
        (-120_000.0, False, "-120 k"),
        (0.0, False, "0"),
        (48.5, False, "48.5"),
    ],
)
def test_exact_numbers(value: float, percent: bool, text: str) -> None:
    assert exact_text(value, percent=percent) == text
    (found,) = numbers_in(text.casefold())
    assert float(found.values[0].scaleb(-2 if percent else 0)) == value
