"""Text that came from people, made fit for a page, a slide, a sheet's name or a file's name."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of all text after them: embeddings, overrides and isolates."""
_TURN_NAMES = {
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
"""Names Windows keeps for devices."""
_SHEET_FORBIDS = re.compile(r"[\[\]:*?/\\]")
LONGEST_SHEET_NAME = 31


def without_controls(text: str) -> str:
    """`text` on one line, without control characters, lone surrogates and non-characters."""
    line = _NOT_TEXT.sub("", _LINE_ENDS.sub(" ", text))
    return "".join(c for c in line if ord(c) & 0xFFFE != 0xFFFE)


def safe_text(text: object, limit: int | None = None) -> str:
    """`text` for a page or a slide: one line of visible letters, at most `limit` of them.

    Marks that turn the direction of what follows are shown by name (``[RLO]``): they would make a name read as another.
    The quiet marks beside a letter, which Arabic and Hebrew need, stay.
    """
    line = " ".join(
        _TURNS.sub(lambda mark: f"[{_TURN_NAMES[mark[0]]}]", without_controls(str(text))).split(" ")
    )
    line = line.strip()
    return line if limit is None or len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def file_name(name: str, ending: str, token: str = "") -> str:
    """``nordwind-fy2027.pdf`` of ``Nordwind FY2027``: letters and digits of any script, joined by hyphens.

    token: told apart two downloads of the same name (letters and digits).
    """
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else "-" for c in safe_text(name).lower())
    stem = re.sub("-+", "-", kept).strip("-")[:60].strip("-") or "plan"
    if stem in _RESERVED:
        stem = f"plan-{stem}"
    tail = re.sub(r"[^A-Za-z0-9]", "", token)
    return f"{stem}-{tail}.{ending}" if tail else f"{stem}.{ending}"


def sheet_name(name: str) -> str:
    """`name` as Excel takes it for a sheet: at most 31 characters, none of ``[]:*?/\\``, no quote at either end."""
    kept = _SHEET_FORBIDS.sub(" ", safe_text(name)).strip("' ")
    kept = _cut(kept, LONGEST_SHEET_NAME).strip("' ")
    return "Sheet" if not kept or kept.lower() == "history" else kept


def _cut(text: str, units: int) -> str:
    """The beginning of `text` that fits in so many UTF-16 units, which is what Excel counts."""
    while len(text.encode("utf-16-le")) > 2 * units:
        text = text[:-1]
    return text
