"""Rows of cells into columns of text, within limits and with everything unusual told.

Runs in the process that reads a stranger's file: imports nothing but the standard library. A column is its cells'
UTF-8 in one piece and where each begins, so that it reaches the page's process without a copy.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from simulator.evidence.cleaning import EXAMPLES, Cleaned, Done, Example, example
from simulator.evidence.fields import fields_recognised
from simulator.evidence.limits import Limits
from simulator.evidence.names import visible_name
from simulator.evidence.refusal import EvidenceError, Remark, named_rows, quoted, remark_on_rows

HEADER_WITHIN = 10
"""The header is looked for among this many first rows that are not empty: reports put a title above it."""
_RULES = "-=_+ \t\r\n\u00a0"
_BLOCK_CELLS = 200_000
_FEWER = "export fewer columns or only the last 24 months"

_WHOLE_ROWS: dict[str, tuple[Done, str]] = {
    "ragged_rows": ("left out", "Rows with more fields than the header has"),
    "short_rows": ("changed", "Rows with fewer fields than the header: the missing ones are empty"),
    "repeated_header": ("left out", "Rows that repeat the header"),
}

NumberedRow = tuple[int, Sequence[str]]


class Column:
    """One column: `data` holds the cells one after the other, cell k from `ends[k]` to `ends[k + 1]`."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.ends = array("q", [0])

    def add(self, cells: Sequence[str]) -> None:
        """Append cells."""
        text = "".join(cells)
        lengths = map(len, cells) if text.isascii() else (len(cell.encode()) for cell in cells)
        start = self.ends[-1]
        self.ends.extend(itertools.islice(itertools.accumulate(lengths, initial=start), 1, None))
        self.data += text.encode()


@dataclass
class ReadRows:
    """A table before it becomes a frame. row_numbers: place in the file, the first row is 1; dialect: in words."""

    header: list[str]
    header_row: int
    columns: list[Column]
    row_numbers: array[int]
    dialect: str
    delimiter: str
    remarks: list[Remark] = field(default_factory=list)
    cleaning: list[Cleaned] = field(default_factory=list)


def read_rows(
    rows: Iterator[NumberedRow],
    name: str,
    limits: Limits,
    dialect: str,
    delimiter: str = ",",
    remarks: Sequence[Remark] = (),
) -> ReadRows:
    """The header and the columns below it. Raises EvidenceError where it is no table or larger than `limits`."""
    first: list[NumberedRow] = []
    for number, cells in rows:
        width = len(_without_empty_end(cells))
        if width > limits.columns:
            raise too_many_columns(name, width, limits)
        if width:
            first.append((number, cells))
            if len(first) == HEADER_WITHIN:
                break
    if not first:
        raise EvidenceError(f"{quoted(name)} holds only empty rows; export the opportunities again.")
    place = max(range(len(first)), key=lambda at: (fields_recognised(list(first[at][1])), -at))
    if fields_recognised(list(first[place][1])) < 2:
        place = 0
    header_row, cells = first[place]
    cleaning: list[Cleaned] = []
    header, told = _header(_without_empty_end(cells), header_row, cleaning)
    notes = [*remarks, *told]
    if place:
        above = [number for number, _ in first[:place]]
        shown = tuple(_row(number, row) for number, row in first[: min(place, EXAMPLES)])
        cleaning.append(Cleaned("rows_above_header", "Rows above the header", "left out", place, "", shown))
        notes.append(
            remark_on_rows(
                "rows_above_header", above, "{count} rows above the header were left out ({rows})."
            )
        )
    columns, numbers, told = _body(
        itertools.chain(first[place + 1 :], rows), header, list(cells), name, limits, cleaning
    )
    return ReadRows(header, header_row, columns, numbers, dialect, delimiter, [*notes, *told], cleaning)


def _row(number: int, cells: Sequence[str], after: str = "") -> Example:
    """A whole row as an example: what stands in it."""
    filled = [cell.strip() for cell in cells[:20] if cell.strip()]
    return example(number, " | ".join(filled[:4]), after)


def too_many_columns(name: str, count: int, limits: Limits) -> EvidenceError:
    """The refusal of a table too wide."""
    return EvidenceError(
        f"{quoted(name)} has {count:,} columns, at most {limits.columns} are read; export only the columns needed "
        "(id, owner, stage, amount, created and closed date)."
    )


def too_many_rows(name: str, width: int, limits: Limits) -> EvidenceError:
    """The refusal of a table too long."""
    most = min(limits.rows, limits.cells // max(width, 1))
    return EvidenceError(f"{quoted(name)} has more than {most:,} rows of {width} columns; {_FEWER}.")


def _header(cells: Sequence[str], header_row: int, cleaning: list[Cleaned]) -> tuple[list[str], list[Remark]]:
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
        pairs = [(old, new) for old, new in zip(cells, clean, strict=True) if old != new]
        shown = tuple(example(header_row, *pair) for pair in pairs[:EXAMPLES])
        what = "Spaces or invisible characters in column names (columns)"
        cleaning.append(Cleaned("header_cleaned", what, "changed", len(changed), "", shown))
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
        renamed = [(old, new) for old, new in zip(clean, header, strict=True) if old and old != new]
        shown = tuple(example(header_row, *pair) for pair in renamed[:EXAMPLES])
        what = "Column names that are repeated (columns): the first of each is used"
        cleaning.append(Cleaned("repeated_columns", what, "changed", len(repeated), "", shown))
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


def _without_empty_end(cells: Sequence[str]) -> Sequence[str]:
    last = next((at for at in range(len(cells) - 1, -1, -1) if cells[at].strip()), -1)
    return cells[: last + 1]


def _body(
    rows: Iterator[NumberedRow],
    header: list[str],
    header_cells: list[str],
    name: str,
    limits: Limits,
    cleaning: list[Cleaned],
) -> tuple[list[Column], array[int], list[Remark]]:
    width = len(header)
    columns = [Column() for _ in header]
    block: list[Sequence[str]] = []
    numbers = array("q")
    longer: list[int] = []
    shorter: list[int] = []
    again: list[int] = []
    examples: dict[str, list[Example]] = {"ragged_rows": [], "short_rows": [], "repeated_header": []}
    most = min(limits.rows, limits.cells // width)
    at_once = max(1, _BLOCK_CELLS // width)
    for number, row in rows:
        if len(row) != width:
            if not any(cell.strip(_RULES) for cell in row):
                continue  # blank, or a line drawn between the rows of a list
            if len(row) > width:
                if any(map(str.strip, row[width:])):
                    longer.append(number)
                    if len(longer) <= EXAMPLES:
                        examples["ragged_rows"].append(_row(number, row))
                    continue
                row = row[:width]
            else:
                shorter.append(number)
                if len(shorter) <= EXAMPLES:
                    examples["short_rows"].append(
                        example(
                            number, f"{len(row)} fields", f"{width} fields, the last {width - len(row)} empty"
                        )
                    )
                row = [*row, *[""] * (width - len(row))]
        elif not any(map(str.strip, row)):
            continue
        if row[0] == header_cells[0] and list(row) == header_cells[:width]:
            again.append(number)
            if len(again) <= EXAMPLES:
                examples["repeated_header"].append(_row(number, row))
            continue
        numbers.append(number)
        block.append(row)
        if len(numbers) > most:
            raise too_many_rows(name, width, limits)
        if len(block) == at_once:
            _add(columns, block)
            block = []
    _add(columns, block)
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
    told = (
        ("ragged_rows", longer, "{count} rows with more fields than the header has were left out ({rows})."),
        (
            "short_rows",
            shorter,
            "{count} rows have fewer fields than the header; the missing ones were taken as empty ({rows}).",
        ),
        (
            "repeated_header",
            again,
            "{count} rows repeat the header, as files put together do, and were left out ({rows}).",
        ),
    )
    for code, at, _ in told:
        if at:
            done, what = _WHOLE_ROWS[code]
            cleaning.append(Cleaned(code, what, done, len(at), "", tuple(examples[code])))
    return columns, numbers, [remark_on_rows(code, at, text) for code, at, text in told if at]


def _add(columns: list[Column], block: list[Sequence[str]]) -> None:
    for column, cells in zip(columns, zip(*block, strict=True), strict=False):
        column.add(cells)
