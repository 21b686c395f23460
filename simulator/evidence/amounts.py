"""Amounts of money as people and systems write them, read column by column."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.currencies import POINT_DECIMALS, SYMBOLS, named_currency
from simulator.evidence.dates import LONGEST_CELL, NULL_WORDS
from simulator.evidence.names import without_invisible

LARGEST = 1e12
MULTIPLES = {
    "k": 1e3,
    "tsd": 1e3,
    "tsd.": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "mio.": 1e6,
    "mln": 1e6,
    "bn": 1e9,
}
_NUMBER = re.compile(r"(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_PLAIN = re.compile(r"\d{1,12}(?:\.\d{1,2})?", re.ASCII)
_PLAIN_NUMBER = re.compile(r"\s*-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?\s*", re.ASCII)
_USUAL = re.compile(r"([$€£]?)(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+\.\d{1,2})", re.ASCII)
"""What most exports write; everything else goes the long way, to the same result."""
_WORDS = r"[^\d.,+-]*"
_AMOUNT = re.compile(
    rf"(?P<before>{_WORDS}(?:\.(?=\s))?)(?P<sign>[+-]?)(?P<between>{_WORDS})"
    r"(?P<number>[.,]?\d[\d.,'’ ]*(?:[eE][+-]?\d{1,3})?)(?P<dash>-{0,2})(?P<after>\D*)",
    re.ASCII,
)
_PARENTHESES = re.compile(r"([^()]*)\(([^()]*\d[^()]*)\)([^()]*)")
_GROUP_SPACE = re.compile(r"(?<=\d)[ '’](?=\d{3}(?!\d))")


@dataclass(frozen=True)
class WrittenAmount:
    """A cell taken apart. digits: with the separators it has, "" where unreadable; currency: code or ""."""

    missing: bool
    digits: str = ""
    factor: float = 1.0
    currency: str = ""


@dataclass(frozen=True, eq=False)
class AmountColumn:
    """A column's amounts, NaN where missing or unreadable; `missing` tells the two apart; `currency`: code or "".

    ambiguous: nothing in the column decides what the separator means and nobody chose; how: "written" without any
    separator, "found" where a value decides, "open" where none does, whether or not somebody chose; sample: the first
    value that can be read both ways, where that is open; plain: written as a number alone, with a point at most.
    """

    values: NDArray[np.float64]
    missing: NDArray[np.bool_]
    currency: NDArray[np.str_]
    decimal_mark: Literal[",", "."]
    ambiguous: bool
    how: Literal["written", "found", "open"] = "written"
    sample: str = ""
    plain: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    def take(self, kept: NDArray[np.bool_]) -> AmountColumn:
        """The rows where `kept` is true; what was found over the whole column stays."""
        return replace(
            self,
            values=self.values[kept],
            missing=self.missing[kept],
            currency=self.currency[kept],
            plain=self.plain[kept],
        )


def read_amounts(
    cells: pd.Series[str], decimal_mark: Literal[",", "."] | None, delimiter: str
) -> AmountColumn:
    """Amounts of a text column: "$22,700.00", "1.234,56 €", "(1,200)", "1'200", "EUR 12", "1.200,-", "12.5k".

    Which sign starts the decimals is judged over the whole column; `ambiguous` says that nothing in it decided. A
    value with both signs is read by itself.
    """
    codes, uniques = pd.factorize(cells, use_na_sentinel=False)
    written = [taken_apart(str(text)) for text in uniques]
    guessed, undecided = _decimal_mark(written, delimiter)
    mark = decimal_mark or guessed
    values = np.array([np.nan if one.missing else _value(one, mark) for one in written])
    separated = any("," in one.digits or "." in one.digits for one in written)
    sample = next((str(text) for text, one in zip(uniques, written, strict=True) if _grouped(one)), "")
    return AmountColumn(
        values[codes],
        np.array([one.missing for one in written], dtype=bool)[codes],
        np.array([one.currency for one in written], dtype="U3")[codes],
        mark,
        undecided and decimal_mark is None,
        "open" if undecided else "found" if separated else "written",
        sample if undecided else "",
        np.array(
            [mark == "." and _PLAIN_NUMBER.fullmatch(str(text)) is not None for text in uniques], dtype=bool
        )[codes],
    )


def taken_apart(text: str) -> WrittenAmount:
    """The parts of one amount, whatever currency, sign and spaces stand around it."""
    if _PLAIN.fullmatch(text):
        return WrittenAmount(False, text)
    if usual := _USUAL.fullmatch(text):
        return WrittenAmount(False, usual[2], 1.0, SYMBOLS.get(usual[1], ""))
    if len(text) > LONGEST_CELL:
        return WrittenAmount(False)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", without_invisible(text)).replace("\u2212", "-")
        text = text.replace("–", "-").replace("—", "-").replace("`", "'").replace("´", "'")
    text = text.strip().strip("'").strip()
    if text.casefold() in NULL_WORDS and text != "0":
        return WrittenAmount(True)
    inside = _PARENTHESES.fullmatch(text)
    if inside:
        text = f"{inside[1]}{inside[2]}{inside[3]}".strip()
    match = _AMOUNT.fullmatch(text)
    if match is None:
        words = text.strip("- ").split()
        nothing = "-" in text and all(named_currency(word) is not None for word in words)
        return WrittenAmount(nothing)  # a bookkeeper's " $ - " says nothing
    factor, currency = 1.0, ""
    for word in f"{match['before']} {match['between']} {match['after']}".split():
        meaning = _meaning(word.strip("()"))
        if meaning is None:
            return WrittenAmount(False)
        currency, factor = meaning[0] or currency, factor * meaning[1]
    number = match["number"].rstrip(" ")
    round_sum = bool(match["dash"]) and number[-1:] in (
        ",",
        ".",
    )  # "1.200,-" is 1200 and says what the comma means
    trailing_minus = match["dash"] == "-" and not round_sum
    digits = _GROUP_SPACE.sub("", f"{number}00" if round_sum else number.rstrip(".,"))
    if not _NUMBER.fullmatch(digits):
        return WrittenAmount(False, currency=currency)
    if (inside is not None) ^ (match["sign"] == "-") ^ trailing_minus:
        factor = -factor
    return WrittenAmount(False, digits, factor, currency)


def _meaning(word: str) -> tuple[str, float] | None:
    """The currency and the multiple a word beside a number names (``€``, ``k``, ``Mio.``, ``M€``); None for others."""
    code = named_currency(word)
    if code is not None:
        return code, 1.0
    folded = word.casefold()
    for name, factor in MULTIPLES.items():
        if folded == name:
            return "", factor
        if folded.startswith(name) and (code := named_currency(folded.removeprefix(name))) is not None:
            return code, factor
    return None


def _grouped(one: WrittenAmount) -> bool:
    """Whether the value could be both thousands and a whole part with three decimals."""
    commas, points = one.digits.count(","), one.digits.count(".")
    if commas + points != 1:
        return False
    before, _, after = one.digits.partition("," if commas else ".")
    return len(after) == 3 and 1 <= len(before) <= 3 and before != "0"


def _decimal_mark(written: list[WrittenAmount], delimiter: str) -> tuple[Literal[",", "."], bool]:
    comma = point = 0  # values that can only be read with this sign before the decimals
    unclear_comma = unclear_point = custom_point = 0
    for one in written:
        commas, points = one.digits.count(","), one.digits.count(".")
        if commas and points:
            last_is_comma = one.digits.rfind(",") > one.digits.rfind(".")
            comma, point = comma + last_is_comma, point + (not last_is_comma)
        elif commas > 1:
            point += 1
        elif points > 1:
            comma += 1
        elif commas:
            grouped = _grouped(one)
            custom_point += grouped and one.currency in POINT_DECIMALS
            comma, unclear_comma = comma + (not grouped), unclear_comma + grouped
        elif points:
            grouped = _grouped(one)
            point, unclear_point = point + (not grouped), unclear_point + grouped
    if comma != point:
        return ("," if comma > point else "."), False
    if not unclear_comma and not unclear_point:
        return ".", False
    if custom_point and not unclear_point:  # "$1,200" is thousands wherever dollars are written
        return ".", False
    # "1,200" alone reads as thousands; "1.200" alone as thousands only in a file separated by semicolons
    if unclear_point > unclear_comma and delimiter == ";":
        return ",", True
    return ".", True


def _value(one: WrittenAmount, mark: str) -> float:
    digits = one.digits
    if not digits:
        return float("nan")
    if (
        "," in digits and "." in digits
    ):  # both signs: the last one starts the decimals, whatever the column says
        mark = "," if digits.rfind(",") > digits.rfind(".") else "."
    other = "." if mark == "," else ","
    before, found, decimals = digits.partition(mark)
    groups = before.split(other)
    if mark in decimals or other in decimals or (len(groups) > 1 and len(groups[-1]) != 3):
        return float("nan")
    whole = "".join(groups)
    value = float(f"{whole or '0'}.{decimals}" if found and decimals[:1].isdigit() else whole + decimals)
    value *= one.factor
    return value if abs(value) <= LARGEST else float("nan")
