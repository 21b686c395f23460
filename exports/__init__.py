"""Papers to hand out: one report in many forms. No Streamlit, no database, no clock."""

from __future__ import annotations

from exports.board import board_page
from exports.cells import safe_cell
from exports.deck import slides
from exports.document import scenario_file
from exports.names import file_name, sheet_name
from exports.pictures import picture
from exports.report import Report, make_report
from exports.spreadsheet import workbook
from exports.tables import table_csv, tables_zip
from words.text import safe_text

__all__ = [
    "Report",
    "board_page",
    "file_name",
    "make_report",
    "picture",
    "safe_cell",
    "safe_text",
    "scenario_file",
    "sheet_name",
    "slides",
    "table_csv",
    "tables_zip",
    "workbook",
]
