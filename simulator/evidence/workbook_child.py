"""Runs in a process of its own: an XLSX workbook on stdin, its first sheet as CSV on stdout.

A crafted workbook can make any reader abort or eat memory; here it takes down only this process. Imports nothing of
the simulator, so that it starts in a blink. Exit code 3: the sheet is larger than allowed; 4: no sheet.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys

MEMORY_BYTES = 2 * 2**30
CPU_SECONDS = 30
LONGEST_CELL = 32_767  # Excel's own limit
MOST_CHARACTERS = 80 * 2**20


def limit_resources() -> None:
    """Memory and processor time this process may use, where the system knows such limits."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def text_of(cell: object) -> str:
    """A cell as a CSV export would write it: dates in ISO, whole numbers without decimals."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)[:LONGEST_CELL]


def main() -> int:
    """Read, convert, write."""
    limit_resources()
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    if not names:
        return 4
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False):
        writer.writerow([text_of(cell) for cell in row])
        if text.tell() > MOST_CHARACTERS:
            return 3
    sys.stdout.buffer.write(text.getvalue().encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
