"""Tables of months and values as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.backtest import MonthlyTable, SeriesChoices, monthly_table
from simulator.evidence import read_export


def csv_of(header: Sequence[str], rows: Iterable[Sequence[object]], separator: str = ",") -> bytes:
    """A file with these rows."""
    lines = [separator.join(map(str, row)) for row in (header, *rows)]
    return ("\n".join(lines) + "\n").encode()


def read(data: bytes, choices: SeriesChoices | None = None) -> MonthlyTable:
    """The monthly history in `data`."""
    return monthly_table(read_export(data, "history.csv"), choices)


def months(count: int, first_year: int = 2020) -> list[tuple[int, int]]:
    """(year, month) of so many months from January of `first_year` on."""
    return [(first_year + at // 12, at % 12 + 1) for at in range(count)]
