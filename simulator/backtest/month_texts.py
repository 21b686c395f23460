"""Months and days as tables write them, read column by column: 1991-01, 01/2020, Jan 2020, 2016-11-08, 2020M01."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.dates import LONGEST_CELL, NULL_WORDS, read_dates
from simulator.evidence.names import without_invisible

FIRST_YEAR, LAST_YEAR = 1850, 2100
"""Histories reach back further than CRM systems."""
MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january janv janvier ene enero gen gennaio janeiro januari",
            "feb februar february fev fevr fevrier février févr febrero febbraio fevereiro februari",
            "mar marz mär märz march mars mrz marzo março maart mrt",
            "apr april avr avril abr abril aprile",
            "may mai mayo mag maggio maio mei",
            "jun juni june juin junio giu giugno junho",
            "jul juli july juil juillet julio lug luglio julho",
            "aug august aout août ago agosto augustus",
            "sep sept september septembre septiembre set settembre setembro",
            "oct okt oktober october octobre octubre ott ottobre out outubro",
            "nov november novembre noviembre novembro",
            "dec dez dezember december decembre déc décembre dic diciembre dicembre dezembro",
        ),
        1,
    )
    for name in names.split()
}
_TIME = r"(?:[T ,]\s*\d{1,2}[:.]\d{2}.*)?"
_YEAR_MONTH = re.compile(r"(\d{4})(?:\s?[-/.:_ ]\s?[mM]?(\d{1,2})|[mM](\d{1,2})|(\d{2}))", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[-/.:_ ]\s?(\d{4})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_FULL = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.ASCII)
_OLD_NUMERIC = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})[-/.](\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_NAME_YEAR = re.compile(r"([^\W\d]{3,10})\.?[ ,/_-]*['’]?(\d{4}|\d{2})")
_YEAR_NAME = re.compile(r"(\d{4}|\d{2})[ ,/_-]*([^\W\d]{3,10})\.?")
_NUMBERED = re.compile(r"(\d{1,2})[-/](\d{2})", re.ASCII)


@dataclass(frozen=True, eq=False)
class MonthColumn:
    """A column's months since 1970-01 and days of the month (0: only a month is written), -1 months for "cannot read".

    missing: the cell is empty; months_only: no day is written anywhere; day_first, month_first: how many different
    values can only be read the one or the other way; undecided: a value both readings fit, and nothing decides.
    """

    months: NDArray[np.int64]
    days: NDArray[np.int64]
    readable: NDArray[np.bool_]
    missing: NDArray[np.bool_]
    undecided: str = ""

    @property
    def share(self) -> float:
        """Share of the cells with something in them that can be read."""
        there = int((~self.missing).sum())
        return float((self.readable & ~self.missing).sum() / there) if there else 0.0

    @property
    def months_only(self) -> bool:
        """Whether a month alone is written, or always the same day of it (1 January, 1 February; or every last day)."""
        days = self.days[self.readable]
        ends = _month_length(self.months[self.readable]) == days
        return bool(len(days) and ((days == days[0]).all() or ends.all()))


def read_months(cells: pd.Series[str], day_first: bool | None = None) -> MonthColumn:
    """Every cell as a month, and a day where one is written. `day_first`: what 01/02/2020 means, None: found."""
    codes, uniques = pd.factorize(cells, use_na_sentinel=False)
    texts = [_cleaned(str(text)) for text in uniques]
    first, undecided = day_first, ""
    if first is None:
        first, undecided = _order(texts)
    year_last = any((match := _NUMBERED.fullmatch(text)) and int(match[2]) > 12 for text in texts)
    dates = read_dates(pd.Series(texts, dtype="str"))
    chosen = dates.day_first if first else dates.month_first
    months, days = np.zeros(len(texts), dtype=np.int64), np.zeros(len(texts), dtype=np.int64)
    readable = np.zeros(len(texts), dtype=bool)
    missing = np.array([text.casefold() in NULL_WORDS for text in texts], dtype=bool)
    for at, text in enumerate(texts):
        found = None if missing[at] else _month_of(text, first, year_last)
        if (
            found is None
            and not missing[at]
            and not np.isnat(chosen[at])
            and (len(text) == 8 or not text.isdigit())
        ):
            date = chosen[at].item()
            found = (date.year, date.month, date.day)
        if found is not None and FIRST_YEAR <= found[0] <= LAST_YEAR and 1 <= found[1] <= 12:
            months[at], days[at], readable[at] = (found[0] - 1970) * 12 + found[1] - 1, found[2], True
    return MonthColumn(months[codes], days[codes], readable[codes], missing[codes], undecided)


def years_and_months(years: pd.Series[str], months: pd.Series[str]) -> MonthColumn:
    """Two columns, a year (2014) and a month (3, 03, Mar, March), as one."""
    return read_months(years.str.strip() + " " + months.map(_month_word), None)


def is_year_column(cells: pd.Series[str]) -> bool:
    """Whether every cell is a year, and not always the same month's number."""
    text = cells.str.strip()
    return bool(len(text) and text.str.fullmatch(r"(18|19|20)\d{2}").all())


def is_month_number_column(cells: pd.Series[str]) -> bool:
    """Whether every cell is a month without a year: 1 to 12, or its name."""
    words = cells.str.strip().map(_month_word)
    return bool(len(words) and (words != "").all() and words.nunique() > 1)


def month_label(month: int) -> str:
    """``YYYY-MM`` of months since 1970-01."""
    return f"{1970 + month // 12:04d}-{month % 12 + 1:02d}"


def _month_word(text: str) -> str:
    """``03`` of ``3``, ``03``, ``Mar``, ``March``; empty for anything else."""
    text = _cleaned(text).rstrip(".").casefold()
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 12 and len(text) <= 2:
        return f"{int(text):02d}"
    return f"{MONTH_NAMES[text]:02d}" if text in MONTH_NAMES else ""


def _cleaned(text: str) -> str:
    if len(text) > LONGEST_CELL:
        return "?"
    if not text.isascii():
        text = unicodedata.normalize("NFKC", without_invisible(text))
    return text.strip().strip("'\"").strip()


def _order(texts: list[str]) -> tuple[bool, str]:
    """Whether 01/02/2020 begins with the day, and a sample value where nothing decides."""
    parts = [match for text in texts if (match := _OLD_NUMERIC.fullmatch(text)) and match[2] != "."]
    firsts, seconds = [int(match[1]) for match in parts], [int(match[3]) for match in parts]
    if any(one > 12 for one in firsts):
        return True, ""
    if any(one > 12 for one in seconds):
        return False, ""
    # a monthly table writes the same day in every row
    if len(set(firsts)) == 1 and len(set(seconds)) > 1:
        return True, ""
    if len(set(seconds)) == 1 and len(set(firsts)) > 1:
        return False, ""
    return True, next((match.string for match in parts if match[1] != match[3]), "")


def _month_of(text: str, day_first: bool, year_last: bool) -> tuple[int, int, int] | None:
    """(year, month, day or 0) of what reads in one way, or of what `read_dates` leaves out for its years."""
    if match := _YEAR_MONTH.fullmatch(text):
        return int(match[1]), int(match[2] or match[3] or match[4]), 0
    if match := _MONTH_YEAR.fullmatch(text):
        return int(match[2]), int(match[1]), 0
    if match := _COMPACT.fullmatch(text) or _FULL.fullmatch(text):
        return _valid(int(match[1]), int(match[2]), int(match[3]))
    if match := _OLD_NUMERIC.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        day, month = (first, second) if day_first or match[2] == "." else (second, first)
        return _valid(_year(match[4]), month, day)
    if match := _NAME_YEAR.fullmatch(text):
        return _named(match[1], match[2])
    if match := _YEAR_NAME.fullmatch(text):
        return _named(match[2], match[1])
    if match := _NUMBERED.fullmatch(text):
        # "1-01" to "3-12" count years from the first; "01-99", where some number after the stroke is no month, do not
        year, month = (int(match[2]), int(match[1])) if year_last else (int(match[1]), int(match[2]))
        return _year(f"{year:02d}"), month, 0
    return None


def _named(name: str, year: str) -> tuple[int, int, int] | None:
    month = MONTH_NAMES.get(name.casefold())
    if month is None:
        return None
    return _year(year), month, 0


def _year(text: str) -> int:
    """Two digits are a year from 1970 on."""
    number = int(text)
    return number if len(text) > 2 else number + (2000 if number < 70 else 1900)


def _valid(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    if not 1 <= month <= 12 or not 1 <= day <= int(
        _month_length(np.array([(year - 1970) * 12 + month - 1]))[0]
    ):
        return None
    return year, month, day


def _month_length(months: NDArray[np.int64]) -> NDArray[np.int64]:
    start = months.astype("datetime64[M]")
    days = (start + 1).astype("datetime64[D]") - start.astype("datetime64[D]")
    return np.asarray(days.astype(np.int64))
