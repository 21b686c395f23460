"""What a verdict rests on besides the forecast, in words that stand beside it on every page and paper."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.goals.verdict import Verdict
from simulator.scenario.plan import Scenario

MOST_NAMES = 3


def widening_words(factor: float) -> str:
    """``range widened ×1.3 as the past showed``."""
    verb = "widened" if factor >= 1 else "narrowed"
    return f"range {verb} ×{factor:.2f}".rstrip("0").rstrip(".") + " as the past showed"


def opinion_words(weight: float) -> str:
    """``25 % from the money history alone``: so many of the futures."""
    return f"{weight * 100:.3g}\N{NO-BREAK SPACE}% from the money history alone"


def untouched_words(verdict: Verdict, scenario: Scenario) -> str | None:
    """Why a second opinion that is used elsewhere does not touch this verdict; None where it does, or is not used."""
    opinion = scenario.second_opinion
    if opinion is None or opinion.weight == 0 or verdict.second_opinion is not None:
        return None
    return f"not touched by the second opinion, which speaks of the company's {opinion.metric}"


def marks(verdict: Verdict, scenario: Scenario) -> tuple[str, ...]:
    """Everything that must stand beside `verdict`; `scenario` is the one it was judged under."""
    found = (
        verdict.history,
        None if verdict.second_opinion is None else opinion_words(verdict.second_opinion),
        untouched_words(verdict, scenario),
        None if verdict.widened is None else widening_words(verdict.widened),
    )
    return tuple(words for words in found if words)


def common_marks(goals: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """The marks of several goals (name, marks), each once: alone where all have it, else after the names that do."""
    names: dict[str, list[str]] = {}
    for name, own in goals:
        for words in own:
            names.setdefault(words, []).append(name)
    return tuple(words if len(of) == len(goals) else f"{_listed(of)}: {words}" for words, of in names.items())


def _listed(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[: MOST_NAMES - 1])} and {len(names) - MOST_NAMES + 1} more"
