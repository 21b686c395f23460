"""Names in columns (owners, teams, products, …): cleaned, spellings of one name brought together, all of it told."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.cleaning import EXAMPLES, Cleaned, example
from simulator.evidence.group_fields import GROUP_FIELDS
from simulator.evidence.mapping import Mapping
from simulator.evidence.names import clean_text
from simulator.evidence.near_names import Suggestion, merged
from simulator.evidence.table import Table
from simulator.evidence.telling import tell

NAME_FIELDS = ("owner", "team", "stage", "status", *(rule.name for rule in GROUP_FIELDS))


def row_names(table: Table, mapping: Mapping, name: str, told: list[Cleaned]) -> NDArray[np.object_]:
    """The names of a mapped column, one per row; "" where the cell is empty or there is no such column."""
    if name not in mapping.columns:
        return np.full(table.n_rows, "", dtype=object)
    header = mapping.columns[name]
    codes, uniques = pd.factorize(table.frame[header], use_na_sentinel=False)
    raw = [str(text) for text in uniques]
    clean = [clean_text(text) for text in raw]
    names = np.array(clean, dtype=object)[codes]
    changed = np.array([bool(new) and new != old for old, new in zip(raw, clean, strict=True)], dtype=bool)
    if changed.any():
        what = "Spaces, line breaks and invisible characters in texts; texts of more than 120 characters cut"
        tell(
            told,
            table,
            "texts_cleaned",
            what,
            "changed",
            changed[codes],
            column=header,
            after=lambda at: names[at],
        )
    found = merged(names, mapping.choices.names)
    rows = table.row_numbers
    if found.merges:
        shown = [example(int(rows[one.first]), one.spelling, one.name) for one in found.merges[:EXAMPLES]]
        what = "Spellings of one name brought together"
        count = sum(one.rows for one in found.merges)
        told.append(Cleaned("names_merged", what, "changed", count, header, tuple(shown)))
    if found.suggestions:
        shown = [
            example(int(rows[one.first]), one.spelling, one.name) for one in found.suggestions[:EXAMPLES]
        ]
        what = "Names one letter from a frequent one, counted apart: say in [names] of a mapping file if they are one"
        count = sum(one.rows for one in found.suggestions)
        told.append(Cleaned("names_suggested", what, "suggested", count, header, tuple(shown)))
    return found.names


def suggested_names(table: Table, mapping: Mapping) -> tuple[Suggestion, ...]:
    """Every pair of names in the mapped columns of names that a person should look at, the most rows first."""
    told: list[Cleaned] = []
    found: dict[str, Suggestion] = {}
    for name in NAME_FIELDS:
        if name in mapping.columns:
            for one in merged(row_names(table, mapping, name, told), mapping.choices.names).suggestions:
                found.setdefault(one.spelling, one)
    return tuple(sorted(found.values(), key=lambda one: (-one.rows, one.spelling)))


def coded(names: NDArray[np.object_]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Each name once and in order, and for every row the place of its own among them."""
    codes, uniques = pd.factorize(names, use_na_sentinel=False)
    ordered = sorted(map(str, uniques))
    place = {text: at for at, text in enumerate(ordered)}
    return tuple(ordered), np.array([place[str(text)] for text in uniques], dtype=np.int64)[codes]
