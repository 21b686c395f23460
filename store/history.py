"""Revisions: appended under a check, read, compared, never changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, func, insert, select, update

from simulator.scenario import Scenario
from simulator.scenario.changes import differences, summarise_changes
from simulator.version import ENGINE_VERSION
from store.access import Granted
from store.documents import as_text, folded, from_text
from store.errors import NotFound, RevisionConflict
from store.records import Comparison, HistoryPage, Revision, RevisionLine
from store.tables import revisions, scenarios
from store.transactions import Transaction

FIRST = "first version"
MOST_SINCE = 100
_LINE = [column for column in revisions.c if column.name != "document"]


def append(
    tx: Transaction,
    granted: Granted,
    scenario: Scenario,
    *,
    expected: int,
    author: str,
    prefix: str = "",
) -> RevisionLine:
    """`scenario` as the newest revision, if `expected` still is; the caller holds the scenario's lock.

    What is already the newest revision is not saved twice (a double click, a COMMIT whose answer was lost). Raises
    RevisionConflict.
    """
    saved = granted.saved
    text, digest = as_text(scenario)
    base = read_revision(tx, saved.id, saved.head) if saved.head else None
    if base is not None:
        if base.digest == digest:
            return base
        if expected != saved.head:
            earlier = _line(tx, saved.id, expected + 1)
            if earlier is not None and earlier.digest == digest and earlier.author == author:
                return earlier
            raise _conflict(tx, base, expected)
    changed = summarise_changes(base.scenario, scenario) if base is not None else FIRST
    line = RevisionLine(
        scenario_id=saved.id,
        number=saved.head + 1,
        author=author,
        at=tx.now,
        summary=f"{prefix}{changed}",
        digest=digest,
        engine_version=ENGINE_VERSION,
    )
    tx.connection.execute(insert(revisions).values(**vars(line), document=text))
    tx.connection.execute(
        update(scenarios)
        .where(scenarios.c.id == saved.id, scenarios.c.head == saved.head)
        .values(head=line.number, name=scenario.name, name_folded=folded(scenario.name), updated_at=tx.now)
    )
    return line


def read_revision(tx: Transaction, scenario_id: str, number: int) -> Revision:
    """The revision with its document; NotFound where there is none of that number."""
    row = tx.connection.execute(
        select(revisions).where(revisions.c.scenario_id == scenario_id, revisions.c.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no revision {number} of this scenario.")
    return Revision(**vars(line_of(row)), scenario=from_text(row.document, row.digest))


def read_history(tx: Transaction, scenario_id: str, page: int, size: int) -> HistoryPage:
    """One page of lines, newest first."""
    here = revisions.c.scenario_id == scenario_id
    total = tx.connection.execute(select(func.count()).select_from(revisions).where(here)).scalar_one()
    rows = tx.connection.execute(
        select(*_LINE).where(here).order_by(revisions.c.number.desc()).limit(size).offset((page - 1) * size)
    )
    return HistoryPage(tuple(line_of(row) for row in rows), total, page, size)


def compare(tx: Transaction, scenario_id: str, old: int, new: int) -> Comparison:
    """Two revisions side by side."""
    before, after = read_revision(tx, scenario_id, old), read_revision(tx, scenario_id, new)
    return Comparison(
        without_document(before),
        without_document(after),
        differences(before.scenario, after.scenario),
        summarise_changes(before.scenario, after.scenario),
    )


def without_document(revision: Revision) -> RevisionLine:
    """The line of a revision."""
    return RevisionLine(**{name: value for name, value in vars(revision).items() if name != "scenario"})


def line_of(row: Row[Any]) -> RevisionLine:
    """A row of `revisions` as a line."""
    return RevisionLine(
        row.scenario_id, row.number, row.author, row.at, row.summary, row.digest, row.engine_version
    )


def _line(tx: Transaction, scenario_id: str, number: int) -> RevisionLine | None:
    row = tx.connection.execute(
        select(*_LINE).where(revisions.c.scenario_id == scenario_id, revisions.c.number == number)
    ).one_or_none()
    return None if row is None else line_of(row)


def _conflict(tx: Transaction, head: Revision, expected: int) -> RevisionConflict:
    rows = tx.connection.execute(
        select(*_LINE)
        .where(revisions.c.scenario_id == head.scenario_id, revisions.c.number > expected)
        .order_by(revisions.c.number.desc())
        .limit(MOST_SINCE)
    ).all()
    line = without_document(head)
    since = tuple(line_of(row) for row in reversed(rows)) or (line,)
    known = 0 < expected < head.number
    base = read_revision(tx, head.scenario_id, expected) if known else None
    return RevisionConflict(line, since, differences(base.scenario, head.scenario) if base else ())
