"""Column names, and other short texts, as they are compared and shown."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 120
"""Of a name, a stage or another text of a cell."""
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain_name(name: str) -> str:
    """`name` in lower-case letters and digits only, no accents: ``Deal - Creation Date`` is ``dealcreationdate``."""
    decomposed = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    return "".join(
        letter for letter in decomposed.casefold() if letter.isalnum() and not unicodedata.combining(letter)
    )


def visible_name(name: str) -> str:
    """`name` without invisible characters, line breaks and spaces around it."""
    return " ".join(without_invisible(name).split())


def without_invisible(text: str) -> str:
    """`text` without characters nobody sees: control characters, direction marks, joiners, byte order marks."""
    return _INVISIBLE.sub("", text)


def clean_text(text: str) -> str:
    """A cell as it is shown and counted: on one line, without invisible characters, of `LONGEST_TEXT` at most."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())[:LONGEST_TEXT].rstrip()
