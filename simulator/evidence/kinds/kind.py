"""What kind of table a file holds, told by its columns or by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.evidence.amounts import read_amounts
from simulator.evidence.kind_columns import RULES, KindName, KindRule, field_of_kind
from simulator.evidence.kinds.choices import KindChoices
from simulator.evidence.kinds.headerless import columns_by_values
from simulator.evidence.kinds.months import read_months, share_of_months
from simulator.evidence.kinds.shape import (
    from_period_grid,
    from_year_grid,
    is_headerless,
    is_period_grid,
    is_wide,
    is_year_grid,
    lengthened,
    with_numbered_columns,
)
from simulator.evidence.mapping import find_mapping
from simulator.evidence.names import plain_name
from simulator.evidence.refusal import EvidenceError, Remark, quoted
from simulator.evidence.table import Table

MOSTLY = 0.5
CLEARLY = 0.9
MOST_LOOKED_AT = 2000
MOST_PEOPLE = 5000
SUMMARY_MEASURES = RULES["monthly_summary"].needs[1]
_UNCLEAR_MEASURES = ("sales", "amount", "deals")
"""Names under which a single column may be anything: such a table is a series of values."""


@dataclass(frozen=True, eq=False)
class Kind:
    """A table and what it is.

    name: None where nothing fits. table: as its kind is read, with one row per record or month; columns: field ->
    column. missing: what the kind still needs, in words. how: "found", "chosen" by a person, "asked" where several
    fit equally well. others: kinds that fit too. remarks: how the table was brought into shape.
    """

    name: KindName | None
    table: Table
    columns: dict[str, str]
    missing: tuple[str, ...]
    how: Literal["found", "chosen", "asked", "unknown"]
    others: tuple[KindName, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def label(self) -> str:
        """The kind in words."""
        return RULES[self.name].label if self.name in RULES else "opportunities"

    @property
    def sentence(self) -> str:
        """What is missing or undecided, and what to do; empty where nothing is."""
        if self.how == "asked":
            fits = " or ".join(RULES[one].label for one in (self.name, *self.others) if one in RULES)
            first = self.name or "leads"
            return (
                f"{quoted(self.table.name)} could be a table of {fits}; choose which, or write a mapping file with a "
                f'line such as kind = "{first}".'
            )
        if self.name is None and "no_header" in {one.code for one in self.remarks}:
            return (
                f"{quoted(self.table.name)} has no header, and its values do not tell what it holds; say so in a "
                'mapping file, with columns by number: kind = "quotas", and under [columns] rep = 1, date = 2, '
                "quota = 3."
            )
        if not self.missing:
            return ""
        listed = ", ".join(quoted(column, 30) for column in self.table.header[:12])
        field = next((one for group in self.missing for one in group.split(" or ")), "").replace(" ", "_")
        return (
            f"A table of {self.label} needs a column with {' and one with '.join(self.missing)}; its columns are "
            f"{listed}. "
            f'Choose the columns, or write a mapping file with a line such as {field} = "name of the column" '
            "(or its number, counted from 1)."
        )


def recognise(table: Table, choices: KindChoices | None = None) -> Kind:
    """The kind of `table` by its columns; what `choices` says comes first.

    A table that can be read as opportunities is one. Among the others the kind that knows most columns wins; where two
    know as many, `how` is "asked". Raises EvidenceError where a chosen column does not exist.
    """
    choices = choices or KindChoices()
    if choices.kind == "opportunities":
        return Kind("opportunities", table, {}, (), "chosen")
    table, remarks = _shaped(table)
    few = _some_rows(table)
    if choices.kind is not None:
        return _chosen(table, few, choices, remarks)
    if not remarks and find_mapping(table).complete:
        others = tuple(one.name for one in _candidates(few) if one.score > len(RULES[one.name].needs))
        return Kind("opportunities", table, find_mapping(table).found, (), "found", others)
    found = _candidates(few)
    if not found:
        return Kind(None, table, {}, (), "unknown", (), remarks)
    best = found[0]
    others = tuple(one.name for one in found[1:])
    is_open = len(found) > 1 and found[1].score == best.score
    return Kind(best.name, table, best.columns, (), "asked" if is_open else "found", others, remarks)


@dataclass(frozen=True)
class _Candidate:
    name: KindName
    columns: dict[str, str]
    score: int


def _shaped(table: Table) -> tuple[Table, tuple[Remark, ...]]:
    if table.n_rows <= MOST_PEOPLE and is_period_grid(table):
        told = f"The periods are columns: each of the {table.n_rows:,} rows holds the quotas of one person or team."
        return from_period_grid(table), (Remark("wide_table", told, (), table.n_rows),)
    if is_wide(table):
        told = f"The months are columns: each of the {table.n_rows:,} rows was read as one series of values."
        return lengthened(table), (Remark("wide_table", told, (), table.n_rows),)
    if is_year_grid(table):
        told = "Each row is a year and each column a month: they were read as one series of values."
        return from_year_grid(table), (Remark("wide_table", told, (), table.n_rows),)
    if is_headerless(table):
        told = (
            "The file has no header: its first row holds values and was read as a record; columns are called by "
            "their "
            "place."
        )
        return with_numbered_columns(table), (Remark("no_header", told, (table.header_row,), 1),)
    return table, ()


def _some_rows(table: Table) -> Table:
    """Rows spread over the table, enough to see what a column holds: reading every cell of a large one is slow."""
    if table.n_rows <= MOST_LOOKED_AT:
        return table
    kept = np.zeros(table.n_rows, dtype=bool)
    kept[np.linspace(0, table.n_rows - 1, MOST_LOOKED_AT).astype(np.int64)] = True
    return table.take(kept)


def _chosen(table: Table, few: Table, choices: KindChoices, remarks: tuple[Remark, ...]) -> Kind:
    assert choices.kind is not None
    rule = RULES[choices.kind]
    columns = _mapped(few, rule)
    for field, wanted in choices.columns.items():
        column = _column(table, field, wanted)
        columns = {name: one for name, one in columns.items() if one != column}
        columns[field] = column
    return Kind(choices.kind, table, _in_order(rule, columns), _missing(rule, columns), "chosen", (), remarks)


def _column(table: Table, field: str, wanted: str | int) -> str:
    if isinstance(wanted, int):
        if 1 <= wanted <= len(table.header):
            return table.header[wanted - 1]
    else:
        by_plain = {plain_name(column): column for column in reversed(table.header)}
        found = wanted if wanted in table.header else by_plain.get(plain_name(wanted))
        if found is not None:
            return found
    listed = ", ".join(quoted(one, 30) for one in table.header[:12])
    raise EvidenceError(
        f"The mapping gives {field} = {quoted(wanted)}, but the file has no such column; its columns are {listed}."
    )


def _candidates(table: Table) -> list[_Candidate]:
    """Kinds whose needs are met, best first."""
    nearly = len(find_mapping(table).missing) <= 1
    found = []
    for name, rule in RULES.items():
        columns = _mapped(table, rule)
        if _missing(rule, columns):
            continue
        marks = len(rule.marks & columns.keys())
        if nearly and (not marks or name in ("monthly_summary", "monthly_series")):
            continue  # an opportunity export with one column less is refused as such
        found.append(_Candidate(name, columns, len(columns) + marks))
    series = [one for one in found if one.name == "monthly_series"]
    summary = [one for one in found if one.name == "monthly_summary"]
    if series and len(found) > 1 + len(summary):
        found.remove(series[0])  # a month and a number are in many tables
    elif series and summary:
        found.remove(series[0] if _has_clear_measure(summary[0].columns, table) else summary[0])
    return sorted(found, key=lambda one: (-one.score, list(RULES).index(one.name)))


def _has_clear_measure(columns: dict[str, str], table: Table) -> bool:
    measures = [field for field in SUMMARY_MEASURES if field in columns]
    return (
        len(measures) > 1
        or plain_name(columns[measures[0]]) not in _UNCLEAR_MEASURES
        or len(table.header) > 3
    )


def _mapped(table: Table, rule: KindRule) -> dict[str, str]:
    candidates: dict[str, list[tuple[int, int, str]]] = {}
    for position, column in enumerate(table.header):
        found = field_of_kind(rule.name, column)
        if found is not None:
            candidates.setdefault(found[0], []).append((found[1], position, column))
    columns = {field: min(found)[2] for field, found in candidates.items()}
    if rule.name in ("quotas", "monthly_series") and not columns:
        columns = columns_by_values(table, rule.name)
    if rule.name in ("monthly_summary", "monthly_series"):
        columns = _with_month(table, columns)
        if rule.name == "monthly_series" and "month" in columns and "value" not in columns:
            columns |= _only_number(table, columns)
    return _in_order(rule, columns)


def _in_order(rule: KindRule, columns: dict[str, str]) -> dict[str, str]:
    return {field: columns[field] for field in rule.fields if field in columns}


def _with_month(table: Table, columns: dict[str, str]) -> dict[str, str]:
    """The month column must hold months; another one that clearly does takes its place."""
    named = columns.get("month")
    years = [str(cell) for cell in table.frame[columns["year"]]] if "year" in columns else None
    if named is not None:
        months, _ = read_months(table.frame[named], years)
        if table.n_rows and (~np.isnat(months)).mean() >= MOSTLY:
            return columns
    rest = {field: column for field, column in columns.items() if field != "month"}
    taken = set(rest.values())
    for column in table.header:
        if column not in taken and share_of_months(table.frame[column]) >= CLEARLY:
            return {**rest, "month": column}
    if named is not None and years is None and share_of_months(table.frame[named]) == 0:
        alone, _ = read_months(table.frame[named], 2001)
        if table.n_rows and (~np.isnat(alone)).mean() >= CLEARLY:
            return columns  # months without a year: the mapping can say which
    return rest


def _only_number(table: Table, columns: dict[str, str]) -> dict[str, str]:
    """The one column of numbers besides the month; among many columns a month and a number are no series."""
    if len(table.header) > len(columns) + 1:
        return {}
    found = []
    for column in table.header:
        if column in columns.values():
            continue
        read = read_amounts(table.frame[column], None, table.delimiter)
        filled = ~read.missing
        if filled.any() and (~np.isnan(read.values))[filled].mean() >= CLEARLY:
            found.append(column)
    return {"value": found[0]} if len(found) == 1 else {}


def _missing(rule: KindRule, columns: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        " or ".join(field.replace("_", " ") for field in group)
        for group in rule.needs
        if not set(group) & columns.keys()
    )
