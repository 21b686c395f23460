"""Numbers inside a sentence: ``5 M``, ``250k``, ``12,5 %``, ``1.234,56 €``; where two readings are possible, both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from simulator.scenario.quantities import MAX_MONEY

Suffix = Literal["", "percent", "points", "times"]
_SCALES = {
    "k": 3, "tsd": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "mln": 6, "million": 6, "millions": 6, "bn": 9,
    "billion": 9, "billions": 9,
}  # fmt: skip
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_BODY = r"\d{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?:[.,]\d+)?|\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<sign>[+\-−]\s?)?(?P<before>[€$£]|(?:eur|usd|gbp|chf)\s)?\s?(?P<body>{_BODY})(?!\d)"
    r"(?:\s?(?P<scale>thousand|millions?|billions?|tsd|mio|mln|mn|bn|k|m)\b\.?)?"
    r"(?:\s?(?P<percent>%|per\s?cent(?:age points?)?\b|percent\b|percentage points?\b|points?\b|pp\b))?"
    r"(?:\s?(?P<after>[€$£]|(?:eur|usd|gbp|chf)\b))?"
)
_MULTIPLES = {
    "double": "1", "doubling": "1", "twice": "1", "triple": "2", "threefold": "2", "quadruple": "3", "halve": "-0.5",
    "halving": "-0.5", "half as many": "-0.5", "half as much": "-0.5",
}  # fmt: skip
_MULTIPLE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_MULTIPLES, key=len, reverse=True))})(?!\w)")


@dataclass(frozen=True)
class NumberWord:
    """A number found. values: as written in the text (25 for 25 %), all readings that are possible, the likelier first.

    signed: whether a sign stands before it; currency: ISO code, empty where none is written; suffix ``times``: a
    multiple such as *double*, as the change it means.
    """

    start: int
    end: int
    text: str
    values: tuple[Decimal, ...]
    suffix: Suffix
    signed: bool
    currency: str


def numbers_in(text: str) -> list[NumberWord]:
    """Every number in `text` (case-folded), in order."""
    found = [_of(match) for match in _NUMBER.finditer(text)]
    for match in _MULTIPLE.finditer(text):
        value = Decimal(_MULTIPLES[match[0]])
        found.append(NumberWord(match.start(), match.end(), match[0], (value,), "times", False, ""))
    return sorted(found, key=lambda one: one.start)


def _of(match: re.Match[str]) -> NumberWord:
    scale = _SCALES.get(match["scale"] or "", 0)
    percent = match["percent"] or ""
    suffix: Suffix = ""
    if percent:
        suffix = "points" if "point" in percent or percent == "pp" else "percent"
    sign = (match["sign"] or "").strip()
    values = []
    for reading in _readings(match["body"], bare=not match["scale"] and not percent):
        value = reading.scaleb(scale)
        values.append(-value if sign in ("-", "−") else value)
    written = (match["before"] or match["after"] or "").strip()
    currency = _SIGNS.get(written, written.upper())
    return NumberWord(
        match.start(), match.end(), match[0].strip(), tuple(values), suffix, bool(sign), currency
    )


def _readings(body: str, *, bare: bool) -> tuple[Decimal, ...]:
    text = re.sub(r"[ \u00a0\u202f'’]", "", body)
    marks = [mark for mark in text if mark in ".,"]
    if not marks:
        return (Decimal(text),)
    if len(set(marks)) == 2:
        decimal = marks[-1]
        return (_decimal(text, decimal),)
    if len(marks) > 1:
        return (Decimal(re.sub(r"[.,]", "", text)),)
    whole, _, rest = text.partition(marks[0])
    as_decimal, as_thousands = _decimal(text, marks[0]), Decimal(whole + rest)
    if len(rest) != 3 or not 1 <= len(whole) <= 3 or whole == "0":
        return (as_decimal,)
    if marks[0] == ",":
        return (as_thousands,) if bare else (as_decimal, as_thousands)
    return (as_thousands, as_decimal) if bare else (as_decimal,)


def _decimal(text: str, mark: str) -> Decimal:
    other = "," if mark == "." else "."
    try:
        return Decimal(text.replace(other, "").replace(mark, "."))
    except InvalidOperation:  # pragma: no cover - the pattern lets only digits and marks through
        return Decimal(0)


def exact_text(value: float, *, percent: bool) -> str:
    """`value` so that `numbers_in` reads the same number back to the last digit: ``349 k``, ``2.5 %``, ``48.5``."""
    number = Decimal(repr(float(value)))
    if percent:
        return f"{_plain(number.scaleb(2))} %"
    for places, letter in ((6, " M"), (3, " k")):
        if abs(number) >= Decimal(10) ** places:
            scaled = number.scaleb(-places)
            if -_exponent(scaled) <= places:
                return f"{_plain(scaled)}{letter}"
    text = _plain(number)
    # A dot before exactly three digits could be taken for thousands.
    return f"{text}0" if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text) else text


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _plain(number: Decimal) -> str:
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def too_large(value: Decimal) -> bool:
    """Whether no goal can be so large."""
    return abs(value) > Decimal(MAX_MONEY)
