"""The working document of one person on one scenario, saved as they type."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from simulator.scenario import Scenario
from store.access import Granted
from store.documents import as_text, from_text
from store.errors import DraftConflict, NotAllowed
from store.records import Draft
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

    Raises DraftConflict where another tab has saved since.
    """
    holder = holder_of(who)
    present = get(tx, granted.saved.id, holder)
    text, digest = as_text(scenario)
    if present is not None and (present.scenario, present.aside, present.base) == (scenario, aside, base):
        return present
    if (present.version if present is not None else 0) != version and present is not None:
        raise DraftConflict(present)
    draft = Draft(granted.saved.id, base, version + 1, tx.now, scenario, aside)
    values = {
        "base": base,
        "version": draft.version,
        "at": tx.now,
        "document": text,
        "digest": digest,
        "aside": aside,
    }
    if present is None:
        tx.connection.execute(insert(drafts).values(scenario_id=draft.scenario_id, holder=holder, **values))
    else:
        tx.connection.execute(
            update(drafts)
            .where(drafts.c.scenario_id == draft.scenario_id, drafts.c.holder == holder)
            .values(**values)
        )
    tx.connection.execute(
        update(scenarios).where(scenarios.c.id == draft.scenario_id).values(updated_at=tx.now)
    )
    return draft


def get(tx: Transaction, scenario_id: str, holder: str) -> Draft | None:
    """The draft, if there is one."""
    row = tx.connection.execute(
        select(drafts).where(drafts.c.scenario_id == scenario_id, drafts.c.holder == holder)
    ).one_or_none()
    if row is None:
        return None
    return Draft(
        row.scenario_id, row.base, row.version, row.at, from_text(row.document, row.digest), row.aside
    )


def hand_over(tx: Transaction, scenario_id: str, holder: str, to: str) -> None:
    """The draft of `holder` becomes that of `to`, unless they have one of their own."""
    if holder != to and get(tx, scenario_id, to) is None:
        here = (drafts.c.scenario_id == scenario_id) & (drafts.c.holder == holder)
        tx.connection.execute(update(drafts).where(here).values(holder=to))


def drop(tx: Transaction, scenario_id: str, holder: str) -> None:
    """Forget the draft."""
    tx.connection.execute(
        delete(drafts).where(drafts.c.scenario_id == scenario_id, drafts.c.holder == holder)
    )
