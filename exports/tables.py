"""Any table as CSV."""

from __future__ import annotations

import csv
import io

import pandas as pd

from exports.cells import safe_cell

BYTE_ORDER_MARK = "\ufeff"
"""Excel takes a CSV file without it for the machine's old code page and breaks every letter beyond ASCII."""


def table_csv(frame: pd.DataFrame) -> bytes:
    """`frame` without its index: UTF-8 with byte order mark, commas, CRLF, text in quotes and numbers bare.

    Numbers are written so that they read back exactly; every text, headers included, is a `safe_cell`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([str(safe_cell(str(name))) for name in frame.columns])
    columns = [
        [safe_cell(value) for value in frame.iloc[:, place].tolist()] for place in range(frame.shape[1])
    ]
    writer.writerows(zip(*columns, strict=True))
    return (BYTE_ORDER_MARK + out.getvalue()).encode("utf-8")
