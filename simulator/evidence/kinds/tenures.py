"""How long each customer has been there, and whether it has gone: from months, or from first and last days."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.kinds.cells import Cells
from simulator.evidence.kinds.exposure import watched
from simulator.evidence.outcomes import word_key
from simulator.evidence.refusal import EvidenceError, Remark

DAYS_PER_MONTH = 30.4375
LONGEST_TENURE = 600
MOSTLY_ENDING = 0.8
"""Where so many rows have an end, it may be a contract's term and not a farewell."""
_GONE = frozenset(
    [
        "churned",
        "cancelled",
        "canceled",
        "inactive",
        "ended",
        "expired",
        "terminated",
        "left",
        "lost",
        "closed",
        "former",
        "gekuendigt",
        "gekundigt",
        "inaktiv",
        "beendet",
        "abgewandert",
    ]
)


def by_tenure(cells: Cells) -> tuple[NDArray[np.int64], NDArray[np.bool_], dt.date | None]:
    months = cells.numbers("tenure", whole=True)
    long = months > LONGEST_TENURE
    if long.any():
        cells.tell(
            "tenure_too_long",
            long,
            f"{{count}} tenures are above {LONGEST_TENURE} months and were left out ({{rows}}).",
        )
    usable = ~np.isnan(months) & ~long
    if not usable.any():
        raise EvidenceError("No customer has a tenure; choose the column that says for how many months.")
    missing = np.isnan(months)
    if missing.any():
        cells.tell(
            "customers_without_tenure", missing, "{count} customers without a tenure were left out ({rows})."
        )
    cells.take(usable)
    tenure = np.ceil(months[usable]).astype(np.int64)
    if cells.has("churned"):
        churned = cells.yes("churned") | _gone(cells, "churned")
    elif cells.has("end"):
        churned = ~np.isnat(cells.days("end")["end"])
    else:
        churned = _gone(cells, "status")
    left_at_once = churned & (tenure == 0)
    if left_at_once.any():
        cells.tell(
            "left_at_once",
            left_at_once,
            "{count} customers left before their first month was over; it counts as one ({rows}).",
        )
        tenure = np.where(left_at_once, 1, tenure)
    today = cells.choices.as_of
    return tenure, churned, today


def by_dates(cells: Cells) -> tuple[NDArray[np.int64], NDArray[np.bool_], dt.date, NDArray[np.int64]]:
    dates = cells.days("start", "end")
    start = dates["start"]
    end = dates.get("end", np.full(len(cells), np.datetime64("NaT", "D")))
    undated, backwards = np.isnat(start), end < start
    if undated.any():
        cells.tell(
            "customers_without_start", undated, "{count} customers without a start were left out ({rows})."
        )
    if backwards.any():
        cells.tell(
            "end_before_start",
            backwards,
            "{count} customers end before they start and were left out ({rows}).",
        )
    said = np.zeros(len(cells), dtype=bool)
    for field in ("churned", "status"):
        if cells.has(field):
            said |= _gone(cells, field) | (cells.yes(field) if field == "churned" else False)
    unknown_end = said & np.isnat(end) & ~undated
    if unknown_end.any():
        cells.tell(
            "left_without_date",
            unknown_end,
            "{count} customers are marked as gone without a date and were left out ({rows}).",
        )
    kept = ~undated & ~backwards & ~unknown_end
    if not kept.any():
        raise EvidenceError(
            "No customer has a start that can be used; choose the column that says since when."
        )
    known = np.concatenate([start[kept], end[kept]])
    known = known[~np.isnat(known)]
    as_of = (
        np.datetime64(cells.choices.as_of, "D") if cells.choices.as_of else np.datetime64(known.max(), "D")
    )
    if cells.choices.as_of is None and (~np.isnat(end[kept])).mean() >= MOSTLY_ENDING:
        planned = end > np.datetime64(start[kept].max(), "D") + np.timedelta64(366, "D")
        if planned.any():  # ends of running contracts lie ahead: they are plans
            as_of = np.datetime64(start[kept].max(), "D")
            cells.tell(
                "planned_ends",
                planned & kept,
                "{count} customers end long after the last start; they count as still there ({rows}).",
            )
    kept &= start <= as_of
    if not kept.any():
        raise EvidenceError(f"No customer began by {as_of}; choose a later day.")
    cells.take(kept)
    start, end = start[kept], end[kept]
    churned = ~np.isnat(end) & (end <= as_of)
    until = np.where(churned, end, as_of)
    days = (until - start).astype("timedelta64[D]").astype(np.int64)
    tenure = np.where(
        churned, np.maximum(np.ceil(days / DAYS_PER_MONTH), 1), np.floor(days / DAYS_PER_MONTH)
    ).astype(np.int64)
    seen = watched(start, end, as_of, DAYS_PER_MONTH)
    late = np.zeros(len(tenure), dtype=np.int64)
    if seen.late:
        late_days = (seen.since - start).astype("timedelta64[D]").astype(np.int64)
        late = np.maximum(np.ceil(late_days / DAYS_PER_MONTH), 0).astype(np.int64)
        cells.remarks.append(
            Remark(
                "leavers_listed_from",
                f"The list knows nobody who left before {seen.since}: months before that day count for no churn.",
            )
        )
    last: dt.date = as_of.astype("datetime64[D]").item()
    return tenure, churned, last, late


def _gone(cells: Cells, field: str) -> NDArray[np.bool_]:
    words = {text: word_key(str(text)) in _GONE for text in cells.cells(field).unique()}
    return cells.cells(field).map(words).to_numpy(dtype=bool)
