"""Two versions of a scenario that began as the same one, brought together field by field."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from simulator.errors import Problem, ScenarioError
from simulator.scenario.codec import parse_scenario
from simulator.scenario.fields import Field, as_document, branching, path_text, same, scenario_fields
from simulator.scenario.plan import Scenario


@dataclass(frozen=True)
class Clash:
    """A field both sides changed, and differently. Each value is a part of a scenario, or None where it is gone."""

    path: str
    base: object
    mine: object
    theirs: object


@dataclass(frozen=True)
class Merge:
    """What came of a merge.

    scenario: the merged one, or None where what was merged does not fit together; `problems` then says why.
    clashes: every field both changed; the merged scenario has mine there, or theirs where that was asked for.
    """

    scenario: Scenario | None
    clashes: tuple[Clash, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def clean(self) -> bool:
        """Nothing was lost on either side and the result is a scenario."""
        return self.scenario is not None and not self.clashes


def merge(base: Scenario, mine: Scenario, theirs: Scenario, *, take_theirs: Collection[str] = ()) -> Merge:
    """Both sets of changes to `base` in one scenario.

    take_theirs: paths of clashing fields (as `Clash.path` writes them) where theirs is kept instead of mine.
    """
    work = _Merging(frozenset(take_theirs))
    whole = work.join((), (), scenario_fields(base), scenario_fields(mine), scenario_fields(theirs))
    assert whole is not None
    document = cast("dict[str, Any]", as_document(whole))
    try:
        return Merge(parse_scenario(document), tuple(work.clashes))
    except ScenarioError as error:
        return Merge(None, tuple(work.clashes), error.problems)


@dataclass
class _Merging:
    take_theirs: frozenset[str]
    clashes: list[Clash] = field(default_factory=list)

    def join(
        self,
        steps: tuple[str, ...],
        listed: tuple[bool, ...],
        base: Field | None,
        mine: Field | None,
        theirs: Field | None,
    ) -> Field | None:
        if same(mine, theirs) or same(theirs, base):
            return mine
        if same(mine, base):
            return theirs
        if mine is not None and theirs is not None and branching(mine, theirs):
            begun = base if branching(base, mine) else None
            parts: dict[str, Field] = {}
            for name in _order(begun, mine, theirs):
                joined = self.join(
                    (*steps, name),
                    (*listed, mine.listed),
                    _part(begun, name),
                    _part(mine, name),
                    _part(theirs, name),
                )
                if joined is not None:
                    parts[name] = joined
            return Field(mine.value, parts, mine.listed)
        path = path_text(steps, listed)
        self.clashes.append(Clash(path, *(side.value if side else None for side in (base, mine, theirs))))
        return theirs if path in self.take_theirs else mine


def _order(base: Field | None, mine: Field, theirs: Field) -> Iterator[str]:
    """Every name once: in my order, or in theirs where only they moved the members about."""
    names = [tuple(side.parts or ()) if side else () for side in (base, mine, theirs)]
    kept = set(names[0]).intersection(*names)
    orders = [tuple(name for name in side if name in kept) for side in names]
    only_theirs = orders[1] == orders[0] != orders[2]
    first, second = (names[2], names[1]) if only_theirs else (names[1], names[2])
    yield from first
    yield from (name for name in second if name not in first)


def _part(side: Field | None, name: str) -> Field | None:
    return side.parts.get(name) if side is not None and side.parts is not None else None
