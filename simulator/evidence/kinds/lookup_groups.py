"""The columns of a lookup that sort its names, and so the deals, into groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.evidence.amounts import read_amounts
from simulator.evidence.cleaning import EXAMPLES, Cleaned, example
from simulator.evidence.dates import NULL_WORDS, read_dates
from simulator.evidence.fields import FIELDS, field_of
from simulator.evidence.kinds.lookup_names import JOINED, NEARLY_ALL, key_of, names_in
from simulator.evidence.names import clean_text
from simulator.evidence.near_names import merged
from simulator.evidence.opportunities import Coded, Deals
from simulator.evidence.row_names import coded
from simulator.evidence.table import Table

MOST_GROUPS, MOST_GROUP_COLUMNS = 50, 8
NAMES_A_GROUP = 1.5
"""Fewer names a group than this, and the column names single rows."""


def groups_of(
    deals: Deals,
    lookup: Table,
    field: str,
    key_column: str,
    found: NDArray[np.int64],
    codes: NDArray[np.int64],
    first: dict[str, int],
    told: list[Cleaned],
) -> dict[str, Coded]:
    """The deals by every column of the lookup that sorts its names into groups.

    field, key_column: what was joined; found: row of the lookup for each of the deals' names, -1 for none; codes: name
    of each deal; first: row of each name of the lookup.
    """
    places = np.array(sorted(first.values()), dtype=np.int64)
    taken = {one.label for one in deals.groups.values() if one.label} | {
        FIELDS[field].label for field in JOINED if field in deals.groups
    }
    groups: dict[str, Coded] = {}
    for column in lookup.header:
        if column == key_column or len(groups) == MOST_GROUP_COLUMNS:
            continue
        texts = np.array([clean_text(str(text)) for text in lookup.frame[column]], dtype=object)
        texts = np.array(["" if text.casefold() in NULL_WORDS else text for text in texts], dtype=object)
        listed = texts[places]
        if not _sorts(listed):
            continue
        texts = _as_in_deals(deals, column, merged(texts).names, lookup, told)
        names, place = coded(np.append(texts, ""))
        of_name = np.where(found >= 0, place[np.minimum(found, len(texts) - 1)], place[-1])
        label = " ".join(column.replace("_", " ").split()).lower()
        if label in taken:
            label = f"{label} of the {FIELDS[field].label}"
        taken.add(label)
        groups[f"{field}: {label}"] = Coded(names, of_name[codes], label)
    return groups


def _sorts(texts: NDArray[np.object_]) -> bool:
    filled = [str(text) for text in texts if text]
    different = set(filled)
    if (
        2 * len(filled) < len(texts)
        or not 2 <= len(different) <= MOST_GROUPS
        or len(filled) < NAMES_A_GROUP * len(different)
    ):
        return False
    cells = pd.Series(sorted(different), dtype="str")
    numbers = read_amounts(cells, None, ",")
    days = read_dates(cells)
    are_days = ~np.isnat(days.day_first) | ~np.isnat(days.month_first)
    return not ((~np.isnan(numbers.values)).mean() >= NEARLY_ALL or are_days.mean() >= NEARLY_ALL)


def _as_in_deals(
    deals: Deals, column: str, texts: NDArray[np.object_], lookup: Table, told: list[Cleaned]
) -> NDArray[np.object_]:
    """Names of a field the deals have too (their team, their region), as the deals spell them."""
    known = field_of(column)
    if (
        known is None
        or known[0] not in JOINED
        or (known[0] not in ("owner", "team") and known[0] not in deals.groups)
    ):
        return texts
    field = known[0]
    spelled = {key_of(name, field): name for name in names_in(deals, field).names if name}
    new = np.array([spelled.get(key_of(text, field), text) if text else "" for text in texts], dtype=object)
    changed = np.flatnonzero(new != texts)
    if len(changed):
        pairs: dict[str, int] = {}
        for at in changed.tolist():
            pairs.setdefault(str(texts[at]), at)
        shown = tuple(
            example(int(lookup.row_numbers[at]), text, str(new[at]))
            for text, at in list(pairs.items())[:EXAMPLES]
        )
        what = f"Names of {lookup.name} that the deals spell differently: counted under the deals' spelling (its rows)"
        told.append(Cleaned("names_joined_beside", what, "changed", len(changed), column, shown))
    return new
