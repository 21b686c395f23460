"""Which metric a goal's sentence means."""

from __future__ import annotations

import re

from simulator.goals.intake import Choice
from simulator.goals.intake_state import Reading, Text
from simulator.goals.intake_words import metric_phrases, spoken_label
from simulator.goals.metrics import metric
from simulator.goals.needs import carried
from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.plan import Scenario

_OR_RECURRING = ("revenue", "mrr", "arr", "bookings")
"""What revenue may mean where business is recurring."""
_USUAL = ("bookings", "revenue", "mrr", "new_customers", "win_rate", "churn_rate", "profit")


def quoted_stage(words: Text, scenario: Scenario) -> tuple[str, tuple[str, ...]] | None:
    """``units reaching "offer"``: before teams are looked for, one of which may be called like a stage."""
    stages = {stage.name for team in scenario.teams for stage in team.stages[:-1]}
    for name in sorted(stages, key=len, reverse=True):
        phrase = spoken_label(f"{STAGE_PREFIX}{name}")
        start = (
            words.whole.lower().find(phrase.lower()) if len(words.whole) == len(words.whole.lower()) else -1
        )
        if start >= 0:
            return words.use(start, start + len(phrase)), (f"{STAGE_PREFIX}{name}",)
    return None


def read_metric(reading: Reading, words: Text, stage: tuple[str, tuple[str, ...]] | None) -> None:
    """Take the metric, or ask which of several is meant."""
    scenario = reading.scenario
    found = [] if stage is None else [stage]
    for phrase, names in metric_phrases(scenario) if stage is None else ():
        match = re.search(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", words.low)
        if match is not None:
            found.append((words.use(match.start(), match.end()), names))
    if "metric" in reading.answers:
        name = reading.answers["metric"]
        reading.take(
            "metric", name, ", ".join(said for said, _ in found), f"{metric(name).label}, as chosen."
        )
        return
    meant = list(dict.fromkeys(name for _, names in found for name in names))
    said = found[0][0] if len(found) == 1 else " and ".join(words for words, _ in found)
    if len(meant) > 1:
        possible = set(carried(scenario))
        held = [name for name in meant if name in possible]
        meant = held or meant
    if meant == ["revenue"] and said.casefold() != "total revenue" and scenario.recurring is not None:
        meant = list(_OR_RECURRING)
    if len(meant) == 1:
        reading.take(
            "metric", meant[0], said, f"{metric(meant[0]).label}: {lower_first(metric(meant[0]).definition)}"
        )
        return
    if meant:
        reading.ask("metric", _metric_choices(meant), f"What is meant by “{said}”?")
        return
    possible = set(carried(scenario))
    reading.ask(
        "metric",
        _metric_choices([name for name in _USUAL if name in possible]),
        "What is to change?",
        free=True,
    )


def _metric_choices(names: list[str]) -> list[Choice]:
    return [
        Choice(name, (f"{metric(name).label} ({lower_first(metric(name).definition).rstrip('.')})",))
        for name in names
    ]


def lower_first(text: str) -> str:
    """`text` inside a sentence."""
    first = text.split(maxsplit=1)[0]
    return text if first.isupper() and len(first) > 1 else text[0].lower() + text[1:]
