"""A file of one row per deal, as text: read from bytes within limits, with everything unusual told."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.dialect import DELIMITERS, decoded, delimiter_of
from simulator.evidence.fields import fields_recognised, visible_name
from simulator.evidence.refusal import EvidenceError, Remark, named_rows, quoted, remark_on_rows

MAX_BYTES = 50 * 2**20
MAX_ROWS = 500_000
MAX_COLUMNS = 500
"""A Salesforce data-loader export of opportunities has 300 columns; nothing here is quadratic in them."""
MAX_CELLS = 10_000_000
HEADER_WITHIN = 10
"""The header is looked for among this many first rows: reports put a title above it."""
_BLOCK = 20_000
_EMPTY = "{name} is empty; export the opportunities again with a header and one row per deal."


@dataclass(frozen=True, eq=False)
class Table:
    """One row per deal; every cell is text, as it stands in the file.

    frame: columns named as in the header (a repeated name gets " (2)"); row_numbers: place in the file, header = row 1;
    digest: SHA-256 of the file, the key to cache results under; dialect: how it was written, in words.
    """

    name: str
    frame: pd.DataFrame
    row_numbers: NDArray[np.int64]
    digest: str
    dialect: str
    delimiter: str = ","
    remarks: tuple[Remark, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The column names."""
        return tuple(self.frame.columns)

    @property
    def n_rows(self) -> int:
        """How many rows stand below the header."""
        return len(self.frame)


def read_export(data: bytes, filename: str = "export.csv") -> Table:
    """The table in an uploaded file: CSV, TSV or another separated text, or an XLSX workbook's first sheet.

    Raises EvidenceError, before parsing, where the file is empty, too large (50 MB, 500,000 rows, 500 columns,
    10 million cells) or no table, and while parsing where a quote is never closed or too many rows are broken.
    """
    name = visible_name(filename.replace("\\", "/").rsplit("/", 1)[-1])[:80] or "export"
    if not data.strip():
        raise EvidenceError(_EMPTY.format(name=quoted(name)))
    if len(data) > MAX_BYTES:
        raise EvidenceError(
            f"{quoted(name)} has {len(data) / 2**20:.0f} MB, at most {MAX_BYTES // 2**20} MB are read; "
            "export only the columns needed or the last 24 months."
        )
    remarks: tuple[Remark, ...] = ()
    digest = hashlib.sha256(data).hexdigest()
    if data[:4] == b"PK\x03\x04":
        from simulator.evidence.workbook import workbook_text

        text, encoding = workbook_text(data, name), "XLSX"
    else:
        _refuse_other_formats(data, name)
        text, encoding, remarks = decoded(data)
    if not text.strip("\ufeff \t\r\n"):
        raise EvidenceError(_EMPTY.format(name=quoted(name)))
    return _parsed(text, name, digest, encoding, remarks)


def _refuse_other_formats(data: bytes, name: str) -> None:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    known = {
        b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls) or an encrypted one; save it as CSV",
        b"%pdf": "a PDF; export the opportunities as CSV",
        b"<": "a web page or XML, even if it is called otherwise; export the opportunities as CSV",
        b"{": "a JSON document; export the opportunities as CSV",
        b"\x1f\x8b": "compressed; unpack it first",
        b"par1": "a Parquet file; export the opportunities as CSV",
    }
    for magic, sentence in known.items():
        if head.startswith(magic):
            raise EvidenceError(f"{quoted(name)} is {sentence}.")


def _parsed(text: str, name: str, digest: str, encoding: str, remarks: tuple[Remark, ...]) -> Table:
    skipped_lines = 0
    delimiter = ""
    if text[:4].lower() == "sep=" and len(text) > 4:  # Excel's own way to announce a separator
        delimiter, text, skipped_lines = text[4], text.split("\n", 1)[-1], 1
    if delimiter not in DELIMITERS:
        delimiter = delimiter_of(text)
    widest = max(line.count(delimiter) for line in itertools.islice(_lines(text), HEADER_WITHIN)) + 1
    if widest > MAX_COLUMNS * 2:  # quoted separators count here too, hence the slack before parsing
        raise _too_many_columns(name, widest)
    rows = _numbered(
        csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), skipped_lines
    )
    first = [pair for pair in itertools.islice(rows, HEADER_WITHIN) if any(cell.strip() for cell in pair[1])]
    if not first:
        raise EvidenceError(f"{quoted(name)} holds only empty rows; export the opportunities again.")
    place = max(range(len(first)), key=lambda at: (fields_recognised(first[at][1]), -at))
    if fields_recognised(first[place][1]) < 2:
        place = 0
    header, noted = _header(first[place][1], name)
    notes = [*remarks, *noted]
    if place:
        above = [number for number, _ in first[:place]]
        notes.append(
            remark_on_rows(
                "rows_above_header", above, "{count} rows above the header were left out ({rows})."
            )
        )
    frame, numbers, told = _body(itertools.chain(first[place + 1 :], rows), header, name)
    dialect = (
        f"{encoding}, separated by {DELIMITERS[delimiter]}"
        if encoding != "XLSX"
        else "XLSX workbook, first sheet"
    )
    return Table(name, frame, numbers, digest, dialect, delimiter, (*notes, *told))


def _lines(text: str) -> Iterator[str]:
    return iter(io.StringIO(text, newline=""))


def _numbered(reader: Iterator[list[str]], offset: int) -> Iterator[tuple[int, list[str]]]:
    number = offset
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = str(error)
            if "unexpected end" in what:
                sentence = (
                    f"A quotation mark opened in row {number} is never closed, so that every row after it "
                    "would be lost"
                )
            elif "field larger" in what:
                sentence = (
                    f"Row {number} has a text of more than {csv.field_size_limit():,} characters, "
                    "most likely because a "
                    f"quotation mark opened in row {number} is never closed"
                )
            else:
                sentence = (
                    f"Row {number} has text right after a closing quotation mark, so that its columns "
                    "cannot be told apart"
                )
            raise EvidenceError(
                f'{sentence}; correct that row (a quotation mark inside a text is written "") or export again.'
            ) from None
        yield number, row


def _too_many_columns(name: str, count: int) -> EvidenceError:
    return EvidenceError(
        f"{quoted(name)} has {count:,} columns, at most {MAX_COLUMNS} are read; export only the columns needed "
        "(id, owner, stage, amount, created and closed date)."
    )


def _header(cells: list[str], name: str) -> tuple[list[str], list[Remark]]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MAX_COLUMNS:
        raise _too_many_columns(name, len(cells))
    clean = [visible_name(cell) for cell in cells]
    changed = [new for old, new in zip(cells, clean, strict=True) if old != new]
    header: list[str] = []
    repeated: list[str] = []
    seen: dict[str, int] = {}
    for position, column in enumerate(clean, 1):
        column = column or f"column {position}"
        seen[column] = seen.get(column, 0) + 1
        if seen[column] > 1:
            repeated.append(column)
            column = f"{column} ({seen[column]})"
        header.append(column)
    while len(set(header)) < len(header):  # "a (2)" may have been there already
        header = [
            f"{column} [{at}]" if header.index(column) < at else column for at, column in enumerate(header)
        ]
    remarks = []
    if changed:
        listed = ", ".join(quoted(column) for column in changed[:3])
        remarks.append(
            Remark(
                "header_cleaned",
                f"Spaces or invisible characters were taken out of {len(changed)} column names ({listed}).",
                (),
                len(changed),
            )
        )
    if repeated:
        listed = ", ".join(quoted(column) for column in sorted(set(repeated))[:3])
        remarks.append(
            Remark(
                "repeated_columns",
                f"{len(repeated)} column names are repeated ({listed}); the first of each is used.",
                (),
                len(repeated),
            )
        )
    return header, remarks


def _body(
    rows: Iterator[tuple[int, list[str]]], header: list[str], name: str
) -> tuple[pd.DataFrame, NDArray[np.int64], list[Remark]]:
    width = len(header)
    blocks: list[pd.DataFrame] = []
    block: list[list[str]] = []
    numbers: list[int] = []
    longer: list[int] = []
    shorter: list[int] = []
    limit = min(MAX_ROWS, MAX_CELLS // width)
    for number, row in rows:
        if len(row) != width:
            if not any(map(str.strip, row)):
                continue
            if len(row) > width:
                if any(map(str.strip, row[width:])):
                    longer.append(number)
                    continue
                row = row[:width]
            else:
                shorter.append(number)
                row = row + [""] * (width - len(row))
        elif not any(map(str.strip, row)):
            continue
        numbers.append(number)
        block.append(row)
        if len(numbers) > limit:
            raise EvidenceError(
                f"{quoted(name)} has more than {limit:,} rows of {width} columns; export fewer "
                "columns or only the last 24 months."
            )
        if len(block) == _BLOCK:
            blocks.append(pd.DataFrame(block, columns=header, dtype="str"))
            block = []
    blocks.append(pd.DataFrame(block, columns=header, dtype="str"))
    if not numbers and not longer:
        raise EvidenceError(
            f"{quoted(name)} has a header with {width} columns and no rows below it; export the "
            "opportunities again, with their records."
        )
    if len(longer) > max(3, 0.1 * (len(numbers) + len(longer))):
        raise EvidenceError(
            f"{len(longer):,} rows have more fields than the header's {width} ({named_rows(longer)}); "
            "texts with the separator in them "
            "need quotation marks: export again with texts quoted, or choose another separator."
        )
    remarks = []
    if longer:
        remarks.append(
            remark_on_rows(
                "ragged_rows",
                longer,
                "{count} rows with more fields than the header has were left out ({rows}).",
            )
        )
    if shorter:
        remarks.append(
            remark_on_rows(
                "short_rows",
                shorter,
                "{count} rows have fewer fields than the header; the missing ones were taken as empty ({rows}).",
            )
        )
    frame = pd.concat(blocks, ignore_index=True) if len(blocks) > 1 else blocks[0]
    return frame, np.asarray(numbers, dtype=np.int64), remarks
