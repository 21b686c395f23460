"""What looking at deals on one day changes: what comes later does not exist yet, what closes later is still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.cleaning import EXAMPLES, Cleaned, Done, example
from simulator.evidence.history import day_number
from simulator.evidence.mapping import Mapping
from simulator.evidence.opportunities import Deals


def told_on_day(deals: Deals, day: dt.date, mapping: Mapping) -> list[Cleaned]:
    """Deals of later days, as `as_it_stood` treats them."""
    today = np.datetime64(day_number(day), "D")
    undated, decided = np.isnat(deals.created), deals.outcome != "open"
    later = ~undated & (deals.created > today)
    closes_later = decided & (deals.closed > today)
    entering = mapping.columns.get("created", "")
    closing = next(
        (mapping.columns[name] for name in ("closed", "won_time", "lost_time") if name in mapping.columns), ""
    )
    told: list[Cleaned] = []

    def tell(
        code: str,
        what: str,
        done: Done,
        rows: NDArray[np.bool_],
        column: str,
        days: NDArray[np.datetime64],
        after: Callable[[int], str],
    ) -> None:
        places = np.flatnonzero(rows).tolist()
        if places:
            shown = [example(int(deals.row[at]), str(days[at]), after(at)) for at in places[:EXAMPLES]]
            told.append(Cleaned(code, what, done, len(places), column, tuple(shown)))

    what = f"Deals created after {day}: they do not exist yet on that day"
    tell("created_later", what, "left out", later, entering, deals.created, lambda _: "")
    what = f"Deals without a created date that closed after {day}"
    tell("closed_later", what, "left out", undated & closes_later, closing, deals.closed, lambda _: "")
    what = f"Deals closed after {day}: still open on that day, their amount unknown"
    open_still = closes_later & ~undated & ~later
    tell("still_open", what, "changed", open_still, closing, deals.closed, lambda _: "open")
    return told
