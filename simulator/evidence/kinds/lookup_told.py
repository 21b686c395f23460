"""What joining a lookup to the deals did, as entries of the cleaning table and as one sentence."""

from __future__ import annotations

import numpy as np

from simulator.evidence.cleaning import EXAMPLES, Cleaned, Done, example
from simulator.evidence.fields import FIELDS
from simulator.evidence.opportunities import Coded, Deals
from simulator.evidence.table import Table


def told_of(
    deals: Deals,
    own: Coded,
    final: list[str],
    near: dict[str, str],
    header: str,
    lookup: Table,
    listed: list[str],
    first: dict[str, int],
) -> list[Cleaned]:
    """Entries of the cleaning table: respelled, one letter apart, not listed; and of the lookup: unused, repeated."""
    count = np.bincount(own.codes, minlength=len(own.names))
    row = np.full(len(own.names), np.iinfo(np.int64).max)
    np.minimum.at(row, own.codes, deals.row)
    respelled = [at for at, name in enumerate(own.names) if final[at] != name]
    unmet = [at for at, name in enumerate(own.names) if name and final[at] not in first]
    slips = [at for at in unmet if final[at] in near]
    told: list[Cleaned] = []

    def add(code: str, what: str, done: Done, places: list[int], after: dict[int, str]) -> None:
        here = [at for at in places if count[at]]
        if here:
            here.sort(key=lambda at: (-int(count[at]), own.names[at]))
            shown = tuple(example(int(row[at]), own.names[at], after.get(at, "")) for at in here[:EXAMPLES])
            total = int(count[here].sum())
            told.append(
                Cleaned(
                    code, f"{what} ({len(here):,} {_words('name', len(here))})", done, total, header, shown
                )
            )

    add(
        "names_joined",
        f"Names that {lookup.name} spells differently: counted under its spelling",
        "changed",
        respelled,
        {at: final[at] for at in respelled},
    )
    add(
        "names_joined_suggested",
        f"Names one letter from one of {lookup.name}, not joined: say in [names] of a mapping file if they are one",
        "suggested",
        slips,
        {at: near[final[at]] for at in slips},
    )
    add(
        "names_not_listed",
        f"Names that {lookup.name} does not list: in none of its groups",
        "kept",
        unmet,
        dict.fromkeys(unmet, "not listed"),
    )
    used = set(final)
    unused = [(at, name) for name, at in first.items() if name not in used]
    repeated = [(at, name) for at, name in enumerate(listed) if first.get(name, at) != at]
    lines: tuple[tuple[str, str, Done, list[tuple[int, str]], str], ...] = (
        ("lookup_unused", f"Rows of {lookup.name} whose name no deal has", "kept", unused, "in no deal"),
        (
            "lookup_repeated",
            f"Rows of {lookup.name} that repeat a name: its first row counts",
            "assumed",
            repeated,
            "its first row counts",
        ),
    )
    for code, what, done, rows, after in lines:
        if rows:
            shown = tuple(example(int(lookup.row_numbers[at]), name, after) for at, name in rows[:EXAMPLES])
            told.append(Cleaned(code, what, done, len(rows), "", shown))
    return told


def sentence_of(
    lookup: Table, field: str, known: int, names: int, respelled: int, groups: dict[str, Coded]
) -> str:
    """The join in a sentence, without a cell of either file. known: names of the deals the lookup lists."""
    label = FIELDS[field].label
    spelled = f", {respelled:,} of them spelled differently" if respelled else ""
    missing = (
        f"; {names - known:,} {'is' if names - known == 1 else 'are'} not in it" if names > known else ""
    )
    by = " and ".join(f"“{one.label}”" for one in groups.values())
    rates = f" Rates are compared by {by}." if groups else " No column of it sorts them into groups."
    return (
        f"{lookup.name} stands beside the deals: {known:,} of {names:,} {label}s meet by name{spelled}{missing}."
        f"{rates}"
    )


def _words(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
