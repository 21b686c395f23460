"""What is wrong with something a person entered, in sentences a person can act on."""

from __future__ import annotations

import reprlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that cannot be accepted.

    field: where it stands, e.g. ``teams[Direct].stages[sale].rate.mean``.
    value: what was found there, shortened for display.
    rule: what is allowed and what to do.
    """

    field: str
    value: str
    rule: str

    def __str__(self) -> str:
        shown = f" = {self.value}" if self.value else ""
        return f"{self.field}{shown}: {self.rule}"


class ScenarioError(ValueError):
    """A scenario that cannot be used; ``problems`` lists every reason at once."""

    def __init__(self, problems: tuple[Problem, ...] | list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def single(cls, field: str, value: object, rule: str) -> ScenarioError:
        """An error with one problem."""
        return cls((Problem(field, shorten(value), rule),))


class _Brief(reprlib.Repr):
    """Looks at the first few entries only: what is refused may hold a million."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlist = self.maxtuple = self.maxdict = 4
        self.maxstring = self.maxother = 80
        self.maxlong = 40

    def repr_int(self, x: int, level: int) -> str:
        """Python refuses to write out whole numbers of many thousand digits."""
        return super().repr_int(x, level) if x.bit_length() < 10_000 else "a number of thousands of digits"


_BRIEF = _Brief()


def shorten(value: object, limit: int = 60) -> str:
    """`value` on one line of at most `limit` characters."""
    text = value[: 10 * limit] if isinstance(value, str) else _BRIEF.repr(value)
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
