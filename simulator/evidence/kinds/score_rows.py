"""Scorecards: what each person did and brought, one row a person and period."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.findings import MeasuredRate
from simulator.evidence.kinds.cells import Cells, Texts
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.figures import figure
from simulator.evidence.kinds.findings import ScoreRows
from simulator.evidence.kinds.left_out import once, told_totals
from simulator.evidence.kinds.months import Months, read_months
from simulator.evidence.refusal import EvidenceError, quoted

COUNTS = ("calls", "emails", "meetings", "demos", "opportunities", "proposals", "won", "lost")
MONEY = ("bookings", "quota")
OTHERS = ("coaching_hours", "cycle_days")
MOST_PEOPLE = 5000
MOST_PERIODS = 120
_QUARTER = re.compile(r"(\d{4})\D{0,3}[qQkKtT]\D{0,8}([1-4])|[qQkKtT]\D{0,8}([1-4])\D{0,3}(\d{4})")


def score_rows(cells: Cells) -> KindEvidence:
    """Numbers by person and period. EvidenceError where no row names a person and a period."""
    who, team = cells.texts("rep"), cells.texts("team")
    total = told_totals(cells, who, team)
    period, months = _periods(cells)
    unusable = ((who == "") | np.isnat(period)) & ~total
    if unusable.any():
        cells.tell(
            "scores_left_out", unusable, "{count} rows without a person or a period were left out ({rows})."
        )
    kept = ~unusable & ~total
    if not kept.any():
        raise EvidenceError(
            "No row names both a person and a period; choose the columns with the person and the period."
        )
    kept = once(cells, kept)
    cells.take(kept)
    rep, group = _people(cells, who[kept], team[kept])
    when = period[kept]
    measures = [name for name in (*COUNTS, *MONEY, *OTHERS) if cells.has(name)]
    values = pd.DataFrame({name: _numbers(cells, name) for name in measures})
    reps, teams, starts, columns = _by_person(cells, rep, group, when, values)
    findings = ScoreRows(reps, teams, starts, months, columns)
    source = cells.table.name
    figures: tuple[MeasuredRate, ...] = tuple(
        figure(
            f"{name}_per_period",
            f"{name.replace('_', ' ').capitalize()} per person and {'month' if months == 1 else 'period'}",
            float(values[name].mean()),
            "money" if name in MONEY else "ratio",
            int(values[name].notna().sum()),
            "rows",
            source,
        )
        for name in measures
        if values[name].notna().any()
    )
    end = np.datetime64(starts[-1], "M") + months
    last: dt.date = end.astype("datetime64[D]").item() - dt.timedelta(days=1)
    return KindEvidence(
        "scorecard",
        source,
        last,
        cells.currency,
        len(values),
        findings,
        figures,
        tuple(cells.remarks),
        dict(cells.columns),
        cells.table.dialect,
    )


def _numbers(cells: Cells, name: str) -> NDArray[np.float64]:
    if name in MONEY:
        return cells.money(name)
    return cells.numbers(name, whole=name in COUNTS)


def _people(cells: Cells, who: Texts, team: Texts) -> tuple[Texts, Texts]:
    """Each row's person and team; people of one name in two teams are two."""
    keys = np.array([" ".join(str(one).casefold().split()) for one in who], dtype=object)
    spelling = pd.Series(who).groupby(keys, sort=False).first()
    found = np.array([spelling[key] for key in keys], dtype=object)
    if len(set(zip(found, team, strict=True))) > MOST_PEOPLE:
        raise EvidenceError(
            f"The column {quoted(cells.columns['rep'])} names more than {MOST_PEOPLE:,} people; choose another column."
        )
    return found, team


def _by_person(
    cells: Cells, rep: Texts, team: Texts, when: Months, values: pd.DataFrame
) -> tuple[
    tuple[str, ...],
    tuple[str, ...],
    tuple[str, ...],
    tuple[tuple[str, tuple[tuple[float | None, ...], ...]], ...],
]:
    keys = pd.MultiIndex.from_arrays([team, rep, when.astype(str)], names=["team", "rep", "period"])
    sizes = values.groupby(keys, sort=True).size()
    several = int((sizes > 1).sum())
    if several:
        twice = pd.Series(keys.duplicated(keep=False)).to_numpy(dtype=bool)
        cells.tell(
            "rows_added_up",
            twice,
            "{count} rows share a person and a period with another one and were added up ({rows}).",
        )
    grouped = values.groupby(keys, sort=True)
    summed = grouped.sum(min_count=1)
    if "cycle_days" in values:
        summed["cycle_days"] = grouped["cycle_days"].mean()
    periods = sorted({str(one) for one in when})
    if len(periods) > MOST_PERIODS:
        raise EvidenceError(
            f"The file has {len(periods):,} periods, more than {MOST_PERIODS}; give one row a person and month."
        )
    people = sorted({(one, other) for one, other, _ in summed.index})
    index = pd.MultiIndex.from_product([range(len(people)), periods])
    place = {person: at for at, person in enumerate(people)}
    summed.index = pd.MultiIndex.from_tuples(
        [(place[group, person], period) for group, person, period in summed.index]
    )
    wide = summed.reindex(index)
    columns = tuple(
        (
            str(name),
            tuple(
                tuple(None if np.isnan(one) else float(one) for one in row)
                for row in wide[name].to_numpy(dtype=float).reshape(len(people), len(periods))
            ),
        )
        for name in values.columns
    )
    return tuple(rep for _, rep in people), tuple(team for team, _ in people), tuple(periods), columns


def _periods(cells: Cells) -> tuple[Months, int]:
    """First month of each row's period, NaT where there is none, and the months in a period."""
    texts = cells.texts("period")
    years: list[str] | int | None = cells.choices.year
    if cells.has("year") and cells.columns["year"] != cells.columns["period"]:
        years = [str(cell) for cell in cells.cells("year")]
    quarters = np.array([_quarter(str(text)) for text in texts], dtype="datetime64[M]")
    if (~np.isnat(quarters)).mean() >= 0.5:
        return quarters, 3
    months, is_open = read_months(cells.cells("period"), years)
    if is_open:
        days = cells.days("period")["period"]
        months = np.where(np.isnat(days), months, days.astype("datetime64[M]"))
    if np.isnat(months).all():
        sample = next((str(text) for text in texts if text), "")
        raise EvidenceError(
            f"No period in the column {quoted(cells.columns['period'])} can be read, for example {quoted(sample)}; "
            "write periods as 2026-01 or 2026-Q1, or choose another column."
        )
    known = np.unique(months[~np.isnat(months)])
    steps = np.diff(known).astype(int)
    usual = int(np.median(steps)) if len(steps) else 1
    return months, usual if usual in (1, 3, 6, 12) else 1


def _quarter(text: str) -> np.datetime64:
    match = _QUARTER.fullmatch(text.strip())
    if match is None:
        return np.datetime64("NaT", "M")
    year, quarter = int(match[1] or match[4]), int(match[2] or match[3])
    return np.datetime64(f"{year:04d}-{3 * quarter - 2:02d}", "M")
