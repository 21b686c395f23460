"""Quotas by person and period, without those of managers that repeat their people's."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.findings import MeasuredRate
from simulator.evidence.kinds.cells import Cells
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.figures import figure
from simulator.evidence.kinds.findings import Quota, Quotas
from simulator.evidence.kinds.left_out import once, told_totals
from simulator.evidence.kinds.months import read_months
from simulator.evidence.kinds.rollups import Listed, roll_ups
from simulator.evidence.refusal import EvidenceError, Remark, quoted

_QUARTER = re.compile(
    r"(?:(?P<y1>\d{4})\D{0,3})?[qQkKtT](?:uartal|uarter|tr)?\.?\s?(?P<q1>[1-4])(?:\D{0,3}(?P<y2>\d{4}|\d{2}))?"
)
_QUARTER_AFTER = re.compile(r"(?P<q1>[1-4])\.?\s?[qQ](?:uartal|uarter|tr)?(?:\D{0,3}(?P<y2>\d{4}|\d{2}))?")
_YEAR = re.compile(r"(?:FY|GJ|CY)?\s?(\d{4})(?:[.,]0+)?", re.IGNORECASE)
USUAL_MONTHS = (1, 3, 6, 12)
DAYS_PER_MONTH = 30.4375


def quotas(cells: Cells) -> KindEvidence:
    """Quotas with first and last day of their periods. EvidenceError where no quota has an amount and a period."""
    amount = cells.money("quota")
    who, team, manager = cells.texts("rep"), cells.texts("team"), cells.texts("manager")
    total = told_totals(cells, who, team)
    start, months, from_dates = _periods(cells)
    unusable = (np.isnat(start) | np.isnan(amount)) & ~total
    if unusable.any():
        cells.tell(
            "quotas_left_out", unusable, "{count} rows without a period or an amount were left out ({rows})."
        )
    kept = ~unusable & ~total
    if not kept.any():
        raise EvidenceError(
            "No row has both a quota and a period; choose the columns with the quota and its period."
        )
    kept = once(cells, kept)
    ends = _ends(start[kept], months, from_dates)
    label = np.where(who != "", who, team)
    lines = sorted(
        (
            Listed(str(one), str(group), str(boss), first, last, float(value))
            for one, group, boss, first, last, value in zip(
                label[kept],
                team[kept],
                manager[kept],
                _dates(start[kept]),
                _dates(ends),
                amount[kept],
                strict=True,
            )
        ),
        key=lambda one: (one.start, one.who, one.team, one.amount),
    )
    rolled = roll_ups(lines)
    out = {one.who for one in rolled}
    everything = sum(one.amount for one in lines)
    rest = tuple(
        Quota(one.who, one.team, one.start, one.end, one.amount) for one in lines if one.who not in out
    )
    counted = sum(one.amount for one in rest)
    if rolled:
        listed = "; ".join(
            f"{quoted(one.who)} repeats {len(one.of)} others ({one.amount:,.0f})" for one in rolled[:5]
        )
        cells.remarks.append(
            Remark(
                "manager_rollups",
                f"Quotas of {len(rolled)} managers are the sums of their people's and would count twice: "
                f"{listed}. Without "
                f"them the quotas sum to {counted:,.0f} {cells.currency} instead of {everything:,.0f}.",
                (),
                len(rolled),
            )
        )
    if from_dates:
        first = rest[0]
        cells.remarks.append(
            Remark(
                "quota_date_is_start",
                f"The date of a quota was taken as the start of its period: {first.start} stands for "
                f"{first.start} to "
                f"{first.end}. Read as ends, every quota would be compared with sales {months} months earlier.",
            )
        )
    findings = Quotas(rest, rolled, counted, everything, months, from_dates)
    people = len({one.who for one in rest})
    source = cells.table.name
    per_year = counted / len(rest) * 12 / months
    figures: tuple[MeasuredRate, ...] = (
        figure("quota_total", "All quotas together", counted, "money", len(rest), "quotas", source),
        figure(
            "quota_per_rep_year", "Quota per person and year", per_year, "money", people, "people", source
        ),
    )
    return KindEvidence(
        "quotas",
        source,
        max(one.end for one in rest),
        cells.currency,
        len(lines),
        findings,
        figures,
        tuple(cells.remarks),
        dict(cells.columns),
        cells.table.dialect,
    )


def _periods(cells: Cells) -> tuple[NDArray[np.datetime64], int, bool]:
    """First day of each row's period, NaT where there is none; months in a period; whether dates say it."""
    if cells.has("date"):
        starts = cells.days("date")["date"]
        return starts, _usual_months(starts), True
    years = (
        [_year(str(cell)) for cell in cells.cells("year")]
        if cells.has("year")
        else [cells.choices.year or 0] * len(cells)
    )
    texts = next((cells.texts(name) for name in ("quarter", "period", "month") if cells.has(name)), None)
    if texts is None:
        return np.array([_first(year, 1) for year in years], dtype="datetime64[D]"), 12, False
    found = [_quarter(str(text), year) for text, year in zip(texts, years, strict=True)]
    starts = np.array([_first(year, 3 * quarter - 2) for year, quarter in found], dtype="datetime64[D]")
    if (~np.isnat(starts)).mean() >= 0.5:
        return starts, 3, False
    field = next(name for name in ("quarter", "period", "month") if cells.has(name))
    months, _ = read_months(cells.cells(field), [str(year or "") for year in years] if any(years) else None)
    if (~np.isnat(months)).mean() >= 0.5:
        days = months.astype("datetime64[D]")
        return days, _usual_months(days), False
    yearly = [_year(str(text)) for text in texts]
    if any(yearly):
        return np.array([_first(year, 1) for year in yearly], dtype="datetime64[D]"), 12, False
    raise EvidenceError(
        f"No period in the column {quoted(cells.columns[field])} can be read, for example {quoted(texts[0])}; "
        "write periods "
        "as 2026-Q1, 2026-01 or 2026, or give the first day of each."
    )


def _usual_months(starts: NDArray[np.datetime64]) -> int:
    """Months between one period's start and the next, as most of them have it; 3 where there is only one."""
    days = np.unique(starts[~np.isnat(starts)])
    if len(days) < 2:
        return 3
    between = float(np.median(np.diff(days).astype(np.int64))) / DAYS_PER_MONTH
    return min(USUAL_MONTHS, key=lambda months: abs(months - between))


def _ends(starts: NDArray[np.datetime64], months: int, from_dates: bool) -> NDArray[np.datetime64]:
    """The last day of each period: the day before the next one starts, where that is about as long as usual."""
    days = np.unique(starts)
    after = np.array([_months_later(day, months) for day in days], dtype="datetime64[D]")
    if from_dates and len(days) > 1:
        usual = months * DAYS_PER_MONTH
        lengths = np.diff(days).astype(np.int64)
        close = np.abs(lengths - usual) <= 0.5 * usual
        after[:-1] = np.where(close, days[1:], after[:-1])
    return after[np.searchsorted(days, starts)] - 1


def _months_later(day: np.datetime64, months: int) -> np.datetime64:
    month = day.astype("datetime64[M]")
    within = (day - month.astype("datetime64[D]")).astype(int)
    later = month + months
    length = ((later + 1).astype("datetime64[D]") - later.astype("datetime64[D]")).astype(int)
    return np.datetime64(later.astype("datetime64[D]") + min(int(within), int(length) - 1), "D")


def _quarter(text: str, year: int) -> tuple[int, int]:
    plain = text.strip()
    if year and plain[:1] in "1234" and re.fullmatch(r"[1-4](?:[.,]0+)?", plain):
        return year, int(plain[0])
    match = _QUARTER.fullmatch(plain) or _QUARTER_AFTER.fullmatch(plain)
    if match is None:
        return 0, 0
    groups = match.groupdict()
    written = groups.get("y1") or groups.get("y2")
    if written:
        year = int(written) + (2000 if len(written) == 2 else 0)
    return year, int(groups["q1"])


def _year(text: str) -> int:
    match = _YEAR.fullmatch(text.strip())
    year = int(match[1]) if match else 0
    return year if 1980 <= year <= 2100 else 0


def _first(year: int, month: int) -> np.datetime64:
    return (
        np.datetime64(f"{year:04d}-{month:02d}-01", "D") if year and month >= 1 else np.datetime64("NaT", "D")
    )


def _dates(days: NDArray[np.datetime64]) -> list[dt.date]:
    return [day.item() for day in days.astype("datetime64[D]")]
