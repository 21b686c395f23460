"""A mapping as a file: what a person chose about the columns, in TOML or JSON."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any, cast

from simulator.evidence.fields import FIELDS, field_of
from simulator.evidence.mapping import DateOrder, DecimalMark, MappingChoices
from simulator.evidence.names import clean_text, plain_name
from simulator.evidence.outcomes import Outcome, word_key
from simulator.evidence.refusal import EvidenceError, quoted

MAX_CHOICES_CHARACTERS = 200_000
LONGEST_KIND = 40
OPPORTUNITIES = "opportunities"


def load_choices(text: str) -> MappingChoices:
    """What a mapping file (TOML, or JSON where it starts with a brace) chooses.

    ``amount = "Net value"`` names a column, at the top or under ``[columns]``; ``[outcomes]`` says what a word means,
    either ``Gewonnen = "won"`` or ``won = ["Gewonnen"]``; ``[names]`` which spelling counts under which name:
    ``"GTXPro" = "GTX Pro"``; ``date_order``, ``decimal_mark``, ``currency`` and ``kind`` stand at the top. Fields of
    another kind than opportunities are taken as they are.
    Raises EvidenceError naming what cannot be used.
    """
    if len(text) > MAX_CHOICES_CHARACTERS:
        raise EvidenceError(
            f"The mapping file has {len(text):,} characters, at most {MAX_CHOICES_CHARACTERS:,} are read."
        )
    as_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    try:
        document: Any = json.loads(text.lstrip("\ufeff")) if as_json else tomllib.loads(text.lstrip("\ufeff"))
    except (json.JSONDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise EvidenceError(
            f"The mapping file is not valid {'JSON' if as_json else 'TOML'}: {error}."
        ) from None
    columns: dict[str, str] = {}
    outcomes: dict[str, Outcome] = {}
    names: dict[str, str] = {}
    settings: dict[str, str] = {}
    kind = _kind(document.pop("kind", None))
    known = kind in (None, OPPORTUNITIES)
    for key, value in document.items():
        plain = plain_name(key)
        if plain in ("columns", "fields") and isinstance(value, dict):
            for name, column in value.items():
                columns[_field(name) if known else name] = _text(name, column)
        elif plain == "names" and isinstance(value, dict):
            names.update(
                (clean_text(spelling), clean_text(_text(spelling, name))) for spelling, name in value.items()
            )
        elif plain in ("outcomes", "stages", "words") and isinstance(value, dict):
            outcomes.update(_outcomes(value))
        elif plain in ("dateorder", "decimalmark", "decimal", "currency") and not (
            plain == "currency" and len(str(value)) != 3
        ):
            settings[plain] = _text(key, value)
        else:
            columns[_field(key) if known else key] = _text(key, value)
    return MappingChoices(
        columns, outcomes, _date_order(settings), _decimal_mark(settings), _currency(settings), names, kind
    )


def dump_choices(choices: MappingChoices) -> str:
    """A mapping file that `load_choices` reads as these choices."""
    settings = {
        "kind": choices.kind,
        "date_order": choices.date_order,
        "decimal_mark": choices.decimal_mark,
        "currency": choices.currency,
    }
    lines = [f"{name} = {toml_text(value)}" for name, value in settings.items() if value is not None]
    tables: dict[str, dict[str, Any]] = {
        "columns": choices.columns,
        "outcomes": choices.outcomes,
        "names": choices.names,
    }
    for title, entries in tables.items():
        if entries:
            lines += ["", f"[{title}]"]
            lines += [f"{toml_text(key)} = {toml_text(value)}" for key, value in entries.items()]
    return "\n".join(["# How the columns of an export are read; hand it over with --mapping.", *lines]) + "\n"


def toml_text(text: str | int) -> str:
    """A TOML string, or a number: JSON escapes all but one of the characters TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _kind(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_KIND:
        raise EvidenceError(
            f'The mapping gives kind = {quoted(value)}; it must be a kind of table, for example "{OPPORTUNITIES}".'
        )
    return value.strip()


def _field(name: str) -> str:
    if name in FIELDS:
        return name
    found = field_of(name)
    if found is None:
        raise EvidenceError(
            f"The mapping names the field {quoted(name)}, which is not known; fields are {', '.join(FIELDS)}."
        )
    return found[0]


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise EvidenceError(
            f"The mapping gives {key} = {quoted(value)}; it must be a text, for example a column's name."
        )
    return value.strip()


def _outcomes(words: dict[str, Any]) -> dict[str, Outcome]:
    outcomes: dict[str, Outcome] = {}
    for key, value in words.items():
        pairs = [(word, key) for word in value] if isinstance(value, list) else [(key, value)]
        for word, outcome in pairs:
            if not isinstance(word, str) or str(outcome).lower() not in ("won", "lost", "open"):
                raise EvidenceError(
                    f"The mapping says {quoted(word)} means {quoted(outcome)}; a word means won, lost or open."
                )
            outcomes[word_key(word)] = cast("Outcome", str(outcome).lower())
    return outcomes


def _date_order(settings: dict[str, str]) -> DateOrder | None:
    value = settings.get("dateorder")
    if value is None:
        return None
    plain = re.sub(r"[^a-z]", "", value.lower())
    if plain in ("dayfirst", "dmy", "ddmmyyyy", "day"):
        return "day_first"
    if plain in ("monthfirst", "mdy", "mmddyyyy", "month"):
        return "month_first"
    raise EvidenceError(
        f'The mapping gives date_order = {quoted(value)}; it must be "day_first" or "month_first".'
    )


def _decimal_mark(settings: dict[str, str]) -> DecimalMark | None:
    value = settings.get("decimalmark", settings.get("decimal"))
    if value is None:
        return None
    if value not in (",", "."):
        raise EvidenceError(f'The mapping gives decimal_mark = {quoted(value)}; it must be "," or ".".')
    return cast("DecimalMark", value)


def _currency(settings: dict[str, str]) -> str | None:
    value = settings.get("currency")
    if value is None:
        return None
    if not re.fullmatch(r"[A-Za-z]{3}", value):
        raise EvidenceError(
            f"The mapping gives currency = {quoted(value)}; it must be three letters such as EUR."
        )
    return value.upper()
