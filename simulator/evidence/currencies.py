"""How currencies are named in cells and headers."""

from __future__ import annotations

import re

SYMBOLS = {
    "€": "EUR",
    "$": "USD",
    "us$": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "nz$": "NZD",
    "hk$": "HKD",
    "s$": "SGD",
    "r$": "BRL",
    "mx$": "MXN",
    "nt$": "TWD",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₴": "UAH",
    "₩": "KRW",
    "₪": "ILS",
    "₫": "VND",
    "₱": "PHP",
    "฿": "THB",
    "zł": "PLN",
    "kč": "CZK",
    "fr.": "CHF",
    "sfr.": "CHF",
    "rs": "INR",
    "rs.": "INR",
    "ft": "HUF",
    "лв": "BGN",
    "лв.": "BGN",
    "руб": "RUB",
    "руб.": "RUB",
    "tl": "TRY",
    "lei": "RON",
    "euro": "EUR",
    "euros": "EUR",
    "dollars": "USD",
    "kr": "",  # of three countries: money, but nobody knows whose
    "kr.": "",
}
CODES = frozenset(
    [
        *(
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
        ),
        *(
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
        ),
        *("AED", "SAR", "ILS", "EGP", "NGN", "KES", "THB", "MYR", "IDR", "PHP", "VND", "TWD", "ISK", "HRK"),
    ]
)
POINT_DECIMALS = frozenset(
    [
        *(
            "USD",
            "GBP",
            "JPY",
            "CAD",
            "AUD",
            "NZD",
            "INR",
            "CNY",
            "KRW",
            "HKD",
            "SGD",
            "MXN",
            "ILS",
            "THB",
            "PHP",
        ),
        *("TWD", "MYR"),
    ]
)
"""Where these are written, a comma groups thousands."""

_IN_HEADER = re.compile(r"(?:[(\[]\s*([^()\[\]]{1,4}?)\s*[)\]]|\bin\s+(\S{1,4})|[\s_-]([A-Za-z]{3}|\W))\s*$")


def named_currency(word: str) -> str | None:
    """The code of a word that names a currency, "" where the word does not say which one; None for any other word."""
    if word.upper() in CODES:
        return word.upper()
    return SYMBOLS.get(word.casefold())


def currency_code(text: str) -> str:
    """The three-letter code a text names ("€", "eur", "US Dollar (USD)"); "" where it names none."""
    folded = text.strip().casefold()
    if folded in SYMBOLS:
        return SYMBOLS[folded]
    for word in re.findall(r"[A-Za-z]+", text[:200].upper()):
        if word in CODES:
            return str(word)
    return ""


def currency_of_header(name: str) -> tuple[str, str]:
    """A column's name without the currency at its end, and that currency: ``Amount (EUR)``, ``Betrag in CHF``."""
    match = _IN_HEADER.search(name)
    found = next((part for part in match.groups() if part), "") if match else ""
    code = named_currency(found) if found else None
    return (name[: match.start()], code) if match and code else (name, "")
