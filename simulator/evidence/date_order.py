"""Whether 3/4/2026 is 3 April or March 4."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.dates import DateColumn
from simulator.evidence.intake import How
from simulator.evidence.mapping import DateOrder
from simulator.evidence.refusal import Remark

CLEARLY = 3
"""A reading with a third of the other's contradictions, or fewer, is taken without asking."""


@dataclass(frozen=True)
class Order:
    """day_first; how that is known; sample: a date that can be read both ways; asks: nothing in the file decides."""

    day_first: bool
    how: How
    sample: str = ""
    asks: bool = False


def date_order(
    read: dict[str, DateColumn],
    chosen: DateOrder | None,
    outcome: NDArray[np.str_],
    remarks: list[Remark],
) -> Order:
    """Chosen, else by values above 12, else by which reading has fewer deals closed before they were created."""
    found = _found(read, outcome, remarks if chosen is None else [])
    if chosen is None:
        return found
    return Order(chosen == "day_first", "chosen", found.sample, found.asks)


def _found(read: dict[str, DateColumn], outcome: NDArray[np.str_], remarks: list[Remark]) -> Order:
    day, month = (
        sum(column.evidence_day for column in read.values()),
        sum(column.evidence_month for column in read.values()),
    )
    if day != month:
        if min(day, month):
            words = "day first" if day > month else "month first"
            remarks.append(
                Remark(
                    "mixed_date_order",
                    f"Dates are written both ways: {day:,} can only be day first, {month:,} only "
                    f"month first; read {words}.",
                    (),
                    min(day, month),
                )
            )
        return Order(day > month, "found")
    if not any(column.slashed for column in read.values()):
        return Order(False, "written")
    closes = [read[name] for name in ("closed", "won_time", "lost_time") if name in read]
    decided = outcome != "open"
    negative_day = sum(
        int((column.day_first < read["created"].day_first)[decided].sum()) for column in closes
    )
    negative_month = sum(
        int((column.month_first < read["created"].month_first)[decided].sum()) for column in closes
    )
    day_first = negative_day < negative_month
    reason = (
        "that reading has fewer deals closed before they were created"
        if negative_day != negative_month
        else "nothing in the file decides it"
    )
    words = "day first (3/4 is 3 April)" if day_first else "month first (3/4 is March 4)"
    remarks.append(
        Remark(
            "ambiguous_dates",
            f'Dates such as 3/4/2026 were read {words} because {reason}; say date_order = "day_first" '
            'or "month_first" to choose.',
            (),
            sum(column.slashed for column in read.values()),
        )
    )
    sample = next((column.sample for column in read.values() if column.sample), "")
    fewer, more = sorted((negative_day, negative_month))
    if not sample:
        return Order(day_first, "written")  # 1/1 and 2/2 are the same day either way
    if more and fewer * CLEARLY <= more:
        return Order(day_first, "found", sample)
    return Order(day_first, "open", sample, asks=True)
