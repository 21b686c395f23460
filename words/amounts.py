"""Numbers as a reader wants them: short money, exact money, odds, shares, months. Made on the server, so that every
reader sees the same text."""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import datetime
from typing import Literal

from babel.core import Locale
from babel.numbers import format_decimal, get_currency_symbol

Unit = Literal["money", "count", "share", "days", "number"]
"""number: people, ratios and whatever else has a decimal."""

LOCALE = Locale("en", "US")
NBSP = "\u00a0"
MINUS = "−"
NOTHING = "–"
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIGN_FIRST = frozenset(
    {"USD", "GBP", "JPY", "CNY", "INR", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN", "BRL", "KRW", "ILS", "PHP"}
)
_STEPS = ((1e12, "T"), (1e9, "Bn"), (1e6, "M"), (1e4, "k"))
_ROUNDS_UP = 0.9995


def currency_sign(currency: str) -> str:
    """``€`` for EUR; the code itself where it has no sign."""
    return str(get_currency_symbol(currency, locale=LOCALE))


def decimal(value: float, digits: int = 0) -> str:
    """``1,234.5`` with at most `digits` decimals."""
    if not math.isfinite(value):
        return NOTHING
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    text = str(format_decimal(abs(value), format=pattern, locale=LOCALE))
    return f"{MINUS}{text}" if value < 0 and text.strip("0.,") else text


def significant(value: float, figures: int = 3) -> str:
    """`value` to about `figures` significant figures."""
    if not math.isfinite(value) or value == 0:
        return decimal(value)
    digits = figures - 1 - math.floor(math.log10(abs(value)))
    return decimal(round(value, digits), max(digits, 0))


def scale_of(largest: float) -> tuple[float, str]:
    """What to divide numbers of this size by, and the letter that says so: (1e6, "M")."""
    for least, letter in _STEPS:
        if abs(largest) >= least * _ROUNDS_UP:
            return (1e3 if letter == "k" else least), letter
    return 1.0, ""


def money(value: float, currency: str) -> str:
    """Short: ``4.61 M €``."""
    if not math.isfinite(value):
        return NOTHING
    divisor, letter = scale_of(value)
    text = significant(value / divisor)
    return with_currency(f"{text}{NBSP}{letter}" if letter else text, currency)


def money_exact(value: float, currency: str) -> str:
    """To the whole unit: ``4,612,345 €``."""
    return with_currency(decimal(value, 2 if abs(value) < 100 else 0), currency)


def with_currency(text: str, currency: str) -> str:
    """`text` with the currency's sign where it is customary."""
    sign = currency_sign(currency)
    if currency not in _SIGN_FIRST:
        return f"{text}{NBSP}{sign}"
    return f"{MINUS}{sign}{text.removeprefix(MINUS)}" if text.startswith(MINUS) else f"{sign}{text}"


def percent(share: float, digits: int = 0) -> str:
    """``22 %`` of 0.22."""
    return f"{decimal(share * 100, digits)}{NBSP}%"


def share_text(share: float) -> str:
    """A share with the decimals it needs."""
    size = abs(share) * 100
    return percent(share, 0 if size >= 99.95 else 1 if size >= 5 else 2)


def amount(value: float | None, unit: Unit, currency: str, *, exact: bool = False) -> str:
    """One value in its unit; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return NOTHING
    if unit == "money":
        return money_exact(value, currency) if exact else money(value, currency)
    if unit == "share":
        return percent(value, 2) if exact else share_text(value)
    if unit == "days":
        return f"{decimal(value, 2 if exact else 0)}{NBSP}days"
    if unit == "number":
        return decimal(value, 3 if exact else 1 if abs(value) >= 10 else 2)
    return decimal(value)


def odds(probability: float, interval: tuple[float, float] | None = None, n_trials: int | None = None) -> str:
    """``34 %``; ``1 in 20`` below ten percent; ``about`` where the interval is wider than a point.

    n_trials: how many futures were looked at, for odds of none of them.
    """
    if probability <= 0:
        return f"under 1{NBSP}in{NBSP}{decimal(_one_figure(n_trials / 3))}" if n_trials else "none"
    if probability > 0.995:
        return f"over 99{NBSP}%"
    if probability < 0.1:
        one_in = 1 / probability
        text = f"1{NBSP}in{NBSP}{decimal(round(one_in) if one_in < 50 else _one_figure(one_in))}"
    else:
        text = percent(probability)
    wide = interval is not None and interval[1] - interval[0] > 0.01
    return f"about{NBSP}{text}" if wide else text


def _one_figure(value: float) -> float:
    size = 10.0 ** math.floor(math.log10(max(value, 1.0)))
    return math.floor(value / size + 0.5) * size


def month(text: str) -> str:
    """``Dec 2027`` of ``2027-12``."""
    return f"{MONTH_NAMES[int(text[5:7]) - 1]} {text[:4]}"


def last_day(text: str) -> str:
    """``31 Dec 2027`` of ``2027-12``."""
    return f"{monthrange(int(text[:4]), int(text[5:7]))[1]} {month(text)}"


def moment(when: datetime) -> str:
    """``21 Nov 2026, 19:05 UTC``; without a zone, no zone is named."""
    zone = f" {when.tzname()}" if when.tzinfo else ""
    return f"{when.day} {MONTH_NAMES[when.month - 1]} {when.year}, {when:%H:%M}{zone}"
