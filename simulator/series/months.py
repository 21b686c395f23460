"""A monthly history: one value a month, no gaps."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

MOST_MONTHS = 1200
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class SeriesError(ValueError):
    """A monthly history that cannot be one; the message is a sentence that can be shown."""


@dataclass(frozen=True)
class MonthlySeries:
    """Values of consecutive months, the first in `first_month` (``YYYY-MM``); 0 is allowed, in any unit.

    counts: the values count things that come one by one (leads, deals), so that a month has at least Poisson's luck.

    Raises SeriesError where the month is none, where there is no value, more than 1,200, or one is negative, NaN or
    infinite.
    """

    first_month: str
    values: tuple[float, ...]
    counts: bool = False

    def __post_init__(self) -> None:
        if _MONTH.fullmatch(str(self.first_month)) is None:
            raise SeriesError(
                f"first_month = {self.first_month!r}: must be written YYYY-MM, such as 2026-01."
            )
        values = tuple(float(value) for value in self.values)
        if not 1 <= len(values) <= MOST_MONTHS:
            raise SeriesError(f"values = {len(values)} months: 1 to {MOST_MONTHS:,} are allowed.")
        object.__setattr__(self, "values", values)
        for at, value in enumerate(values):
            if not math.isfinite(value) or value < 0 or value > 1e15:
                raise SeriesError(
                    f"{self.month(at)} = {value}: must be a number from 0 to 1e15; leave out what comes before it, "
                    "or correct the value."
                )

    @property
    def calendar_start(self) -> int:
        """Place of the first month in the year, 0 for January."""
        return int(self.first_month[5:]) - 1

    def month(self, at: int) -> str:
        """``YYYY-MM`` of the value at place `at`; may lie beyond the last."""
        number = int(self.first_month[:4]) * 12 + self.calendar_start + at
        return f"{number // 12:04d}-{number % 12 + 1:02d}"

    @property
    def last_month(self) -> str:
        """``YYYY-MM`` of the last value."""
        return self.month(len(self.values) - 1)

    def tail(self, months: int) -> MonthlySeries:
        """The last `months` values (all where there are fewer)."""
        begin = max(len(self.values) - months, 0)
        return self if begin == 0 else MonthlySeries(self.month(begin), self.values[begin:], self.counts)

    def until(self, months: int) -> MonthlySeries:
        """The first `months` values."""
        return MonthlySeries(self.first_month, self.values[:months], self.counts)
