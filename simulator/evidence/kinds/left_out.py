"""Rows of a list that stand for no person or period of their own: sums of others, and a row given twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.kinds.cells import Cells, Texts, total_rows

Rows = NDArray[np.bool_]


def told_totals(cells: Cells, *texts: Texts) -> Rows:
    """Rows that one of `texts` calls a total; they are told."""
    total = total_rows(*texts)
    if total.any():
        cells.tell("summary_rows", total, "{count} rows that sum up others were left out ({rows}).")
    return total


def once(cells: Cells, kept: Rows) -> Rows:
    """`kept` without rows that repeat another one of it in every cell; they are told."""
    again = np.zeros(len(cells), dtype=bool)
    again[kept] = cells.table.frame[kept].duplicated().to_numpy()
    if again.any():
        cells.tell(
            "repeated_rows",
            again,
            "{count} rows repeat another one in every cell and were left out ({rows}).",
        )
    return kept & ~again
