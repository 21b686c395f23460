"""How a text export is written: its encoding and what separates its columns."""

from __future__ import annotations

import csv
import io
from collections import Counter

from simulator.evidence.fields import fields_recognised
from simulator.evidence.refusal import EvidenceError, Remark

SAMPLE_CHARACTERS = 4096
"""Looking at more than this makes guessing a separator slow: the cost grows with the square."""

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def decoded(data: bytes) -> tuple[str, str, tuple[Remark, ...]]:
    """`data` as text, the encoding's name for people, and remarks.

    Tried in order: UTF-16 where a byte order mark says so, UTF-8 (with or without mark), UTF-16 without a mark where
    every other byte is zero, Windows-1252. Raises EvidenceError where none fits.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return _without_nul(data.decode("utf-16"), "UTF-16")
        except UnicodeDecodeError:
            raise EvidenceError(
                "The file says it is UTF-16 text and is cut off or damaged; export it again, best as UTF-8."
            ) from None
    for order, start in (("utf-16-le", 1), ("utf-16-be", 0)):
        head = data[:2000]
        if len(head) >= 20 and head[start::2].count(0) > 0.8 * len(head[start::2]):
            try:
                return _without_nul(data.decode(order), "UTF-16 without a byte order mark")
            except UnicodeDecodeError:
                break
    try:
        return _without_nul(data.decode("utf-8-sig"), "UTF-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        place = data.count(b"\n", 0, error.start) + 1
        raise EvidenceError(
            f"The file is no readable text: line {place} holds bytes that are neither UTF-8 nor Windows-1252; "
            "export it again as CSV in UTF-8."
        ) from None
    text, name, remarks = _without_nul(text, "Windows-1252")
    remark = Remark(
        "encoding",
        f"The file is not UTF-8 (first seen in line {row}) and was read as Windows-1252; check accented names, "
        "or export it as UTF-8.",
        (row,),
        1,
    )
    return text, name, (remark, *remarks)


def _without_nul(text: str, name: str) -> tuple[str, str, tuple[Remark, ...]]:
    count = text.count("\x00")
    if not count:
        return text, name, ()
    if count > max(20, len(text) // 100):
        raise EvidenceError(
            f"The file is no text table: {count:,} of its {len(text):,} characters are zero bytes; "
            "export it again as CSV in UTF-8."
        )
    row = text.count("\n", 0, text.index("\x00")) + 1
    remark = Remark(
        "zero_bytes", f"{count:,} zero bytes were removed, the first in line {row}.", (row,), count
    )
    return text.replace("\x00", ""), name, (remark,)


def delimiter_of(text: str) -> str:
    """What separates the columns, judged from the first 4,096 characters.

    Raises EvidenceError where no usual separator gives two columns.
    """
    sample = text[:SAMPLE_CHARACTERS]
    complete = max(sample.rfind("\n"), sample.rfind("\r"))
    if len(text) > len(sample) and complete > 0:
        sample = sample[:complete]
    best: tuple[int, float, int] | None = None
    chosen = ""
    for delimiter in DELIMITERS:
        rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row]
        widths = Counter(len(row) for row in rows)
        if not widths:
            continue
        width, frequent = max(widths.items(), key=lambda pair: (pair[1] if pair[0] > 1 else 0, pair[0]))
        if width < 2:
            continue
        recognised = max(fields_recognised(row) for row in rows[:10])
        score = (recognised, frequent / len(rows), width)
        if best is None or score > best:
            best, chosen = score, delimiter
    if not chosen:
        first = next((line.strip() for line in sample.splitlines() if line.strip()), "")
        raise EvidenceError(
            f'The file has only one column: its first line is "{first[:60]}" and holds no comma, semicolon, tab or '
            "vertical bar between names. Export it as CSV (comma-separated) with one row per deal and a header."
        )
    return chosen
