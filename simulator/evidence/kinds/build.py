"""From a recognised table to what it says."""

from __future__ import annotations

from collections.abc import Callable

from simulator.evidence.kind_columns import KindName
from simulator.evidence.kinds.activities import activities
from simulator.evidence.kinds.cells import Cells
from simulator.evidence.kinds.choices import KindChoices
from simulator.evidence.kinds.customers import customers
from simulator.evidence.kinds.evidence import KindEvidence
from simulator.evidence.kinds.kind import Kind, recognise
from simulator.evidence.kinds.leads import leads
from simulator.evidence.kinds.people import roster
from simulator.evidence.kinds.quotas import quotas
from simulator.evidence.kinds.score_rows import score_rows
from simulator.evidence.kinds.summary import monthly_series, monthly_summary
from simulator.evidence.refusal import EvidenceError
from simulator.evidence.table import Table

_READERS: dict[KindName, Callable[[Cells], KindEvidence]] = {
    "monthly_summary": monthly_summary,
    "monthly_series": monthly_series,
    "leads": leads,
    "activities": activities,
    "quotas": quotas,
    "roster": roster,
    "customers": customers,
    "scorecard": score_rows,
}


def build_kind_evidence(found: Table | Kind, choices: KindChoices | None = None) -> KindEvidence:
    """What a table says, of whichever kind it is (`choices.kind`, or recognised).

    Raises EvidenceError where nothing tells the kind, several fit as well, columns are missing, nothing can be used, or
    it holds opportunities (`evidence.build_evidence` reads those).
    """
    choices = choices or KindChoices()
    kind = found if isinstance(found, Kind) else recognise(found, choices)
    if kind.sentence:
        raise EvidenceError(kind.sentence)
    if kind.name is None or kind.name not in _READERS:
        raise EvidenceError(
            "No kind of table was recognised by the columns; say in a mapping file which it is, for example "
            'kind = "roster", and which column is what.'
        )
    if not kind.table.n_rows:
        raise EvidenceError("The table has no rows.")
    return _READERS[kind.name](Cells(kind, choices))
