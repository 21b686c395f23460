"""XLSX workbooks: the first visible sheet as separated text, behind checks that keep a hostile file from doing harm.

A workbook is a zip archive of XML. Before anything parses it, its size unpacked, its kind and the furthest cell are
looked at in a stream; then a process of its own reads it (`workbook_child`), limited in memory, time and output.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from simulator.evidence.refusal import EvidenceError, quoted

MAX_UNPACKED = 300 * 2**20
MAX_PARTS = 2000
MAX_CELLS = 10_000_000
MAX_ROWS = 500_010
MAX_COLUMNS = 500
TIMEOUT_SECONDS = 40
_CHUNK = 2**20
_CELL = re.compile(rb"""<(?:\w{1,20}:)?(?:c|row)\b[^<>]{0,200}?\br\s*=\s*["']([A-Z]{0,3})(\d{1,8})["']""")
_SAVE_AS_CSV = "save the sheet as CSV (CSV UTF-8) and choose that file"


def workbook_text(data: bytes, name: str) -> str:
    """The first visible sheet as CSV text. Raises EvidenceError for anything but a plain workbook of allowed size."""
    _check(data, name)
    child = Path(__file__).with_name("workbook_child.py")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(child)],
            input=data,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise EvidenceError(f"{quoted(name)} takes too long to read; {_SAVE_AS_CSV}.") from None
    if done.returncode == 3:
        raise EvidenceError(
            f"{quoted(name)} holds more text than is read; export only the columns needed, or {_SAVE_AS_CSV}."
        )
    if done.returncode == 4:
        raise EvidenceError(
            f"{quoted(name)} has no visible sheet; show the sheet with the deals, or {_SAVE_AS_CSV}."
        )
    if done.returncode != 0:
        raise EvidenceError(
            f"{quoted(name)} is damaged or no Excel workbook this program can read; {_SAVE_AS_CSV}."
        )
    return done.stdout.decode("utf-8")


def _check(data: bytes, name: str) -> None:
    damaged = EvidenceError(f"{quoted(name)} is no undamaged Excel workbook (.xlsx); {_SAVE_AS_CSV}.")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise damaged from None
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        what = (
            "a spreadsheet in Excel's binary form"
            if "xl/workbook.bin" in names
            else "a zip archive and no workbook"
        )
        raise EvidenceError(f"{quoted(name)} is {what}; {_SAVE_AS_CSV}.")
    if any(part.flag_bits & 1 for part in parts):
        raise EvidenceError(f"{quoted(name)} is protected by a password; remove it, or {_SAVE_AS_CSV}.")
    if len(parts) > MAX_PARTS:
        raise EvidenceError(
            f"{quoted(name)} has {len(parts):,} parts, more than any plain workbook; {_SAVE_AS_CSV}."
        )
    unpacked = 0
    for part in parts:
        columns = rows = 0
        rest = b""
        try:
            with archive.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    if not rest:
                        _refuse_entities(chunk, part.filename, name)
                    unpacked += len(chunk)
                    if unpacked > MAX_UNPACKED:
                        raise EvidenceError(
                            f"{quoted(name)} unpacks to more than {MAX_UNPACKED // 2**20} MB; export "
                            f"only the columns needed, or {_SAVE_AS_CSV}."
                        )
                    if part.filename.startswith("xl/worksheets/"):
                        columns, rows = _furthest(rest + chunk, columns, rows)
                        _refuse_extent(columns, rows, name)
                    rest = chunk[-200:]
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise damaged from None


def _refuse_entities(chunk: bytes, part: str, name: str) -> None:
    if part.endswith((".xml", ".rels")) and b"<!DOCTYPE" in chunk[:4096]:
        raise EvidenceError(
            f"{quoted(name)} holds document type definitions, which no workbook needs; {_SAVE_AS_CSV}."
        )


def _furthest(text: bytes, columns: int, rows: int) -> tuple[int, int]:
    for match in _CELL.finditer(text):
        letters, number = match[1], int(match[2])
        column = 0
        for letter in letters:
            column = 26 * column + letter - 64
        columns, rows = max(columns, column), max(rows, number)
    return columns, rows


def _refuse_extent(columns: int, rows: int, name: str) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise EvidenceError(
            f"{quoted(name)} claims {rows:,} x {columns:,} cells, more than {MAX_ROWS - 10:,} rows, "
            f"{MAX_COLUMNS} columns or "
            f"{MAX_CELLS:,} cells; delete empty formatted rows and columns, or {_SAVE_AS_CSV}."
        )
