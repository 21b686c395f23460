"""Tables that are no opportunities: monthly summaries, leads, activities, quotas, rosters, customers, monthly series.

::

    kind = recognise(table)                       # by its columns; kind.name, kind.columns, kind.missing, kind.others
    kind = recognise(table, KindChoices(kind="quotas", columns={"quota": 6}))
"""

from __future__ import annotations

from simulator.evidence.kind_columns import KIND_NAMES, RULES, KindName
from simulator.evidence.kinds.choices import KindChoices, kind_in, load_kind_choices, without_kind
from simulator.evidence.kinds.kind import Kind, recognise

__all__ = [
    "KIND_NAMES",
    "RULES",
    "Kind",
    "KindChoices",
    "KindName",
    "kind_in",
    "load_kind_choices",
    "recognise",
    "without_kind",
]
