"""The mapped columns of a table as text, numbers, money, dates and flags; everything unusual is told."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.amounts import AmountColumn, read_amounts
from simulator.evidence.currencies import currency_code, currency_of_header
from simulator.evidence.dates import NULL_WORDS, DateColumn, read_dates
from simulator.evidence.kinds.choices import KindChoices
from simulator.evidence.kinds.kind import Kind
from simulator.evidence.names import clean_text
from simulator.evidence.outcomes import is_yes, word_key
from simulator.evidence.refusal import EvidenceError, Remark, quoted, remark_on_rows
from simulator.evidence.table import Table

Numbers = NDArray[np.float64]
Days = NDArray[np.datetime64]
Texts = NDArray[np.object_]
DEFAULT_CURRENCY = "EUR"
NO_DAY = np.datetime64("NaT", "D")


class Cells:
    """One table's columns by field. `remarks` grow as columns are read; `currency` is set by `money`."""

    def __init__(self, kind: Kind, choices: KindChoices) -> None:
        self.table: Table = kind.table
        self.columns = kind.columns
        self.choices = choices
        self.remarks: list[Remark] = [*kind.table.remarks, *kind.remarks]
        self.currency = choices.currency or DEFAULT_CURRENCY
        self._marks: dict[str, Literal[",", "."]] = {}

    def __len__(self) -> int:
        return self.table.n_rows

    @property
    def rows(self) -> NDArray[np.int64]:
        """Places in the file."""
        return self.table.row_numbers

    def has(self, field: str) -> bool:
        """Whether the field has a column."""
        return field in self.columns

    def cells(self, field: str) -> pd.Series[str]:
        """The cells as they stand in the file."""
        return self.table.frame[self.columns[field]]

    def take(self, kept: NDArray[np.bool_]) -> None:
        """Only the rows where `kept` is true from now on."""
        self.table = self.table.take(kept)

    def texts(self, field: str) -> Texts:
        """Clean texts, "" where there is none."""
        if not self.has(field):
            return np.full(len(self), "", dtype=object)
        codes, uniques = pd.factorize(self.cells(field), use_na_sentinel=False)
        clean = [clean_text(str(text)) for text in uniques]
        return np.array(["" if one.casefold() in NULL_WORDS else one for one in clean], dtype=object)[codes]

    def yes(self, field: str) -> NDArray[np.bool_]:
        """Whether the flag says yes."""
        return self.cells(field).map(is_yes).to_numpy(dtype=bool)

    def numbers(self, field: str, *, whole: bool = False, least: float = 0.0) -> Numbers:
        """Numbers, NaN where there is none; what cannot be read or is below `least` is told and taken as missing.

        whole: the column counts things, so that a single separator with three digits behind it groups thousands.
        """
        read = self._read(field, whole)
        values = read.values.copy()
        unreadable = np.isnan(values) & ~read.missing
        header = self.columns[field]
        if unreadable.any():
            if unreadable.sum() == (~read.missing).sum():
                sample = self.cells(field)[unreadable].iloc[0]
                raise EvidenceError(
                    f"No number in the column {quoted(header)} can be read, for example {quoted(sample)} in row "
                    f"{self.rows[unreadable][0]}; choose another column."
                )
            samples = ", ".join(quoted(one, 24) for one in self.cells(field)[unreadable].unique()[:3])
            self.tell(
                "unreadable_numbers",
                unreadable,
                f"{{count}} numbers in {quoted(header)} cannot be read and were taken as missing ({samples}; "
                f"{{rows}}).",
                samples,
                header,
            )
        below = values < least
        if below.any():
            self.tell(
                "negative_numbers" if least == 0 else "numbers_too_small",
                below,
                f"{{count}} numbers in {quoted(header)} are below {least:g} and were taken as missing ({{rows}}).",
                header,
            )
            values[below] = np.nan
        return values

    def money(self, field: str) -> Numbers:
        """Amounts in the main currency, NaN where there is none or it is another currency's."""
        values = self.numbers(field)
        codes = self._read(field, whole=False).currency
        if self.has("currency"):
            named = self.cells("currency").map(currency_code).to_numpy(dtype="U3")
            codes = np.where(named != "", named, codes)
        used = Counter(codes[(codes != "") & ~np.isnan(values)].tolist())
        _, of_header = currency_of_header(self.columns[field])
        if self.choices.currency is None and (used or of_header):
            self.currency = min(used, key=lambda code: (-used[code], code)) if used else of_header
        others = (codes != "") & (codes != self.currency) & ~np.isnan(values)
        if len(used) > 1 and others.any():
            listed = ", ".join(
                f"{used[code]:,} {code}" for code in sorted(used, key=lambda one: (-used[one], one))
            )
            self.tell(
                "mixed_currencies",
                others,
                f"Amounts are in several currencies ({listed}); only {self.currency} counts, {{count}} amounts "
                "were left "
                "out ({rows}).",
            )
            values[others] = np.nan
        return values

    def days(self, *fields: str) -> dict[str, Days]:
        """Dates of the fields that have a column, all in one order of day and month; an open order is told."""
        read = {field: read_dates(self.cells(field)) for field in fields if self.has(field)}
        day_first = self._day_first(read)
        found: dict[str, Days] = {}
        for field, column in read.items():
            days = column.day_first if day_first else column.month_first
            unreadable = np.isnat(days) & ~column.missing
            header = self.columns[field]
            if unreadable.any():
                samples = ", ".join(quoted(one, 24) for one in self.cells(field)[unreadable].unique()[:3])
                if unreadable.sum() == (~column.missing).sum():
                    raise EvidenceError(
                        f"No date in the column {quoted(header)} can be read, for example "
                        f"{samples.split(', ')[0]} in row "
                        f"{self.rows[unreadable][0]}; write dates as 2026-10-31, or choose another column."
                    )
                self.tell(
                    "unreadable_dates",
                    unreadable,
                    f"{{count}} dates in {quoted(header)} cannot be read and were taken as missing ({samples}; "
                    f"{{rows}}).",
                    samples,
                    header,
                )
            found[field] = days
        return found

    def tell(self, code: str, rows: NDArray[np.bool_], sentence: str, *braced: str) -> None:
        """A remark on the rows where `rows` is true; texts of the file that stand in the sentence come in `braced`."""
        for text in braced:
            for shown in (quoted(text), text):
                if "{" in shown or "}" in shown:
                    sentence = sentence.replace(shown, shown.replace("{", "(").replace("}", ")"))
        self.remarks.append(remark_on_rows(code, self.rows[rows], sentence))

    def _read(self, field: str, whole: bool) -> AmountColumn:
        mark = self.choices.decimal_mark
        read = read_amounts(self.cells(field), mark, self.table.delimiter)
        if mark is not None or read.how != "open":
            return read
        if whole:
            mark = "," if "." in read.sample else "."
            return read_amounts(self.cells(field), mark, self.table.delimiter)
        found = self._mark_of_other_columns()
        if found is not None:
            return read_amounts(self.cells(field), found, self.table.delimiter)
        if read.ambiguous and "ambiguous_amounts" not in {one.code for one in self.remarks}:
            self.remarks.append(
                Remark(
                    "ambiguous_amounts",
                    f'Amounts such as "1,200" and "1.200" were read with "{read.decimal_mark}" before the decimals; '
                    "say decimal_mark to choose.",
                )
            )
        return read

    def _mark_of_other_columns(self) -> Literal[",", "."] | None:
        if not self._marks:
            for field in self.columns:
                read = read_amounts(self.cells(field), None, self.table.delimiter)
                filled = ~read.missing
                if read.how == "found" and filled.any() and (~np.isnan(read.values))[filled].mean() > 0.5:
                    self._marks[field] = read.decimal_mark
        marks = Counter(self._marks.values())
        return None if len(marks) != 1 else next(iter(marks))

    def _day_first(self, read: dict[str, DateColumn]) -> bool:
        if self.choices.date_order is not None:
            return self.choices.date_order == "day_first"
        day, month = (
            sum(column.evidence_day for column in read.values()),
            sum(column.evidence_month for column in read.values()),
        )
        if day != month:
            if min(day, month):
                self.remarks.append(
                    Remark(
                        "mixed_date_order",
                        f"Dates are written both ways: {day:,} can only be day first, {month:,} only month "
                        "first; read "
                        f"{'day' if day > month else 'month'} first.",
                        (),
                        min(day, month),
                    )
                )
            return day > month
        sample = next((column.sample for column in read.values() if column.sample), "")
        if sample:
            self.remarks.append(
                Remark(
                    "ambiguous_dates",
                    f"Dates such as {quoted(sample)} were read month first because nothing in the file decides "
                    "it; say "
                    'date_order = "day_first" or "month_first" to choose.',
                )
            )
        return False


def day(value: np.datetime64) -> str:
    """``2026-10-31``."""
    return str(value.astype("datetime64[D]"))


_TOTALS = frozenset(
    [
        "total",
        "totals",
        "subtotal",
        "overall",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "gesamtergebnis",
        "zwischensumme",
        "endsumme",
        "somme",
        "totale",
        "suma",
        "soma",
    ]
) | {"grand total", "sub total", "overall total", "total general"}


def total_rows(*texts: Texts) -> NDArray[np.bool_]:
    """Rows labelled as the total of others."""
    found = np.zeros(len(texts[0]), dtype=bool)
    for column in texts:
        found |= np.array([word_key(text) in _TOTALS for text in column], dtype=bool)
    return found
