"""Text that came from data, made safe for the places where Streamlit reads markdown."""

from __future__ import annotations

import re

from words.text import safe_text

_MARKDOWN = re.compile(r"([\\`*_\[\]<$~]|&(?=[#\w]))")
_STARTS_A_BLOCK = re.compile(r"^(\d{0,9})([.)\-+=>#])(?=[ >#]|$)|^(>)")
_JOINER = "\u2060"
"""A word joiner: no width, never a line break. It splits what would become a link, an emoji or a directive."""
_BLANKS = re.compile(" +")
_NO_WIDTH = re.compile("\u200b")
"""A blank of no width says nothing; the marks beside Arabic, Persian and Hebrew letters do, and stay."""


def plain(text: object) -> str:
    """`text` so that a markdown place shows it letter by letter, on one line.

    Backslashes alone do not stop links such as ``http://…``, ``www.…`` and ``a@b.c``, emoji such as ``:smile:`` or
    arrows: these are found in the finished text. A word joiner inside them is what stops those. What needs no escape
    gets none: a field's label is read aloud as it is written here.
    """
    line = _one_line(text)
    line = re.sub(r":(?=\S)", f":{_JOINER}", line)
    line = re.sub(r"(?i)\b(www)\.", rf"\1{_JOINER}.", line)
    line = line.replace("@", f"@{_JOINER}")
    line = re.sub(r"([-<>=])(?=[-<>=])", rf"\1{_JOINER}", line)
    return _STARTS_A_BLOCK.sub(r"\1\\\2\3", _MARKDOWN.sub(r"\\\1", line))


def shown(text: object, limit: int = 60) -> str:
    """`text` for places that do not read markdown (options, cells, chart labels): one line, visible letters only."""
    line = _one_line(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _one_line(text: object) -> str:
    return _BLANKS.sub(" ", _NO_WIDTH.sub("", safe_text(text))).strip(" ")


def sentence_list(items: list[str]) -> str:
    """``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 lever``, ``2 levers``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
