"""Deals with typed fields, cleaned: everything changed or left out is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as Named
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.amounts import read_amounts
from simulator.evidence.cleaning import Cleaned
from simulator.evidence.columns import (
    braced,
    read_date_columns,
    row_amounts,
    row_dates,
    row_outcomes,
)
from simulator.evidence.consistency import NO_DATE, NO_STAGE, REPEATED, consistent, tell_left_out
from simulator.evidence.conventions import tell_dates
from simulator.evidence.date_order import date_order
from simulator.evidence.group_fields import GROUP_FIELDS
from simulator.evidence.intake import Intake, LeftOut, Reasons
from simulator.evidence.mapping import Mapping
from simulator.evidence.refusal import EvidenceError, Remark, quoted, remark_on_rows
from simulator.evidence.row_names import coded, row_names
from simulator.evidence.steps import Step, unseen
from simulator.evidence.summary_rows import remark_on_summary, summary_amounts, summary_rows, tell_summary
from simulator.evidence.table import Table

MAX_TEAMS = 20
SLIP_DAYS, SLIPS_AT_MOST = 366, 3
_ROUNDED_ID = r"\d[.,]\d+[eE]\+\d+"


@dataclass(frozen=True, eq=False)
class Coded:
    """Names of one column as integers: deal k belongs to `names[codes[k]]`; the name "" where nothing is written.

    label: what the names are, where a table beside the export gave them; "" for a column of the export.
    """

    names: tuple[str, ...]
    codes: NDArray[np.int64]
    label: str = ""

    def take(self, kept: NDArray[np.bool_]) -> Coded:
        """Those of the deals where `kept` is true."""
        return Coded(self.names, self.codes[kept], self.label)


@dataclass(frozen=True, eq=False)
class Deals:
    """Deals in arrays of one length, as the export has them on its own day.

    outcome: "won", "lost" or "open"; created, closed: NaT where missing; amount: NaN where missing;
    row: place in the file; owner, team: "" where unknown; groups: by field of `GROUP_FIELDS` that the export has,
    and by group that a table beside it gave.
    """

    row: NDArray[np.int64]
    outcome: NDArray[np.str_]
    created: NDArray[np.datetime64]
    closed: NDArray[np.datetime64]
    amount: NDArray[np.float64]
    owner: NDArray[np.object_]
    team: NDArray[np.object_]
    groups: Named[str, Coded] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.row)

    def take(self, kept: NDArray[np.bool_]) -> Deals:
        """The deals where `kept` is true."""
        columns = {name: getattr(self, name)[kept] for name in self.__dataclass_fields__ if name != "groups"}
        return Deals(**columns, groups={name: one.take(kept) for name, one in self.groups.items()})


@dataclass(frozen=True)
class CleanExport:
    """Typed deals with what was done to get them."""

    deals: Deals
    currency: str
    remarks: tuple[Remark, ...]
    intake: Intake
    cleaning: tuple[Cleaned, ...] = ()


def typed_deals(table: Table, mapping: Mapping, step: Step = unseen) -> CleanExport:
    """The deals of `table`, cleaned. Raises EvidenceError where columns are missing or nothing usable remains."""
    if not mapping.complete:
        raise EvidenceError(mapping.sentence)
    remarks: list[Remark] = []
    told: list[Cleaned] = [*table.cleaning]
    choices = mapping.choices
    step("reading dates")
    dates = read_date_columns(table, mapping)
    step("reading amounts")
    read = read_amounts(table.frame[mapping.columns["amount"]], choices.decimal_mark, table.delimiter)
    whole = table
    summary = summary_rows(table, mapping, dates)
    if summary.any():
        tell_summary(told, table, summary)
        table, read = table.take(~summary), read.take(~summary)
        dates = {name: column.take(~summary) for name, column in dates.items()}
    rows, reasons = table.row_numbers, Reasons(table.n_rows)
    step("what was won, lost or is open")
    outcome = row_outcomes(table, mapping, rows, remarks, told)
    reasons.give(outcome == "", NO_STAGE)
    order = date_order(dates, choices.date_order, outcome, remarks)
    tell_dates(told, table, mapping, dates, order, outcome)
    created, closed, unreadable = row_dates(table, mapping, dates, order, outcome, remarks)
    reasons.give(unreadable, NO_DATE)
    amount, as_written, currency = row_amounts(table, mapping, read, rows, remarks, told)
    reasons.give(_repeated(table, mapping, reasons.none, remarks), REPEATED)
    step("names, and spellings of one name")
    deals = Deals(
        rows,
        outcome,
        created,
        closed,
        amount,
        row_names(table, mapping, "owner", told),
        row_names(table, mapping, "team", told),
        {
            rule.name: Coded(*coded(row_names(table, mapping, rule.name, told)))
            for rule in GROUP_FIELDS
            if rule.name in mapping.columns
        },
    )
    deals = consistent(deals, reasons, remarks, told, table, mapping)
    tell_left_out(told, table, mapping, reasons)
    if not reasons.none.any():
        raise EvidenceError(
            "No row of the file could be used: " + " ".join(remark.message for remark in remarks[:3])
        )
    total = float(np.nansum(as_written[reasons.none]))
    won_total = float(np.nansum(as_written[reasons.none & (outcome == "won")]))
    if summary.any():
        stated = summary_amounts(whole, mapping, summary, read.decimal_mark)
        remarks.append(remark_on_summary(whole.row_numbers[summary], stated, total, currency))
    intake = Intake(
        rows=int(whole.n_rows + sum(one.count for one in _left_out_before(table))),
        deals=int(reasons.none.sum()),
        total=total,
        won_total=won_total,
        left_out=reasons.counted(
            *_left_out_before(table), LeftOut("a total of other rows", int(summary.sum()))
        ),
        header_row=table.header_row,
        day_first=order.day_first,
        date_how=order.how,
        date_sample=order.sample,
        decimal_mark=read.decimal_mark,
        decimal_how="chosen" if choices.decimal_mark else read.how,
        decimal_sample=read.sample,
        asks=(*(("date_order",) if order.asks else ()), *(("decimal_mark",) if read.how == "open" else ())),
    )
    return CleanExport(deals.take(reasons.none), currency, tuple(remarks), intake, tuple(told))


def _left_out_before(table: Table) -> tuple[LeftOut, ...]:
    """Rows that never reached the table."""
    count = {remark.code: remark.count for remark in table.remarks}
    return (
        LeftOut("more fields than the header", count.get("ragged_rows", 0)),
        LeftOut("the header again", count.get("repeated_header", 0)),
    )


def _repeated(
    table: Table, mapping: Mapping, kept: NDArray[np.bool_], remarks: list[Remark]
) -> NDArray[np.bool_]:
    """Rows whose id an earlier row has."""
    repeated = np.zeros(table.n_rows, dtype=bool)
    if "id" not in mapping.columns:
        remarks.append(
            Remark(
                "no_id", "No column with a deal id was found, so that deals listed twice cannot be noticed."
            )
        )
        return repeated
    ids = table.frame[mapping.columns["id"]].str.strip()
    rounded = ids.str.fullmatch(_ROUNDED_ID)
    if rounded.any():
        remarks.append(
            remark_on_rows(
                "rounded_ids",
                table.row_numbers[rounded],
                "{count} ids were rounded by a spreadsheet (1.23E+14), so that among them deals listed twice cannot "
                "be noticed ({rows}).",
            )
        )
    candidates = kept & ((ids != "") & ~rounded).to_numpy(dtype=bool)
    repeated[candidates] = ids[candidates].duplicated(keep="first").to_numpy()
    if repeated.any():
        told = braced(", ".join(quoted(one, 24) for one in ids[repeated].unique()[:3]))
        remarks.append(
            remark_on_rows(
                "duplicate_ids",
                table.row_numbers[repeated],
                f"{{count}} rows repeat the id of an earlier row and were left out ({told}; {{rows}}).",
            )
        )
    return repeated


def last_day_seen(deals: Deals, remarks: list[Remark]) -> dt.date:
    """The last created date or actual close, the day the export is taken to be from; EvidenceError without any.

    A handful of dates more than a year after all others are slips (2062 for 2026): they do not move the day, and
    are told.
    """
    days = np.concatenate([deals.created, deals.closed])
    rows = np.concatenate([deals.row, deals.row])
    known = ~np.isnat(days)
    if not known.any():
        raise EvidenceError(
            "No deal has a date, so that there is no history; choose the columns with created and closed dates."
        )
    ordered = np.sort(days[known])
    gaps = np.flatnonzero(np.diff(ordered) > np.timedelta64(SLIP_DAYS, "D"))
    at = len(ordered) - 1
    if (
        len(gaps)
        and len(ordered) - 1 - gaps[-1] <= max(SLIPS_AT_MOST, len(ordered) // 1000)
        and gaps[-1] + 1 >= len(ordered) // 2
    ):
        at = int(gaps[-1])
        slips = np.unique(rows[known & (days > ordered[at])])
        remarks.append(
            remark_on_rows(
                "far_future_dates",
                slips,
                f"{{count}} rows have dates more than a year after all others (up to {ordered[-1]}) "
                "and do not count before "
                "that day ({rows}).",
            )
        )
    last: dt.date = ordered[at].astype("datetime64[D]").item()
    return last
