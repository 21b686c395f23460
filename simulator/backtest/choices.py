"""Which columns hold the month and the value: said by a person instead of found."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from typing import Any, Literal, cast

from simulator.evidence import EvidenceError, MappingChoices, load_choices
from simulator.evidence.names import plain_name
from simulator.evidence.refusal import quoted

KEYS = ("month", "value")


@dataclass(frozen=True)
class SeriesChoices:
    """What a person chose. month, value: names of columns; date_order, decimal_mark: as in `MappingChoices`."""

    month: str | None = None
    value: str | None = None
    date_order: Literal["day_first", "month_first"] | None = None
    decimal_mark: Literal[",", "."] | None = None

    @property
    def names_columns(self) -> bool:
        """Whether a column was named: the file is then read as months and values, whatever else it looks like."""
        return self.month is not None or self.value is not None


@dataclass(frozen=True)
class Choices:
    """A mapping as the command line or the page gives it: for a table of months, or for a CRM export."""

    series: SeriesChoices
    deals: MappingChoices


def choices_of(pairs: list[str], text: str | None = None) -> Choices:
    """From ``month=Period`` and ``value=Net sales`` and the text of a mapping file (TOML or JSON).

    A mapping file for a table of months has ``month = "…"`` and ``value = "…"``, at the top or under ``[columns]``, and
    may have date_order and decimal_mark; any other one is for a CRM export. Raises EvidenceError.
    """
    named: dict[str, str] = {}
    deals = MappingChoices()
    if text is not None:
        document = _document(text)
        at_top = {**(document.get("columns") or {}), **document} if document else {}
        named = {key: _text(key, at_top[key]) for key in KEYS if key in at_top}
        settings = {key: at_top[key] for key in ("date_order", "decimal_mark") if key in at_top}
        if "month" in named or (named and not set(map(plain_name, at_top)) - {"value", "columns"}):
            deals = load_choices(json.dumps(settings))
        else:
            named, deals = {}, load_choices(text)
    for pair in pairs:
        key, _, column = pair.partition("=")
        if key.strip() not in KEYS or not column.strip():
            raise EvidenceError(
                f"--mapping {quoted(pair)} cannot be used; write month=NAME or value=NAME with the name of a column, "
                "or the path of a mapping file."
            )
        named[key.strip()] = column.strip().strip("\"'")
    series = SeriesChoices(named.get("month"), named.get("value"), deals.date_order, deals.decimal_mark)
    return Choices(series, deals)


def is_pair(text: str) -> bool:
    """Whether an argument is ``month=…`` or ``value=…`` and not a path."""
    return text.partition("=")[0].strip() in KEYS and "=" in text


def _document(text: str) -> dict[str, Any]:
    plain = text.lstrip("\ufeff \t\r\n")
    try:
        found = json.loads(plain) if plain.startswith("{") else tomllib.loads(plain)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError, RecursionError):
        load_choices(text)  # says what is wrong with it
        return {}
    return cast("dict[str, Any]", found)


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise EvidenceError(f"The mapping gives {key} = {quoted(value)}; it must be the name of a column.")
    return value.strip()
