"""What a sweep finds, in a line: from which value on the goal is realistic, or how close it gets."""

from __future__ import annotations

from collections.abc import Callable

from simulator.decide.sweep import Cell, Crossing, Sweep
from simulator.decide.sweep_axes import Axis
from simulator.goals.told import Figure, FigureUnit, Told
from simulator.scenario.lever_values import LeverUnit

_UNITS: dict[LeverUnit, FigureUnit] = {
    "share": "share",
    "share_per_month": "share",
    "share_per_year": "share",
    "units_per_month": "count",
    "deals_per_month": "count",
    "money": "money",
    "money_per_month": "money",
    "days": "days",
    "months": "number",
    "people": "count",
}
_PER: dict[LeverUnit, str] = {
    "share_per_month": " a month",
    "share_per_year": " a year",
    "units_per_month": " a month",
    "deals_per_month": " a month",
    "money_per_month": " a month",
    "days": " days",
    "months": " months",
    "people": " more people",
}


def amount(axis: Axis, place: int) -> Told:
    """What the lever stands at there: ``24.2 %``, ``660 a month``; of people how many more."""
    return _written(axis, axis.amounts[place])


def change_text(axis: Axis, change: float) -> str:
    """``+10 %``, ``±0 %``; of people ``+2``."""
    value = change if axis.terms.lever.absolute else round(change * 100, 1)
    sign = "±" if value == 0 else "+" if value > 0 else "\N{MINUS SIGN}"
    return f"{sign}{abs(value):g}{'' if axis.terms.lever.absolute else ' %'}"


def engine_label(axis: Axis) -> str:
    """What the engine calls the lever."""
    return axis.label


def sweep_finding(found: Sweep, called: Callable[[Axis], str] = engine_label) -> Told:
    """The answer of the sweep in one line; `called` says what a lever is called."""
    if not found.has_words:
        return ("Not enough history stands behind the plan for a word; the odds are shown all the same",)
    return _of_line(found, called) if len(found.axes) == 1 else _of_map(found, called)


def _of_line(found: Sweep, called: Callable[[Axis], str]) -> Told:
    (axis,) = found.axes
    turns = [one for one in found.crossings() if one.words[1] == "realistic"]
    if turns:
        return _turning(found, called(axis), axis, min(turns, key=lambda one: abs(one.change)))
    ends = (*amount(axis, 0), " to ", *amount(axis, len(axis.changes) - 1))
    best = max(found.cells, key=lambda cell: cell.odds)
    if best.verdict.verdict == "realistic":
        return (f"Realistic at every value tried: {_inside(called(axis))} from ", *ends)
    if all(cell.moved == 0 for cell in found.cells):
        return (f"{called(axis)} does not move these odds at all",)
    return (
        f"No {_inside(called(axis))} from ",
        *ends,
        " makes it realistic; it gets as close as ",
        Figure(best.odds, "odds"),
    )


def _turning(found: Sweep, label: str, axis: Axis, turn: Crossing) -> Told:
    rises = (
        found.cells[axis.changes.index(turn.between[1])].odds
        > found.cells[axis.changes.index(turn.between[0])].odds
    )
    if axis.terms.lever.absolute:
        people = turn.between[1] if rises else turn.between[0]
        return (
            f"Realistic {'from' if rises else 'up to'} {people:g} more people {'on' if rises else ''}".rstrip(),
        )
    start, end = (axis.changes.index(one) for one in turn.between)
    share = (turn.change - turn.between[0]) / (turn.between[1] - turn.between[0])
    value = axis.amounts[start] + share * (axis.amounts[end] - axis.amounts[start])
    how = f" ({change_text(axis, round(turn.change, 3))})"
    lead = f"Realistic {'from' if rises else 'up to'} {_article(axis, label)}{_inside(label)} of about "
    return (lead, *_written(axis, value), how)


def _of_map(found: Sweep, called: Callable[[Axis], str]) -> Told:
    realistic = [cell for cell in found.cells if cell.verdict.verdict == "realistic"]
    names = [called(one) for one in found.axes]
    if not realistic:
        best = max(found.cells, key=lambda cell: (cell.odds, [-place for place in cell.places]))
        return (
            f"No pair of {_inside(names[0])} and {_inside(names[1])} tried makes it realistic; at best ",
            Figure(best.odds, "odds"),
        )
    share = f"{len(realistic)} of {len(found.cells)} pairs"
    if found.own.verdict.verdict == "realistic":
        return (f"The plan is realistic as it is, and in {share}",)
    near = nearest_realistic(found)
    pieces = []
    for axis, place in zip(found.axes, near.places, strict=True):
        if place != axis.own:
            pieces.append(f"{_inside(called(axis))} {change_text(axis, axis.changes[place])}")
    return (f"Realistic in {share}, the nearest: {' and '.join(pieces)}",)


def nearest_realistic(found: Sweep) -> Cell:
    """The realistic value (pair of values) nearest to the plan; the plan's own where it is realistic or none is."""
    realistic = [cell for cell in found.cells if cell.verdict.verdict == "realistic"]
    own = found.own
    return (
        own if own in realistic or not realistic else min(realistic, key=lambda cell: _distance(found, cell))
    )


def _distance(found: Sweep, cell: Cell) -> tuple[float, tuple[int, ...]]:
    """How far a cell lies from the plan, each axis counted in its own length."""
    total = 0.0
    for axis, place in zip(found.axes, cell.places, strict=True):
        span = axis.changes[-1] - axis.changes[0]
        total += (axis.changes[place] / span) ** 2
    return round(total, 12), cell.places


def _written(axis: Axis, value: float) -> Told:
    return Figure(value, _UNITS[axis.unit]), _PER.get(axis.unit, "")


def _article(axis: Axis, label: str) -> str:
    return "" if axis.unit == "units_per_month" else "an " if label[:1].lower() in "aeiou" else "a "


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]
