"""Names of files and sheets, made from text that came from people."""

from __future__ import annotations

import re
import unicodedata

from words.text import safe_text

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
"""Names Windows keeps for devices."""
_SHEET_FORBIDS = re.compile(r"[\[\]:*?/\\]")
LONGEST_SHEET_NAME = 31


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
