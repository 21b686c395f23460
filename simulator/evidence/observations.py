"""What a person should know about the history an export tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np

from simulator.evidence.dangers import danger_rank
from simulator.evidence.findings import TeamFinding
from simulator.evidence.mapping import Mapping
from simulator.evidence.opportunities import Deals
from simulator.evidence.refusal import Remark
from simulator.evidence.survival import AgeTable
from simulator.evidence.volume import WholeMonths

LATE_DAYS = 31
FEW_CLOSED = 20
"""Under this many closed deals a range is drawn from so little that the page says so."""
FEW_WHOLE_MONTHS = 4
_READING = {
    "far_future_dates": 0,
    "unknown_stage_words": 0,
    "mixed_currencies": 0,
    "unreadable_dates": 1,
    "ambiguous_dates": 1,
    "mixed_date_order": 1,
    "negative_cycles": 1,
    "duplicate_ids": 1,
    "ragged_rows": 1,
    "ambiguous_amounts": 1,
}
"""What reading the file came upon: after the dangers, before everything else."""


def most_serious_first(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Remarks in the order a person should read them: dangers, then how the file was read."""
    return tuple(sorted(remarks, key=lambda remark: (danger_rank(remark.code), _READING.get(remark.code, 2))))


def remarks_on_day(deals: Deals, day: dt.date) -> list[Remark]:
    """What a person should know about the day the evidence ends."""
    days = np.concatenate([deals.created, deals.closed])
    if np.isnat(days).all():
        return []
    last = np.nanmax(days).astype("datetime64[D]").item()
    remarks = []
    if (day - last).days > LATE_DAYS:
        remarks.append(
            Remark(
                "ends_long_after",
                f"The last date in the file is {last}, {(day - last).days} days before {day}: open "
                "deals look older, and "
                "business slower, than they are; choose a day nearer to the export.",
            )
        )
    if (day + dt.timedelta(days=1)).day != 1:
        following = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
        remarks.append(
            Remark(
                "ends_within_month",
                f"The evidence ends on {day}, within a month: a forecast begins on {following}, and "
                "deals that close in "
                "between count in its first month.",
            )
        )
    return remarks


def remarks_on_history(
    company: TeamFinding,
    ages: AgeTable,
    whole: WholeMonths,
    mapping: Mapping,
    currency: str,
) -> list[Remark]:
    """Stale and undated deals, and histories too short to trust."""
    counts = company.counts
    remarks: list[Remark] = []
    if counts.stale_open:
        remarks.append(
            Remark(
                "stale_open_deals",
                f"{counts.stale_open:,} of {counts.open:,} open deals are older than the longest deal "
                f"that ever closed ({ages.longest} days); "
                "they stay open in the counts and add almost nothing to the forecast.",
                (),
                counts.stale_open,
            )
        )
    if counts.undated_open:
        remarks.append(
            Remark(
                "undated_open_deals",
                f"{counts.undated_open:,} open deals have no created date: they are not counted as "
                "open and not forecast, "
                "because they will enter, and be counted, in a coming month.",
                (),
                counts.undated_open,
            )
        )
    if counts.closed < FEW_CLOSED:
        remarks.append(
            Remark(
                "few_closed_deals",
                f"Only {counts.closed} deals are closed; under {FEW_CLOSED} every rate is mostly luck.",
                (),
                counts.closed,
            )
        )
    if whole.count < FEW_WHOLE_MONTHS:
        remarks.append(
            Remark(
                "short_history",
                f"Only {whole.count} whole months are known; under four, how months differ is a guess "
                "and the forecast deserves little trust.",
                (),
                whole.count,
            )
        )
    if not counts.lost:
        remarks.append(
            Remark(
                "no_lost_deals",
                "No lost deal is in the file: the win rate would be 1, which says only that losses were not exported.",
            )
        )
    if (
        not any(name in mapping.columns for name in ("currency",))
        and mapping.choices.currency is None
        and currency == "EUR"
    ):
        remarks.append(
            Remark(
                "currency_assumed",
                f"No other currency is named in the file; amounts are shown in {currency}.",
            )
        )
    if "owner" not in mapping.columns:
        remarks.append(
            Remark("no_owner", "No column with the owner was found; the team has no named people.")
        )
    return remarks
