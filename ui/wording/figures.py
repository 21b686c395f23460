"""Sentences of the engine as this visitor may read them: amounts by the page's own rules."""

from __future__ import annotations

from collections.abc import Callable

from simulator.goals.told import Figure, Told, said
from ui.visitors.money_hidden import HIDDEN, is_hidden
from ui.wording import formats
from ui.wording.text import plain


def writer(currency: str) -> Callable[[Figure], str]:
    """How a figure is written on this page."""

    def write(figure: Figure) -> str:
        value = figure.value
        match figure.unit:
            case "money":
                return f"an amount {HIDDEN}" if is_hidden() else formats.money(value, currency)
            case "odds":
                return formats.odds(value)
            case "share":
                return formats.percent(value, 0 if value in (0, 1) else 1 if abs(value) >= 0.1 else 2)
            case "points":
                return formats.points(value / 100)
            case "days":
                return formats.decimal(value)
            case "count" | "minutes":
                return formats.decimal(value, 0 if abs(value) >= 100 else 1)
            case _:
                return formats.decimal(value, 2)

    return write


def told_text(told: Told, currency: str) -> str:
    """A sentence for places that do not read markdown."""
    return said(told, writer(currency))


def told_markdown(told: Told, currency: str) -> str:
    """A sentence as markdown, letter by letter."""
    return plain(told_text(told, currency))
