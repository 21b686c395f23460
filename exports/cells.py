"""One rule for everything that is written into a cell of a CSV file or a workbook: text never becomes a formula."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from numbers import Integral, Real

import numpy as np

from words.text import without_controls

Cell = str | int | float | bool

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_QUOTES = frozenset("'\"`´‘’‚‛“”„‟«»‹›＂＇{(")
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufffc\ufffd")
"""Letters and symbols that show nothing: the Hangul fillers, the empty braille cell, replacement characters."""
_SKIPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Mn", "Me", "Zs", "Zl", "Zp"})
_LARGEST_EXACT = 2**53
_GUARD = "'"


def safe_cell(value: object) -> Cell:
    """`value` as a spreadsheet may hold it.

    Numbers stay numbers, but a whole number beyond 2**53 becomes text (a spreadsheet would round it), and one that is
    not finite becomes empty, as does None. Dates become ISO text. Text loses control characters; where it begins, after
    blanks, quotes and invisible characters, with ``= + - @`` or a form of them, an apostrophe is put before it, unless
    it is a number and nothing else. The same holds after a semicolon, where a European spreadsheet starts a new cell.
    """
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, Integral):
        whole = int(value)
        return whole if abs(whole) <= _LARGEST_EXACT else (str(whole) if _short(whole) else "")
    if isinstance(value, Real):
        number = float(value)
        return number if math.isfinite(number) else ""
    if value is None or value is _missing(value):
        return ""
    if isinstance(value, dt.date | dt.time):  # a datetime is a date
        return value.isoformat()
    return ";".join(_guarded(part) for part in without_controls(str(value)).split(";"))


def _short(whole: int) -> bool:
    return whole.bit_length() < 4000  # Python refuses to write out numbers of more than 4,300 digits


def _missing(value: object) -> object:
    """`value` itself where it is one of pandas' marks for nothing, which equal nothing or not even themselves."""
    return value if type(value).__name__ in ("NAType", "NaTType") else _PRESENT


_PRESENT = object()


def _guarded(text: str) -> str:
    if text.startswith(_GUARD) or _NUMBER.fullmatch(text):
        return text
    return _GUARD + text if starts_formula(text) else text


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet might read `text` as a formula: by its first character that is neither blank nor quote."""
    for character in text:
        if character in _QUOTES or character in _BLANK_LETTERS:
            continue
        if unicodedata.category(character) in _SKIPPED_CATEGORIES:
            continue
        return unicodedata.normalize("NFKC", character)[:1] in ("=", "+", "-", "@")
    return False
