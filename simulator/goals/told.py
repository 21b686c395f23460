"""Sentences with figures in them: the engine says what, whoever shows them says how an amount is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

FigureUnit = Literal["money", "share", "count", "number", "days", "odds", "points", "minutes"]


@dataclass(frozen=True)
class Figure:
    """A number inside a sentence. share and odds: 0 to 1; points: of percent, signed."""

    value: float
    unit: FigureUnit


Told = tuple["str | Figure", ...]
"""A sentence in pieces; text of the user's own is in it as it was typed."""


def said(parts: Told, write: Callable[[Figure], str] | None = None) -> str:
    """`parts` as one string, figures written by `write` (`plain_figure` where none is given)."""
    how = write or plain_figure
    return "".join(part if isinstance(part, str) else how(part) for part in parts)


def plain_figure(figure: Figure) -> str:
    """Short and without a currency: 4.6 M, 34 %, +12 points."""
    value = figure.value
    match figure.unit:
        case "odds":
            return odds_text(value)
        case "share":
            return f"{_trimmed(value * 100, 2)} %"
        case "points":
            return f"{value:+.0f} points"
        case "money":
            return short_amount(value)
        case "days":
            return _trimmed(value, 0)
        case "count" | "minutes":
            return _trimmed(value, 0 if abs(value) >= 100 else 1)
        case _:
            return _trimmed(value, 2)


def odds_text(share: float) -> str:
    """Whole percents, without claiming certainty that was only rounded to."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{share * 100:.0f} %"


def short_amount(value: float) -> str:
    """Three digits and a letter: 4.6 M, 317 k."""
    size = abs(value)
    for limit, scale, letter in ((999.5e6, 1e9, " bn"), (999.5e3, 1e6, " M"), (999.5, 1e3, " k")):
        if size >= limit:
            return f"{_digits(value / scale)}{letter}"
    return _digits(value)


def _digits(value: float) -> str:
    return _trimmed(value, 0 if abs(value) >= 99.95 else 1 if abs(value) >= 9.995 else 2)


def _trimmed(value: float, places: int) -> str:
    text = f"{value:,.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
