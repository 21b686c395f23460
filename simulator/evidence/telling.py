"""How the columns' readers tell what they did: rows of a table into one entry with its first different examples."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.cleaning import EXAMPLES, Cleaned, Done, example
from simulator.evidence.table import Table

_LOOKED_AT = 200
"""Rows looked through for examples that differ."""

Text = str | Callable[[int], str]
"""The same for every row, or by the row's index in its table."""


def tell(
    told: list[Cleaned],
    table: Table,
    code: str,
    what: str,
    done: Done,
    rows: NDArray[np.bool_],
    *,
    column: str = "",
    before: Text | None = None,
    after: Text = "",
) -> None:
    """Append what was done with `rows` of `table`, if there are any. before: left out, the cell of `column`."""
    places = np.flatnonzero(rows)
    if not len(places):
        return
    if before is None:
        cells = table.frame[column] if column else None
        before = (lambda at: str(cells.iloc[at])) if cells is not None else ""
    examples, seen = [], set()
    for at in places[:_LOOKED_AT].tolist():
        pair = (
            before if isinstance(before, str) else before(at),
            after if isinstance(after, str) else after(at),
        )
        if pair in seen:
            continue
        seen.add(pair)
        examples.append(example(int(table.row_numbers[at]), *pair))
        if len(examples) == EXAMPLES:
            break
    told.append(Cleaned(code, what, done, len(places), column, tuple(examples)))
