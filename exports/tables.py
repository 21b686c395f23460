"""Any table as CSV, and a report's tables in one archive."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

import pandas as pd

from exports.archive import steady_entry
from exports.cells import safe_cell
from exports.report import Report
from exports.report_tables import (
    Table,
    about_table,
    assumptions_table,
    goals_table,
    months_note,
    months_table,
    paths_table,
)

BYTE_ORDER_MARK = "\ufeff"
"""Excel takes a CSV file without it for the machine's old code page and breaks every letter beyond ASCII."""


def table_csv(frame: pd.DataFrame) -> bytes:
    """`frame` without its index: UTF-8 with byte order mark, commas, CRLF, text in quotes and numbers bare.

    Numbers are written so that they read back exactly; every text, headers included, is a `safe_cell`.
    """
    columns = [frame.iloc[:, place].tolist() for place in range(frame.shape[1])]
    return _csv([str(name) for name in frame.columns], zip(*columns, strict=True))


def tables_zip(report: Report) -> bytes:
    """The tables of `report` as CSV files in a zip archive, named as the workbook's sheets.

    The same report gives the same bytes.
    """
    months, left_out = months_table(report)
    tables = (
        goals_table(report),
        paths_table(report)[0],
        months,
        assumptions_table(report),
        about_table(report, months_note(left_out)),
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            name = f"{table.name.lower().replace(' ', '-')}.csv"
            archive.writestr(steady_entry(name), _of_table(table), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _of_table(table: Table) -> bytes:
    width = len(table.columns)
    cells = ((*row.cells, *[None] * (width - len(row.cells))) for row in table.rows)
    return _csv([column.heading for column in table.columns], cells)


def _csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([str(safe_cell(heading)) for heading in headings])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode("utf-8")
