"""Tables without a header, and tables whose months are columns: brought into one row per month or record."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from simulator.evidence.amounts import read_amounts
from simulator.evidence.dates import read_dates
from simulator.evidence.fields import field_of
from simulator.evidence.kind_columns import RULES, field_of_kind
from simulator.evidence.kinds.months import months_of_header, read_months
from simulator.evidence.table import Table

LEAST_MONTHS = 2
MOST_WIDE_ROWS = 200
"""Each becomes a column, or a year: a table with more is no such table."""
_QUARTER_NAME = re.compile(r"\d{4}\D{0,3}[qQ][1-4]|[qQ]\s?[1-4]\D{0,3}\d{2,4}", re.ASCII)
_REPEATED = re.compile(r" \(\d+\)$")


def is_headerless(table: Table) -> bool:
    """Whether the first row holds values: a number or a date, and no name any kind of table knows."""
    names = list(table.header)
    if any(field_of(name) or any(field_of_kind(kind, name) for kind in RULES) for name in names):
        return False
    cells = pd.Series(names, dtype="str").str.replace(_REPEATED, "", regex=True)
    numbers = ~np.isnan(read_amounts(cells, None, table.delimiter).values)
    days = ~np.isnat(read_dates(cells).day_first)
    return bool((numbers | days).any())


def with_numbered_columns(table: Table) -> Table:
    """The table of a file without a header: its first row is a record again, columns are called ``column 1`` on."""
    first: list[str] = []
    for name in table.header:  # the reader told repeated names apart and named empty ones
        shorter = _REPEATED.sub("", name)
        cell = shorter if shorter != name and shorter in first else name
        first.append("" if cell == f"column {len(first) + 1}" else cell)
    columns = [f"column {place}" for place in range(1, len(first) + 1)]
    rows = {
        name: pd.concat([pd.Series([cell], dtype="str"), table.frame.iloc[:, place]], ignore_index=True)
        for place, (name, cell) in enumerate(zip(columns, first, strict=True))
    }
    frame = pd.DataFrame(rows)
    numbers = np.concatenate([[table.header_row], table.row_numbers]).astype(np.int64)
    return replace(table, frame=frame, row_numbers=numbers)


def is_wide(table: Table) -> bool:
    """Whether most columns are called after months, and the others name what a row holds."""
    if table.n_rows > MOST_WIDE_ROWS:
        return False
    months = ~np.isnat(months_of_header(table.header))
    return bool(LEAST_MONTHS <= months.sum() >= len(months) - 3 and not months.all())


def is_period_grid(table: Table) -> bool:
    """Whether a row is a person or team and most columns are quarters or months: quotas side by side."""
    periods = _periods_of_header(table)
    named = field_of_kind("quotas", table.header[0])
    return bool(
        named is not None
        and named[0] in ("rep", "team")
        and LEAST_MONTHS <= sum(map(bool, periods)) >= len(periods) - 3
    )


def from_period_grid(table: Table) -> Table:
    """Quotas side by side as a row per person and period, in columns ``Period`` and ``Quota``; empty ones left out."""
    periods = _periods_of_header(table)
    kept = [place for place, period in enumerate(periods) if not period]
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for at in range(table.n_rows):
        for place, period in enumerate(periods):
            cell = str(table.frame.iat[at, place])
            if period and cell.strip():
                rows.append((*(str(table.frame.iat[at, one]) for one in kept), period, cell))
                numbers.append(int(table.row_numbers[at]))
    names = [*(table.header[place] for place in kept), "Period", "Quota"]
    frame = pd.DataFrame(rows, columns=pd.Index(names), dtype="str")
    return replace(table, frame=frame, row_numbers=np.array(numbers, dtype=np.int64))


def _periods_of_header(table: Table) -> list[str]:
    """Each column's name where it names a quarter or month, "" for the others."""
    months = months_of_header(table.header)
    return [
        name if _QUARTER_NAME.fullmatch(name.strip()) or not np.isnat(month) else ""
        for name, month in zip(table.header, months, strict=True)
    ]


def lengthened(table: Table) -> Table:
    """A wide table as one row per month: each row of it becomes a column called after its first cell."""
    months = months_of_header(table.header)
    at = np.flatnonzero(~np.isnat(months))
    labels = table.frame.iloc[:, int(np.flatnonzero(np.isnat(months))[0])].str.strip()
    columns: dict[str, list[str]] = {"month": [str(months[place]) for place in at]}
    for row, label in enumerate(labels):
        name = str(label) or f"row {int(table.row_numbers[row])}"
        while name in columns:
            name += " again"
        columns[name] = [str(table.frame.iat[row, int(place)]) for place in at]
    frame = pd.DataFrame(columns, dtype="str")
    return replace(table, frame=frame, row_numbers=np.asarray(at + 1, dtype=np.int64))


def is_year_grid(table: Table) -> bool:
    """Whether a row is a year and the columns are the twelve months."""
    if not 12 <= len(table.header) - 1 <= 14 or table.n_rows > MOST_WIDE_ROWS:
        return False
    numbers = _calendar_months(table)
    years = read_months(
        pd.Series(["1"] * table.n_rows, dtype="str"), [str(cell) for cell in table.frame.iloc[:, 0]]
    )
    return sorted(numbers[numbers > 0].tolist()) == list(range(1, 13)) and not np.isnat(years[0]).any()


def from_year_grid(table: Table) -> Table:
    """Years by months as one row per month, in a column called ``value``."""
    numbers = _calendar_months(table)
    places = [int(np.flatnonzero(numbers == number)[0]) for number in range(1, 13)]
    years, _ = read_months(
        pd.Series(["1"] * table.n_rows, dtype="str"), [str(cell) for cell in table.frame.iloc[:, 0]]
    )
    rows = [
        (
            f"{str(years[row])[:4]}-{number:02d}",
            table.frame.iat[row, places[number - 1]],
            table.row_numbers[row],
        )
        for row in range(table.n_rows)
        for number in range(1, 13)
        if str(table.frame.iat[row, places[number - 1]]).strip()
    ]
    frame = pd.DataFrame({"month": [one[0] for one in rows], "value": [one[1] for one in rows]}, dtype="str")
    return replace(table, frame=frame, row_numbers=np.array([one[2] for one in rows], dtype=np.int64))


def _calendar_months(table: Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    months, _ = read_months(pd.Series(list(table.header), dtype="str"), 2001)
    named = (~np.isnat(months)) & (months.astype("datetime64[Y]") == np.datetime64("2001"))
    return np.where(named, months.astype("datetime64[M]").astype(np.int64) % 12 + 1, 0)
