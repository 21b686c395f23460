"""Why it moved, in sentences: what each difference took or gave, and what several did only together."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.decide.why_parts import Moved, Part, Why
from simulator.goals.metrics import metric
from simulator.goals.told import Figure, FigureUnit, Told

LEAST_POINTS = 0.005
"""Of odds: less is no point."""
MOST_NAMED = 3
_UNITS: dict[str, FigureUnit] = {
    "money": "money",
    "share": "share",
    "count": "count",
    "days": "days",
    "ratio": "number",
}


def odds_finding(found: Why) -> str:
    """What moved the odds, in one line: ``Win rate took 12 points, hires gave 7 back``."""
    if not found.parts:
        return "Nothing that these odds rest on differs"
    named = [part for part in found.parts if abs(part.moved.odds) >= LEAST_POINTS and part.moved.is_sure]
    most = max((abs(part.moved.odds) for part in named), default=0.0)
    if abs(found.interaction.odds) > max(most, LEAST_POINTS) and found.interaction.is_sure:
        bring = "bring" if found.interaction.odds > 0 else "cost"
        points = _points(found.interaction.odds)
        real = [part.name for part in found.parts if not part.luck]
        if len(real) == 2:
            both = _capital(_both((real[0], real[1])))
            return f"{both} together {bring} {points} that neither {bring}s alone"
        return f"What the differences do only together {bring}s {points}"
    if not named:
        return "None of the differences moves the odds by a point"
    return _line(named)


def _line(parts: list[Part]) -> str:
    first = parts[0].moved.odds
    verb = "brought" if first > 0 else "took"
    pieces = [f"{parts[0].name} {verb} {_points(first)}"]
    for part in parts[1:MOST_NAMED]:
        points, same = _points(part.moved.odds), (part.moved.odds > 0) == (first > 0)
        number = points.removesuffix(" points").removesuffix(" point")
        turned = "gave" if first < 0 else "took"
        pieces.append(
            f"{_inside(part.name)} {number} more" if same else f"{_inside(part.name)} {turned} {number} back"
        )
    return ", ".join(pieces)


def median_finding(found: Why) -> Told | None:
    """What moved the median most, with figures in the metric's unit; None where it cannot be set off."""
    if found.total.median is None:
        return None
    named = sorted(
        (part for part in found.parts if _moves_median(part.moved)),
        key=lambda part: -abs(part.moved.median or 0.0),
    )  # fmt: skip
    if not named:
        return (
            ("The median stays where it was",)
            if not found.parts or not found.total.median
            else ("No difference by itself moves the median by more than luck would",)
        )
    pieces: list[str | Figure] = []
    first = named[0].moved.median or 0.0
    for number, part in enumerate(named[:MOST_NAMED]):
        value = part.moved.median or 0.0
        figure = Figure(abs(value), median_unit(found))
        if number == 0:
            pieces += [f"{part.name} {'lifts' if value > 0 else 'lowers'} the median by ", figure]
        elif (value > 0) == (first > 0):
            pieces += [f", {_inside(part.name)} by ", figure, " more"]
        else:
            pieces += [f", {_inside(part.name)} {'gives' if first < 0 else 'takes'} ", figure, " back"]
    return tuple(pieces)


def _moves_median(moved: Moved) -> bool:
    return moved.median is not None and abs(moved.median) > 2 * (moved.median_error or 0.0)


def median_unit(found: Why) -> FigureUnit:
    """How a median of the goal's metric is written."""
    return _UNITS[metric(found.metric).unit]


def sentences(found: Why) -> tuple[str, ...]:
    """What else is to be said, none of it an amount of money."""
    return tuple(_sentences(found))


def _sentences(found: Why) -> Iterator[str]:
    real = [part for part in found.parts if not part.luck]
    if len(real) > 1:
        yield _together(found, real)
    yield from _on_top(real)
    passed = next((part for part in real if part.time), None)
    if passed is not None:
        yield (
            f"{passed.name}: the goal counts from the start of its plan, so that what came in before is no part of "
            "the newer odds unless its target was lowered by it."
        )
    if found.bands_only is not None:
        yield f"The bands differ too: under the new ones the old odds would be called {found.bands_only}."
    luck = next((part for part in found.parts if part.luck), None)
    if luck is not None:
        yield f"The seeds differ: other luck alone is {_signed(luck.moved)}, and is counted apart."
    if passed is None and found.old.target != found.new.target and found.old.metric == found.new.metric:
        yield "The target differs too: that moves the odds, and not the median."


def _together(found: Why, real: list[Part]) -> str:
    moved = found.interaction
    if not moved.is_sure or abs(moved.odds) < LEAST_POINTS:
        return "Each difference does what it does alone: what they do only together cannot be told from luck."
    what = "bring" if moved.odds > 0 else "cost"
    if len(real) == 2:
        return (
            f"{_capital(_both((real[0].name, real[1].name)))} {what} {_points(moved.odds)} only together, "
            "beyond what each does alone."
        )
    lead = f"Only together the differences {what} {_points(moved.odds)}, beyond what each does alone"
    pair = found.pairs[0] if found.pairs else None
    if pair is None or not pair.moved.is_sure or abs(pair.moved.odds) < LEAST_POINTS:
        return f"{lead}."
    gain = "gain" if pair.moved.odds > 0 else "lose"
    return f"{lead}; {_both(pair.names)} {gain} {_points(pair.moved.odds)} from each other."


def _on_top(real: list[Part]) -> Iterator[str]:
    """The difference that does most else on top of the others than alone."""
    apart = [
        (part, part.last.odds - part.moved.odds)
        for part in real
        if part.last is not None and abs(part.last.odds - part.moved.odds) >= 0.03
    ]
    if len(real) > 2 and apart:
        part, _ = max(apart, key=lambda one: (abs(one[1]), one[0].name))
        assert part.last is not None
        yield f"{part.name}: {_signed(part.moved)} by itself, {_signed(part.last)} on top of all others."


def _signed(moved: Moved) -> str:
    if abs(moved.odds) < LEAST_POINTS:
        return "under 1 point" if moved.odds else "no change"
    return f"{'+' if moved.odds > 0 else '−'}{_points(moved.odds)}"


def _points(odds: float) -> str:
    whole = max(round(abs(odds) * 100), 1)
    return f"{whole} point{'' if whole == 1 else 's'}"


def _both(names: tuple[str, str]) -> str:
    return f"{_inside(names[0])} and {_inside(names[1])}"


def _inside(name: str) -> str:
    """A name within a sentence; one that opens with a team's keeps its capital."""
    return name if ": " in name else name[:1].lower() + name[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
