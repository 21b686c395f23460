"""Amounts of money as people and systems write them, read column by column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.dates import NULL_WORDS

LARGEST = 1e12
SYMBOLS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "zł": "PLN",
    "kč": "CZK",
}
_CODES = frozenset(
    [
        "EUR",
        "USD",
        "GBP",
        "JPY",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "BGN",
        "TRY",
        "RUB",
        "UAH",
        "INR",
        "CNY",
        "KRW",
        "SGD",
        "HKD",
        "AUD",
        "NZD",
        "CAD",
        "MXN",
        "BRL",
        "ARS",
        "CLP",
        "COP",
        "ZAR",
        "AED",
        "SAR",
        "ILS",
        "EGP",
        "NGN",
        "KES",
        "THB",
        "MYR",
        "IDR",
        "PHP",
        "VND",
        "TWD",
        "ISK",
        "HRK",
    ]
)
_NUMBER = re.compile(r"[+-]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True, eq=False)
class AmountColumn:
    """A column's amounts, NaN where missing or unreadable; `missing` tells the two apart; `currency`: code or ""."""

    values: NDArray[np.float64]
    missing: NDArray[np.bool_]
    currency: NDArray[np.str_]
    decimal_mark: Literal[",", "."]
    ambiguous: bool


def read_amounts(
    cells: pd.Series[str], decimal_mark: Literal[",", "."] | None, delimiter: str
) -> AmountColumn:
    """Amounts of a text column: "$22,700.00", "1.234,56 €", "(1,200)", "1'200", "EUR 12".

    Which sign starts the decimals is judged over the whole column; `ambiguous` says that nothing in it decided.
    """
    codes, uniques = pd.factorize(cells, use_na_sentinel=False)
    texts = [_stripped(str(text)) for text in uniques]
    guessed, ambiguous = _decimal_mark([digits for _, digits, _, _ in texts], delimiter)
    mark = decimal_mark or guessed
    values = np.array(
        [np.nan if missing else _value(digits, negative, mark) for missing, digits, negative, _ in texts]
    )
    return AmountColumn(
        values[codes],
        np.array([missing for missing, _, _, _ in texts], dtype=bool)[codes],
        np.array([currency for _, _, _, currency in texts], dtype="U3")[codes],
        mark,
        ambiguous and decimal_mark is None,
    )


def currency_code(text: str) -> str:
    """The three-letter code a text names ("€", "eur", "US Dollar (USD)"); "" where it names none."""
    folded = text.strip().casefold()
    if folded in SYMBOLS:
        return SYMBOLS[folded]
    for word in re.findall(r"[A-Za-z]+", text.upper()):
        if word in _CODES:
            return str(word)
    return ""


def _stripped(text: str) -> tuple[bool, str, bool, str]:
    """Whether there is no amount, its digits and separators, whether it is negative, and its currency."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-").strip()
    if text.casefold() in NULL_WORDS and text != "0":
        return True, "", False, ""
    negative = text.startswith("(") and text.endswith(")")
    if negative:
        text = text[1:-1]
    currency = ""
    for symbol, code in SYMBOLS.items():
        if symbol in text.casefold():
            currency = code
            text = re.sub(re.escape(symbol), "", text, flags=re.IGNORECASE)
    for word in re.findall(r"[A-Za-z]{3}(?![A-Za-z])", text):
        if word.upper() in _CODES:
            currency = word.upper()
            text = text.replace(word, "")
    text = re.sub(r"(?<=\d)[ '’](?=\d{3})", "", text).replace(" ", "")
    if text.endswith("-"):
        negative, text = True, text[:-1]
    if not _NUMBER.fullmatch(text):
        return False, "", negative, currency
    if text[0] in "+-":
        negative, text = negative ^ (text[0] == "-"), text[1:]
    return False, text, negative, currency


def _decimal_mark(numbers: list[str], delimiter: str) -> tuple[Literal[",", "."], bool]:
    comma = point = 0  # values that can only be read with this sign before the decimals
    unclear_comma = unclear_point = 0
    for text in numbers:
        commas, points = text.count(","), text.count(".")
        if commas and points:
            comma, point = (
                comma + (text.rfind(",") > text.rfind(".")),
                point + (text.rfind(".") > text.rfind(",")),
            )
        elif commas > 1:
            point += 1
        elif points > 1:
            comma += 1
        elif commas or points:
            mark = "," if commas else "."
            before, _, after = text.partition(mark)
            grouped = len(after) == 3 and 1 <= len(before) <= 3 and before != "0"
            if commas:
                comma, unclear_comma = comma + (not grouped), unclear_comma + grouped
            else:
                point, unclear_point = point + (not grouped), unclear_point + grouped
    if comma != point:
        return ("," if comma > point else "."), False
    if not unclear_comma and not unclear_point:
        return ".", False
    # "1,200" alone reads as thousands; "1.200" alone as thousands only in a file separated by semicolons
    if unclear_point > unclear_comma and delimiter == ";":
        return ",", True
    return ".", True


def _value(digits: str, negative: bool, mark: str) -> float:
    if not digits:
        return float("nan")
    other = "." if mark == "," else ","
    whole, found, decimals = digits.replace(other, "").partition(mark)
    groups = digits.partition(mark)[0].split(other)
    if (found and (mark in decimals or other in digits.partition(mark)[2])) or (
        len(groups) > 1 and len(groups[-1]) != 3
    ):
        return float("nan")
    value = float(f"{whole or '0'}.{decimals}" if found and decimals[:1].isdigit() else whole + decimals)
    return (-value if negative else value) if abs(value) <= LARGEST else float("nan")
