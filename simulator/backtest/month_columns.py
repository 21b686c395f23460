"""Which column of a table is the month and which the value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.backtest.choices import SeriesChoices
from simulator.backtest.month_texts import (
    MonthColumn,
    is_month_number_column,
    is_year_column,
    read_months,
    years_and_months,
)
from simulator.evidence import EvidenceError, Table
from simulator.evidence.amounts import AmountColumn, read_amounts
from simulator.evidence.names import plain_name
from simulator.evidence.refusal import quoted

READABLE = 0.9
"""Share of a column's cells that must read as months, or as numbers, for it to be taken for one."""
LOOKED_AT = 200
"""Rows looked at before a whole column is read."""
HOW = '--mapping value="name of the column" (or a mapping file with month = "…" and value = "…")'


@dataclass(frozen=True, eq=False)
class FoundColumns:
    """Both columns, read. month_column is "Year and Month" where two columns make it up."""

    month_column: str
    months: MonthColumn
    value_column: str
    values: AmountColumn


def find_columns(table: Table, choices: SeriesChoices) -> FoundColumns:
    """The month and the value column of `table`; `choices` come first.

    Raises EvidenceError where none, or more than one, could be meant, with the columns and how to choose.
    """
    name, months, used = _month_column(table, choices)
    value = _chosen(table, "value", choices.value) if choices.value else _value_column(table, used, name)
    values = _amounts(table, value, choices)
    if not (~np.isnan(values.values)).any():
        sample = next((str(one) for one in table.frame[value] if str(one).strip()), "")
        raise EvidenceError(
            f"No number in the column {quoted(value)} can be read, for example {quoted(sample)}; choose another one "
            f"with {HOW}."
        )
    return FoundColumns(name, months, value, values)


def looks_monthly(table: Table) -> bool:
    """Whether some column of `table` holds months or dates, whatever the others are."""
    try:
        _month_column(table, SeriesChoices())
    except EvidenceError:
        return False
    return True


def _month_column(table: Table, choices: SeriesChoices) -> tuple[str, MonthColumn, tuple[str, ...]]:
    order = {"day_first": True, "month_first": False}.get(choices.date_order or "")
    if choices.month:
        column = _chosen(table, "month", choices.month)
        months = read_months(table.frame[column], order)
        if not months.readable.any():
            if is_month_number_column(table.frame[column]) and (years := _years(table)):
                return (
                    f"{years} and {column}",
                    years_and_months(table.frame[years], table.frame[column]),
                    (years, column),
                )
            sample = next((str(one) for one in table.frame[column] if str(one).strip()), "")
            raise EvidenceError(
                f"No month in the column {quoted(column)} can be read, for example {quoted(sample)}; write months as "
                '2026-10 or 2026-10-31, or choose another column with --mapping month="name of the column".'
            )
        return column, months, (column,)
    candidates = _readable_months(table, order)
    if not candidates and (years := _years(table)):
        numbers = [one for one in table.header if one != years and is_month_number_column(table.frame[one])]
        if len(numbers) == 1:
            both = years_and_months(table.frame[years], table.frame[numbers[0]])
            return f"{years} and {numbers[0]}", both, (years, numbers[0])
    if not candidates:
        raise EvidenceError(
            f"No column of {quoted(table.name)} holds months or dates; its columns are {_listed(table.header)}. A "
            "replay needs a column with a month (2026-10) or a date and one with a number, or a CRM export with stage, "
            "amount, created and closed date."
        )
    if len(candidates) > 1:
        raise EvidenceError(
            f"Several columns of {quoted(table.name)} could be the month: "
            f'{_listed(tuple(name for name, _ in candidates))}; choose one with --mapping month="name of the column".'
        )
    return candidates[0][0], candidates[0][1], (candidates[0][0],)


def _readable_months(table: Table, order: bool | None = None) -> list[tuple[str, MonthColumn]]:
    found = []
    for column in table.header:
        head = table.frame[column].head(LOOKED_AT)
        if _is_plain_number(table, column) or read_months(head, order).share < READABLE:
            continue
        months = read_months(table.frame[column], order)
        if months.share >= READABLE:
            found.append((column, months))
    return found


def month_columns(table: Table) -> tuple[str, ...]:
    """The columns that could be the month."""
    return tuple(name for name, _ in _readable_months(table))


def value_columns(table: Table) -> tuple[str, ...]:
    """The columns that could be the value: numbers that are no months, no years and do not only count the rows."""
    return _numeric(table, month_columns(table))


def _is_plain_number(table: Table, column: str) -> bool:
    """Whether every cell looked at is a number that is written as no month is (202001, 20200101, 2020.1, 1.2020)."""
    cells = table.frame[column].head(LOOKED_AT).str.strip()
    cells = cells[cells != ""]
    number = cells.str.fullmatch(r"[-+]?\d+(\.\d+)?")
    return bool(
        len(cells)
        and number.all()
        and not cells.str.fullmatch(r"\d{6}|\d{8}|\d{4}\.\d\d?|\d\d?\.\d{4}").all()
    )


def _years(table: Table) -> str | None:
    found = [one for one in table.header if is_year_column(table.frame[one])]
    return found[0] if len(found) == 1 else None


def _value_column(table: Table, used: tuple[str, ...], month: str) -> str:
    numeric = _numeric(table, used)
    if len(numeric) == 1:
        return numeric[0]
    if not numeric:
        raise EvidenceError(
            f"No column of {quoted(table.name)} besides {quoted(month)} holds numbers; its columns are "
            f"{_listed(table.header)}. Add a column with the value of each month, such as bookings."
        )
    raise EvidenceError(
        f"Several columns of {quoted(table.name)} could be the value: {_listed(numeric)}; choose one with {HOW}."
    )


def _numeric(table: Table, used: tuple[str, ...]) -> tuple[str, ...]:
    numeric: list[str] = []
    counters: list[str] = []
    for column in table.header:
        if column in used:
            continue
        cells = table.frame[column]
        head = read_amounts(cells.head(LOOKED_AT), None, table.delimiter)
        if (np.isnan(head.values) & ~head.missing).mean() > 1 - READABLE:
            continue
        read = read_amounts(cells, None, table.delimiter)
        there = ~read.missing
        if there.any() and (~np.isnan(read.values[there])).mean() >= READABLE:
            numeric.append(column)
            if _counts_rows(table, column, read.values):
                counters.append(column)
    return tuple(one for one in numeric if one not in counters) or tuple(numeric)


def _counts_rows(table: Table, column: str, values: NDArray[np.float64]) -> bool:
    """Whether a column only numbers the rows: the first one as 0, 1, 2 … or 1, 2, 3 …, or one named as an index is."""
    steps = np.diff(values)
    numbered = (
        len(values) > 2 and bool((steps == 1).all()) and values[0] in (0.0, 1.0) and column == table.header[0]
    )
    return numbered or plain_name(column) in (
        "index",
        "rowid",
        "unnamed0",
        "id",
        "rownumber",
        "year",
        "quarter",
    )


def _amounts(table: Table, column: str, choices: SeriesChoices) -> AmountColumn:
    return read_amounts(table.frame[column], choices.decimal_mark, table.delimiter)


def _chosen(table: Table, key: str, wanted: str) -> str:
    by_plain = {plain_name(column): column for column in reversed(table.header)}
    column = wanted if wanted in table.header else by_plain.get(plain_name(wanted))
    if column is None or not plain_name(wanted):
        raise EvidenceError(
            f"The mapping gives {key} = {quoted(wanted)}, but the file has no such column; its columns are "
            f"{_listed(table.header)}."
        )
    return column


def _listed(columns: tuple[str, ...]) -> str:
    more = f" and {len(columns) - 12} more" if len(columns) > 12 else ""
    return ", ".join(quoted(one, 30) for one in columns[:12]) + more
