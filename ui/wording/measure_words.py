"""Which number to measure next, as the pages write it."""

from __future__ import annotations

from simulator import Scenario
from simulator.decide import MeasureNext
from simulator.decide.measure import halving_words, points
from ui.computing.measure_view import MeasureView
from ui.visitors.money_hidden import shown_text
from ui.wording import formats


def input_name(one: MeasureNext, plan: Scenario) -> str:
    """``win rate of South``; without the team where there is one team only."""
    named = one.input.kind in ("initiative", "risk")
    name = shown_text(one.input.name) if named else one.input.name
    return f"{name} of {one.input.team}" if one.input.team and len(plan.teams) > 1 else name


def next_words(view: MeasureView, plan: Scenario) -> str:
    """``measure next: win rate of South: ±9 points of the odds hang on it, 40 more closed deals would halve that``."""
    best = view.best
    if best is None:
        return "nothing that can be measured now moves these odds"
    return (
        f"measure next: {input_name(best, plan)} "
        f"(±{points(best.swing)} of the odds hang on it; {halving_words(best)} would halve that)"
    )


def widest_words(view: MeasureView, plan: Scenario) -> str:
    """Why the number that moves most is not the one to measure next; empty where it is."""
    widest = max(view.ranked, key=lambda one: one.swing, default=None)
    if widest is None or view.best is None or widest is view.best:
        return ""
    taught = (
        f"halving what hangs on it takes {halving_words(widest)}"
        if widest.halving is not None
        else "no sample tells it beforehand"
    )
    named = input_name(widest, plan)
    return f"Most hangs on {named} (±{points(widest.swing)}), but {taught}: deal for deal, the other teaches more."


def halved_by(one: MeasureNext) -> str:
    """What would halve it, for a cell."""
    if not one.swing:
        return "–"
    return "no sample tells beforehand" if one.halving is None else halving_words(one)


def finding(view: MeasureView, goal: str, plan: Scenario) -> str:
    """The chart's title."""
    widest = max(view.ranked, key=lambda one: one.swing, default=None)
    if widest is None or not widest.swing:
        return f"Nothing we do not know yet moves the odds of {goal}"
    name = input_name(widest, plan)
    return f"{name[:1].upper()}{name[1:]} moves the odds of {goal} most: ±{points(widest.swing)}"


def known_from(one: MeasureNext) -> str:
    """``21 closed deals``; assumed numbers say so."""
    if one.cases is None:
        return "taken as exact" if one.input.kind not in ("initiative", "risk", "market") else "not countable"
    count = formats.decimal(one.cases, 1 if one.cases < 10 else 0)
    said = f"{count} {one.case[0] if count == '1' else one.case[1]}"
    return f"as if {said}" if one.assumed else said
