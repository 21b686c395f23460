"""Text that came from people, as one line of letters that can be read."""

from __future__ import annotations

import re

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


def without_controls(text: str) -> str:
    """`text` on one line, without control characters, lone surrogates and non-characters."""
    line = _NOT_TEXT.sub("", _LINE_ENDS.sub(" ", text))
    return "".join(c for c in line if ord(c) & 0xFFFE != 0xFFFE)


def safe_text(text: object, limit: int | None = None) -> str:
    """`text` as one line of visible letters, at most `limit` of them.

    Marks that turn the direction of what follows are shown by name (``[RLO]``): they would make a name read as another.
    The quiet marks beside a letter, which Arabic and Hebrew need, stay.
    """
    line = _TURNS.sub(lambda mark: f"[{_TURN_NAMES[mark[0]]}]", without_controls(str(text))).strip()
    return line if limit is None or len(line) <= limit else f"{line[: limit - 1].rstrip()}…"
