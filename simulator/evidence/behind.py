"""How much past stands behind a plan made of an export, and the money by month for a second opinion."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from simulator.evidence.findings import Evidence, MonthFigures
from simulator.scenario.judging import LEAST_SOLD_MONTHS, MOST_MONTHS
from simulator.scenario.months import DAYS_PER_MONTH

OPINION_NEEDS_MONTHS = 12
"""A year: below it a season would pass for growth."""
CYCLES_TO_FILL = 2.0
"""About nine in ten wins come within two mean cycles (a gamma of the usual spread)."""


def behind_document(evidence: Evidence) -> dict[str, Any]:
    """The parts `history` and, from twelve whole months on, `second_opinion` (shown beside, not used) of a scenario."""
    source = f"{evidence.source} as of {evidence.as_of}"
    over = [month for month in evidence.monthly if month.month < _month_after(evidence)]
    decided = _since(over, lambda month: month.won + month.lost > 0)
    closed = evidence.company.counts.closed
    document: dict[str, Any] = {
        "history": {"closed_outcomes": closed, "periods": len(decided), "source": source}
    }
    filled = _filled_from(evidence)
    sold = [
        month for month in _since(over, lambda month: month.won > 0) if month.whole and month.month >= filled
    ][-MOST_MONTHS:]
    values = [max(month.bookings, 0.0) for month in sold]
    if len(sold) >= OPINION_NEEDS_MONTHS and sum(value > 0 for value in values) >= LEAST_SOLD_MONTHS:
        document["second_opinion"] = {
            "metric": "bookings",
            "first_month": sold[0].month,
            "values": values,
            "source": f"{source}, bookings of {len(sold)} whole months",
        }
    return document


def _filled_from(evidence: Evidence) -> str:
    """The month from which on deals that entered before the export's first ones hardly matter.

    An export of deals created since a day begins with the quickest wins: its first months look like growth. Where it
    begins with the first decision instead, deals entered long before and nothing is left out.
    """
    first = next((month.month for month in evidence.monthly if month.entered), "")
    if not first:
        return ""
    months = math.ceil(CYCLES_TO_FILL * evidence.company.cycle.mean / DAYS_PER_MONTH)
    return str(np.datetime64(first, "M") + months)


def _month_after(evidence: Evidence) -> str:
    """The first month that is not over on the evening of `as_of`."""
    return str(np.datetime64(evidence.as_of, "D") + 1)[:7]


def _since(months: list[MonthFigures], happened: Callable[[MonthFigures], bool]) -> list[MonthFigures]:
    """From the first month in which it happened; from the next one where the export saw only a part of that month."""
    begun = next((at for at, month in enumerate(months) if happened(month)), len(months))
    partly = begun < len(months) and not months[begun].whole and any(one.whole for one in months[begun:])
    return months[begun + 1 :] if partly else months[begun:]
