"""Deals as they stood on a day: what was not yet created does not exist, what had not yet closed is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.opportunities import Deals

NEVER = np.iinfo(np.int64).max // 4


@dataclass(frozen=True, eq=False)
class History:
    """Dated deals on day `as_of`, in whole days.

    entered, decided: day numbers since 1970; decided is NEVER for open deals. won, lost, amount, owner, team per deal.
    undated_open counts open deals without a created date: nobody knows when, or on which day, they began.
    undated_closed holds won and lost deals without one (they have an outcome and a size, but no cycle).
    """

    as_of: int
    entered: NDArray[np.int64]
    decided: NDArray[np.int64]
    won: NDArray[np.bool_]
    lost: NDArray[np.bool_]
    amount: NDArray[np.float64]
    owner: NDArray[np.object_]
    undated_open: int
    undated_won: int
    undated_lost: int
    undated_amounts: NDArray[np.float64]

    @property
    def open(self) -> NDArray[np.bool_]:
        """Deals neither won nor lost."""
        return ~(self.won | self.lost)

    @property
    def age(self) -> NDArray[np.int64]:
        """Days from entering to the decision, or to `as_of` for open deals."""
        return np.minimum(self.decided, self.as_of) - self.entered

    @property
    def first_decision(self) -> int:
        """The first day something was won or lost; the export may have been cut off there. NEVER where nothing was."""
        return int(self.decided.min()) if len(self.decided) else NEVER


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01."""
    return (day - dt.date(1970, 1, 1)).days


def as_it_stood(deals: Deals, as_of: dt.date) -> History:
    """`deals` on the evening of `as_of`."""
    today = day_number(as_of)
    created = deals.created.astype("datetime64[D]").astype(np.int64)
    closed = deals.closed.astype("datetime64[D]").astype(np.int64)
    undated = np.isnat(deals.created)
    has_closed = ~np.isnat(deals.closed) & (deals.outcome != "open") & (closed <= today)
    # a deal closed later was open on that day, and its final amount was not known yet
    reopened = (deals.outcome != "open") & ~has_closed
    amount = np.where(reopened, np.nan, deals.amount)
    known = ~undated & (created <= today)
    won, lost = has_closed & (deals.outcome == "won"), has_closed & (deals.outcome == "lost")
    return History(
        as_of=today,
        entered=created[known],
        decided=np.where(has_closed, closed, NEVER)[known],
        won=won[known],
        lost=lost[known],
        amount=amount[known],
        owner=deals.owner[known],
        undated_open=int((undated & (deals.outcome == "open")).sum()),
        undated_won=int((undated & won).sum()),
        undated_lost=int((undated & lost).sum()),
        undated_amounts=amount[undated & won],
    )


def day_months_back(day: int, months: int) -> int:
    """The day `months` calendar months before `day`; the last day of a month stays the last day of a month."""
    date = np.datetime64(day, "D")
    month = date.astype("datetime64[M]")
    last = (date + 1).astype("datetime64[M]") != month
    target = month - months
    end = (target + 1).astype("datetime64[D]") - 1
    if last:
        return int(end.astype(np.int64))
    wanted = target.astype("datetime64[D]") + (date - month.astype("datetime64[D]"))
    return int(min(wanted, end).astype(np.int64))


__all__ = ["NEVER", "History", "as_it_stood", "day_months_back", "day_number"]
