"""One letter of a SMART card."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from simulator.goals.metrics import metric
from simulator.goals.told import Figure, FigureUnit, Told, said

State = Literal["ok", "warn", "missing", "unknown", "fails"]
_ORDER: tuple[State, ...] = ("ok", "warn", "unknown", "missing", "fails")


@dataclass(frozen=True)
class Letter:
    """sentence: what was found; advice: what to do, empty where nothing; asks: fields of the goal to fill in."""

    letter: Literal["S", "M", "A", "R", "T"]
    state: State
    sentence: Told
    advice: Told | str = ()
    asks: tuple[str, ...] = ()

    def said(self, write: Callable[[Figure], str] | None = None) -> str:
        """The sentence, its figures written by `write`."""
        return said(self.sentence, write)

    def advised(self, write: Callable[[Figure], str] | None = None) -> str:
        """What to do."""
        return self.advice if isinstance(self.advice, str) else said(self.advice, write)

    def document(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {
            "state": self.state,
            "sentence": self.said(),
            "advice": self.advised(),
            "asks": list(self.asks),
        }


@dataclass(frozen=True)
class Part:
    """One of the things a letter asks for."""

    state: State
    words: Told
    advice: Told = ()
    asks: tuple[str, ...] = ()


def joined(letter: Literal["S", "M", "A", "R", "T"], parts: list[Part]) -> Letter:
    """A letter of its parts: as good as the worst of them, which is told first."""
    ordered = sorted(parts, key=lambda one: -_ORDER.index(one.state))
    sentence: list[str | Figure] = []
    advice: list[str | Figure] = []
    for part in ordered:
        sentence += [*([" "] if sentence else []), *part.words]
        if part.advice and part.state != "ok":
            advice += [*([" "] if advice else []), *part.advice]
    asks = tuple(dict.fromkeys(name for part in ordered if part.state != "ok" for name in part.asks))
    return Letter(letter, worst(part.state for part in parts), tuple(sentence), tuple(advice), asks)


def worst(states: Iterable[State]) -> State:
    """The gravest of `states`."""
    return max(states, key=_ORDER.index, default="ok")


def figure_unit(name: str) -> FigureUnit:
    """How a value of the metric `name` is told."""
    unit = metric(name).unit
    return "number" if unit == "ratio" else unit


def listed(words: list[str], last: str = "and") -> str:
    """``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
