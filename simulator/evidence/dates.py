"""Dates as CRM systems and spreadsheets write them, read column by column."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field, replace
from enum import IntEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.names import without_invisible


class Written(IntEnum):
    """How a date is written."""

    NOT = 0
    ISO = 1
    COMPACT = 2
    EPOCH = 3
    SERIAL = 4
    NAMED = 5
    SLASHED = 6
    DOTTED = 7


EARLIEST_YEAR, LATEST_YEAR = 1980, 2100
MANY = 5_000
"""With more different values than this, most differ in the time of day only: that is taken off them all at once."""
LONGEST_CELL = 80
"""No date and no amount is longer; a longer text is not even looked at."""
NULL_WORDS = frozenset(
    [
        *(
            "",
            "none",
            "nat",
            "nan",
            "null",
            "nil",
            "n/a",
            "n.a.",
            "na",
            "-",
            "--",
            "---",
            "0",
            "#n/a",
            "#value!",
        ),
        *("(blank)", "(none)", "(no value)", "not set", "0000-00-00", "0000-00-00 00:00:00", "00.00.0000"),
    ]
)
"""Texts that mean "no value" in a date or amount column. Texts in other columns are kept as they are."""
_NO_DATE = re.compile(
    r"(?:0001-01-01|0*1/0*1/0001|01\.01\.0001|1900-01-00|0*1/0/1900|1899-12-30)(?:[ T].*)?", re.ASCII
)

_TIME = r"(?:[T ,]\s*\d{1,2}[:.]\d{2}.*)?"
_WITH_TIME = r"^(\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})(?:T|, ?| )\d{1,2}[:.]\d{2}[^\r\n]{0,50}$"
_ZONE = r"(?:Z|[+-]\d{2}:?\d{2})?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?:{_TIME}|{_ZONE})", re.ASCII)
_COMPACT = re.compile(rf"((?:19|20)\d{{2}})(\d{{2}})(\d{{2}})(?:T\d{{4,6}}(?:[.,]\d+)?{_ZONE})?", re.ASCII)
_NUMERIC = re.compile(rf"(\d{{1,2}})\s?([-/.])\s?(\d{{1,2}})\s?[-/.]\s?(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?", re.ASCII)  # seconds or milliseconds since 1970
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
_WEEKDAY = r"[^\W\d]{2,13}(?:-feira)?"
_DAY_NAMED = re.compile(
    rf"(?:{_WEEKDAY}\.?,? )?(?:le |el |il |a )?(\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?[ /-]?(?:de |of )?([^\W\d]{{3,10}})"
    rf"\.?(?: de| del)?[ ,/-]*(\d{{4}}|\d{{2}}){_TIME}"
)
_MONTH_NAMED = re.compile(
    rf"(?:{_WEEKDAY}\.?,? )?([^\W\d]{{3,10}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_TIME}"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january janv janvier janner ene enero gen genn gennaio janeiro januari",
            "feb febr februar february fev fevr fevrier febrero febbraio fevereiro februari",
            "mar marz maerz march mars mrz marzo marco maart mrt",
            "apr april avr avril abr abril aprile",
            "may mai mayo mag magg maggio maio mei",
            "jun juni june juin junio giu giugno junho",
            "jul juli july juil juillet julio lug luglio julho",
            "aug august aout ago agosto augustus",
            "sep sept september septembre septiembre setiembre set sett settembre setembro",
            "oct okt oktober october octobre octubre ott ottobre out outubro",
            "nov november novembre noviembre novembro",
            "dec dez dezember december decembre dic diciembre dicembre dezembro",
        ),
        1,
    )
    for name in names.split()
}
"""English, German, French, Spanish, Italian, Portuguese and Dutch; without accents, as `_month` takes them off."""
_PERIOD = re.compile(
    r"(?:q|quarter |quartal |t|trim\.? ?)[1-4][ /.-]*(?:fy ?)?(?:\d{2}|\d{4})"
    r"|(?:fy ?)?\d{4}(?:[ /.-]*(?:q|t)[1-4])?"
    r"|\d{4}[-/.](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/.]\d{4}|[^\W\d]{3,10}\.?[ /-]?\d{4}|[1-4]\. ?quartal \d{4}"
    r"|\d{4}-?w\d{1,2}|(?:kw|week|w) ?\d{1,2}[ /.-]\d{4}"
)
_EXCEL_ORIGIN = dt.date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was
_SERIAL_RANGE = (29_221, 73_415)  # 1980-01-01 .. 2100-12-31


@dataclass(frozen=True, eq=False)
class DateColumn:
    """A column's dates. `missing`: the cell says there is none; a NaT that is not missing could not be read.

    day_first, month_first: both readings where the order is open (equal where it does not matter);
    evidence_day, evidence_month: how many different values can only be read the one or the other way; sample: the
    first value that can be read both ways; written: `Written`, per row.
    """

    day_first: NDArray[np.datetime64]
    month_first: NDArray[np.datetime64]
    missing: NDArray[np.bool_]
    evidence_day: int
    evidence_month: int
    slashed: int
    sample: str = ""
    written: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))

    def take(self, kept: NDArray[np.bool_]) -> DateColumn:
        """The rows where `kept` is true; what was counted over the whole column stays."""
        return replace(
            self,
            day_first=self.day_first[kept],
            month_first=self.month_first[kept],
            missing=self.missing[kept],
            written=self.written[kept],
        )


def read_dates(cells: pd.Series[str]) -> DateColumn:
    """Every reading of a text column as dates. The time of day and zone are left out: the date counts as written."""
    codes, uniques = pd.factorize(cells, use_na_sentinel=False)
    if len(uniques) > MANY:
        days, uniques = pd.factorize(
            pd.Series(uniques, dtype="str").str.replace(_WITH_TIME, r"\1", regex=True), use_na_sentinel=False
        )
        codes = days[codes]
    day = np.full(len(uniques), np.datetime64("NaT"), dtype="datetime64[D]")
    month = day.copy()
    missing = np.zeros(len(uniques), dtype=bool)
    written = np.zeros(len(uniques), dtype=np.int8)
    only_day = only_month = slashed = 0
    sample = ""
    for at, text in enumerate(uniques):
        text = str(text)
        if len(text) > LONGEST_CELL:
            continue
        if not text.isascii():
            text = unicodedata.normalize("NFKC", without_invisible(text))
        text = text.strip().strip("'").strip()
        if text.casefold() in NULL_WORDS or _NO_DATE.fullmatch(text):
            missing[at] = True
            continue
        match = _NUMERIC.fullmatch(text)
        if match is None:
            day[at], written[at] = _fixed(text)
            month[at] = day[at]
            continue
        first, second, year = int(match[1]), int(match[3]), _year(match[4])
        if match[2] == ".":  # 3.4.2026 is written day first wherever it is written
            day[at] = month[at] = _date(year, second, first)
            written[at] = Written.DOTTED
            continue
        slashed += 1
        written[at] = Written.SLASHED
        day[at], month[at] = _date(year, second, first), _date(year, first, second)
        only_day += first > 12 >= second
        only_month += second > 12 >= first
        if not sample and day[at] != month[at] and max(first, second) <= 12:
            sample = text
    return DateColumn(
        day[codes], month[codes], missing[codes], only_day, only_month, slashed, sample, written[codes]
    )


def _fixed(text: str) -> tuple[np.datetime64, Written]:
    """A date that can be read in one way only, and how it is written."""
    for pattern, kind in ((_ISO, Written.ISO), (_COMPACT, Written.COMPACT)):
        if match := pattern.fullmatch(text):
            return _date(*(int(match[place]) for place in (1, 2, 3))), kind
    if match := _EPOCH.fullmatch(text):
        day = np.datetime64(int(match[1]), "s").astype("datetime64[D]")
        known = EARLIEST_YEAR <= day.item().year <= LATEST_YEAR
        return (day if known else np.datetime64("NaT", "D")), Written.EPOCH
    if match := _SERIAL.fullmatch(text):
        serial = int(match[1])
        if _SERIAL_RANGE[0] <= serial <= _SERIAL_RANGE[1]:
            return np.datetime64(_EXCEL_ORIGIN + dt.timedelta(days=serial), "D"), Written.SERIAL
    if match := _DAY_NAMED.fullmatch(text):
        return _date(_year(match[3]), _month(match[2]), int(match[1])), Written.NAMED
    if match := _MONTH_NAMED.fullmatch(text):
        return _date(int(match[3]), _month(match[1]), int(match[2])), Written.NAMED
    return np.datetime64("NaT", "D"), Written.NOT


def _month(name: str) -> int:
    """The number of a month's name; 0 for any other word."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return _MONTHS.get("".join(one for one in decomposed if not unicodedata.combining(one)), 0)


def is_period(text: str) -> bool:
    """Whether a text names a quarter, a month, a week or a year, and no day in it: "Q3 2026", "2026-03", "Mai 2026"."""
    return len(text) <= LONGEST_CELL and _PERIOD.fullmatch(" ".join(text.casefold().split())) is not None


def _year(text: str) -> int:
    year = int(text)
    return year if year >= 100 else year + (2000 if year < 70 else 1900)


def _date(year: int, month: int, day: int) -> np.datetime64:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return np.datetime64("NaT", "D")
    try:
        return np.datetime64(dt.date(year, month, day), "D")
    except ValueError:
        return np.datetime64("NaT", "D")


def parse_day(text: str) -> dt.date:
    """A single date a person typed, ``YYYY-MM-DD``; ValueError with a sentence otherwise."""
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f'"{text}" is no date; write it as YYYY-MM-DD, for example 2026-10-31.') from None
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueError(f'"{text}" must lie between {EARLIEST_YEAR} and {LATEST_YEAR}.')
    return day
