"""Months as people write them, in one column or as the names of columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.dates import EARLIEST_YEAR, LATEST_YEAR, NULL_WORDS, DateColumn, read_dates

Months = NDArray[np.datetime64]
NO_MONTH = np.datetime64("NaT", "M")
_YEAR_MONTH = re.compile(r"(\d{4})\s?[-/.\s]?\s?[mM]?(\d{1,2})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})", re.ASCII)
_WORD_YEAR = re.compile(r"([^\W\d]{3,10})\.?[\s\-/,.']*(?:de )?(\d{4}|\d{2})")
_YEAR_WORD = re.compile(r"(\d{4})[\s\-/,.]*([^\W\d]{3,10})\.?")
_WORD = re.compile(r"([^\W\d]{3,10})\.?")
_LONGEST = 40


def month_text(text: str) -> str | None:
    """A date that `read_dates` knows, for a text that names a month and its year; None for any other text."""
    text = text.strip().strip("'").strip()
    if len(text) > _LONGEST:
        return None
    if (match := _YEAR_MONTH.fullmatch(text)) and 1 <= int(match[2]) <= 12 and _is_year(match[1]):
        return f"{match[1]}-{int(match[2]):02d}-01"
    if (match := _MONTH_YEAR.fullmatch(text)) and 1 <= int(match[1]) <= 12:
        year = match[2] if len(match[2]) == 4 else f"20{match[2]}"
        return f"{year}-{int(match[1]):02d}-01" if _is_year(year) else None
    if match := _WORD_YEAR.fullmatch(text):
        return f"1 {match[1]} {match[2]}"
    if match := _YEAR_WORD.fullmatch(text):
        return f"1 {match[2]} {match[1]}"
    return None


def _is_year(text: str) -> bool:
    return EARLIEST_YEAR <= int(text) <= LATEST_YEAR


def read_months(cells: pd.Series[str], years: Sequence[str] | int | None = None) -> tuple[Months, bool]:
    """The month of each cell, NaT where there is none, and whether slashed dates were open between day and month first.

    ``2026-01``, ``01/2026``, ``202601``, ``2026M01``, ``Jan 26``, ``Januar 2026``, any full date; with `years` (one
    per cell, or one for all) also a month's name or number alone. Full dates with slashes are read so that they fall
    on the first or last day of a month where that decides, else month first.
    """
    codes, uniques = pd.factorize(cells, use_na_sentinel=False)
    texts = [str(text) for text in uniques]
    known = [month_text(text) for text in texts]
    dates = read_dates(pd.Series([one or text for one, text in zip(known, texts, strict=True)], dtype="str"))
    days, is_open = _ordered(dates)
    found: Months = days.astype("datetime64[M]")[codes]
    if years is None:
        return found, is_open
    numbers = np.array([_month_number(text) for text in texts])[codes]
    year_of = [years] * len(codes) if isinstance(years, int) else [_year(one) for one in years]
    for at in np.flatnonzero((numbers > 0) & (np.isnat(found) | (np.array(year_of) > 0))):
        if year_of[at]:
            found[at] = np.datetime64(f"{year_of[at]:04d}-{numbers[at]:02d}", "M")
    return found, is_open


def _ordered(read: DateColumn) -> tuple[NDArray[np.datetime64], bool]:
    if (read.day_first == read.month_first)[~np.isnat(read.day_first)].all() and not read.slashed:
        return read.day_first, False
    if read.evidence_day != read.evidence_month:
        return (read.day_first if read.evidence_day > read.evidence_month else read.month_first), False
    day, month = _at_edges(read.day_first), _at_edges(read.month_first)
    if day != month:
        return (read.day_first if day > month else read.month_first), False
    return read.month_first, bool(read.sample)


def _at_edges(days: NDArray[np.datetime64]) -> int:
    """How many dates are the first or the last day of their month."""
    known = days[~np.isnat(days)]
    first = known == known.astype("datetime64[M]").astype("datetime64[D]")
    after = known + np.timedelta64(1, "D")
    last = after == after.astype("datetime64[M]").astype("datetime64[D]")
    return int((first | last).sum())


def _month_number(text: str) -> int:
    """1 to 12 for a month's name or number alone, 0 otherwise."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return int(text) if 1 <= int(text) <= 12 else 0
    if match := _WORD.fullmatch(text):
        day = read_dates(pd.Series([f"1 {match[1]} 2001"], dtype="str")).day_first[0]
        return 0 if np.isnat(day) else int(day.item().month)
    return 0


def _year(text: str) -> int:
    match = re.fullmatch(r"(?:FY|GJ)?\s?(\d{4}|\d{2})(?:[.,]0+)?", text.strip(), re.ASCII | re.IGNORECASE)
    if match is None:
        return 0
    year = int(match[1]) + (2000 if len(match[1]) == 2 else 0)
    return year if EARLIEST_YEAR <= year <= LATEST_YEAR else 0


def share_of_months(cells: pd.Series[str]) -> float:
    """The share of the cells with something in them that name a month."""
    filled = cells[~cells.str.strip().str.casefold().isin(NULL_WORDS)]
    if filled.empty:
        return 0.0
    months, _ = read_months(filled)
    return float((~np.isnat(months)).mean())


def months_of_header(header: Sequence[str]) -> Months:
    """The month each column's name says, NaT for other names. A bare number is no month."""
    plain = pd.Series(
        [name if re.search(r"[^\d.,]", name) or len(name) == 6 else "" for name in header], dtype="str"
    )
    return read_months(plain)[0]
