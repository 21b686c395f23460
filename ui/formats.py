"""Numbers as a reader wants them: short money, exact money, odds, shares, months. Made on the server, so that every
viewer sees the same text."""

from __future__ import annotations

import datetime as dt
import math
from calendar import monthrange

from babel.core import Locale
from babel.numbers import format_decimal, get_currency_symbol

from ui.money_hidden import HIDDEN, is_hidden

LOCALE = Locale("en", "US")
NBSP = "\u00a0"
MINUS = "−"
_SYMBOL_FIRST = frozenset(
    {"USD", "GBP", "JPY", "CNY", "INR", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN", "BRL", "KRW", "ILS", "PHP"}
)
_STEPS = ((1e12, "T"), (1e9, "Bn"), (1e6, "M"), (1e3, "k"))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def symbol(currency: str) -> str:
    """``€`` for EUR; the code itself where it has no sign of its own."""
    return str(get_currency_symbol(currency, locale=LOCALE))


def _signed(value: float, text: str) -> str:
    return f"{MINUS}{text}" if value < 0 else text


def decimal(value: float, digits: int = 0) -> str:
    """``1,234.5`` with at most `digits` decimals and no trailing zeros."""
    if not math.isfinite(value):
        return "–"
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    text = str(format_decimal(abs(value), format=pattern, locale=LOCALE))
    return _signed(value, text) if text.strip("0.,") else text


def significant(value: float, figures: int = 3) -> str:
    """`value` with about `figures` significant figures: 0.0123, 1.23, 12.3, 1,234."""
    if not math.isfinite(value) or value == 0:
        return "–" if not math.isfinite(value) else "0"
    digits = figures - 1 - math.floor(math.log10(abs(value)))
    return decimal(round(value, digits), max(0, digits))


def scale_of(largest: float) -> tuple[float, str]:
    """Divisor and letter for a number of this size: (1e6, "M"); (1, "") below ten thousand."""
    for divisor, letter in _STEPS:
        if abs(largest) >= divisor * (10 if divisor == 1e3 else 1) * 0.9995:
            return divisor, letter
    return 1.0, ""


def with_currency(text: str, currency: str) -> str:
    """`text` with the currency's sign where it is customary."""
    sign = symbol(currency)
    if currency in _SYMBOL_FIRST:
        return f"{MINUS}{sign}{text[1:]}" if text.startswith(MINUS) else f"{sign}{text}"
    return f"{text}{NBSP}{sign}"


def money(value: float, currency: str) -> str:
    """Short: ``4.61 M €``; the word that nothing is shown where the visitor may not see amounts."""
    if is_hidden():
        return HIDDEN
    if not math.isfinite(value):
        return "–"
    divisor, letter = scale_of(value)
    text = significant(value / divisor)
    return with_currency(f"{text}{NBSP}{letter}" if letter else text, currency)


def money_exact(value: float, currency: str) -> str:
    """To the whole unit: ``4,612,345 €``; two decimals below one hundred. Hidden as `money` is."""
    if is_hidden():
        return HIDDEN
    return with_currency(decimal(value, 2 if abs(value) < 100 else 0), currency)


def percent(share: float, digits: int = 0) -> str:
    """``22 %`` of a share of 0.22; at most `digits` decimals."""
    return f"{decimal(share * 100, digits)}{NBSP}%"


def share(value: float) -> str:
    """A share with the decimals it needs: ``22 %``, ``2.4 %``, ``0.83 %``."""
    size = abs(value) * 100
    return percent(value, 0 if size >= 99.95 else 1 if size >= 5 else 2)


def signed(text: str, value: float) -> str:
    """`text` of a difference with its sign: ``+3``, ``−2``, ``±0``."""
    return text if value < 0 or text.startswith(MINUS) else f"+{text}" if value > 0 else f"±{text}"


def odds(probability: float, interval: tuple[float, float] | None = None, n_trials: int | None = None) -> str:
    """``34 %``; ``1 in 20`` below ten percent; ``about`` where the interval is wider than a point."""
    if probability <= 0:
        return f"under 1 in {decimal(_round_to_one(n_trials / 3))}" if n_trials else "none"
    if probability < 0.1:
        one_in = 1 / probability
        text = f"1{NBSP}in{NBSP}{decimal(round(one_in) if one_in < 50 else _round_to_one(one_in))}"
    elif probability > 0.995:
        return f"over 99{NBSP}%"
    else:
        text = percent(probability)
    wide = interval is not None and interval[1] - interval[0] > 0.01
    return f"about{NBSP}{text}" if wide else text


def _round_to_one(value: float) -> float:
    size = 10.0 ** math.floor(math.log10(max(value, 1.0)))
    return math.floor(value / size + 0.5) * size


def points(difference: float) -> str:
    """A difference of two odds: ``+12 points``."""
    whole = round(difference * 100)
    if whole == 0:
        return "no change"
    return f"{signed(decimal(whole), whole)} {'point' if abs(whole) == 1 else 'points'}"


def month(text: str) -> str:
    """``Dec 2027`` of ``2027-12``."""
    return f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}"


def last_day(text: str) -> str:
    """``31 Dec 2027``, the day a deadline in ``2027-12`` ends."""
    year, number = int(text[:4]), int(text[5:7])
    return f"{monthrange(year, number)[1]} {month(text)}"


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
