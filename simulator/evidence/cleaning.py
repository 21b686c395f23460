"""What cleaning did to a file, one entry per kind of change: told in a table, never done in silence.

Imports nothing but the standard library: part of it is filled in by the process that reads a stranger's file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Done = Literal["left out", "changed", "assumed", "kept", "suggested"]
"""left out: the row counts nowhere; changed: read as something else than stands there; assumed: nothing in the file
decides it; kept: counts, though something is missing; suggested: nothing was done, a person may say so."""

EXAMPLES = 3
LONGEST_EXAMPLE = 60
_ORDER: tuple[Done, ...] = ("left out", "changed", "assumed", "kept", "suggested")


@dataclass(frozen=True)
class Example:
    """One cell. row: its place in the file, counted as in a spreadsheet; after: empty where nothing is left of it."""

    row: int
    before: str
    after: str


@dataclass(frozen=True)
class Cleaned:
    """One kind of change. code: stable name; what: in plain words; count: rows (columns where `what` speaks of them);

    column: as the header names it, "" where it is no single one.
    """

    code: str
    what: str
    done: Done
    count: int
    column: str = ""
    examples: tuple[Example, ...] = ()


def example(row: int, before: str, after: str) -> Example:
    """An example short enough for a table."""
    return Example(row, _short(before), _short(after))


def _short(text: str) -> str:
    """On one line, what nobody sees written out (``\\u200b``); halves of characters too, which no file can hold."""
    if not text.isprintable():
        text = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_EXAMPLE else flat[: LONGEST_EXAMPLE - 1] + "…"


def in_order(entries: Iterable[Cleaned]) -> tuple[Cleaned, ...]:
    """What was left out first, then what was changed, assumed and kept; the most rows first."""
    return tuple(sorted(entries, key=lambda one: (_ORDER.index(one.done), -one.count, one.code, one.column)))


def rows_left_out(entries: Iterable[Cleaned]) -> int:
    """How many rows of the file count nowhere."""
    return sum(one.count for one in entries if one.done == "left out")


def cleaning_document(entries: Iterable[Cleaned]) -> list[dict[str, Any]]:
    """As ``evidence --json`` prints it."""
    return [{**asdict(one), "examples": [asdict(each) for each in one.examples]} for one in entries]


def cleaning_from(document: Sequence[dict[str, Any]]) -> tuple[Cleaned, ...]:
    """The way back. Raises TypeError, KeyError or ValueError for anything else."""
    found = []
    for one in document:
        if one["done"] not in _ORDER:
            raise ValueError(one["done"])
        examples = tuple(
            Example(int(each["row"]), str(each["before"]), str(each["after"])) for each in one["examples"]
        )
        found.append(
            Cleaned(
                str(one["code"]),
                str(one["what"]),
                one["done"],
                int(one["count"]),
                str(one["column"]),
                examples,
            )
        )
    return tuple(found)
