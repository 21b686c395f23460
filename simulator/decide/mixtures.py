"""Scenarios between two others: the one, with some of its fields taken from the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from simulator.scenario.codec import parse_scenario
from simulator.scenario.fields import Field, as_document, scenario_fields
from simulator.scenario.plan import Scenario

Steps = tuple[str, ...]
"""A field's place, name by name, as `Difference.steps` holds it."""


class Mixtures:
    """Every scenario between `old` and `new`."""

    def __init__(self, old: Scenario, new: Scenario) -> None:
        self.old, self.new = old, new
        self._fields = scenario_fields(old), scenario_fields(new)

    def taking(self, chosen: Iterable[Steps]) -> Scenario:
        """`old` with the fields `chosen` as `new` has them; it depends on which they are, not on their order.

        Raises ScenarioError where that does not fit together.
        """
        wanted = frozenset(chosen)
        if not wanted:
            return self.old
        whole = _mixed((), *self._fields, wanted)
        assert whole is not None
        return parse_scenario(cast("dict[str, Any]", as_document(whole)))


def _mixed(steps: Steps, old: Field | None, new: Field | None, wanted: frozenset[Steps]) -> Field | None:
    if steps in wanted:
        return new
    if old is None or new is None or old.parts is None or new.parts is None:
        return old
    if not any(one[: len(steps)] == steps for one in wanted):
        return old
    parts: dict[str, Field] = {}
    for name in _order(tuple(old.parts), tuple(new.parts)):
        part = _mixed((*steps, name), old.parts.get(name), new.parts.get(name), wanted)
        if part is not None:
            parts[name] = part
    return Field(old.value, parts, old.listed)


def _order(old: Steps, new: Steps) -> Iterator[str]:
    """Every name once: as in `new`, those that are gone after the one they stood behind."""
    behind: dict[str | None, list[str]] = {}
    before: str | None = None
    for name in old:
        if name in new:
            before = name
        else:
            behind.setdefault(before, []).append(name)
    yield from behind.get(None, [])
    for name in new:
        yield name
        yield from behind.get(name, [])
