"""Which names of the deals another table may list, and how two spellings of one are compared."""

from __future__ import annotations

from simulator.evidence.kinds import people
from simulator.evidence.near_names import name_key
from simulator.evidence.opportunities import Coded, Deals
from simulator.evidence.row_names import coded

JOINED = ("owner", "product", "account", "team", "region", "source")
"""Fields of the deals whose names another table may list."""
NEARLY_ALL = 0.9
"""A column lists names where so many of its cells differ; it holds numbers or days where so many are."""


def names_in(deals: Deals, field: str) -> Coded:
    """The names of every deal in this field."""
    if field == "owner":
        return Coded(*coded(deals.owner))
    if field == "team":
        return Coded(*coded(deals.team))
    return deals.groups[field]


def key_of(name: str, field: str) -> str:
    """What two spellings of one name share; of a person also with the last name first."""
    return name_key(people.name_key(name) if field == "owner" else name)
