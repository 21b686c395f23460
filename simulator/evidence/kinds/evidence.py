"""Everything one table of a kind says, and the document of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from simulator.evidence.findings import MeasuredRate
from simulator.evidence.kind_columns import KindName
from simulator.evidence.kinds.findings import (
    Activities,
    Customers,
    Leads,
    MonthlySummary,
    MonthlyValues,
    Quotas,
    Roster,
    ScoreRows,
)
from simulator.evidence.refusal import Remark

Findings = MonthlySummary | MonthlyValues | Leads | Activities | Quotas | Roster | Customers | ScoreRows


@dataclass(frozen=True)
class KindEvidence:
    """Everything one table of a kind says. Show `figures` and `remarks`; `findings` hold the rest.

    as_of: the last day known, None where the table has no date; rows: rows used; columns: field -> column.
    """

    kind: KindName
    source: str
    as_of: dt.date | None
    currency: str
    rows: int
    findings: Findings
    figures: tuple[MeasuredRate, ...]
    remarks: tuple[Remark, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    dialect: str = ""

    def document(self) -> dict[str, Any]:
        """The document ``evidence --json`` prints: plain numbers, text, lists and dicts."""
        return {
            "kind": self.kind,
            "source": self.source,
            "as_of": self.as_of and self.as_of.isoformat(),
            "currency": self.currency,
            "rows": self.rows,
            **_plain(self.findings),
            "figures": [_plain(one) for one in self.figures],
            "columns": dict(self.columns),
            "dialect": self.dialect,
            "warnings": [
                {"code": one.code, "message": one.message, "rows": list(one.rows), "count": one.count}
                for one in self.remarks
            ],
        }


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    return value
