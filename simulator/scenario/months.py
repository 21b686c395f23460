"""Calendar months written ``YYYY-MM``: how scenario files name them and how they are counted."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Strict

MAX_MONTH = 2200 * 12 + 11
"""As `month_number` counts: the last month a scenario may name."""
_PATTERN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)

DAYS_PER_MONTH = 30.4375
"""Mean length of a month in days (365.25 / 12)."""


def month_number(month: str) -> int:
    """Months since year 0 of ``YYYY-MM``.

    Raises ValueError where `month` is not a month between 1970-01 and 2200-12.
    """
    match = _PATTERN.fullmatch(month)
    if match is None:
        raise ValueError("must be a month written YYYY-MM, for example 2027-01")
    year, number = int(match[1]), int(match[2])
    if not 1970 <= year <= 2200 or not 1 <= number <= 12:
        raise ValueError("must be a month between 1970-01 and 2200-12, written YYYY-MM")
    return year * 12 + number - 1


def month_text(number: int) -> str:
    """The month ``YYYY-MM`` that `month_number` counts as `number`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def months_between(start: str, end: str) -> int:
    """How many months `end` lies after `start`: 0 for the same month, negative before it."""
    return month_number(end) - month_number(start)


def month_range(start: str, count: int) -> tuple[str, ...]:
    """`count` months in a row, the first one being `start`."""
    first = month_number(start)
    return tuple(month_text(first + t) for t in range(count))


def calendar_month(month: str) -> int:
    """0 for January .. 11 for December."""
    return month_number(month) % 12


def _checked(month: str) -> str:
    month_number(month)
    return month


Month = Annotated[str, Strict(), AfterValidator(_checked)]
