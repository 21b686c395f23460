"""What one kind of table is known by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

KindName = Literal[
    "opportunities",
    "monthly_summary",
    "leads",
    "activities",
    "quotas",
    "roster",
    "customers",
    "monthly_series",
    "scorecard",
]
KIND_NAMES: tuple[KindName, ...] = get_args(KindName)


@dataclass(frozen=True)
class KindRule:
    """One kind of table.

    label: for people. fields: field -> column names in order of preference, as `plain_name` writes them. needs: of each
    group one field must be there. marks: fields that hardly another kind has. other_names: what a mapping file may
    call the kind instead.
    """

    name: KindName
    label: str
    fields: dict[str, tuple[str, ...]]
    needs: tuple[tuple[str, ...], ...]
    marks: frozenset[str]
    other_names: tuple[str, ...] = ()
