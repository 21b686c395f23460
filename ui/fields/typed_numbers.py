"""Numbers as people type them: ``5 M``, ``1,234.50``, ``22 %``, ``−3``."""

from __future__ import annotations

import math
import re

_SUFFIXES = {"": 1.0, "k": 1e3, "m": 1e6, "mio": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9}
_NUMBER = re.compile(r"([+-]?)([\d.,' ]*\d[\d.,' ]*?)(?:e([+-]?\d{1,3}))?\s*([a-z]*)", re.IGNORECASE)


class NotANumberError(ValueError):
    """What was typed is not a number; the message says what is allowed."""


def parse_number(typed: str) -> float:
    """The number in `typed`, without currency signs and ``%``.

    A comma before exactly three digits separates thousands, otherwise it is a decimal comma. Raises NotANumberError.
    """
    text = typed.strip().replace("−", "-").replace("\u00a0", " ").replace("\u202f", " ")
    text = re.sub(r"[€$£¥₹%]|\b[A-Z]{3}\b", "", text).strip()
    if not text:
        raise NotANumberError("is empty; type a number")
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity", "∞"):
        raise NotANumberError("must be a finite number, not NaN or infinity")
    match = _NUMBER.fullmatch(text)
    suffix = _SUFFIXES.get(match[4].lower()) if match else None
    if match is None or suffix is None:
        raise NotANumberError("is not a number; type digits such as 250, 1,250.5 or 5 M")
    digits = _english(re.sub(r"[' ]", "", match[2]))
    try:
        value = float(f"{match[1]}{digits}e{match[3] or 0}") * suffix
    except ValueError:
        raise NotANumberError("is not a number; type digits such as 250, 1,250.5 or 5 M") from None
    if not math.isfinite(value):
        raise NotANumberError("is larger than any number that can be used here")
    return value


def _english(digits: str) -> str:
    """Digits with a decimal point and no separators, whichever convention they were typed in."""
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        return digits.replace(",", "") if point > comma else digits.replace(".", "").replace(",", ".")
    if comma >= 0:
        thousands = re.fullmatch(r"\d{1,3}(,\d{3})+", digits) is not None
        return digits.replace(",", "" if thousands else ".")
    if digits.count(".") > 1 and re.fullmatch(r"\d{1,3}(\.\d{3})+", digits):
        return digits.replace(".", "")
    return digits
