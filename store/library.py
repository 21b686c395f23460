"""The library: pages of scenarios, found, sorted and counted by the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, insert, select, update

from simulator.errors import shorten
from store.access import saved_of
from store.documents import folded
from store.errors import Refused
from store.records import LibraryOrder, LibraryPage, Saved, SharedEntry, Shelf
from store.rights import Actor, Capability
from store.tables import ACTIVE, ARCHIVED, DELETED, links, scenarios, visits
from store.transactions import Transaction

LARGEST_PAGE = 100
LAST_PAGE = 1_000_000
SHELVES: dict[Shelf, int] = {"active": ACTIVE, "archived": ARCHIVED, "deleted": DELETED}
_ORDERS: dict[LibraryOrder, tuple[Any, Any]] = {
    "updated": (scenarios.c.updated_at.desc(), scenarios.c.id.desc()),
    "created": (scenarios.c.created_at.desc(), scenarios.c.id.desc()),
    "name": (scenarios.c.name_folded, scenarios.c.id),
}


def library_query(owner: str, search: str, shelf: Shelf, order: LibraryOrder) -> Select[Any]:
    """Every scenario of one shelf in order; `search` is text somewhere in the name, no pattern."""
    if shelf not in SHELVES:
        raise Refused(f"shelf = {shorten(str(shelf), 40)}: must be one of {', '.join(SHELVES)}")
    if order not in _ORDERS:
        raise Refused(f"order = {shorten(str(order), 40)}: must be one of {', '.join(_ORDERS)}")
    query = select(scenarios).where(scenarios.c.owner == owner, scenarios.c.state == SHELVES[shelf])
    sought = folded(search.strip())
    if sought:
        query = query.where(scenarios.c.name_folded.contains(sought, autoescape=True))
    return query.order_by(*_ORDERS[order])


def read_library(tx: Transaction, query: Select[Any], page: int, size: int) -> LibraryPage:
    """One page of `query`."""
    counted = query.order_by(None).with_only_columns(func.count())
    total = tx.connection.execute(counted).scalar_one()
    rows = tx.connection.execute(query.limit(size).offset((page - 1) * size))
    return LibraryPage(tuple(saved_of(row) for row in rows), total, page, size)


def check_page(page: int, size: int) -> None:
    """Refused for a page or size that is none."""
    if not 1 <= page <= LAST_PAGE:
        raise Refused(f"page = {page}: must be between 1 and {LAST_PAGE:,}")
    if not 1 <= size <= LARGEST_PAGE:
        raise Refused(f"size = {size}: must be between 1 and {LARGEST_PAGE}")


def add(tx: Transaction, scenario_id: str, owner: str, name: str) -> Saved:
    """A scenario without a revision yet."""
    saved = Saved(scenario_id, owner, name, tx.now, tx.now, None, None, 0)
    tx.connection.execute(insert(scenarios).values(**vars(saved), name_folded=folded(name), state=ACTIVE))
    return saved


def put_on_shelf(tx: Transaction, saved: Saved, *, archived: bool, deleted: bool) -> None:
    """Archive, delete, or take back from either; a deleted scenario remembers whether it was archived."""
    state = DELETED if deleted else ARCHIVED if archived else ACTIVE
    tx.connection.execute(
        update(scenarios)
        .where(scenarios.c.id == saved.id)
        .values(
            archived_at=(saved.archived_at or tx.now) if archived else None,
            deleted_at=(saved.deleted_at or tx.now) if deleted else None,
            state=state,
        )
    )


def shared_with(tx: Transaction, actor: Actor, page: int, size: int) -> tuple[SharedEntry, ...]:
    """What others have shared with `actor` by a link that was opened and still works, last changed first."""
    open_links = (
        links.c.revoked_at.is_(None)
        & (links.c.expires_at.is_(None) | (links.c.expires_at > tx.now))
        & (links.c.kind != "manage")
    )
    rows = tx.connection.execute(
        select(
            scenarios.c.id, scenarios.c.name, scenarios.c.updated_at, links.c.kind, links.c.id.label("link")
        )
        .join_from(visits, links, links.c.id == visits.c.link_id)
        .join(scenarios, scenarios.c.id == links.c.scenario_id)
        .where(visits.c.actor == actor.id, open_links)
        .where(scenarios.c.state != DELETED, scenarios.c.owner != actor.id)
        .order_by(scenarios.c.updated_at.desc(), links.c.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return tuple(
        SharedEntry(row.name, row.kind, Capability(actor, row.link), row.id, row.updated_at) for row in rows
    )
