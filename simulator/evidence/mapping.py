"""Which column is what: found by usual names, or chosen by a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from simulator.evidence.fields import FIELDS, field_of
from simulator.evidence.names import plain_name
from simulator.evidence.outcomes import Outcome
from simulator.evidence.refusal import EvidenceError, quoted
from simulator.evidence.table import Table

DateOrder = Literal["day_first", "month_first"]
DecimalMark = Literal[",", "."]


@dataclass(frozen=True)
class MappingChoices:
    """What a person chose instead of what would be found.

    columns: field name (see `FIELDS`) -> column name; outcomes: stage or status word -> won, lost or open;
    date_order: how 01/02/2026 is meant; decimal_mark: which sign starts the decimals; currency: three letters;
    names: a spelling in a column of names -> the name it counts under; kind: which kind of table it is, as a mapping
    file calls it.
    """

    columns: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    date_order: DateOrder | None = None
    decimal_mark: DecimalMark | None = None
    currency: str | None = None
    names: dict[str, str] = field(default_factory=dict)
    kind: str | None = None


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


def header_fingerprint(header: Iterable[str]) -> str:
    """Equal for files with the same columns, whatever their order, case and spaces: what a mapping is kept under."""
    return hashlib.sha256("\n".join(sorted(map(plain_name, header))).encode()).hexdigest()
