"""Names that say something else as well: a team called *10 %*, *Units* or *at most* is meant only in quotes."""

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


def means_something(name: str, scenario: Scenario) -> bool:
    """Whether `name`, a team's, holds words, numbers or dates a goal's sentence is made of."""
    low = name.casefold()
    if _SPOKEN.search(low) or numbers_in(low) or deadlines_in(low, scenario) or is_empty_word(low):
        return True
    return phrase_pattern(tuple(phrase for phrase, _ in metric_phrases(scenario))).search(low) is not None
