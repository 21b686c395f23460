"""A goal read out of a sentence: what was understood and from which words, what is open, what contradicts.

Nothing is guessed in silence: what the text does not say is either asked, or said to be taken for granted and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.goals.intake_words import spoken_label
from simulator.goals.told import Told
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario

MOST_CHARACTERS = 500
FIELDS = ("metric", "scope", "direction", "number", "by", "window")
"""What a goal is made of; ``number`` is a target, or a change with the baseline it starts from."""


@dataclass(frozen=True)
class Understood:
    """One thing read. words: those of the text it was read from; empty where it was taken for granted."""

    field: str
    words: str
    meaning: Told


@dataclass(frozen=True)
class Choice:
    """One answer to a question. value: what the field becomes; of ``number`` a tuple of (field, value) pairs."""

    value: Any
    label: Told


@dataclass(frozen=True)
class Question:
    """What is still open. choices: the likely answers, the likeliest first; free: another may be typed."""

    field: str
    asked: Told
    choices: tuple[Choice, ...]
    free: bool = False


@dataclass(frozen=True)
class Contradiction:
    """What cannot be as it was said."""

    field: str
    words: Told


@dataclass(frozen=True)
class Intake:
    """A text as far as it was understood. fields: the goal's own, by name; unused: words nothing was made of."""

    text: str
    fields: Mapping[str, Any]
    understood: tuple[Understood, ...]
    questions: tuple[Question, ...]
    contradictions: tuple[Contradiction, ...]
    unused: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is open and nothing contradicts."""
        return not self.questions and not self.contradictions

    def question(self, field: str) -> Question | None:
        """What is open of `field`."""
        return next((one for one in self.questions if one.field == field), None)

    def goal(self, scenario: Scenario) -> Goal | None:
        """The goal, with a name no other goal of `scenario` has; None while something is open."""
        if not self.is_complete:
            return None
        fields = {"name": _name(self.fields, scenario), **self.fields}
        return Goal.model_validate(fields)


def _name(fields: Mapping[str, Any], scenario: Scenario) -> str:
    label = spoken_label(fields["metric"]).replace('"', "")
    base = label[0].upper() + label[1:]
    if fields["scope"] != "company":
        base = f"{base} of {fields['scope']}"
    taken = {goal.name for goal in scenario.goals}
    names = (base[:110], f"{base[:96]} by {fields['by']}", *(f"{base[:110]} {n}" for n in range(2, 250)))
    return next(name.strip() for name in names if name.strip() not in taken)
