"""Tables that stand beside an export: products, accounts, sales teams. Their names meet those of the deals.

A lookup has one row a name. Names are compared as within one file (`near_names`), persons also with the last name
first; what is spelled differently is joined and told, what does not meet is told too. Its other columns sort the deals
into groups (product series, sector, manager, regional office), whose rates are compared like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA

from simulator.evidence.dates import NULL_WORDS
from simulator.evidence.fields import FIELDS, field_of
from simulator.evidence.kinds.lookup_groups import groups_of
from simulator.evidence.kinds.lookup_names import JOINED, NEARLY_ALL, key_of, names_in
from simulator.evidence.kinds.lookup_told import sentence_of, told_of
from simulator.evidence.mapping import Mapping
from simulator.evidence.names import clean_text
from simulator.evidence.near_names import SHORTEST_SUGGESTED
from simulator.evidence.opportunities import CleanExport, Coded, Deals
from simulator.evidence.refusal import EvidenceError, Remark, quoted
from simulator.evidence.row_names import coded
from simulator.evidence.table import Table

MEETS_BY_VALUES = 0.3
"""So many of the deals' names a column must hold that is not called like theirs, and two at least."""
MOST_COMPARED = 2_000_000
"""Pairs of names compared letter by letter; with more, no slip is looked for."""


@dataclass(frozen=True)
class _Join:
    """field: of the deals; column: of the lookup; met: how many of the deals' names it holds."""

    field: str
    column: str
    met: int


def with_lookups(clean: CleanExport, mapping: Mapping, lookups: Sequence[Table]) -> CleanExport:
    """The deals with the names the lookups give them and the groups these bring; what was done is told.

    A lookup's spelling is the one that counts; a spelling that `[names]` of the mapping keeps apart stays apart.
    Raises EvidenceError where a lookup holds no names of the deals.
    """
    for lookup in lookups:
        clean = _with_lookup(clean, mapping, lookup)
    return clean


def _with_lookup(clean: CleanExport, mapping: Mapping, lookup: Table) -> CleanExport:
    deals = clean.deals
    join = _join(deals, lookup)
    names = [clean_text(str(text)) for text in lookup.frame[join.column]]
    first: dict[str, int] = {}
    for at, name in enumerate(names):
        if name and name.casefold() not in NULL_WORDS:
            first.setdefault(name, at)
    own = names_in(deals, join.field)
    final, near = _met(own.names, first, join.field, mapping.choices.names)
    told = told_of(deals, own, final, near, mapping.columns.get(join.field, join.field), lookup, names, first)
    found = np.array([first.get(name, -1) if name else -1 for name in final], dtype=np.int64)
    groups = groups_of(deals, lookup, join.field, join.column, found, own.codes, first, told)
    met = [name for name in own.names if name]
    known = sum(1 for name, at in zip(own.names, found, strict=True) if name and at >= 0)
    respelled = sum(
        1 for name, new, at in zip(own.names, final, found, strict=True) if name != new and at >= 0
    )
    remark = Remark(
        "lookup_joined", sentence_of(lookup, join.field, known, len(met), respelled, groups), (), known
    )
    return replace(
        clean,
        deals=_renamed(deals, join.field, own, final, groups),
        remarks=(*clean.remarks, remark),
        cleaning=(*clean.cleaning, *told),
    )


def _join(deals: Deals, lookup: Table) -> _Join:
    """Which column of the lookup lists which names of the deals: one called alike first, else by what it holds."""
    fields = [field for field in JOINED if field in ("owner", "team") or field in deals.groups]
    listed = {
        field: {key_of(name, field) for name in names_in(deals, field).names if name} for field in fields
    }
    columns = {column: _distinct(lookup, column) for column in lookup.header}
    called: list[_Join] = []
    by_value: list[_Join] = []
    for column, names in columns.items():
        if not names:
            continue
        known = field_of(column)
        for field, wanted in listed.items():
            if not wanted:
                continue
            met = len(wanted & {key_of(name, field) for name in names})
            if met and known is not None and known[0] == field:
                called.append(_Join(field, column, met))
            elif met >= max(2.0, MEETS_BY_VALUES * len(wanted)):
                by_value.append(_Join(field, column, met))
    for found in (called, by_value):
        if found:
            return max(found, key=lambda one: (one.met, -JOINED.index(one.field)))
    named = ", ".join(FIELDS[field].label for field, wanted in listed.items() if wanted) or "none"
    raise EvidenceError(
        f"{quoted(lookup.name)} has no column that lists names of the deals once each (names there are of: {named}); "
        "give a table with one row per product, account or person, called as in the export."
    )


def _distinct(lookup: Table, column: str) -> frozenset[str]:
    """The names of a column that lists them; none where they repeat or are numbers or days."""
    filled = {name for name in map(clean_text, map(str, pd.unique(lookup.frame[column]))) if name}
    rows = int((lookup.frame[column].str.strip() != "").sum())
    if not filled or len(filled) < NEARLY_ALL * rows:
        return frozenset()
    return frozenset(filled)


def _met(
    names: Sequence[str], first: dict[str, int], field: str, chosen: dict[str, str]
) -> tuple[list[str], dict[str, str]]:
    """The name each of the deals' names counts under; and those one letter from a listed one, which stay apart."""
    by_key: dict[str, str] = {}
    for name in first:
        by_key.setdefault(key_of(name, field), name)
    final = []
    for name in names:
        apart = chosen.get(name) == name or name in first
        final.append(name if apart or not name else by_key.get(key_of(name, field), name))
    taken = set(final)
    free = [
        (key, _digits(key), name)
        for key, name in by_key.items()
        if name not in taken and len(key) >= SHORTEST_SUGGESTED
    ]
    unmet = [name for name in final if name and name not in first and chosen.get(name) != name]
    near: dict[str, str] = {}
    if len(unmet) * len(free) <= MOST_COMPARED:
        for name in unmet:
            key = key_of(name, field)
            digits = _digits(key)
            fits = [
                other
                for one, its_digits, other in free
                if its_digits == digits and OSA.distance(key, one, score_cutoff=1) == 1
            ]
            if len(fits) == 1 and len(key) >= SHORTEST_SUGGESTED:
                near[name] = fits[0]
    return final, near


def _digits(key: str) -> str:
    """Names whose digits differ are never slips of each other."""
    return "".join(letter for letter in key if letter.isdigit())


def _renamed(deals: Deals, field: str, own: Coded, final: list[str], groups: dict[str, Coded]) -> Deals:
    with_groups = {**deals.groups, **groups}
    if list(own.names) == final:
        return replace(deals, groups=with_groups)
    names = np.array(final, dtype=object)[own.codes]
    if field == "owner":
        return replace(deals, owner=names, groups=with_groups)
    if field == "team":
        return replace(deals, team=names, groups=with_groups)
    return replace(deals, groups={**deals.groups, field: Coded(*coded(names)), **groups})
