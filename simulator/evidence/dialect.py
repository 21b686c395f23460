"""How a text export is written: its encoding and what separates its columns."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from simulator.evidence.cleaning import EXAMPLES, Cleaned, Example, example
from simulator.evidence.fields import fields_recognised
from simulator.evidence.refusal import EvidenceError, Remark

SAMPLE_CHARACTERS = 4096
"""Looking at more than this makes guessing a separator slow: the cost grows with the square."""

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(rb'[^\s,;|"]+')
_CODECS = {"Windows-1252": "cp1252", "Windows-1250": "cp1250", "Mac Roman": "mac_roman"}
_HALF_CHARACTER = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_CENTRAL_EUROPEAN_MONEY = re.compile(rb"(?:\d[ \xa0]?(?:z\xb3|K\xe8)|(?:z\xb3|K\xe8)[ \xa0]?\d)")


@dataclass(frozen=True)
class Dialect:
    """What separates the columns, and whether spaces between a separator and a quotation mark mean nothing."""

    delimiter: str
    spaces_after: bool = False


def decoded(data: bytes) -> tuple[str, str, tuple[Remark, ...]]:
    """`data` as text, the encoding's name for people, and remarks.

    Tried in order: UTF-16 where a byte order mark says so, UTF-8 (with or without mark), UTF-16 without a mark where
    every other byte is zero, UTF-8 with single lines of Windows-1252, Windows-1252 (or -1250, or Mac Roman where they
    alone make sense of it). Raises EvidenceError where none fits.
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
        row = _line_at(data, error.start)
    if half := _HALF_CHARACTER.search(data):
        raise EvidenceError(
            f"Line {_line_at(data, half.start())} of the file holds half a character (a lone surrogate), which no "
            "text has; export it again as CSV in UTF-8."
        )
    text, name, told = _in_a_code_page(data, row)
    text, name, remarks = _without_nul(text, name)
    return text, name, (Remark("encoding", told, (row,), 1), *remarks)


def _line_at(data: bytes, place: int) -> int:
    """The line of the byte at `place`, counted from 1, whatever ends the lines."""
    end = b"\n" if b"\n" in data else b"\r"
    return data.count(end, 0, place) + 1


def _in_a_code_page(data: bytes, row: int) -> tuple[str, str, str]:
    """Text that is not UTF-8, its encoding's name, and what to say. row: the first line that is not UTF-8."""
    readable = data.decode("utf-8", "ignore")
    valid = len(readable) - len(readable.encode("ascii", "ignore"))
    strange = data.decode("utf-8", "replace").count("\ufffd")
    if valid and valid * 4 >= strange:
        codecs.register_error("as_windows_1252", _as_windows_1252)
        told = (
            f"The file is UTF-8, but single texts in it (first seen in line {row}) are not and were read as "
            "Windows-1252; check accented names, or export it again as UTF-8."
        )
        return data.decode("utf-8-sig", "as_windows_1252"), "UTF-8", told
    if _CENTRAL_EUROPEAN_MONEY.search(data):
        try:
            return data.decode("cp1250"), "Windows-1250", _read_as("Windows-1250", row)
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("cp1252"), "Windows-1252", _read_as("Windows-1252", row)
    except UnicodeDecodeError as error:
        if b"\n" not in data and b"\r" in data and b"\x00" not in data:
            return data.decode("mac_roman"), "Mac Roman", _read_as("Mac Roman", row)
        raise EvidenceError(
            f"The file is no readable text: line {_line_at(data, error.start)} holds bytes that are neither UTF-8 "
            "nor Windows-1252; export it again as CSV in UTF-8."
        ) from None


def _read_as(name: str, row: int) -> str:
    return (
        f"The file is not UTF-8 (first seen in line {row}) and was read as {name}; check accented names, "
        "or export it as UTF-8."
    )


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


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


def encoding_told(data: bytes, encoding: str, remarks: tuple[Remark, ...]) -> list[Cleaned]:
    """What reading `data` as text changed: one row for lines that are not UTF-8, one for zero bytes."""
    told = []
    for remark in remarks:
        if remark.code == "zero_bytes":
            shown = (Example(remark.rows[0], "\\x00", ""),)
            told.append(
                Cleaned("zero_bytes", "Zero bytes taken out (bytes)", "changed", remark.count, "", shown)
            )
        elif remark.code == "encoding":
            count, examples = _lines_not_utf8(data, _CODECS.get(encoding, "cp1252"))
            name = encoding if encoding in _CODECS else "Windows-1252"
            what = f"Text that is not UTF-8, read as {name} (lines)"
            told.append(Cleaned("encoding", what, "assumed", count, "", tuple(examples)))
    return told


def _lines_not_utf8(data: bytes, codec: str) -> tuple[int, list[Example]]:
    end_of_line = b"\n" if b"\n" in data else b"\r"
    count, place, row, counted = 0, 0, 1, 0
    examples: list[Example] = []
    while (match := _BEYOND_ASCII.search(data, place)) is not None:
        start = data.rfind(end_of_line, place, match.start()) + 1 or place
        stop = data.find(end_of_line, match.start())
        stop = len(data) if stop < 0 else stop
        line = data[start:stop]
        place = stop + 1
        if _is_utf8(line):
            continue
        count += 1
        if len(examples) < EXAMPLES:
            row, counted = row + data.count(end_of_line, counted, start), start
            word = next((word for word in _WORD.findall(line[:10_000]) if not _is_utf8(word)), line[:100])
            examples.append(example(row, word.decode("utf-8", "replace"), word.decode(codec, "replace")))
    return count, examples


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def dialect_of(text: str) -> Dialect:
    """What separates the columns, judged from the first 4,096 characters.

    Raises EvidenceError where no usual separator gives two columns.
    """
    sample = text.lstrip("\r\n")[:SAMPLE_CHARACTERS]
    complete = max(sample.rfind("\n"), sample.rfind("\r"))
    if len(text) > len(sample) and complete > 0:
        sample = sample[:complete]
    best: tuple[int, float, int, bool] | None = None
    chosen: Dialect | None = None
    for delimiter in DELIMITERS:
        for spaces_after in (False, True):
            if spaces_after and f'{delimiter} "' not in sample:
                continue
            reader = csv.reader(
                io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=spaces_after
            )
            rows = [row for row in reader if row]
            widths = Counter(len(row) for row in rows)
            if not widths:
                continue
            width, frequent = max(widths.items(), key=lambda pair: (pair[1] if pair[0] > 1 else 0, pair[0]))
            if width < 2:
                continue
            recognised = max(fields_recognised(row) for row in rows[:10])
            score = (recognised, frequent / len(rows), width, not spaces_after)
            if best is None or score > best:
                best, chosen = score, Dialect(delimiter, spaces_after)
    if chosen is None:
        first = next((line.strip() for line in sample.splitlines() if line.strip()), "")
        raise EvidenceError(
            f'The file has only one column: its first line is "{first[:60]}" and holds no comma, semicolon, tab or '
            "vertical bar between names. Export it as CSV (comma-separated) with one row per deal and a header."
        )
    return chosen
