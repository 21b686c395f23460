"""The fonts that come along: Noto Sans for Latin, Greek, Cyrillic, Thai, Arabic and Hebrew, and for signs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import vl_convert

FOLDER = Path(__file__).parent / "fonts"
TEXT = FOLDER / "text"
"""The regular weights, and bold for Latin. What draws charts takes the first face that has a letter, whatever its
weight: with the bold faces of the other scripts among them it would set every Thai label in bold."""
BOLD = FOLDER / "bold"
FAMILIES = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Thai",
    "Noto Sans Hebrew",
    "Noto Sans Math",
    "Noto Sans Symbols2",
)
"""In the order in which a letter is looked for. The last two hold the minus sign, arrows, marks and shapes."""


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the fonts known to what draws charts: text in a font it does not know vanishes without a word."""
    vl_convert.register_font_directory(str(TEXT))
