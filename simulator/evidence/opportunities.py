"""Deals with typed fields, cleaned: everything changed or left out is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.amounts import read_amounts
from simulator.evidence.columns import NONE, braced, clean_texts, row_amounts, row_dates, row_outcomes
from simulator.evidence.mapping import Mapping
from simulator.evidence.refusal import EvidenceError, Remark, quoted, remark_on_rows
from simulator.evidence.table import Table

MAX_TEAMS = 20
SLIP_DAYS, SLIPS_AT_MOST = 366, 3


@dataclass(frozen=True, eq=False)
class Deals:
    """Deals in arrays of one length, as the export has them on its own day.

    outcome: "won", "lost" or "open"; created, closed: NaT where missing; amount: NaN where missing;
    row: place in the file; owner, team: "" where unknown.
    """

    row: NDArray[np.int64]
    outcome: NDArray[np.str_]
    created: NDArray[np.datetime64]
    closed: NDArray[np.datetime64]
    amount: NDArray[np.float64]
    owner: NDArray[np.object_]
    team: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.row)

    def take(self, kept: NDArray[np.bool_]) -> Deals:
        """The deals where `kept` is true."""
        return Deals(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class CleanExport:
    """Typed deals with what was done to get them."""

    deals: Deals
    currency: str
    remarks: tuple[Remark, ...]


def typed_deals(table: Table, mapping: Mapping) -> CleanExport:
    """The deals of `table`, cleaned. Raises EvidenceError where columns are missing or nothing usable remains."""
    if not mapping.complete:
        raise EvidenceError(mapping.sentence)
    remarks: list[Remark] = []
    rows = table.row_numbers
    outcome = row_outcomes(table, mapping, rows, remarks)
    created, closed, unreadable = row_dates(table, mapping, outcome, rows, remarks)
    amounts = read_amounts(
        table.frame[mapping.columns["amount"]], mapping.choices.decimal_mark, table.delimiter
    )
    amount, currency = row_amounts(table, mapping, amounts, rows, remarks)
    kept = ~unreadable & (outcome != "")
    kept &= _first_of_each(table, mapping, kept, rows, remarks)
    deals = Deals(
        rows,
        outcome,
        created,
        closed,
        amount,
        clean_texts(table, mapping, "owner"),
        clean_texts(table, mapping, "team"),
    )
    deals = _consistent(deals.take(kept), remarks)
    if not len(deals):
        raise EvidenceError(
            "No row of the file could be used: " + " ".join(remark.message for remark in remarks[:3])
        )
    return CleanExport(deals, currency, tuple(remarks))


def _first_of_each(
    table: Table, mapping: Mapping, kept: NDArray[np.bool_], rows: NDArray[np.int64], remarks: list[Remark]
) -> NDArray[np.bool_]:
    if "id" not in mapping.columns:
        remarks.append(
            Remark(
                "no_id", "No column with a deal id was found, so that deals listed twice cannot be noticed."
            )
        )
        return np.ones(table.n_rows, dtype=bool)
    ids = table.frame[mapping.columns["id"]].str.strip()
    candidates = kept & (ids != "").to_numpy(dtype=bool)
    repeated = np.zeros(table.n_rows, dtype=bool)
    repeated[candidates] = ids[candidates].duplicated(keep="first").to_numpy()
    if repeated.any():
        told = braced(", ".join(quoted(one, 24) for one in ids[repeated].unique()[:3]))
        remarks.append(
            remark_on_rows(
                "duplicate_ids",
                rows[repeated],
                f"{{count}} rows repeat the id of an earlier row and were left out ({told}; {{rows}}).",
            )
        )
    return ~repeated


def _consistent(deals: Deals, remarks: list[Remark]) -> Deals:
    """Deals that contradict themselves corrected or left out."""
    closed, amount = deals.closed.copy(), deals.amount.copy()
    is_open = deals.outcome == "open"
    planned = is_open & ~np.isnat(closed)
    if planned.any():
        remarks.append(
            remark_on_rows(
                "open_with_close_date",
                deals.row[planned],
                "{count} open deals carry a close date; it is a plan, not a fact, and was left out ({rows}).",
            )
        )
        closed[planned] = NONE
    undated = ~is_open & np.isnat(closed)
    if undated.any():
        remarks.append(
            remark_on_rows(
                "closed_without_date",
                deals.row[undated],
                "{count} won or lost deals without a close date were left out ({rows}).",
            )
        )
    negative = ~is_open & (closed < deals.created)
    if negative.any():
        remarks.append(
            remark_on_rows(
                "negative_cycles",
                deals.row[negative],
                "{count} deals closed before they were created were left out ({rows}).",
            )
        )
    worthless = (deals.outcome == "won") & ~(amount > 0) & ~undated & ~negative
    if worthless.any():
        remarks.append(
            remark_on_rows(
                "won_without_amount",
                deals.row[worthless],
                "{count} won deals with no amount count as won, but not for the deal size ({rows}).",
            )
        )
    amount[~(amount > 0)] = np.nan
    cleaned = Deals(deals.row, deals.outcome, deals.created, closed, amount, deals.owner, deals.team)
    return cleaned.take(~undated & ~negative)


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
