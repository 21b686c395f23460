"""Links: 256 random bits each, known to the database by their SHA-256 only."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, insert, select, update

from simulator.errors import shorten
from store.access import Gate, Granted, link_of, saved_of
from store.documents import clean_label
from store.errors import LinkEnded, NotFound, Refused
from store.records import Link, LinkKind, NewLink
from store.rights import Actor, Capability
from store.tables import links, revisions, scenarios, visits
from store.transactions import Transaction

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
KINDS: tuple[LinkKind, ...] = ("view", "live", "edit", "manage")
DAYS: dict[LinkKind, int | None] = {"view": 30, "live": 30, "edit": 7, "manage": None}
"""How long a link lasts unless something else is asked for; a manage link until it is revoked."""
LONGEST_DAYS = 365


def token_hash(token: str) -> str:
    """What the database knows of a token."""
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def new_link(
    tx: Transaction,
    granted: Granted,
    who: Capability,
    *,
    link_id: str,
    token: str,
    kind: LinkKind,
    revision: int | None,
    hide_money: bool,
    days: int | None,
    label: str,
) -> NewLink:
    """Make a link with `token`; `days` None takes the kind's own. Raises Refused for what no link can be."""
    if kind not in KINDS:
        raise Refused(f"kind = {shorten(str(kind), 40)}: must be one of {', '.join(KINDS)}")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise Refused(f"days = {days}: a link lasts between 1 and {LONGEST_DAYS} days")
    if hide_money and kind not in {"view", "live"}:
        raise Refused(
            f"hide_money: a link of kind {kind} cannot hide money from whoever edits it; share a view"
        )
    known = tx.connection.execute(select(links).where(links.c.id == link_id)).one_or_none()
    if known is None:
        lasts = days if days is not None else DAYS[kind]
        values = {
            "id": link_id,
            "scenario_id": granted.saved.id,
            "token_hash": token_hash(token),
            "kind": kind,
            "revision": _fixed_revision(tx, granted, revision) if kind == "view" else None,
            "hide_money": int(hide_money),
            "label": clean_label(label, "label"),
            "created_by": who.actor.id or granted.saved.owner,
            "created_at": tx.now,
            "expires_at": None if lasts is None else tx.now + timedelta(days=lasts),
            "use_count": 0,
        }
        tx.connection.execute(insert(links).values(values))
        known = tx.connection.execute(select(links).where(links.c.id == link_id)).one()
    return NewLink(link_of(known, tx.now), token)


def find_link(tx: Transaction, gate: Gate, actor: Actor, token: str) -> Link:
    """The link a token opens now.

    Raises NotFound, one sentence for every cause, or its kind LinkEnded with the cause where `actor` is the owner.
    """
    if TOKEN.fullmatch(token) is None:
        raise NotFound
    row = tx.connection.execute(select(links).where(links.c.token_hash == token_hash(token))).one_or_none()
    if row is None:
        raise NotFound
    link = link_of(row, tx.now)
    saved = saved_of(tx.connection.execute(select(scenarios).where(scenarios.c.id == link.scenario_id)).one())
    cause: str | None = link.state if link.state != "open" else "off" if not gate.opens(link) else None
    if cause is None and saved.deleted_at is not None:
        cause = "deleted"
    if cause is not None:
        raise LinkEnded(cause) if actor.id is not None and actor.id == saved.owner else NotFound()
    return link


def count_use(tx: Transaction, link: Link, actor: Actor) -> None:
    """Remember that the link was opened, and by whom, for its owner's list and the opener's library."""
    tx.connection.execute(
        update(links)
        .where(links.c.id == link.id)
        .values(last_used_at=tx.now, use_count=links.c.use_count + 1)
    )
    if actor.id is None:
        return
    here = (visits.c.actor == actor.id) & (visits.c.link_id == link.id)
    if tx.connection.execute(update(visits).where(here).values(last_at=tx.now)).rowcount == 0:
        tx.connection.execute(insert(visits).values(actor=actor.id, link_id=link.id, last_at=tx.now))


def links_of(tx: Transaction, scenario_id: str) -> tuple[Link, ...]:
    """Every link of a scenario, the newest first, ended ones included."""
    rows = tx.connection.execute(
        select(links)
        .where(links.c.scenario_id == scenario_id)
        .order_by(links.c.created_at.desc(), links.c.id)
    )
    return tuple(link_of(row, tx.now) for row in rows)


def links_shared_by(tx: Transaction, owner: str) -> tuple[Link, ...]:
    """Every link to a scenario of `owner`, the newest first."""
    rows = tx.connection.execute(
        select(links)
        .join(scenarios, scenarios.c.id == links.c.scenario_id)
        .where(scenarios.c.owner == owner)
        .order_by(links.c.created_at.desc(), links.c.id)
    )
    return tuple(link_of(row, tx.now) for row in rows)


def link_by_id(tx: Transaction, link_id: str) -> Link:
    """The link of that id; NotFound where there is none."""
    row = tx.connection.execute(select(links).where(links.c.id == link_id)).one_or_none()
    if row is None:
        raise NotFound
    return link_of(row, tx.now)


def end_links(tx: Transaction, ids: Sequence[str]) -> int:
    """Revoke these links; how many were not revoked before."""
    if not ids:
        return 0
    unrevoked = links.c.id.in_(ids) & links.c.revoked_at.is_(None)
    return tx.connection.execute(update(links).where(unrevoked).values(revoked_at=tx.now)).rowcount


def end_every_link(tx: Transaction) -> int:
    """Revoke every link there is; how many were not revoked before."""
    ended = update(links).where(links.c.revoked_at.is_(None)).values(revoked_at=tx.now)
    return tx.connection.execute(ended).rowcount


def fresh_token() -> str:
    """43 characters, 256 bits."""
    return secrets.token_urlsafe(32)


def _fixed_revision(tx: Transaction, granted: Granted, revision: int | None) -> int:
    number = granted.saved.head if revision is None else revision
    exists = tx.connection.execute(
        select(func.count())
        .select_from(revisions)
        .where(revisions.c.scenario_id == granted.saved.id, revisions.c.number == number)
    ).scalar_one()
    if not exists:
        raise Refused(f"revision = {number}: there is no such revision to share; save the scenario first")
    return number
