"""A scenario as a tree of named fields: what two versions of it are compared and merged by.

A number with its uncertainty and source is one field. Teams, stages, goals and other lists of named things are
branches by name, hires by month, levers moved by lever; every other list is one field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.scenario.lever_terms import LeverTerm
from simulator.scenario.plan import Adjustment, Scenario
from simulator.scenario.quantities import Document, Effect, Evidenced
from simulator.scenario.team import Hire


@dataclass(frozen=True)
class Field:
    """One field and what stands below it.

    value: the number, text, list or part of the document itself. parts: the fields below by name, None for a leaf.
    listed: the parts are the members of a list.
    """

    value: object
    parts: Mapping[str, Field] | None = None
    listed: bool = False


def scenario_fields(scenario: Scenario) -> Field:
    """The tree of `scenario`; its leaves hold what the document states and the defaults it leaves out."""
    return field_of(scenario)


def field_of(value: object) -> Field:
    """`value`, any part of a scenario, as a field."""
    if isinstance(value, Document) and not isinstance(value, Evidenced | Effect):
        parts = {name: getattr(value, name) for name in type(value).model_fields}
        return Field(value, {name: field_of(part) for name, part in parts.items() if part is not None})
    if isinstance(value, tuple) and all(isinstance(item, Document) for item in value):
        keys = [member_key(item) for item in value]
        if None not in keys and len(set(keys)) == len(keys):
            members = zip(keys, value, strict=True)
            return Field(value, {str(key): field_of(item) for key, item in members}, listed=True)
    return Field(value)


def member_key(item: Document) -> str | None:
    """What tells a member of a list from the others; None where nothing does."""
    if isinstance(item, LeverTerm):
        return item.label
    attribute = "month" if isinstance(item, Hire) else "lever" if isinstance(item, Adjustment) else "name"
    key = getattr(item, attribute, None)
    return key if isinstance(key, str) else None


def same(one: Field | None, other: Field | None) -> bool:
    """Whether two fields say the same; the order of a list's members counts."""
    if one is None or other is None:
        return one is other
    return type(one.value) is type(other.value) and one.value == other.value


def branching(*fields: Field | None) -> bool:
    """Whether all of `fields` that exist are branches of one kind, so that their parts can be told apart."""
    present = [field for field in fields if field is not None]
    kinds = {(field.parts is None, field.listed) for field in present}
    return len(kinds) == 1 and present[0].parts is not None


def path_text(steps: tuple[str, ...], listed: tuple[bool, ...]) -> str:
    """``teams[Direct].stages[sale].rate``: the steps with those into a list in brackets."""
    text = ""
    for step, into_list in zip(steps, listed, strict=True):
        text += f"[{step}]" if into_list else f".{step}" if text else step
    return text


def as_document(field: Field) -> object:
    """The field as plain dicts and lists, as a scenario document holds it."""
    if field.parts is not None and field.listed:
        return [as_document(part) for part in field.parts.values()]
    if field.parts is not None:
        return {name: as_document(part) for name, part in field.parts.items()}
    return _plain(field.value)


def _plain(value: object) -> object:
    if isinstance(value, Document):
        return value.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
