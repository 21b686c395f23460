"""Columns from the process that reads to the process that serves pages: one line of JSON, then plain numbers and text.

No object is ever unpickled: what arrives is a header, offsets and UTF-8, and both are checked before they are used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from simulator.evidence.cleaning import cleaning_document
from simulator.evidence.limits import Limits
from simulator.evidence.refusal import EvidenceError
from simulator.evidence.rows import ReadRows
from simulator.evidence.separated import read_separated


def read_columns(data: bytes, name: str, limits: Limits) -> ReadRows:
    """The table in `data`, whichever kind of file it is; EvidenceError says why there is none."""
    if data[:4] == b"PK\x03\x04":
        from simulator.evidence.workbook import read_workbook

        return read_workbook(data, name, limits)
    return read_separated(data, name, limits)


def described(found: ReadRows) -> dict[str, Any]:
    """Everything but the cells, as plain values."""
    return {
        "header": found.header,
        "header_row": found.header_row,
        "rows": len(found.row_numbers),
        "sizes": [len(column.data) for column in found.columns],
        "dialect": found.dialect,
        "delimiter": found.delimiter,
        "remarks": [[one.code, one.message, one.rows, one.count] for one in found.remarks],
        "cleaning": cleaning_document(found.cleaning),
    }


def sent(found: ReadRows) -> Iterable[Any]:
    """The parts to write, one after the other."""
    yield json.dumps(described(found)).encode() + b"\n"
    yield found.row_numbers
    for column in found.columns:
        yield column.ends
        yield column.data


def refused(error: EvidenceError) -> bytes:
    """A refusal as it is written."""
    return json.dumps({"refused": error.sentences}).encode() + b"\n"
