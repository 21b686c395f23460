"""Reading a goal's sentence: team, metric, deadline, window, numbers and direction, each from its own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from simulator.engine.forecast import COMPANY
from simulator.goals.intake import MOST_CHARACTERS, Choice, Intake
from simulator.goals.intake_dates import deadlines_in
from simulator.goals.intake_figures import read_numbers
from simulator.goals.intake_metric import lower_first, quoted_stage, read_metric
from simulator.goals.intake_numbers import numbers_in
from simulator.goals.intake_state import Reading, Text
from simulator.goals.intake_terms import ambiguous
from simulator.goals.intake_time import read_deadline, read_window
from simulator.goals.intake_words import (
    AT_LEAST,
    AT_MOST,
    COMPANY_WORDS,
    DOWN,
    UP,
    phrase_pattern,
    spoken_label,
)
from simulator.goals.metrics import metric
from simulator.goals.needs import missing
from simulator.scenario.metric_names import COMPANY_ONLY, OF_REVENUE
from simulator.scenario.plan import Scenario

_OWNER = re.compile(r"[,;]?\s*\bowned by\s+(.+)$", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def read_goal(
    text: str, scenario: Scenario, answers: Mapping[str, Any] | None = None, as_of: date | None = None
) -> Intake:
    """What `text` asks for, as far as it says so; never raises for a text.

    answers: chosen values by field (those of `Choice.value`), which go before the text. as_of: the day it is said.
    Text beyond `MOST_CHARACTERS` is not read.
    """
    typed = _SPACE.sub(" ", text.replace("\x00", " ")).strip()
    reading = Reading(scenario, answers or {})
    if len(typed) > MOST_CHARACTERS:
        reading.deny("text", f"Only the first {MOST_CHARACTERS} characters are read: say it shorter.")
    typed = typed[:MOST_CHARACTERS]
    words = Text(typed)
    _owner(reading, words)
    stage = quoted_stage(words, scenario)
    named = _named(reading, words)
    found = deadlines_in(words.low, scenario, as_of)
    dates = [(one, words.use(one.start, one.end)) for one in found]
    read_metric(reading, words, stage)
    _scope(reading, named)
    read_deadline(reading, dates)
    read_window(reading, words, next((one.inside for one in found if one.inside), ""))
    direction, falls = _direction_words(words)
    reading.has_numbers = bool(numbers_in(words.low))
    read_numbers(reading, words, falls=falls)
    _direction(reading, direction)
    _inputs(reading)
    return Intake(
        typed,
        reading.fields,
        tuple(reading.understood),
        tuple(reading.questions),
        tuple(reading.contradictions),
        words.left(),
    )


def _owner(reading: Reading, words: Text) -> None:
    match = _OWNER.search(words.whole)
    if match is None:
        return
    name = match[1].strip()
    name = name[1:-1] if len(name) > 2 and name[0] == name[-1] == '"' else name.rstrip(" .")
    words.use(match.start(), match.end())
    if name:
        reading.take("owner", name[:120], match[0].strip(" ,;"), f"{name} owns it.")


def _named(reading: Reading, words: Text) -> tuple[str, str] | None:
    """The team the text names, with the words: in quotes, as it is written, or after *of*, *for*, *in* in any case."""
    for team in sorted(reading.scenario.team_names, key=len, reverse=True):
        quoted = words.whole.find(f'of "{team}"')
        if quoted >= 0 and "\x00" not in words.low[quoted : quoted + len(team) + 5]:
            return team, words.use(quoted, quoted + len(team) + 5)
    unclear = ambiguous(reading.scenario.team_names, reading.scenario)
    for team in sorted(reading.scenario.team_names, key=len, reverse=True):
        literal = re.escape(team)
        # A name such as Team 1 or Units is meant only after of or for, and as it is written.
        optional = "" if team in unclear else "?"
        if team in unclear and not team[0].isupper():
            continue
        match = re.search(
            rf"(?<!\w)(?:(?:of|for|in|from|team)\s+){optional}(?:the\s+)?{literal}(?!\w)", words.whole
        )
        if match is not None and "\x00" in words.low[match.start() : match.end()]:
            match = None
        if match is None and team not in unclear:
            lead = r"(?<!\w)(?:of|for|in|from|team)\s+(?:the\s+)?"
            match = re.search(rf"{lead}{re.escape(team.casefold())}(?:\s+team)?(?!\w)", words.low)
        if match is not None:
            return team, words.use(match.start(), match.end())
    match = phrase_pattern(
        tuple(f"{lead}{one}" for one in COMPANY_WORDS for lead in ("of ", "for ", ""))
    ).search(words.low)
    return None if match is None else (COMPANY, words.use(match.start(), match.end()))


def _scope(reading: Reading, named: tuple[str, str] | None) -> None:
    scenario, name = reading.scenario, reading.fields.get("metric")
    if "scope" in reading.answers:
        scope = reading.answers["scope"]
        reading.take("scope", scope, "" if named is None else named[1], f"{_of(scope)}, as chosen.")
        return
    whole = name in COMPANY_ONLY or (name in OF_REVENUE and scenario.recurring is not None)
    if named is not None:
        scope, said = named
        if scope != COMPANY and whole and len(scenario.teams) == 1:
            reading.take("scope", COMPANY, said, f"{scope} is the whole company.")
        elif scope != COMPANY and whole and name is not None:
            label = metric(name).label
            reading.deny("scope", f"{label} is known for the company only, not for {scope}.")
            reading.ask(
                "scope",
                [Choice(COMPANY, ("the company",))],
                f"Shall it be {lower_first(label)} of the company?",
            )
        else:
            reading.take("scope", scope, said, f"{_of(scope)}.")
        return
    if name is None and len(scenario.teams) > 1:
        return  # whether teams have it is not known yet
    if len(scenario.teams) == 1 or whole:
        why = "" if len(scenario.teams) > 1 else " (there is one team)"
        reading.take("scope", COMPANY, "", f"The company{why}.")
        return
    choices = [Choice(COMPANY, ("the company",)), *(Choice(team, (team,)) for team in scenario.team_names)]
    reading.ask("scope", choices, "For whom?")


def _of(scope: str) -> str:
    return "The company" if scope == COMPANY else f"Team {scope}"


def _direction_words(words: Text) -> tuple[tuple[str, str] | None, bool]:
    """The direction the words ask for, with those words, and whether they speak of less."""
    verb: tuple[str, str] | None = None
    falls = False
    bound: tuple[str, str] | None = None
    bounds: tuple[tuple[str, tuple[str, ...]], ...] = (("at_least", AT_LEAST), ("at_most", AT_MOST))
    for direction, phrases in bounds:
        match = phrase_pattern(phrases).search(words.low)
        if match is not None and bound is None:
            bound = direction, words.whole[match.start() : match.end()]
    verbs: tuple[tuple[str, tuple[str, ...]], ...] = (("at_most", DOWN), ("at_least", UP))
    for direction, phrases in verbs:
        match = phrase_pattern(phrases).search(words.low)
        if match is not None and verb is None:
            verb = direction, words.whole[match.start() : match.end()]
            falls = direction == "at_most"
    return bound or verb, falls


def _direction(reading: Reading, found: tuple[str, str] | None) -> None:
    name = reading.fields.get("metric")
    change = reading.fields.get("change", reading.fields.get("points", reading.fields.get("step")))
    if found is None and change is not None and change != 0:
        found = ("at_least" if change > 0 else "at_most"), ""
    if found is None and name is not None:
        better = metric(name).better
        direction = "at_least" if better > 0 else "at_most"
        reading.take("direction", direction, "", f"{'More' if better > 0 else 'Less'} of it is better.")
        return
    if found is None:
        return
    direction, said = found
    words = "At least that much." if direction == "at_least" else "At most that much."
    reading.take("direction", direction, said, words)


def _inputs(reading: Reading) -> None:
    """What the plan lacks for the metric; and the number, where nothing gave one."""
    name, fields = reading.fields.get("metric"), reading.fields
    if name is not None:
        scope, window, by = fields.get("scope", COMPANY), fields.get("window", "average"), fields.get("by")
        for one in missing(reading.scenario, name, scope, window, by):
            if one.blocks:
                reading.deny("metric", one.sentence)
    if any(one in fields for one in ("target", "change", "points", "step")) or reading.question("number"):
        return
    if name is not None:
        reading.ask("number", [], f"How much shall {spoken_label(name)} be?", free=True)
    elif not reading.has_numbers:
        reading.ask("number", [], "How much shall it be?", free=True)
