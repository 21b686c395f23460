"""What was read of a file and what was assumed: shown before the plan is replaced, asked where nothing decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Question = Literal["date_order", "decimal_mark"]
How = Literal["written", "found", "chosen", "open"]


@dataclass(frozen=True)
class LeftOut:
    """Rows that became no deal, by the first reason that applied."""

    reason: str
    count: int


@dataclass(frozen=True)
class Intake:
    """One file's way into deals.

    rows: below the header; deals: rows that became one; total, won_total: sum of their amounts in the main currency as
    the file has them, negative ones included, so that they can be compared with what the CRM shows; header_row: its
    place in the file.

    day_first, decimal_mark: what was assumed; date_how, decimal_how: "written" where the file leaves no choice (no
    slashed date, no separator), "found" in other values of the file, "chosen" by a person, "open" where nothing
    decides; the samples show a value that can be read both ways. `asks` names what a person should answer: it stays
    the same after the answer, so that it can be changed.
    """

    rows: int
    deals: int
    total: float
    won_total: float
    left_out: tuple[LeftOut, ...]
    header_row: int
    day_first: bool
    date_how: How
    date_sample: str
    decimal_mark: Literal[",", "."]
    decimal_how: How
    decimal_sample: str
    asks: tuple[Question, ...]

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """What nothing in the file decides and nobody has answered."""
        how = {"date_order": self.date_how, "decimal_mark": self.decimal_how}
        return tuple(question for question in self.asks if how[question] == "open")


class Reasons:
    """Why rows became no deal: each row keeps the first reason given."""

    def __init__(self, n_rows: int) -> None:
        self._names: list[str] = []
        self._of_row = np.zeros(n_rows, dtype=np.int8)

    def give(self, rows: NDArray[np.bool_], reason: str) -> None:
        """`reason` to these rows, as far as they have none yet."""
        if reason not in self._names:
            self._names.append(reason)
        self._of_row[rows & (self._of_row == 0)] = self._names.index(reason) + 1

    @property
    def none(self) -> NDArray[np.bool_]:
        """Rows that stay."""
        return np.asarray(self._of_row == 0, dtype=np.bool_)

    def rows_of(self, reason: str) -> NDArray[np.bool_]:
        """The rows left out for `reason`."""
        if reason not in self._names:
            return np.zeros(len(self._of_row), dtype=np.bool_)
        return np.asarray(self._of_row == self._names.index(reason) + 1, dtype=np.bool_)

    def counted(self, *more: LeftOut) -> tuple[LeftOut, ...]:
        """Reasons with their rows, most frequent first; `more` from before there were rows."""
        counts = np.bincount(self._of_row, minlength=len(self._names) + 1)[1:]
        found = [LeftOut(name, int(count)) for name, count in zip(self._names, counts, strict=True)]
        return tuple(sorted((one for one in [*found, *more] if one.count), key=lambda one: -one.count))
