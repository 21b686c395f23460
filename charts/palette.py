"""One colour, one meaning, on every chart (Okabe-Ito hues, told apart by colour-blind eyes and on projectors)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """Hex colours of one theme. Marks reach 3 : 1 and text 4.5 : 1 against `background`."""

    background: str
    text: str
    quiet: str
    grid: str
    realistic: str
    stretch: str
    unreachable: str
    unknown: str
    forecast: str
    baseline: str
    target: str
    actuals: str
    leads: str
    people: str


LIGHT = Palette(
    background="#FFFFFF",
    text="#1B1F24",
    quiet="#59636E",
    grid="#E3E7EB",
    realistic="#009E73",
    stretch="#E69F00",
    unreachable="#D55E00",
    unknown="#A9B2BC",
    forecast="#0072B2",
    baseline="#7A8490",
    target="#3B434C",
    actuals="#000000",
    leads="#56B4E9",
    people="#CC79A7",
)
DARK = Palette(
    background="#030507",
    text="#EEF1F5",
    quiet="#A6B0BB",
    grid="#2B343E",
    realistic="#2BC7A0",
    stretch="#E69F00",
    unreachable="#FF8A4C",
    unknown="#A6B0BB",
    forecast="#56B4E9",
    baseline="#98A3AF",
    target="#D3DAE2",
    actuals="#FFFFFF",
    leads="#8CCBF0",
    people="#E3A5CC",
)


def verdict_colour(palette: Palette, word: str) -> str:
    """The colour of a verdict: its own for each of the three words, grey where there is no word."""
    found: str = getattr(palette, word, palette.unknown)
    return found


def palette(mode: str | None) -> Palette:
    """The palette of the viewer's theme; light where it is not known."""
    return DARK if mode == "dark" else LIGHT
