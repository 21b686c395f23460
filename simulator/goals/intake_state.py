"""A text on its way to a goal: the words still unused, and what was made of the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from simulator.goals.intake import Choice, Contradiction, Question, Understood
from simulator.goals.intake_words import is_empty_word
from simulator.scenario.plan import Scenario

MOST_CHOICES = 6


class Text:
    """A sentence whose words are used up as they are understood; both forms have the same length."""

    def __init__(self, text: str) -> None:
        self.whole = text
        self.low = "".join(low if len(low := one.casefold()) == 1 else one for one in text)

    def use(self, start: int, end: int) -> str:
        """Take these characters out; returns them as they were typed."""
        taken = self.whole[start:end]
        self.low = self.low[:start] + "\x00" * (end - start) + self.low[end:]
        return taken.strip(" ,.;")

    def left(self) -> tuple[str, ...]:
        """Words nobody used and that might have meant something."""
        spans = re.finditer(r"[^\W_]+(?:[-'’][^\W_]+)*", self.low)
        words = [(one.group(), self.whole[one.start() : one.end()]) for one in spans]
        return tuple(dict.fromkeys(word for low, word in words if not is_empty_word(low)))


class Reading:
    """One text on its way to a goal."""

    def __init__(self, scenario: Scenario, answers: Mapping[str, Any]) -> None:
        self.scenario = scenario
        self.answers = answers
        self.fields: dict[str, Any] = {}
        self.understood: list[Understood] = []
        self.questions: list[Question] = []
        self.contradictions: list[Contradiction] = []
        self.has_numbers = False

    def take(self, field: str, value: Any, words: str, *meaning: Any) -> None:
        """Keep `value`, read from `words`."""
        self.fields[field] = value
        self.understood.append(Understood(field, words, meaning))

    def ask(self, field: str, choices: list[Choice], *asked: Any, free: bool = False) -> None:
        """Leave `field` open."""
        self.questions.append(Question(field, asked, tuple(choices[:MOST_CHOICES]), free))

    def deny(self, field: str, *words: Any) -> None:
        """Say what cannot be."""
        self.contradictions.append(Contradiction(field, words))

    def question(self, field: str) -> Question | None:
        """What is open of `field`."""
        return next((one for one in self.questions if one.field == field), None)
