"""The numbers of a goal's sentence: which is the target, which the baseline, which a change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from simulator.goals.intake import Choice
from simulator.goals.intake_numbers import NumberWord, exact_text, numbers_in, too_large
from simulator.goals.intake_state import Reading, Text
from simulator.goals.intake_words import MOVING, phrase_pattern, written_in_percent
from simulator.goals.metrics import metric
from simulator.goals.told import Figure

Role = Literal["target", "baseline", "by", "change", "bare"]
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "change",
        re.compile(r"\b(?:change|growth of|rise of|drop of|increase of|decrease of|reduction of)\s*$"),
    ),
    ("baseline", re.compile(r"\b(?:from|now|currently|today|starting at|starting from)\s*$")),
    ("by", re.compile(r"\b(?:by|up|down)\s*$")),
    (
        "target",
        re.compile(
            r"\b(?:to|of|at|least|most|than|above|below|under|over|reach|hit|exceed|exceeding|minimum|maximum|min|max|"
            r"be|to:|target|is)\s*$"
        ),
    ),
)
_MORE = re.compile(r"^\s*(?:more|higher|growth|increase|up|extra|additional)\b")
_FEWER = re.compile(r"^\s*(?:less|fewer|lower|decrease|down|reduction)\b")
_NEAR = Decimal("0.000001")


@dataclass(frozen=True)
class Said:
    """A number with its part in the sentence. value: in the metric's unit, per cent as a share."""

    role: Role
    value: Decimal
    word: NumberWord

    @property
    def number(self) -> float:
        """As the goal holds it."""
        return float(self.value)


def read_numbers(reading: Reading, words: Text, *, falls: bool) -> None:
    """Fill target, or change and baseline, from the numbers left in `words`; ask or deny what is not clear.

    falls: whether the sentence speaks of less (*reduce*, *below*), so that a change without a sign is one downwards.
    """
    found = numbers_in(words.low)
    spans = [(one.start, one.end) for one in found]
    roles = [_role(words.low, one, spans) for one in found]
    name = reading.fields.get("metric")
    if name is not None and not written_in_percent(name) and phrase_pattern(MOVING).search(words.low):
        pairs = zip(roles, found, strict=True)
        roles = ["change" if role == "bare" and one.suffix == "percent" else role for role, one in pairs]
    if "number" in reading.answers:
        typed = ", ".join(words.use(one.start, one.end) for one in found)
        for name, value in reading.answers["number"]:
            reading.take(name, value, typed, "As chosen.")
        return
    said: list[Said] = []
    for number, role in zip(found, roles, strict=True):
        word = replace(number, text=words.use(number.start, number.end))
        one = _value(reading, word, role, falls=falls)
        if one is not None:
            said.append(one)
    if reading.question("number") is not None or any(one.field == "number" for one in reading.contradictions):
        return
    _assign(reading, said)


def _role(text: str, word: NumberWord, spans: list[tuple[int, int]]) -> Role:
    if word.suffix == "times":
        return "change"
    before = max((end for _, end in spans if end <= word.start), default=0)
    head = text[before : word.start].replace("\x00", " ")
    bare: Role = "bare"
    role = next((name for name, pattern in _ROLES if pattern.search(head)), bare)
    tail = text[word.end : word.end + 20].replace("\x00", " ")
    relative = word.suffix in ("percent", "points")
    if role == "bare" and (word.signed or _MORE.match(tail) or _FEWER.match(tail)):
        return "change" if relative else "by"
    if role == "by":
        return "change" if relative else "by"
    if role == "target" and word.signed and relative and re.search(r"\bof\s*$", head):
        return "change"
    return role


def _value(reading: Reading, word: NumberWord, role: Role, *, falls: bool) -> Said | None:
    """The number in the metric's unit, or None where it cannot be or has to be asked."""
    name = reading.fields.get("metric")
    if name is None:
        return None
    unit, percent = metric(name).unit, written_in_percent(name)
    label = metric(name).label
    if any(too_large(one) for one in word.values):
        reading.deny("number", f"{word.text} is larger than any goal can be.")
        return None
    if word.currency and unit != "money":
        reading.deny("number", f"{word.text} is money, and {label.lower()} is not.")
        return None
    if word.currency and word.currency != reading.scenario.currency:
        reading.deny(
            "number", f"{word.text} is in {word.currency}, the plan is in {reading.scenario.currency}."
        )
        return None
    if len(word.values) > 1:
        choices = [_number_choice(name, one, word, role) for one in word.values]
        reading.ask("number", choices, f"Which number is {word.text}?", free=True)
        return None
    value = word.values[0]
    down = falls and role in ("change", "by") and value > 0 and not word.signed
    value = -value if down else value
    if role == "change":
        if word.suffix == "points" or (word.suffix == "percent" and percent):
            return Said("change", value.scaleb(-2), word)
        return Said("change", value if word.suffix == "times" else value.scaleb(-2), word)
    if word.suffix in ("percent", "points") and not percent:
        if role in ("bare", "target") and word.suffix == "percent":
            reading.deny(
                "number",
                f"{word.text} is a share, and {label.lower()} is not; say + or - for a change of it.",
            )
        else:
            reading.deny("number", f"{word.text} does not fit {label.lower()}.")
        return None
    if percent and word.suffix == "":
        choices = [Choice((("target", float(value.scaleb(-2))),), (_shown(name, value.scaleb(-2)),))]
        if abs(value) <= 1:
            choices.append(Choice((("target", float(value)),), (_shown(name, value),)))
        reading.ask("number", choices, f"{label} is in per cent: is {word.text} meant as", free=True)
        return None
    return Said(role, value.scaleb(-2) if percent else value, word)


def _assign(reading: Reading, said: list[Said]) -> None:
    """Give each number its place; what contradicts or is said twice is asked."""
    by_role: dict[str, list[Said]] = {}
    for one in said:
        by_role.setdefault("target" if one.role == "bare" else one.role, []).append(one)
    name = reading.fields.get("metric")
    if name is None or not said:
        return
    for role, several in by_role.items():
        different = {one.value for one in several}
        if len(different) > 1:
            choices = [
                _number_choice(name, one.value, one.word, several[0].role, scaled=True) for one in several
            ]
            reading.ask(
                "number", choices, f"Two numbers could be the {_called(role)}: which is it?", free=True
            )
            return
    target, start, change, step = (
        by_role[role][0] if role in by_role else None for role in ("target", "baseline", "change", "by")
    )
    if change is not None:
        _changed(reading, name, target, start, change)
    elif step is not None:
        _stepped(reading, name, target, start, step)
    else:
        if start is not None:
            reading.take(
                "baseline", start.number, start.word.text, "It starts from ", _shown(name, start.value), "."
            )
        if target is not None:
            reading.take(
                "target", target.number, target.word.text, "The target is ", _shown(name, target.value), "."
            )


def _changed(reading: Reading, name: str, target: Said | None, start: Said | None, change: Said) -> None:
    percent, word = written_in_percent(name), change.word
    relative, points = change.value, change.value
    if start is not None and target is not None:
        if _agree(start.value * (1 + relative), target.value) and word.suffix != "points":
            _take_change(reading, name, change, start)
        elif percent and _agree(start.value + points, target.value):
            reading.take(
                "baseline", start.number, start.word.text, "It starts from ", _shown(name, start.value), "."
            )
            reading.take(
                "target", target.number, target.word.text, "The target is ", _shown(name, target.value), "."
            )
        else:
            reading.deny(
                "number",
                f"{word.text} from {start.word.text} does not lead to {target.word.text}; leave one of them out.",
            )
        return
    if target is not None:
        choices = [
            Choice((("target", target.number),), (_shown(name, target.value), " as the number to reach")),
            Choice((("change", change.number),), (_signed(change.value), " as a change")),
        ]
        reading.ask("number", choices, f"Which is the target, {target.word.text} or {word.text}?")
        return
    if percent and word.suffix != "times":
        _ask_points(reading, name, start, change)
        return
    if word.suffix == "points":
        reading.deny("number", f"{word.text} does not fit {metric(name).label.lower()}, which is no share.")
        return
    _take_change(reading, name, change, start)


def _ask_points(reading: Reading, name: str, start: Said | None, change: Said) -> None:
    """A change of something in per cent: of itself, or in points?"""
    if change.word.suffix == "points":
        reading.take("points", change.number, change.word.text, "A change of ", _points(change.value), ".")
        if start is not None:
            reading.take(
                "baseline", start.number, start.word.text, "It starts from ", _shown(name, start.value), "."
            )
        return
    base = () if start is None else (("baseline", start.number),)
    reading.ask(
        "number",
        [
            Choice((("change", change.number), *base), (_signed(change.value), " of itself")),
            Choice((("points", change.number), *base), (_points(change.value),)),
        ],
        f"{metric(name).label} is in per cent: is {change.word.text} of itself, or points?",
    )


def _take_change(reading: Reading, name: str, change: Said, start: Said | None) -> None:
    reading.take("change", change.number, change.word.text, "A change of ", _signed(change.value), ".")
    if start is not None:
        reading.take(
            "baseline", start.number, start.word.text, "It starts from ", _shown(name, start.value), "."
        )


def _stepped(reading: Reading, name: str, target: Said | None, start: Said | None, step: Said) -> None:
    """By so much more or less, in the metric's own unit."""
    if target is not None and start is None:
        reading.deny(
            "number", f"{step.word.text} and {target.word.text} cannot both be the target; leave one out."
        )
        return
    if start is not None and target is not None and not _agree(start.value + step.value, target.value):
        reading.deny(
            "number",
            f"{step.word.text} from {start.word.text} does not lead to {target.word.text}; leave one of them out.",
        )
        return
    if start is None:
        reading.take("step", step.number, step.word.text, "By ", _shown(name, step.value), ".")
        return
    reading.take("baseline", start.number, start.word.text, "It starts from ", _shown(name, start.value), ".")
    total = start.value + step.value
    reading.take("target", float(total), step.word.text, "The target is ", _shown(name, total), ".")


def _agree(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _NEAR * max(abs(one), abs(other), Decimal(1) / 1000)


def _number_choice(
    name: str, value: Decimal, word: NumberWord, role: Role, *, scaled: bool = False
) -> Choice:
    if role == "change":
        share = value if scaled else value.scaleb(-2)
        return Choice((("change", float(share)),), (_signed(share),))
    kept = value if scaled or not (written_in_percent(name) and word.suffix) else value.scaleb(-2)
    field = "baseline" if role == "baseline" else "step" if role == "by" else "target"
    return Choice(((field, float(kept)),), (_shown(name, kept),))


def _called(role: str) -> str:
    return {"by": "change", "change": "change", "baseline": "start"}.get(role, "target")


def _shown(name: str, value: Decimal) -> Figure | str:
    """Money stays a figure, which a screen may hide."""
    if metric(name).unit == "money":
        return Figure(float(value), "money")
    return exact_text(float(value), percent=written_in_percent(name))


def _signed(share: Decimal) -> str:
    text = exact_text(float(share), percent=True)
    return text if text.startswith("-") else f"+{text}"


def _points(share: Decimal) -> Any:
    text = exact_text(float(share), percent=True).removesuffix(" %")
    return f"{text if text.startswith('-') else f'+{text}'} points"
