"""The assumptions in which several scenarios differ, and only those: a row each, a text for every scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.errors import shorten
from simulator.scenario.change_words import is_money, label_of, single_text
from simulator.scenario.fields import Field, branching, path_text, same, scenario_fields
from simulator.scenario.levers import lever
from simulator.scenario.plan import Adjustment, DatedChange, Scenario
from simulator.scenario.quantities import Document, Effect, Evidenced, Rate
from simulator.scenario.team import Hire

ABSENT = "–"
_SAID_ELSEWHERE = frozenset({"name", "seed", "description", "dangers", "schema_version"})
_PROVENANCE = frozenset({"source", "grade", "note", "baseline_source", "source_of_truth", "description"})
_MOST_NUMBERS = 12


@dataclass(frozen=True)
class DifferingRow:
    """One assumption that is not the same in all.

    path: ``teams[Direct].stages[sale].rate``; label: "Direct: win rate"; texts: what each scenario holds there, in
    their order, ``–`` where it has nothing there. money: the texts hold amounts.
    """

    path: str
    label: str
    texts: tuple[str, ...]
    money: bool


@dataclass(frozen=True)
class _Place:
    steps: tuple[str, ...]
    listed: tuple[bool, ...]
    fields: tuple[Field | None, ...]
    reached: tuple[bool, ...]


def differing(scenarios: Sequence[Scenario]) -> tuple[DifferingRow, ...]:
    """What differs between `scenarios`, in the order of the document; sources and notes are no assumptions."""
    fields = tuple(scenario_fields(one) for one in scenarios)
    start = _Place((), (), fields, (True,) * len(fields))
    several = any(len(one.teams) > 1 for one in scenarios) or len({one.team_names for one in scenarios}) > 1
    return tuple(_row(place, scenarios, several) for place in _walk(start))


def _walk(place: _Place) -> Iterator[_Place]:
    there = [field for field, is_there in zip(place.fields, place.reached, strict=True) if is_there]
    if all(same(there[0], other) for other in there[1:]):
        return
    if place.steps and (place.steps[0] in _SAID_ELSEWHERE or place.steps[-1] in _PROVENANCE):
        return
    present = [field for field in there if field is not None]
    if not present or not branching(*present):
        if _values_differ(there):
            yield place
        return
    # A team, stage or initiative that not all have: that is one row; what else differs in it are others'.
    if len(present) < len(there) and (place.listed[-1] or not present[0].listed):
        yield place
        if len(present) == 1 or isinstance(present[0].value, Adjustment | Hire):
            return
    reached = tuple(
        is_there and (field is not None or _is_list(present))
        for field, is_there in zip(place.fields, place.reached, strict=True)
    )
    names = dict.fromkeys(name for field in present for name in field.parts or {})
    for name in names:
        below = tuple((field.parts or {}).get(name) if field is not None else None for field in place.fields)
        yield from _walk(_Place((*place.steps, name), (*place.listed, present[0].listed), below, reached))


def _is_list(present: Sequence[Field]) -> bool:
    """A list that is left out holds nothing: its members are absent, not unknown."""
    return present[0].listed


def _values_differ(fields: Sequence[Field | None]) -> bool:
    bare = [_bare(field.value) if field is not None else None for field in fields]
    return any(one != bare[0] for one in bare[1:])


def _bare(value: object) -> object:
    """Without where it comes from."""
    if isinstance(value, Evidenced):
        return type(value), value.model_copy(update={"source": None, "grade": None})
    return value


def _row(place: _Place, scenarios: Sequence[Scenario], several: bool) -> DifferingRow:
    steps = place.steps
    values = [field.value if field is not None else None for field in place.fields]
    owner = next(one for one, value in zip(scenarios, values, strict=True) if value is not None)
    team = steps[1] if steps[0] == "teams" and len(steps) > 2 and several else None
    label, money = _label(steps, owner), is_money(steps, owner)
    texts = _texts(steps, values, scenarios, place.reached)
    if money:
        texts = tuple(
            f"{text} {scenario.currency}" if isinstance(value, Evidenced | float | int) else text
            for text, value, scenario in zip(texts, values, scenarios, strict=True)
        )
    return DifferingRow(
        path=path_text(steps, place.listed),
        label=label if team is None else f"{shorten(team, 40)}: {label}",
        texts=texts,
        money=money,
    )


def _label(steps: tuple[str, ...], owner: Scenario) -> str:
    if steps[0] == "adjustments" and len(steps) > 1:
        what = lever(steps[1]).label.lower()
        return f"{what} moved" if len(steps) == 2 or steps[2] == "change" else f"{what} moved: {steps[2]}"
    if steps[0] == "adjustments":
        return "levers moved"
    return label_of(steps, owner)


def _texts(
    steps: tuple[str, ...],
    values: Sequence[object],
    scenarios: Sequence[Scenario],
    reached: Sequence[bool],
) -> tuple[str, ...]:
    bare = [_told_below(value) if there else None for value, there in zip(values, reached, strict=True)]

    def written(digits: int) -> list[str]:
        return [
            ABSENT if value is None or not there else _text(steps, value, scenario, digits)
            for value, scenario, there in zip(values, scenarios, reached, strict=True)
        ]

    for digits in range(5):
        texts = written(digits)
        if _told_apart(texts, bare):
            return tuple(texts)
    # The numbers are the same to every digit shown: what differs is how surely they are known.
    texts = [text + _certainty(value) for text, value in zip(written(0), values, strict=True)]
    if _told_apart(texts, bare):
        return tuple(texts)
    first: dict[str, object] = {}
    for text, value in zip(texts, bare, strict=True):
        first.setdefault(text, value)
    return tuple(
        text if first[text] == value else f"{text}, others" for text, value in zip(texts, bare, strict=True)
    )


def _told_apart(texts: Sequence[str], values: Sequence[object]) -> bool:
    """Whether equal texts mean equal values."""
    last = dict(zip(texts, values, strict=True))
    return all(last[text] == value for text, value in zip(texts, values, strict=True))


def _told_below(value: object) -> object:
    """What a row has to tell apart: of a team or stage that it is there, the rest are rows of their own."""
    own = Evidenced | Effect | Adjustment | Hire | DatedChange
    return True if isinstance(value, Document) and not isinstance(value, own) else _bare(value)


def _text(steps: tuple[str, ...], value: object, scenario: Scenario, digits: int) -> str:
    if isinstance(value, Adjustment):
        return _moved(value, digits)
    if isinstance(value, DatedChange):
        return f"{_effect(value, digits)} from {value.start_month}, odds {value.probability:.{digits}%}"
    if isinstance(value, Hire):
        return f"{value.count} {'person' if value.count == 1 else 'people'}"
    if steps[0] == "adjustments" and steps[-1] == "change" and isinstance(value, float | int):
        return _change(steps[1], value, digits)
    written = single_text(steps, value, scenario, digits)
    if written is not None:
        return written
    if isinstance(value, tuple) and all(isinstance(item, Adjustment) for item in value):
        return "; ".join(f"{lever(item.lever).label} {_moved(item, digits)}" for item in value) or ABSENT
    if isinstance(value, tuple) and value and all(isinstance(item, int | float) for item in value):
        listed = " / ".join(f"{item:.{max(digits, 2)}g}" for item in value[:_MOST_NUMBERS])
        return listed if len(value) <= _MOST_NUMBERS else f"{len(value):,} numbers: {listed} …"
    if isinstance(value, tuple):
        return f"{len(value):,} listed" if value else ABSENT
    return "yes" if isinstance(value, Document) or value is True else "no" if value is False else str(value)


def _moved(one: Adjustment, digits: int) -> str:
    where = "" if one.teams is None else f" ({', '.join(shorten(team, 40) for team in one.teams)})"
    return (
        _change(one.lever, one.change, digits)
        + ("" if one.start_month is None else f" from {one.start_month}")
        + where
    )


def _change(name: str, change: float, digits: int) -> str:
    return f"{change:+,.{digits}f}" if lever(name).absolute else f"{change * 100:+,.{digits}f} %"


def _effect(one: DatedChange, digits: int) -> str:
    return f"{lever(one.lever).label.lower()} {_change(one.lever, one.effect.mode, digits)}"


def _certainty(value: object) -> str:
    """How surely a number is known, in brackets."""
    if isinstance(value, Rate) and value.trials is not None:
        return f" ({value.successes:,.6g} of {value.trials:,.6g})"
    if isinstance(value, Rate):
        return " (exact)" if value.equivalent_n is None else f" (as from {value.equivalent_n:,.6g} cases)"
    if not isinstance(value, Document):
        return ""
    known = value.model_dump(exclude_none=True, exclude={"source", "grade", "mean"})
    parts = [
        f"{name.replace('_', ' ')} {number:,.6g}"
        for name, number in known.items()
        if isinstance(number, int | float)
    ]
    return f" ({', '.join(parts)})" if parts else ""
