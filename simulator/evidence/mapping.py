"""Which column is what: found by usual names, or chosen by a person."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from simulator.evidence.fields import FIELDS, field_of
from simulator.evidence.names import plain_name
from simulator.evidence.outcomes import Outcome, word_key
from simulator.evidence.refusal import EvidenceError, quoted
from simulator.evidence.table import Table

DateOrder = Literal["day_first", "month_first"]
DecimalMark = Literal[",", "."]
MAX_CHOICES_CHARACTERS = 200_000


@dataclass(frozen=True)
class MappingChoices:
    """What a person chose instead of what would be found.

    columns: field name (see `FIELDS`) -> column name; outcomes: stage or status word -> won, lost or open;
    date_order: how 01/02/2026 is meant; decimal_mark: which sign starts the decimals; currency: three letters.
    """

    columns: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    date_order: DateOrder | None = None
    decimal_mark: DecimalMark | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Mapping:
    """Field -> column. `missing` holds what is needed and was not found, `sentence` says so for a person."""

    columns: dict[str, str]
    choices: MappingChoices
    missing: tuple[str, ...]
    header: tuple[str, ...]

    @property
    def found(self) -> dict[str, str]:
        """Field -> column of everything found."""
        return dict(self.columns)

    @property
    def complete(self) -> bool:
        """Whether evidence can be built from it."""
        return not self.missing

    @property
    def sentence(self) -> str:
        """What is missing, what was found and how to name the columns: one sentence; empty where nothing is missing."""
        if not self.missing:
            return ""
        labels = " and ".join(self.missing)
        found = (
            ", ".join(f"{FIELDS[name].label} = {quoted(column)}" for name, column in self.columns.items())
            or "nothing"
        )
        listed = ", ".join(quoted(column, 30) for column in self.header[:12])
        more = f" and {len(self.header) - 12} more" if len(self.header) > 12 else ""
        example = next(
            name for name in ("amount", "created", "closed", "stage") if FIELDS[name].label in self.missing
        )
        return (
            f"No column was recognised as {labels}; recognised: {found}; the columns are {listed}{more}. "
            f'Choose the columns, or write a mapping file with a line such as {example} = "name of the column".'
        )


def find_mapping(table: Table, choices: MappingChoices | None = None) -> Mapping:
    """The columns of `table` by their usual names; `choices` come first.

    Never refuses a table with missing columns: look at ``missing``. Raises EvidenceError where a chosen column or
    field does not exist.
    """
    choices = choices or MappingChoices()
    columns: dict[str, str] = {}
    by_name = {column: column for column in table.header}
    by_plain = {plain_name(column): column for column in reversed(table.header)}
    for name, wanted in choices.columns.items():
        if name not in FIELDS:
            raise EvidenceError(
                f"The mapping names the field {quoted(name)}, which is not known; fields are {', '.join(FIELDS)}."
            )
        column = by_name.get(wanted) or by_plain.get(plain_name(wanted))
        if column is None:
            listed = ", ".join(quoted(one, 30) for one in table.header[:12])
            raise EvidenceError(
                f"The mapping gives {name} = {quoted(wanted)}, but the file has no such column; its "
                f"columns are {listed}."
            )
        columns[name] = column
    taken = set(columns.values())
    candidates: dict[str, list[tuple[int, int, str]]] = {}
    for position, column in enumerate(table.header):
        found = field_of(column)
        if found is not None and column not in taken:
            candidates.setdefault(found[0], []).append((found[1], position, column))
    for name in FIELDS:
        if name not in columns and candidates.get(name):
            columns[name] = min(candidates[name])[2]
    return Mapping(
        {name: columns[name] for name in FIELDS if name in columns}, choices, _missing(columns), table.header
    )


def _missing(columns: dict[str, str]) -> tuple[str, ...]:
    missing = []
    if not {"stage", "status", "is_won"} & set(columns):
        missing.append(FIELDS["stage"].label)
    missing += [FIELDS[name].label for name in ("amount", "created") if name not in columns]
    if not {"closed", "won_time"} & set(columns):
        missing.append(FIELDS["closed"].label)
    return tuple(missing)


def load_choices(text: str) -> MappingChoices:
    """What a mapping file (TOML, or JSON where it starts with a brace) chooses.

    ``amount = "Net value"`` names a column, at the top or under ``[columns]``; ``[outcomes]`` says what a word means,
    either ``Gewonnen = "won"`` or ``won = ["Gewonnen"]``; ``date_order``, ``decimal_mark`` and ``currency`` stand at
    the top.
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
    settings: dict[str, str] = {}
    for key, value in document.items():
        plain = plain_name(key)
        if plain in ("columns", "fields") and isinstance(value, dict):
            for name, column in value.items():
                columns[_field(name)] = _text(name, column)
        elif plain in ("outcomes", "stages", "words") and isinstance(value, dict):
            outcomes.update(_outcomes(value))
        elif plain in ("dateorder", "decimalmark", "decimal", "currency") and not (
            plain == "currency" and len(str(value)) != 3
        ):
            settings[plain] = _text(key, value)
        else:
            columns[_field(key)] = _text(key, value)
    return MappingChoices(
        columns, outcomes, _date_order(settings), _decimal_mark(settings), _currency(settings)
    )


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
