"""Names that say something else as well, such as *10 %*, *Units* or *Team 1*: in quotes they are surely meant."""

from __future__ import annotations

from simulator.goals.intake_dates import deadlines_in
from simulator.goals.intake_numbers import numbers_in
from simulator.goals.intake_words import (
    A_MONTH,
    AT_LEAST,
    AT_MOST,
    COMPANY_WORDS,
    DOWN,
    UP,
    WINDOWS,
    is_empty_word,
    metric_phrases,
    phrase_pattern,
)
from simulator.scenario.plan import Scenario

_SPOKEN = phrase_pattern(
    (
        *AT_LEAST,
        *AT_MOST,
        *UP,
        *DOWN,
        *A_MONTH,
        *COMPANY_WORDS,
        *(one for group in WINDOWS.values() for one in group),
    )
)


def ambiguous(names: tuple[str, ...], scenario: Scenario) -> frozenset[str]:
    """Those of `names`, teams of `scenario`, that hold words, numbers or dates a goal's sentence is made of."""
    metrics = phrase_pattern(tuple(phrase for phrase, _ in metric_phrases(scenario)))

    def holds_more(low: str) -> bool:
        if _SPOKEN.search(low) or numbers_in(low) or is_empty_word(low) or metrics.search(low):
            return True
        return bool(deadlines_in(low, scenario))

    return frozenset(name for name in names if holds_more(name.casefold()))
