"""What stops an import, and what an import changed, in sentences for the person who exported the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the process that reads a stranger's file starts in a blink, without numpy
    import numpy as np
    from numpy.typing import NDArray

ROWS_NAMED = 5
"""How many row numbers a remark names before it says how many more there are."""


class EvidenceError(ValueError):
    """A file that cannot become evidence.

    ``sentences`` says what is wrong, where, and what to do: one sentence per reason. ``str()`` joins them with
    line breaks, so that it can be shown as it is.
    """

    def __init__(self, *sentences: str) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(sentences))


@dataclass(frozen=True)
class Remark:
    """Something the import noticed, changed or left out.

    code: stable snake_case name, for programs. message: one sentence with figures and the first row numbers.
    rows: the first row numbers, counted as in a spreadsheet (the header is row 1). count: how many rows or values.
    """

    code: str
    message: str
    rows: tuple[int, ...] = ()
    count: int = 0


def named_rows(rows: Sequence[int]) -> str:
    """``row 7`` or ``rows 2, 3, 4, 5, 6 and 12 more``."""
    listed = ", ".join(str(row) for row in rows[:ROWS_NAMED])
    more = len(rows) - ROWS_NAMED
    word = "row" if len(rows) == 1 else "rows"
    return f"{word} {listed}" + (f" and {more:,} more" if more > 0 else "")


def remark_on_rows(code: str, rows: Sequence[int] | NDArray[np.int64], sentence: str) -> Remark:
    """A remark about `rows`; ``{rows}`` and ``{count}`` in `sentence` are filled in."""
    numbers = [int(row) for row in rows]
    message = sentence.format(rows=named_rows(numbers), count=f"{len(numbers):,}")
    return Remark(code, message, tuple(numbers[:ROWS_NAMED]), len(numbers))


def quoted(text: object, limit: int = 40) -> str:
    """`text` in quotation marks, on one line and shortened."""
    flat = " ".join(str(text).split())
    return f'"{flat if len(flat) <= limit else flat[: limit - 1] + "…"}"'
