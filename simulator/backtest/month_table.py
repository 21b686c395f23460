"""A table with a month and a value, as a monthly history: found, cleaned and told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.backtest.choices import SeriesChoices
from simulator.backtest.month_columns import FoundColumns, find_columns
from simulator.backtest.month_texts import month_label
from simulator.backtest.series_replay import LEAST_MONTHS
from simulator.evidence import EvidenceError, Remark, Table
from simulator.evidence.refusal import quoted, remark_on_rows
from simulator.series import MonthlySeries, SeriesError

Values = NDArray[np.float64]
MOST_MONTHS = 1200
WHOLE_DAYS = 3
"""A month of daily rows is over where its last row stands within so many days of its end, or as near as in others."""


@dataclass(frozen=True)
class MonthlyTable:
    """The history of a table. month_column, value_column: where it was found, for people."""

    name: str
    series: MonthlySeries
    month_column: str
    value_column: str
    remarks: tuple[Remark, ...] = ()

    @property
    def digest(self) -> str:
        """Of everything a replay of it depends on."""
        said = repr((self.name, self.series, self.value_column, self.remarks))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def monthly_table(table: Table, choices: SeriesChoices | None = None) -> MonthlyTable:
    """The monthly history in `table`: several rows of a month are added up, the longest stretch without a gap counts.

    Raises EvidenceError with one sentence where no month or value column is found, several could be the value, months
    cannot be read, values are below zero or no two months stand side by side.
    """
    found = find_columns(table, choices or SeriesChoices())
    remarks: list[Remark] = list(table.remarks)
    if found.months.undecided and (choices is None or choices.date_order is None):
        remarks.append(
            Remark(
                "ambiguous_dates",
                f"Dates such as {quoted(found.months.undecided)} were read with the day first; if the month comes "
                'first, say date_order = "month_first" in a mapping file.',
            )
        )
    if found.values.ambiguous:
        remarks.append(
            Remark(
                "ambiguous_amounts",
                f"Values such as {quoted(found.values.sample)} were read with {quoted(found.values.decimal_mark)} "
                "before the decimals; say decimal_mark in a mapping file to choose.",
            )
        )
    kept = _usable(table, found, remarks)
    months, days, values = found.months.months[kept], found.months.days[kept], found.values.values[kept]
    kept_once = _once(table, kept, found, remarks)
    months, days, values = months[kept_once], days[kept_once], values[kept_once]
    first, last = int(months.min()), int(months.max())
    if last - first >= MOST_MONTHS:
        raise EvidenceError(
            f"{quoted(table.name)} runs from {month_label(first)} to {month_label(last)}, over {MOST_MONTHS:,} months; "
            "a date is likely mistyped: correct it, or leave out its row."
        )
    totals, counts = _totals(months, values, first, last)
    by_day = not found.months.months_only
    if by_day:
        first, totals, counts = _whole(months, days, first, totals, counts, remarks)
    if (counts > 1).any():
        remarks.append(
            Remark(
                "rows_added_up",
                f"{int(counts.sum()):,} rows were added up to {int((counts > 0).sum())} months.",
                (),
                int(counts.sum()),
            )
        )
    first, totals = _without_gaps(table.name, first, totals, counts, by_day, remarks)
    below = np.flatnonzero(totals < 0)
    if len(below):
        raise EvidenceError(
            f"{quoted(found.value_column)} is {totals[below[0]]:,.0f} in {month_label(first + int(below[0]))}"
            + (f" and below 0 in {len(below) - 1} more months" if len(below) > 1 else "")
            + "; a replay needs 0 or more in every month: choose a column such as bookings, not a profit or a change."
        )
    if not (totals > 0).any():
        raise EvidenceError(
            f"{quoted(found.value_column)} is 0 in every month: there is nothing to forecast; choose another column "
            'with --mapping value="name of the column".'
        )
    try:
        series = MonthlySeries(month_label(first), tuple(totals.tolist()))
    except SeriesError as error:
        raise EvidenceError(f"{quoted(found.value_column)} cannot be replayed: {error}") from None
    return MonthlyTable(table.name, series, found.month_column, found.value_column, tuple(remarks))


def _usable(table: Table, found: FoundColumns, remarks: list[Remark]) -> NDArray[np.bool_]:
    """Rows with a month and a value; the others told."""
    months, values = found.months, found.values
    empty = months.missing & values.missing
    for code, rows, sentence in (
        (
            "unreadable_dates",
            ~months.readable & ~empty,
            "{count} rows without a month that can be read were left out ({rows}).",
        ),
        (
            "unreadable_values",
            months.readable & np.isnan(values.values) & ~values.missing,
            "{count} rows whose value cannot be read were left out ({rows}).",
        ),
        (
            "missing_values",
            months.readable & values.missing,
            "{count} rows without a value were left out ({rows}).",
        ),
    ):
        if rows.any():
            remarks.append(remark_on_rows(code, table.row_numbers[rows], sentence))
    usable = np.asarray(months.readable & ~np.isnan(values.values), dtype=np.bool_)
    if not usable.any():
        raise EvidenceError(
            f"No row of {quoted(table.name)} has both a month in {quoted(found.month_column)} and a value in "
            f"{quoted(found.value_column)}; correct them, or choose other columns with --mapping."
        )
    return usable


def _once(
    table: Table, kept: NDArray[np.bool_], found: FoundColumns, remarks: list[Remark]
) -> NDArray[np.bool_]:
    """Of a monthly table's wholly equal rows only the first: the same month pasted twice is no second sale."""
    frame = table.frame[kept].reset_index(drop=True)
    once = np.ones(len(frame), dtype=bool)
    if not found.months.months_only:
        return once
    repeated = frame.duplicated(keep="first").to_numpy()
    others = frame.drop(columns=[name for name in (found.month_column, found.value_column) if name in frame])
    if not repeated.any() or (
        found.months.months[kept][repeated].size > len(frame) / 2 and others.shape[1] == 0
    ):
        return once
    remarks.append(
        remark_on_rows(
            "duplicate_rows",
            table.row_numbers[kept][repeated],
            "{count} rows are the same as an earlier row in every cell and were left out ({rows}).",
        )
    )
    return ~repeated


def _totals(
    months: NDArray[np.int64], values: Values, first: int, last: int
) -> tuple[Values, NDArray[np.int64]]:
    size = last - first + 1
    order = np.lexsort((values, months))  # the order of rows must not change a digit of a sum
    totals = np.bincount(months[order] - first, weights=values[order], minlength=size)
    return np.asarray(totals, dtype=np.float64), np.bincount(months - first, minlength=size).astype(np.int64)


def _whole(
    months: NDArray[np.int64],
    days: NDArray[np.int64],
    first: int,
    totals: Values,
    counts: NDArray[np.int64],
    remarks: list[Remark],
) -> tuple[int, Values, NDArray[np.int64]]:
    """Without a first and a last month of which only a part has rows."""
    frame = pd.DataFrame({"month": months, "day": days}).groupby("month")["day"].agg(["min", "max"])
    length = np.array([_days_of(int(one)) for one in frame.index])
    early, late = frame["min"].to_numpy() - 1, length - frame["max"].to_numpy()
    begin, end = 0, len(totals)
    if len(frame) > 2 and late[-1] > max(WHOLE_DAYS, late[1:-1].max()):
        end -= 1
        remarks.append(_part(first + end, "ends", int(frame["max"].iloc[-1])))
    if len(frame) > 2 and early[0] > max(WHOLE_DAYS, early[1:-1].max()):
        begin = 1
        remarks.append(_part(first, "begins", int(frame["min"].iloc[0])))
    return first + begin, totals[begin:end], counts[begin:end]


def _part(month: int, verb: str, day: int) -> Remark:
    return Remark(
        "part_of_a_month",
        f"{month_label(month)} {verb} on day {day} and was left out: a part of a month would look like a fall.",
    )


def _days_of(month: int) -> int:
    start = np.datetime64(month, "M")
    return int(((start + 1).astype("datetime64[D]") - start.astype("datetime64[D]")).astype(np.int64))


def _without_gaps(
    name: str, first: int, totals: Values, counts: NDArray[np.int64], by_day: bool, remarks: list[Remark]
) -> tuple[int, Values]:
    """The history without a gap: rows of single days leave 0 in a month without any, of months the newest whole
    stretch is used.
    """
    missing = np.flatnonzero(counts == 0)
    if not len(missing):
        return first, totals
    if len(missing) > len(counts) / 2:
        raise EvidenceError(
            f"{quoted(name)} has a value in {int((counts > 0).sum())} of {len(counts)} months only, as quarterly or "
            "yearly figures do; a replay needs monthly ones."
        )
    listed = ", ".join(month_label(first + int(at)) for at in missing[:3])
    one = len(missing) == 1
    more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    if by_day:
        remarks.append(
            Remark(
                "months_without_rows",
                f"{len(missing)} {'month has no row and counts' if one else 'months have no row and count'} as 0 "
                f"({listed}{more}).",
                (),
                len(missing),
            )
        )
        return first, totals
    edges = np.concatenate([[-1], missing, [len(counts)]])
    lengths = np.diff(edges) - 1
    longest = int(len(lengths) - 1 - np.argmax(lengths[::-1]))  # of equal ones the newest
    begin = int(edges[longest]) + 1
    end = begin + int(lengths[longest])
    if end - begin < LEAST_MONTHS <= len(counts) - len(missing):
        raise EvidenceError(
            f"{quoted(name)} lacks {len(missing)} {'month' if one else 'months'} ({listed}{more}), so that at most "
            f"{end - begin} stand in a row; a replay needs {LEAST_MONTHS}: fill in the missing ones."
        )
    remarks.append(
        Remark(
            "gaps",
            f"{len(missing)} {'month is' if one else 'months are'} missing ({listed}{more}); of the stretches between "
            f"gaps the longest was used, {month_label(first + begin)} to {month_label(first + end - 1)}.",
            (),
            len(missing),
        )
    )
    return first + begin, totals[begin:end]
