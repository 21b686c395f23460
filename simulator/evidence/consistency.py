"""Deals that contradict themselves: corrected, or left out with a reason, and either is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from simulator.evidence.cleaning import Cleaned
from simulator.evidence.intake import Reasons
from simulator.evidence.mapping import Mapping
from simulator.evidence.refusal import Remark, remark_on_rows
from simulator.evidence.table import Table
from simulator.evidence.telling import tell

if TYPE_CHECKING:  # the deals are made there, and handed here to be looked at
    from simulator.evidence.opportunities import Deals

NO_STAGE, NO_DATE = "no stage or status", "a date that cannot be read"
REPEATED, UNDATED, NEGATIVE = "an id listed before", "closed without a date", "closed before it was created"
_TOLD = (
    (NO_STAGE, "no_stage", "Rows without a stage or status", ("stage", "status")),
    (NO_DATE, "unreadable_dates", "Rows whose date cannot be read", ("created", "closed")),
    (REPEATED, "duplicate_ids", "Rows that repeat the id of an earlier row", ("id",)),
    (UNDATED, "closed_without_date", "Won or lost deals without a close date", ("closed", "won_time")),
    (NEGATIVE, "negative_cycles", "Deals closed before they were created", ("closed", "won_time")),
)
"""Reason, code, plain words, the fields whose column is shown."""


def consistent(
    deals: Deals,
    reasons: Reasons,
    remarks: list[Remark],
    told: list[Cleaned],
    table: Table,
    mapping: Mapping,
) -> Deals:
    """`deals` of every row of `table`, corrected; those that cannot be used are given a reason."""
    kept, closed, amount = reasons.none, deals.closed.copy(), deals.amount.copy()
    is_open = deals.outcome == "open"
    planned = is_open & ~np.isnat(closed)
    undated = ~is_open & np.isnat(closed)
    negative = ~is_open & (closed < deals.created)
    worthless = (deals.outcome == "won") & ~(amount > 0) & ~undated & ~negative
    for code, rows, sentence in (
        (
            "open_with_close_date",
            planned,
            "{count} open deals carry a close date; it is a plan, not a fact, and was left out ({rows}).",
        ),
        (
            "closed_without_date",
            undated,
            "{count} won or lost deals without a close date were left out ({rows}).",
        ),
        (
            "negative_cycles",
            negative,
            "{count} deals closed before they were created were left out ({rows}).",
        ),
        (
            "won_without_amount",
            worthless,
            "{count} won deals with no amount count as won, but not for the deal size ({rows}).",
        ),
    ):
        if (rows & kept).any():
            remarks.append(remark_on_rows(code, deals.row[rows & kept], sentence))
    reasons.give(undated, UNDATED)
    reasons.give(negative, NEGATIVE)
    used = reasons.none
    closing = _column(mapping, ("closed", "won_time", "lost_time"))
    what = "Open deals with a close date: it is a plan, not a fact, and was left out"
    tell(told, table, "open_with_close_date", what, "changed", planned & used, column=closing)
    header = mapping.columns["amount"]
    missing = ~(amount > 0) & used
    what = "Won deals without an amount: they count as won, but not for the deal size"
    tell(told, table, "won_without_amount", what, "kept", missing & worthless, column=header)
    what = "Other deals without an amount above 0: they count, their amount is unknown"
    tell(told, table, "no_amount", what, "kept", missing & ~worthless, column=header)
    entering = mapping.columns["created"]
    undated = np.isnat(deals.created) & used
    what = "Won or lost deals without a created date: they count for the win rate and the deal size only"
    tell(told, table, "undated_closed_deals", what, "kept", undated & ~is_open, column=entering)
    what = "Open deals without a created date: counted apart, not forecast"
    tell(told, table, "undated_open_deals", what, "kept", undated & is_open, column=entering)
    closed[planned] = np.datetime64("NaT", "D")
    amount[~(amount > 0)] = np.nan
    return replace(deals, closed=closed, amount=amount)


def tell_left_out(told: list[Cleaned], table: Table, mapping: Mapping, reasons: Reasons) -> None:
    """Every reason for which rows were left out: a row counts under the first that applied."""
    for reason, code, what, fields in _TOLD:
        rows = reasons.rows_of(reason)
        tell(told, table, code, what, "left out", rows, column=_column(mapping, fields))


def _column(mapping: Mapping, fields: tuple[str, ...]) -> str:
    return next((mapping.columns[name] for name in fields if name in mapping.columns), "")
