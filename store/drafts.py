"""The working document of one person on one scenario, saved as they type.

A draft that is done with leaves its row, without a document: the count of its writes goes on, so that a tab which has
slept through a save is never taken for the one that wrote last.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from simulator.scenario import Scenario
from store.access import Granted
from store.documents import as_text, digest_of, folded, from_text
from store.errors import DraftConflict, NotAllowed
from store.history import read_revision
from store.records import Draft, Saved
from store.rights import Action, Capability
from store.tables import drafts, scenarios
from store.transactions import Transaction


def holder_of(who: Capability) -> str:
    """Whose draft it is: the person's, or the link's where nobody knows the person."""
    if who.actor.id is not None:
        return who.actor.id
    if who.link_id is not None:
        return f"link:{who.link_id}"
    raise NotAllowed(Action.DRAFT)


def put(
    tx: Transaction,
    granted: Granted,
    who: Capability,
    scenario: Scenario,
    base: int,
    version: int,
    aside: str,
) -> Draft:
    """Keep the draft over the one of `version` (0: there is none yet); the caller holds the scenario's lock.

    While nothing is saved its owner's draft names the scenario. Raises DraftConflict where another tab has written
    since, or has ended the draft: by saving, or by forgetting it.
    """
    saved, holder = granted.saved, holder_of(who)
    row = _row(tx, saved.id, holder)
    present = _draft(row) if row is not None else None
    text, digest = as_text(scenario)
    if present is not None and (present.scenario, present.aside, present.base) == (scenario, aside, base):
        return present
    if present is not None and present.version != version:
        raise DraftConflict(present)
    count = row.version if row is not None else 0
    if row is not None and present is None and version not in (0, count):
        raise DraftConflict(_instead_of(tx, saved, row))
    draft = Draft(saved.id, base, max(count, version) + 1, tx.now, scenario, aside)
    values = {
        "base": base,
        "version": draft.version,
        "at": tx.now,
        "document": text,
        "digest": digest,
        "aside": aside,
    }
    if row is None:
        tx.connection.execute(insert(drafts).values(scenario_id=saved.id, holder=holder, **values))
    else:
        tx.connection.execute(update(drafts).where(*_at(saved.id, holder)).values(**values))
    named = {"name": scenario.name, "name_folded": folded(scenario.name)}
    names = not saved.head and holder == saved.owner
    tx.connection.execute(
        update(scenarios)
        .where(scenarios.c.id == saved.id)
        .values(updated_at=tx.now, **(named if names else {}))
    )
    return draft


def get(tx: Transaction, scenario_id: str, holder: str) -> Draft | None:
    """The draft, if there is one."""
    row = _row(tx, scenario_id, holder)
    return _draft(row) if row is not None else None


def under_hands(tx: Transaction, granted: Granted, who: Capability) -> Draft | None:
    """What the one who asks is working on there; None where they may not, or are not."""
    if Action.DRAFT not in granted.may:
        return None
    try:
        return get(tx, granted.saved.id, holder_of(who))
    except NotAllowed:
        return None


def rename(tx: Transaction, granted: Granted, who: Capability, scenario: Scenario, base: int) -> None:
    """One's draft, which there is, as `scenario`, the same under another name."""
    draft = get(tx, granted.saved.id, holder_of(who))
    assert draft is not None
    put(tx, granted, who, scenario, base, draft.version, draft.aside)


def _at(scenario_id: str, holder: str) -> tuple[Any, Any]:
    return drafts.c.scenario_id == scenario_id, drafts.c.holder == holder


def _row(tx: Transaction, scenario_id: str, holder: str) -> Row[Any] | None:
    return tx.connection.execute(select(drafts).where(*_at(scenario_id, holder))).one_or_none()


def _draft(row: Row[Any]) -> Draft | None:
    if not row.document:
        return None
    scenario = from_text(row.document, row.digest)
    return Draft(row.scenario_id, row.base, row.version, row.at, scenario, row.aside)


def _instead_of(tx: Transaction, saved: Saved, row: Row[Any]) -> Draft:
    """What stands where a draft has ended: the newest revision. NotFound where there is none."""
    head = read_revision(tx, saved.id, saved.head)
    return Draft(saved.id, head.number, row.version, row.at, head.scenario)


def hand_over(tx: Transaction, scenario_id: str, holder: str, to: str) -> None:
    """The draft of `holder` becomes that of `to`, unless they have one of their own."""
    if holder != to and get(tx, scenario_id, to) is None:
        tx.connection.execute(delete(drafts).where(*_at(scenario_id, to)))
        tx.connection.execute(update(drafts).where(*_at(scenario_id, holder)).values(holder=to))


def drop(tx: Transaction, scenario_id: str, holder: str) -> None:
    """Forget the draft: its document, not the count of its writes."""
    done = {
        "document": "",
        "digest": digest_of(""),
        "aside": "",
        "version": drafts.c.version + 1,
        "at": tx.now,
    }
    tx.connection.execute(
        update(drafts).where(*_at(scenario_id, holder), drafts.c.document != "").values(**done)
    )
