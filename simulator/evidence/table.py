"""A file of one row per deal, as text: read from bytes within limits, with everything unusual told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from simulator.confinement import run_confined
from simulator.evidence.cleaning import Cleaned, cleaning_from
from simulator.evidence.limits import LIMITS, Limits
from simulator.evidence.names import visible_name
from simulator.evidence.refusal import EvidenceError, Remark, quoted
from simulator.evidence.separated import empty_file
from simulator.evidence.transfer import described, read_columns
from simulator.evidence.workbook import died

WALL_SECONDS = 90.0
TEXT_MEMORY, WORKBOOK_MEMORY = 400 * 2**20, 512 * 2**20
"""What the process that reads may take: 50 MB of text needs 350, the largest workbook allowed 480."""
_ZIP = b"PK\x03\x04"
_READER: str | Path = "simulator.evidence.reader"


@dataclass(frozen=True, eq=False)
class Table:
    """One row per deal; every cell is text, as it stands in the file.

    frame: columns named as in the header (a repeated name gets " (2)"); row_numbers: place in the file, header = row 1;
    digest: SHA-256 of the file, the key to cache results under; dialect: how it was written, in words;
    header_row: the header's own place; size_bytes: memory the cells take; cleaning: what reading it changed.
    """

    name: str
    frame: pd.DataFrame
    row_numbers: NDArray[np.int64]
    digest: str
    dialect: str
    delimiter: str = ","
    remarks: tuple[Remark, ...] = ()
    header_row: int = 1
    size_bytes: int = 0
    cleaning: tuple[Cleaned, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The column names."""
        return tuple(self.frame.columns)

    @property
    def n_rows(self) -> int:
        """How many rows stand below the header."""
        return len(self.frame)

    def take(self, kept: NDArray[np.bool_]) -> Table:
        """The rows where `kept` is true, with their places in the file."""
        frame = self.frame[kept].reset_index(drop=True)
        return replace(self, frame=frame, row_numbers=self.row_numbers[kept])


def read_export(data: bytes, filename: str = "export.csv", limits: Limits = LIMITS) -> Table:
    """The table in a file of one's own: CSV, TSV or another separated text, or a sheet of an XLSX workbook.

    Text is read in this process, a workbook in one of its own. Raises EvidenceError where the file is empty, larger
    than `limits` or no table, where a quote is never closed and where too many rows are broken; size, columns and,
    without quotation marks, rows are judged before anything is parsed.
    """
    name = _checked_name(data, filename, limits)
    if data[:4] == _ZIP:
        return read_upload(data, filename, limits)
    found = read_columns(data, name, limits)
    cells = [(memoryview(column.ends), memoryview(column.data)) for column in found.columns]
    return _table(name, data, described(found), np.asarray(found.row_numbers, dtype=np.int64), cells)


def read_upload(
    data: bytes,
    filename: str = "export.csv",
    limits: Limits = LIMITS,
    *,
    seconds: float = WALL_SECONDS,
    memory_bytes: int | None = None,
    tick: Callable[[], None] | None = None,
) -> Table:
    """The same table as `read_export` gives, of a stranger's file: nothing of it is parsed in this process.

    A process of its own reads it, bounded in `memory_bytes` (left out: by kind), processor time and `seconds`, and is
    gone when this returns or raises. `tick` is called ten times a second meanwhile; what it raises ends the reading.
    """
    name = _checked_name(data, filename, limits)
    large = data[:4] == _ZIP
    memory = memory_bytes or (WORKBOOK_MEMORY if large else TEXT_MEMORY)
    request = {"name": name, "limits": limits.document(), "memory": memory}
    answer = run_confined(_READER, request, data, seconds, large=large, tick=tick)
    if not answer.started:
        raise EvidenceError(
            f"{quoted(name)} cannot be read just now: the server has no room; try again in a minute."
        )
    if answer.code != 0:
        raise died(name)
    end = answer.output.find(b"\n") + 1
    try:
        head = json.loads(answer.output[:end])
        if "refused" in head:
            raise EvidenceError(*map(str, head["refused"]))
        return _received(name, data, head, memoryview(answer.output)[end:])
    except (ValueError, KeyError, TypeError, pa.ArrowInvalid) as error:
        if isinstance(error, EvidenceError):
            raise
        raise died(name) from None


def _checked_name(data: bytes, filename: str, limits: Limits) -> str:
    """The name for people, without a path; EvidenceError where there is nothing to read or too much."""
    name = visible_name(filename.replace("\\", "/").rsplit("/", 1)[-1])[:80] or "export"
    if not data or data.isspace():
        raise empty_file(name)
    if len(data) > limits.bytes:
        raise EvidenceError(
            f"{quoted(name)} has {len(data) / 2**20:.0f} MB, at most {limits.bytes // 2**20} MB are read; "
            "export only the columns needed or the last 24 months."
        )
    return name


def _received(name: str, data: bytes, head: dict[str, Any], rest: memoryview) -> Table:
    n_rows, place = int(head["rows"]), 0

    def taken(size: int) -> memoryview:
        nonlocal place
        place += size
        if size < 0 or place > len(rest):
            raise ValueError
        return rest[place - size : place]

    numbers = np.frombuffer(taken(8 * n_rows), dtype=np.int64)
    cells = [(taken(8 * (n_rows + 1)), taken(int(size))) for size in head["sizes"]]
    if place != len(rest) or len(cells) != len(head["header"]):
        raise ValueError
    return _table(name, data, head, numbers, cells)


def _table(
    name: str,
    data: bytes,
    head: dict[str, Any],
    row_numbers: NDArray[np.int64],
    cells: Sequence[tuple[memoryview, memoryview]],
) -> Table:
    columns = {}
    for position, (ends, text) in enumerate(cells):
        buffers = pa.py_buffer(ends), pa.py_buffer(text)
        column = pa.LargeStringArray.from_buffers(len(row_numbers), *buffers)
        column.validate(full=True)  # offsets in order and inside, UTF-8: nothing else may reach this memory
        columns[position] = pd.array(column, dtype="str")
    frame = pd.DataFrame(columns, copy=False)
    frame.columns = pd.Index([str(column) for column in head["header"]], dtype="str")
    return Table(
        name,
        frame,
        row_numbers,
        hashlib.sha256(data).hexdigest(),
        str(head["dialect"]),
        str(head["delimiter"]),
        tuple(Remark(code, message, tuple(rows), count) for code, message, rows, count in head["remarks"]),
        int(head["header_row"]),
        sum(len(ends) * ends.itemsize + len(text) for ends, text in cells),
        cleaning_from(head["cleaning"]),
    )
