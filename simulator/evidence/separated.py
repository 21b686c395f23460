"""Separated text (CSV, TSV and the like) from bytes to columns. Runs in the process that reads a stranger's file."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator

from simulator.evidence.dialect import DELIMITERS, Dialect, decoded, dialect_of, encoding_told
from simulator.evidence.limits import Limits
from simulator.evidence.refusal import EvidenceError, Remark, quoted
from simulator.evidence.rows import (
    HEADER_WITHIN,
    NumberedRow,
    ReadRows,
    read_rows,
    too_many_columns,
    too_many_rows,
)

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_KNOWN = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls) or an encrypted one; save it as CSV",
    b"%pdf": "a PDF; export the opportunities as CSV",
    b"<": "a web page or XML, even if it is called otherwise; export the opportunities as CSV",
    b"{": "a JSON document; export the opportunities as CSV",
    b"\x1f\x8b": "compressed; unpack it first",
    b"par1": "a Parquet file; export the opportunities as CSV",
}


def empty_file(name: str) -> EvidenceError:
    """The refusal of a file with nothing in it."""
    return EvidenceError(
        f"{quoted(name)} is empty; export the opportunities again with a header and one row per deal."
    )


def read_separated(data: bytes, name: str, limits: Limits) -> ReadRows:
    """The table in `data`. Raises EvidenceError with one sentence where there is none or a limit is passed."""
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, sentence in _KNOWN.items():
        if head.startswith(magic):
            raise EvidenceError(f"{quoted(name)} is {sentence}.")
    text, encoding, remarks = decoded(data)
    if not text.strip("\ufeff \t\r\n"):
        raise empty_file(name)
    cleaning = encoding_told(data, encoding, remarks)
    found = _parsed(text, name, encoding, remarks, limits)
    found.cleaning[:0] = cleaning
    return found


def _parsed(text: str, name: str, encoding: str, remarks: tuple[Remark, ...], limits: Limits) -> ReadRows:
    skipped_lines = 0
    told = ""
    if text[:4].lower() == "sep=" and len(text) > 4:  # Excel's own way to announce a separator
        told, skipped_lines = text[4], 1
        text = text[next(_LINE.finditer(text)).end() :]
    dialect = Dialect(told) if told in DELIMITERS else dialect_of(text)
    delimiter = dialect.delimiter
    for line in itertools.islice(_lines(text), HEADER_WITHIN):
        separators = line.rstrip(f"\r\n {delimiter}").count(delimiter)
        if separators + 1 > limits.columns * 2:  # quoted separators count here too, hence the slack
            raise too_many_columns(name, separators + 1, limits)
    if '"' not in text:  # then every line is a row, and counting them costs nothing
        lines = max(text.count("\n"), text.count("\r"))
        if lines > limits.rows + HEADER_WITHIN and _filled(text, delimiter, limits.rows + HEADER_WITHIN):
            raise too_many_rows(name, next(_lines(text)).count(delimiter) + 1, limits)
    csv.field_size_limit(limits.longest_cell)
    reader = csv.reader(_lines(text), delimiter=delimiter, skipinitialspace=dialect.spaces_after, strict=True)
    rows = _numbered(reader, skipped_lines)
    words = f"{encoding}, separated by {DELIMITERS[delimiter]}"
    return read_rows(rows, name, limits, words, delimiter, remarks)


def _filled(text: str, delimiter: str, most: int) -> bool:
    """Whether more than `most` lines hold anything besides separators; blank ones are no rows."""
    empty = f"\r\n \t{delimiter}"
    filled = (line for line in _lines(text) if line.strip(empty))
    return next(itertools.islice(filled, most, None), None) is not None


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends. A StringIO would hold four bytes for each character."""
    return (match[0] for match in _LINE.finditer(text))


def _numbered(reader: Iterator[list[str]], offset: int) -> Iterator[NumberedRow]:
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
