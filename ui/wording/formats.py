"""Numbers as the pages write them: those of `words.amounts`, amounts only for whoever may see them, and differences."""

from __future__ import annotations

import datetime as dt

from ui.visitors.money_hidden import HIDDEN, is_hidden
from words import amounts
from words.amounts import (
    MINUS,
    NBSP,
    currency_sign,
    decimal,
    last_day,
    month,
    odds,
    percent,
    scale_of,
    share_text,
    significant,
    with_currency,
)
from words.amounts import MONTH_NAMES as MONTHS

__all__ = [
    "MINUS",
    "MONTHS",
    "NBSP",
    "day",
    "decimal",
    "last_day",
    "money",
    "money_exact",
    "month",
    "month_span",
    "odds",
    "percent",
    "points",
    "scale_of",
    "share",
    "signed",
    "significant",
    "symbol",
    "with_currency",
]
symbol, share = currency_sign, share_text


def money(value: float, currency: str) -> str:
    """Short: ``4.61 M €``; the word that nothing is shown where the visitor may not see amounts."""
    return HIDDEN if is_hidden() else amounts.money(value, currency)


def money_exact(value: float, currency: str) -> str:
    """To the whole unit: ``4,612,345 €``; two decimals below one hundred. Hidden as `money` is."""
    return HIDDEN if is_hidden() else amounts.money_exact(value, currency)


def signed(text: str, value: float) -> str:
    """`text` of a difference with its sign: ``+3``, ``−2``, ``±0``."""
    return text if value < 0 or text.startswith(MINUS) else f"+{text}" if value > 0 else f"±{text}"


def points(difference: float) -> str:
    """A difference of two odds: ``+12 points``."""
    whole = round(difference * 100)
    if whole == 0:
        return "no change"
    return f"{signed(decimal(whole), whole)} {'point' if abs(whole) == 1 else 'points'}"


def day(date: dt.date) -> str:
    """``31 Dec 2026``."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def month_span(first: str, last: str) -> str:
    """``Mar–Aug 2027``, ``Nov 2027–Feb 2028`` or one month."""
    if first == last:
        return month(first)
    return (
        f"{MONTHS[int(first[5:7]) - 1]}–{month(last)}"
        if first[:4] == last[:4]
        else f"{month(first)}–{month(last)}"
    )
