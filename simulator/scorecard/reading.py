"""From a table to the people's samples: scorecards, a list of activities, or an export of opportunities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from simulator.evidence import EvidenceError, MappingChoices, Table, build_evidence, find_mapping
from simulator.evidence.kinds import KindChoices, build_kind_evidence, recognise
from simulator.evidence.kinds.activities import KINDS, activities, activity_kinds
from simulator.evidence.kinds.cells import Cells
from simulator.evidence.kinds.findings import ScoreRows
from simulator.evidence.kinds.kind import Kind
from simulator.evidence.refusal import Remark
from simulator.scorecard.from_export import sheet_of_evidence
from simulator.scorecard.sheet import Sheet, sheet_of_rows

COUNTED = tuple(kind for kind in KINDS if kind != "others")


@dataclass(frozen=True, eq=False)
class ReadSheet:
    """The samples of a table, and what was noticed while it was read."""

    sheet: Sheet
    remarks: tuple[Remark, ...]


def sheet_of_table(table: Table) -> ReadSheet:
    """The samples of `table`, whichever of the three it is. EvidenceError where it is none, or compares nobody."""
    kind = recognise(table)
    if kind.name == "scorecard" or (kind.how == "asked" and "scorecard" in kind.others):
        found = build_kind_evidence(recognise(table, KindChoices(kind="scorecard")))
        assert isinstance(found.findings, ScoreRows)
        return ReadSheet(sheet_of_rows(found.findings, found.currency, found.source), found.remarks)
    if kind.name == "activities":
        return _of_activities(kind)
    if kind.name in (None, "opportunities") and find_mapping(table).complete:
        evidence = build_evidence(table, find_mapping(table, MappingChoices()))
        sheet = sheet_of_evidence(evidence)
        if sheet is None:
            raise EvidenceError(
                f"{table.name} does not name enough people, or too few closed deals each, to compare them; a column "
                "with the owner of each deal and 20 closed deals are needed."
            )
        return ReadSheet(sheet, evidence.remarks)
    if kind.name in (None, "opportunities"):
        raise EvidenceError(
            f"{table.name} is no scorecard: it needs a column with the person, one with the period and at least one "
            "with a number such as calls, meetings or won; the template shows them."
        )
    raise EvidenceError(
        f"{table.name} is a table of {kind.label}; a scorecard needs a row a person and period, a list of "
        "activities or an export of opportunities."
    )


def _of_activities(kind: Kind) -> ReadSheet:
    """Calls, e-mails and meetings of everybody by month, from their first to their last: the first and the last month
    of the file are parts of one for everybody.
    """
    cells = Cells(kind, KindChoices())
    found = activities(cells)
    told = tuple(cells.remarks)
    owner = cells.texts("owner")
    months = cells.days("date")["date"].astype("datetime64[M]")
    tally = Counter(zip(owner.tolist(), months.tolist(), activity_kinds(cells).tolist(), strict=True))
    people = sorted({str(one) for one in owner} - {""})
    if len(people) < 2:
        raise EvidenceError(f"{found.source} does not say who did what; a column with the person is needed.")
    span = np.arange(months.min(), months.max() + 1)
    columns = []
    for name in COUNTED:
        rows = [_row([tally[person, month, name] for month in span.tolist()],
                     [any(tally[person, month, other] for other in KINDS) for month in span.tolist()])
                for person in people]  # fmt: skip
        if any(one for row in rows for one in row):
            columns.append((name, tuple(rows)))
    scores = ScoreRows(tuple(people), ("",) * len(people), tuple(str(one) for one in span), 1, tuple(columns))
    return ReadSheet(sheet_of_rows(scores, found.currency, found.source), told)


def _row(counts: list[int], active: list[bool]) -> tuple[float | None, ...]:
    """Unknown before somebody's first and after their last month."""
    there = [at for at, one in enumerate(active) if one]
    return tuple(float(count) if there[0] <= at <= there[-1] else None for at, count in enumerate(counts))
