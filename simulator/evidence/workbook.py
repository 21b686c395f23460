"""XLSX workbooks from bytes to columns. Runs in the process that reads a stranger's file.

A workbook is a zip archive of XML. Before anything parses it, its kind, its size unpacked, how tightly it is packed
and the furthest cell are looked at in a stream. Then the first visible sheet that looks like deals is read.
"""

from __future__ import annotations

import datetime as dt
import itertools
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from simulator.evidence.fields import fields_recognised
from simulator.evidence.limits import Limits
from simulator.evidence.refusal import EvidenceError, quoted
from simulator.evidence.rows import HEADER_WITHIN, NumberedRow, ReadRows, read_rows

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

SHEETS_LOOKED_AT = 5
LONGEST_CELL = 32_767  # Excel's own limit
_LOOSE_PART = 10 * 2**20
_CHUNK = 2**20
_KEPT = 200
_CELL = re.compile(rb"""<(?:\w{1,20}:)?(?:c|row)\b[^<>]{0,200}?\br\s*=\s*["']([A-Z]{0,3})(\d{1,8})["']""")
_DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, NotImplementedError),
    *(RuntimeError, ValueError, KeyError, OverflowError),
)
_SAVE_AS_CSV = "save the sheet as CSV (CSV UTF-8) and choose that file"


def read_workbook(data: bytes, name: str, limits: Limits) -> ReadRows:
    """The table on a sheet. Raises EvidenceError for anything but a plain workbook of allowed size."""
    check_workbook(data, name, limits)
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        if not names:
            raise EvidenceError(
                f"{quoted(name)} has no visible sheet; show the sheet with the deals, or {_SAVE_AS_CSV}."
            )
        at, sheet = _sheet_with_deals(book, names)
        which = "first sheet" if at == 0 else f"sheet {quoted(names[at])}"
        return read_rows(_rows(sheet), name, limits, f"XLSX workbook, {which}")
    except (CalamineError, OSError):
        raise EvidenceError(
            f"{quoted(name)} is damaged or no Excel workbook this program can read; {_SAVE_AS_CSV}."
        ) from None


def died(name: str) -> EvidenceError:
    """The refusal of a file whose reading ended by a limit of memory or time, or by the reader's own failure."""
    return EvidenceError(
        f"{quoted(name)} needs more memory or time than a file may take, or is damaged; export only the columns "
        f"needed, or {_SAVE_AS_CSV}."
    )


def text_of(cell: object) -> str:
    """A cell as a CSV export would write it: dates in ISO, whole numbers without decimals."""
    if type(cell) is str:  # nine in ten cells: asked first, a large sheet has millions
        return cell[:LONGEST_CELL]
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


def _sheet_with_deals(book: CalamineWorkbook, names: list[str]) -> tuple[int, CalamineSheet]:
    """The first sheet whose first rows name two fields; the first of all where none does."""
    first = book.get_sheet_by_name(names[0])
    for at, name in enumerate(names[:SHEETS_LOOKED_AT]):
        sheet = first if at == 0 else book.get_sheet_by_name(name)
        rows = itertools.islice(sheet.iter_rows(), 3 * HEADER_WITHIN)
        if any(fields_recognised([text_of(cell) for cell in row]) >= 2 for row in rows):
            return at, sheet
    return 0, first


def _rows(sheet: CalamineSheet) -> Iterator[NumberedRow]:
    _, left = sheet.start or (0, 0)
    empty = [""] * left  # the reader hands out the empty rows above the first cell, not the columns before it
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, [*empty, *map(text_of, row)]


def check_workbook(data: bytes, name: str, limits: Limits) -> None:
    """Raise EvidenceError for an archive that is no plain workbook or that would grow beyond `limits`."""
    damaged = EvidenceError(f"{quoted(name)} is no undamaged Excel workbook (.xlsx); {_SAVE_AS_CSV}.")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        parts = archive.infolist()
    except _DAMAGES:
        raise damaged from None
    _refuse_other_archives({part.filename for part in parts}, name)
    if any(part.flag_bits & 1 for part in parts):
        raise EvidenceError(f"{quoted(name)} is protected by a password; remove it, or {_SAVE_AS_CSV}.")
    if len(parts) > limits.parts:
        raise EvidenceError(
            f"{quoted(name)} has {len(parts):,} parts, more than any plain workbook; {_SAVE_AS_CSV}."
        )
    unpacked = 0
    for part in parts:
        try:
            unpacked += _check_part(archive, part, name, limits, unpacked)
        except EvidenceError:
            raise
        except _DAMAGES:
            raise damaged from None


def _refuse_other_archives(names: set[str], name: str) -> None:
    what = ""
    if "xl/workbook.bin" in names:
        what = "a spreadsheet in Excel's binary form"
    elif "xl/workbook.xml" not in names:
        what = "a zip archive and no workbook"
    elif "xl/vbaProject.bin" in names:
        what = "a workbook with macros, whatever its name ends with"
    if what:
        raise EvidenceError(f"{quoted(name)} is {what}; {_SAVE_AS_CSV}.")


def _check_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, limits: Limits, before: int
) -> int:
    """How many bytes the part unpacks to, judged by what comes out and not by what the archive claims."""
    unpacked = columns = rows = since_markup = 0
    rest = b""
    is_sheet, is_xml = part.filename.startswith("xl/worksheets/"), part.filename.endswith((".xml", ".rels"))
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            if before + unpacked > limits.unpacked:
                raise EvidenceError(
                    f"{quoted(name)} unpacks to more than {limits.unpacked // 2**20} MB; export "
                    f"only the columns needed, or {_SAVE_AS_CSV}."
                )
            if unpacked > _LOOSE_PART and unpacked > limits.tightest * part.compress_size:
                raise EvidenceError(
                    f"{quoted(name)} is packed more than {limits.tightest} times smaller than what it holds, "
                    f"which no list of deals is; {_SAVE_AS_CSV}."
                )
            if is_xml:
                _refuse_entities(rest + chunk, name)
                since_markup = _refuse_long_text(chunk, since_markup, name)
            if is_sheet:
                columns, rows = _furthest(rest + chunk, columns, rows)
                _refuse_extent(columns, rows, name, limits)
            rest = chunk[-_KEPT:]
    return unpacked


def _refuse_entities(text: bytes, name: str) -> None:
    if b"<!DOCTYPE" in text or b"<\x00!\x00D\x00O\x00C" in text or b"<!ENTITY" in text:
        raise EvidenceError(
            f"{quoted(name)} holds document type definitions, which no workbook needs; {_SAVE_AS_CSV}."
        )


def _refuse_long_text(chunk: bytes, since: int, name: str) -> int:
    """Refuse a text far longer than a cell can hold: twelve thousand cells may share it."""
    most = 12 * LONGEST_CELL  # a character takes up to six bytes as an XML reference
    first = chunk.find(b"<")
    at, longest = first, since + (len(chunk) if first < 0 else first)
    while (
        longest <= most and 0 <= at < len(chunk) - 1 - most
    ):  # from one "<" to the furthest allowed next one
        at = chunk.rfind(b"<", at + 1, at + most + 2)
        longest = most + 1 if at < 0 else longest
    if longest > most:
        raise EvidenceError(
            f"{quoted(name)} holds a text longer than the {LONGEST_CELL:,} characters a cell can have; "
            f"{_SAVE_AS_CSV}."
        )
    return since + len(chunk) if first < 0 else len(chunk) - chunk.rfind(b"<")


def _furthest(text: bytes, columns: int, rows: int) -> tuple[int, int]:
    found = _CELL.findall(text)
    for letters in {letters for letters, _ in found}:
        column = 0
        for letter in letters:
            column = 26 * column + letter - 64
        columns = max(columns, column)
    return columns, max(rows, *map(int, {number for _, number in found}), 0)


def _refuse_extent(columns: int, rows: int, name: str, limits: Limits) -> None:
    if rows > limits.rows + 10 or columns > limits.columns or rows * columns > limits.sheet_cells:
        raise EvidenceError(
            f"{quoted(name)} claims {rows:,} x {columns:,} cells, more than {limits.rows:,} rows, "
            f"{limits.columns} columns or "
            f"{limits.sheet_cells:,} cells; delete empty formatted rows and columns, or {_SAVE_AS_CSV}."
        )
