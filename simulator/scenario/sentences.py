"""Validation errors as sentences: which field, which value, what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from simulator.errors import Problem, shorten

_TYPES = {
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_type": "must be text",
    "tuple_type": "must be a list",
    "model_type": "must be a table of fields",
    "model_attributes_type": "must be a table of fields",
    "dict_type": "must be a table of fields",
    "finite_number": "must be a finite number, not NaN or infinity",
    "missing": "is missing; add it",
    "extra_forbidden": "is not a known field; check its spelling or remove it",
}


def problems_from(error: ValidationError, document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """One problem per rule broken, with list items named rather than numbered where they have a name.

    A list or table whose part is wrong is not reported again for it.
    """
    problems: dict[str, Problem] = {}
    for item in error.errors(include_url=False):
        field = _path(item["loc"], document)
        missing = item["type"] in ("missing", "extra_forbidden")
        value = "" if missing else _shown(item["input"])
        problems.setdefault(field, Problem(field, value, _rule(item)))
    above = {field[:at] for field in problems for at, letter in enumerate(field) if letter in ".["}
    return tuple(problem for field, problem in problems.items() if field not in above)


def _shown(found: Any) -> str:
    """What stands there; of a table the few plain values a rule between them speaks about."""
    if not isinstance(found, Mapping):
        return shorten(found)
    plain = [f"{name} {value}" for name, value in found.items() if isinstance(value, int | float | str)]
    return shorten(", ".join(plain)) if len(plain) <= 5 else ""


def _rule(item: Any) -> str:
    kind, context = item["type"], item.get("ctx", {})
    if kind in _TYPES:
        return _TYPES[kind]
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"must be one of {context['expected']}"
    bounds = {
        "greater_than_equal": ("at least", "ge"),
        "greater_than": ("above", "gt"),
        "less_than_equal": ("at most", "le"),
        "less_than": ("below", "lt"),
    }
    if kind in bounds:
        word, key = bounds[kind]
        return f"must be {word} {context[key]:,g}"
    if kind in ("too_long", "string_too_long"):
        return f"has too many entries or characters; at most {context['max_length']:,} are allowed"
    if kind in ("too_short", "string_too_short"):
        return f"is too short; at least {context['min_length']} needed"
    if kind == "string_pattern_mismatch":
        return (
            "must be three capital letters such as EUR"
            if context["pattern"] == "^[A-Z]{3}$"
            else "must not hold control characters"
        )
    return str(item["msg"])


def _path(loc: tuple[int | str, ...], document: Any) -> str:
    text, here = "", document
    for part in loc:
        if isinstance(part, int):
            here = here[part] if isinstance(here, list | tuple) and part < len(here) else None
            name = here.get("name") if isinstance(here, Mapping) else getattr(here, "name", None)
            text += f"[{shorten(name, 40) if isinstance(name, str) and name else part + 1}]"
        else:
            here = here.get(part) if isinstance(here, Mapping) else getattr(here, part, None)
            text += f".{part}" if text else part
    return text or "scenario"
