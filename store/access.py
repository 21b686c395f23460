"""The one gate of every repository call: who is this to that scenario, now, and may they do that?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from store.documents import person_label
from store.errors import NotAllowed, NotFound
from store.records import Link, LinkState, Saved
from store.rights import AFTER_DELETION, Action, Capability, Role, allowed
from store.tables import audit, links, scenarios
from store.transactions import Transaction

SCENARIO_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
UNDERTAKERS = {Role.OWNER, Role.ADMIN}
"""Who still sees a deleted scenario."""

DELETED_SENTENCE = "This scenario is deleted. Restore it from the library first."


@dataclass(frozen=True)
class Granted:
    """What the gate found out: the scenario, what the one who asks is to it, and the link they came by."""

    saved: Saved
    role: Role
    may: frozenset[Action]
    link: Link | None = None

    @property
    def only_revision(self) -> int | None:
        """The one revision this access shows; None for all."""
        return self.link.revision if self.link is not None and self.role is Role.VIEW else None


@dataclass(frozen=True)
class Gate:
    """sharing: False closes every link but the owner's own manage link."""

    sharing: bool = True

    def pass_through(
        self, tx: Transaction, who: Capability, scenario_id: str, action: Action, *, lock: bool = False
    ) -> Granted:
        """Let `who` do `action` with the scenario; `lock` keeps it from changing until the transaction ends.

        Raises NotFound, with one sentence for everything a stranger may not know, or NotAllowed.
        """
        if SCENARIO_ID.fullmatch(scenario_id) is None:
            raise NotFound
        query = select(scenarios).where(scenarios.c.id == scenario_id)
        row = tx.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise NotFound
        saved = saved_of(row)
        granted = self._granted(tx, who, saved)
        is_deleted = saved.deleted_at is not None
        if not granted.may - allowed(Role.OTHER) or (is_deleted and granted.role not in UNDERTAKERS):
            raise NotFound
        if action not in granted.may:
            raise NotAllowed(action, scenario_id=saved.id)
        if is_deleted and action not in AFTER_DELETION:
            raise NotFound(DELETED_SENTENCE)
        return granted

    def _granted(self, tx: Transaction, who: Capability, saved: Saved) -> Granted:
        if who.link_id is not None:
            link = self._live_link(tx, who.link_id, saved.id)
            if link is None:
                return Granted(saved, Role.ANONYMOUS, frozenset())
            role = Role.OWNER if link.kind == "manage" else Role(link.kind)
            return Granted(saved, role, allowed(role, hide_money=link.hide_money), link)
        if who.actor.id is None:
            role = Role.ANONYMOUS
        elif who.actor.id == saved.owner:
            role = Role.OWNER
        else:
            role = Role.ADMIN if who.actor.admin else Role.OTHER
        return Granted(saved, role, allowed(role))

    def _live_link(self, tx: Transaction, link_id: str, scenario_id: str) -> Link | None:
        row = tx.connection.execute(
            select(links).where(links.c.id == link_id, links.c.scenario_id == scenario_id)
        ).one_or_none()
        if row is None:
            return None
        link = link_of(row, tx.now)
        return link if link.state == "open" and self.opens(link) else None

    def opens(self, link: Link) -> bool:
        """Whether links of this kind work on this server."""
        return self.sharing or link.kind == "manage"


def library_owner(who: Capability, action: Action) -> str:
    """Whose library `who` asks for: their own. NotAllowed for somebody nobody knows."""
    role = Role.ANONYMOUS if who.actor.id is None else Role.OTHER
    if who.actor.id is None or action not in allowed(role):
        raise NotAllowed(
            action, "This browser is not known to the server; allow its cookie and reload the page."
        )
    return who.actor.id


def note(tx: Transaction, who: Capability, action: str, scenario_id: str | None, detail: str = "") -> None:
    """A line of the audit trail, in the transaction of what it tells about."""
    actor = person_label(who.actor.label) or (who.actor.id or "unknown")[:8]
    values = {
        "at": tx.now,
        "actor": actor if who.link_id is None else f"{actor} by link {who.link_id[:8]}",
        "action": action,
        "scenario_id": scenario_id,
        "detail": detail,
    }
    tx.connection.execute(insert(audit).values(values))


def find_saved(tx: Transaction, scenario_id: str) -> Saved | None:
    """The scenario of that id, whoever asks."""
    row = tx.connection.execute(select(scenarios).where(scenarios.c.id == scenario_id)).one_or_none()
    return None if row is None else saved_of(row)


def saved_of(row: Row[Any]) -> Saved:
    """A row of `scenarios` as a record."""
    return Saved(
        id=row.id,
        owner=row.owner,
        name=row.name,
        created_at=row.created_at,
        updated_at=row.updated_at,
        archived_at=row.archived_at,
        deleted_at=row.deleted_at,
        head=row.head,
    )


def link_of(row: Row[Any], now: datetime) -> Link:
    """A row of `links` as a record, with its state at `now`."""
    state: LinkState = "open"
    if row.expires_at is not None and row.expires_at <= now:
        state = "expired"
    if row.revoked_at is not None:
        state = "revoked"
    return Link(
        id=row.id,
        scenario_id=row.scenario_id,
        kind=row.kind,
        revision=row.revision,
        hide_money=bool(row.hide_money),
        label=row.label,
        created_by=row.created_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
        use_count=row.use_count,
        state=state,
    )
