"""Texts for a report that hides money: a number in a free text may be an amount."""

from __future__ import annotations

import re
import unicodedata

_YEAR = re.compile(r"(?<![\d.,])(19|20)\d\d(?![\d.,]?\d|\s*[kKmM€$£])", re.ASCII)
_NUMBER_WORDS = re.compile(r"(?i)\b(thousand|million|billion|mio|mrd|tsd)\b")


def mentions_amount(text: str) -> bool:
    """Whether `text` holds a number other than a year, or a word for a large one."""
    rest = _YEAR.sub("", text)
    return any(unicodedata.category(c)[0] == "N" for c in rest) or _NUMBER_WORDS.search(rest) is not None


def without_amount(text: str, instead: str) -> str:
    """`text`, or `instead` where it mentions an amount."""
    return instead if mentions_amount(text) else text
