"""A worksheet that holds text and numbers and nothing that acts: no formula, no link."""

from __future__ import annotations

import math
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from exports.cells import safe_cell
from exports.names import sheet_name
from exports.report_tables import Row, Table
from words.amounts import Unit

LONGEST_CELL = 32_000
"""Excel holds 32,767 characters in a cell."""
HEADING_HEIGHT = 32
"""Points: two lines."""
NUMBER_FORMATS: dict[Unit, str] = {
    "money": "#,##0",
    "count": "#,##0",
    "share": "0.00%",
    "days": "0.0",
    "number": "#,##0.00",
}


class Sheet:
    """A table written row under row, below a frozen heading."""

    def __init__(self, book: Workbook, table: Table) -> None:
        self.book, self.table = book, table
        self.name = sheet_name(table.name)
        self.sheet: Worksheet = book.add_worksheet(self.name)
        self.row = 0
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        bold = self.format(bold=True, bottom=1, text_wrap=True, valign="top")
        for place, column in enumerate(table.columns):
            self.sheet.set_column(place, place, column.width)
            self._put(0, place, column.heading, bold)
        self.sheet.set_row(0, HEADING_HEIGHT)
        self.sheet.freeze_panes(1, 0)
        self.row = 1
        for row in table.rows:
            self.add(row)

    def format(self, **look: Any) -> Format:
        """A format, made once for each look."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **look})
        return self._formats[key]

    def add(self, row: Row) -> None:
        """A row more."""
        for place, value in enumerate(row.cells):
            unit = row.units[place] if place < len(row.units) else None
            look = dict(row.looks[place]) if place < len(row.looks) else {}
            if unit is not None:
                look["num_format"] = NUMBER_FORMATS[unit]
            self._put(self.row, place, value, self.format(**look))
        self.row += 1

    def finish(self) -> None:
        """Filters on the heading, and pages that print: one across, three for a wide table."""
        if self.row > 1:
            self.sheet.autofilter(0, 0, self.row - 1, len(self.table.columns) - 1)
        self.sheet.set_landscape()
        if self.table.wide:
            self.sheet.freeze_panes(1, 1)
            self.sheet.repeat_columns(0)
        self.sheet.fit_to_pages(3 if self.table.wide else 1, 0)
        self.sheet.repeat_rows(0)

    def _put(self, row: int, place: int, value: object, look: Format) -> None:
        cell = safe_cell(value)
        if isinstance(cell, bool):
            cell = "yes" if cell else "no"
        if isinstance(cell, str):
            if cell:
                self.sheet.write_string(row, place, cell[:LONGEST_CELL], look)
        elif math.isfinite(cell):
            self.sheet.write_number(row, place, cell, look)
