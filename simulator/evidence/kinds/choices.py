"""What a person says about a table: its kind, its columns, how its dates and amounts are written."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from dataclasses import dataclass, field
from typing import Any

from simulator.evidence.dates import EARLIEST_YEAR, LATEST_YEAR
from simulator.evidence.kind_columns import KIND_NAMES, RULES, KindName, field_of_kind, kind_of_name
from simulator.evidence.mapping import DateOrder, DecimalMark
from simulator.evidence.mapping_file import MAX_CHOICES_CHARACTERS, load_choices, toml_text
from simulator.evidence.names import plain_name
from simulator.evidence.refusal import EvidenceError, quoted


@dataclass(frozen=True)
class KindChoices:
    """Left out means: found from the table.

    columns: field of the kind -> name of the column, or its number counted from 1; year: of months without one;
    as_of: the last day known.
    """

    kind: KindName | None = None
    columns: dict[str, str | int] = field(default_factory=dict)
    date_order: DateOrder | None = None
    decimal_mark: DecimalMark | None = None
    currency: str | None = None
    year: int | None = None
    as_of: dt.date | None = None


def kind_named(text: object) -> KindName:
    """The kind `text` names. Raises EvidenceError that lists them."""
    found = kind_of_name(text) if isinstance(text, str) else None
    if found is None:
        raise EvidenceError(f"kind = {quoted(text)} is not known; a kind is one of {', '.join(KIND_NAMES)}.")
    return found


def kind_in(text: str) -> KindName | None:
    """The kind a mapping file states, None where it states none. Raises EvidenceError as `load_kind_choices` does."""
    stated = next((value for key, value in _document(text).items() if plain_name(key) == "kind"), None)
    return None if stated is None else kind_named(stated)


def without_kind(text: str) -> str:
    """The mapping file of an opportunity export, as the reader of opportunities takes it."""
    rest = {key: value for key, value in _document(text).items() if plain_name(key) != "kind"}
    return json.dumps(rest)


def load_kind_choices(text: str, kind: KindName) -> KindChoices:
    """What a mapping file (TOML, or JSON where it starts with a brace) says about a table of `kind`.

    ``quota = "Ziel 2026"`` or ``quota = 6`` names a column, at the top or under ``[columns]``; ``kind``,
    ``date_order``, ``decimal_mark``, ``currency`` and ``year`` stand at the top. Raises EvidenceError naming what
    cannot be used.
    """
    columns: dict[str, str | int] = {}
    settings: dict[str, Any] = {}
    year: int | None = None
    for key, value in _document(text).items():
        plain = plain_name(key)
        if plain in ("columns", "fields") and isinstance(value, dict):
            for name, column in value.items():
                columns[_field(kind, name)] = _column(name, column)
        elif plain == "kind":
            continue
        elif plain == "year" and isinstance(value, int) and value > 1000:
            if not EARLIEST_YEAR <= value <= LATEST_YEAR:
                raise EvidenceError(
                    f"The mapping gives year = {value}; it must lie between {EARLIEST_YEAR} and {LATEST_YEAR}."
                )
            year = value
        elif plain in ("dateorder", "decimalmark", "decimal") or (
            plain == "currency" and isinstance(value, str) and len(value) == 3
        ):
            settings[key] = value
        else:
            columns[_field(kind, key)] = _column(key, value)
    written = load_choices(json.dumps(settings))
    return KindChoices(kind, columns, written.date_order, written.decimal_mark, written.currency, year)


def dump_kind_choices(choices: KindChoices) -> str:
    """A mapping file that `kind_in` and `load_kind_choices` read as these choices; the day looked at is not in it."""
    settings = {
        "kind": choices.kind,
        "date_order": choices.date_order,
        "decimal_mark": choices.decimal_mark,
        "currency": choices.currency,
        "year": choices.year,
    }
    lines = [f"{name} = {toml_text(value)}" for name, value in settings.items() if value is not None]
    if choices.columns:
        lines += ["", "[columns]"]
        lines += [f"{toml_text(field)} = {toml_text(column)}" for field, column in choices.columns.items()]
    return "\n".join(["# How the columns of a table are read; hand it over with --mapping.", *lines]) + "\n"


def _document(text: str) -> dict[str, Any]:
    if len(text) > MAX_CHOICES_CHARACTERS:
        raise EvidenceError(
            f"The mapping file has {len(text):,} characters, at most {MAX_CHOICES_CHARACTERS:,} are read."
        )
    text = text.lstrip("\ufeff")
    as_json = text.lstrip().startswith("{")
    try:
        document: Any = json.loads(text) if as_json else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise EvidenceError(
            f"The mapping file is not valid {'JSON' if as_json else 'TOML'}: {error}."
        ) from None
    if not isinstance(document, dict):
        raise EvidenceError("The mapping file must hold names and their values.")
    return document


def _field(kind: KindName, name: str) -> str:
    fields = RULES[kind].fields
    if name in fields:
        return name
    found = field_of_kind(kind, name)
    if found is None:
        raise EvidenceError(
            f"The mapping names the field {quoted(name)}, which a table of {RULES[kind].label} does not have; "
            f"its fields are {', '.join(fields)}."
        )
    return found[0]


def _column(key: str, value: object) -> str | int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise EvidenceError(
        f"The mapping gives {key} = {quoted(value)}; it must be a column's name, or its number counted from 1."
    )
