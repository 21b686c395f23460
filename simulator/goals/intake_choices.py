"""What a plan adds to a goal half said: where it starts from, and targets worth choosing from, with their odds."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from simulator.engine.forecast import Forecast
from simulator.goals.baseline import Baseline, baseline
from simulator.goals.intake import Choice, Intake, Question, Understood
from simulator.goals.intake_numbers import exact_text
from simulator.goals.intake_words import written_in_percent
from simulator.goals.ladder import RungName, ladder
from simulator.goals.metrics import metric
from simulator.goals.told import Figure, Told
from simulator.scenario.goal import Goal

OFFERED: tuple[RungName, ...] = ("commit", "target", "stretch", "ceiling")
_WORDS = {
    "commit": "as a commitment",
    "target": "realistic",
    "stretch": "a stretch",
    "ceiling": "hardly to be reached",
}
ROUND_CHANGES = (0.05, 0.10, 0.20)
_NEEDED = ("metric", "scope", "by", "window", "direction")


def completed(forecast: Forecast, intake: Intake) -> Intake:
    """`intake` with its baseline and, where the number is open, targets to choose from; all from `forecast`.

    A change or a step becomes a target where the plan says what it starts from, and is asked for where it does not.
    """
    fields = dict(intake.fields)
    if any(name not in fields for name in _NEEDED) or any(one.field != "number" for one in intake.questions):
        return intake
    if intake.contradictions:
        return intake
    found = baseline(forecast, fields["metric"], fields["scope"], fields["window"], fields["by"])
    if intake.questions:
        return _with_targets(forecast, intake, fields, found)
    understood = list(intake.understood)
    if "baseline" not in fields:
        start = _start(fields, found)
        if start is None and "target" not in fields:
            asked = Question(
                "number",
                (f"A change from what? The plan does not say where {_label(fields)} stands.",),
                (),
                free=True,
            )
            return replace(intake, questions=(asked,))
        if start is not None:
            fields |= {"baseline": start.value, "baseline_source": start.source[:1000]}
            words: Told = ("It starts from ", shown(fields["metric"], start.value), f": {start.source}.")
            understood.append(Understood("baseline", "", words))
    for part in ("points", "step"):
        if part in fields:
            fields["target"] = round(fields["baseline"] + fields.pop(part), 12)
    return replace(intake, fields=fields, understood=tuple(understood))


def _start(fields: dict[str, Any], found: Baseline | None) -> Baseline | None:
    if found is None or not math.isfinite(found.value) or ("change" in fields and found.value <= 0):
        return None
    return replace(found, value=_figures(found.value))


def _figures(value: float) -> float:
    """Four figures: more of a computed baseline nobody could tell apart."""
    return float(f"{value:.4g}")


def _with_targets(
    forecast: Forecast, intake: Intake, fields: dict[str, Any], found: Baseline | None
) -> Intake:
    (asked,) = intake.questions
    if asked.choices:
        return intake
    name, direction = fields["metric"], fields["direction"]
    choices: list[Choice] = []
    sought = Goal(name="sought", target=0.0, **{one: fields[one] for one in _NEEDED})
    rungs = {rung.name: rung for rung in ladder(forecast, sought).rungs}
    for rung_name in OFFERED:
        rung = rungs[rung_name]
        if rung.value is None or rung.probability is None:
            continue
        value = _easier(rung.value, direction, whole=metric(name).unit == "count")
        odds = Figure(rung.probability, "odds")
        choices.append(
            Choice((("target", value),), (shown(name, value), f", {_WORDS[rung_name]} (odds of ", odds, ")"))
        )
    start = _start({**fields, "change": 0}, found)
    if start is not None:
        sign = 1 if direction == "at_least" else -1
        for change in ROUND_CHANGES[:2]:
            moved = exact_text(sign * change, percent=True)
            pairs = (
                ("change", sign * change),
                ("baseline", start.value),
                ("baseline_source", start.source[:1000]),
            )
            to = shown(name, start.value * (1 + sign * change))
            told = (f"{'+' if sign > 0 else ''}{moved} from ", shown(name, start.value), " to ", to)
            choices.append(Choice(pairs, told))
    unique = {str(one.value): one for one in choices}
    return replace(intake, questions=(replace(asked, choices=tuple(unique.values())),))


def _easier(value: float, direction: str, *, whole: bool) -> float:
    """Three figures, rounded so that it is not harder to reach."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    scale = 10.0 ** (math.floor(math.log10(abs(value))) - 2)
    if whole:
        scale = max(scale, 1.0)
    steps = value / scale
    rounded = math.floor(steps + 1e-9) if direction == "at_least" else math.ceil(steps - 1e-9)
    return float(f"{rounded * scale:.12g}")


def shown(name: str, value: float) -> Figure | str:
    """A value of the metric `name`: money as a figure, which a screen may hide."""
    if metric(name).unit == "money":
        return Figure(value, "money")
    return exact_text(float(f"{value:.4g}"), percent=written_in_percent(name))


def _label(fields: dict[str, Any]) -> str:
    return metric(fields["metric"]).label.lower()
