"""The generated parts of a page: between two comments that name them, everything else is left as it was."""

from __future__ import annotations

import re

BEGIN, END = "<!-- validation: {} -->", "<!-- end: {} -->"


def part(page: str, name: str) -> str:
    """The lines between the comments of `name`, without them. Raises KeyError where the page has no such part."""
    found = _pattern(name).search(page)
    if found is None:
        raise KeyError(
            f'the page has no part "{name}": it stands between {BEGIN.format(name)} and {END.format(name)}'
        )
    return found[1].strip("\n")


def with_part(page: str, name: str, lines: list[str]) -> str:
    """`page` with the part's lines replaced. Raises KeyError where the page has no such part."""
    part(page, name)
    text = "\n".join([BEGIN.format(name), *lines, END.format(name)])
    return _pattern(name).sub(lambda _: text, page, count=1)


def parts(page: str) -> tuple[str, ...]:
    """Names of the page's parts, in order."""
    return tuple(re.findall(r"<!-- validation: ([\w-]+) -->", page))


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(re.escape(BEGIN.format(name)) + r"\n(.*?)" + re.escape(END.format(name)), re.DOTALL)
