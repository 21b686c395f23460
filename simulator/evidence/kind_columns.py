"""The columns other tables than opportunities have, by the names people and CRM systems give them.

Stands outside `evidence.kinds` because the process that reads a stranger's file knows a header by it, and that process
imports nothing but the standard library.
"""

from __future__ import annotations

import re

from simulator.evidence.currencies import currency_of_header
from simulator.evidence.kind_rule import KIND_NAMES, KindName, KindRule
from simulator.evidence.kind_rules import RULES
from simulator.evidence.names import plain_name

__all__ = [
    "KIND_NAMES",
    "RULES",
    "KindName",
    "KindRule",
    "field_of_kind",
    "kind_fields_recognised",
    "kind_of_name",
]

LONGEST_NAME = 200
AFTER_ALL_OTHERS = 1000
_PARENTHESES = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]\s*$")


_BY_ALIAS: dict[KindName, dict[str, tuple[str, int]]] = {
    name: {
        alias: (field, rank)
        for field, aliases in reversed(rule.fields.items())
        for rank, alias in reversed(list(enumerate(aliases)))
    }
    for name, rule in RULES.items()
}


def field_of_kind(kind: KindName, name: str) -> tuple[str, int] | None:
    """The field a column of this name holds in a table of `kind`, and how far down its list of names it stands.

    A name with something in parentheses or a currency at its end (``Revenue (EUR)``) comes after every name without.
    """
    if len(name) > LONGEST_NAME:
        return None
    found = _BY_ALIAS[kind].get(plain_name(name))
    if found is not None:
        return found
    shorter, _ = currency_of_header(name)
    found = _BY_ALIAS[kind].get(plain_name(_PARENTHESES.sub("", shorter)))
    return (found[0], found[1] + AFTER_ALL_OTHERS) if found else None


def kind_fields_recognised(names: list[str]) -> int:
    """How many different fields a row of these names would give, in the kind that knows most of them."""
    keys: set[str] = set()
    for (
        name
    ) in names:  # a wide export has hundreds of columns: each is looked at once, not once for each kind
        if name and len(name) <= LONGEST_NAME:
            keys |= {plain_name(name), plain_name(_PARENTHESES.sub("", currency_of_header(name)[0]))}
    return max(len({by_alias[key][0] for key in keys & by_alias.keys()}) for by_alias in _BY_ALIAS.values())


def kind_of_name(text: str) -> KindName | None:
    """The kind a person means by `text`: its name, its label or another name; None where there is none."""
    plain = plain_name(text)
    if plain in ("opportunities", "opportunity", "deals", "crm"):
        return "opportunities"
    for name, rule in RULES.items():
        if plain in {plain_name(one) for one in (name, rule.label, *rule.other_names)}:
            return name
    return None
