"""The half of the SQL store that opens scenarios and links, and what both halves share: running work and the trail."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from store import history, sharing
from store.access import Gate, Granted, library_owner, note
from store.errors import NotAllowed, StoreError
from store.records import AuditLine, Link, LinkKind, NewLink, Opened, Revision
from store.rights import Action, Actor, Capability, Role
from store.tables import audit
from store.transactions import Result, Transaction, Transactions

QUICK_MS = 50
"""How long a line that may be lost (a use counted, a refusal noted) waits for the database."""

MOST_LINES = 1000


class SqlLinks:
    """Opening, sharing, revoking; every call one transaction through the gate."""

    def __init__(self, transactions: Transactions, gate: Gate) -> None:
        self._transactions = transactions
        self._gate = gate

    def open(self, who: Capability, scenario_id: str) -> Opened:
        return self._read(who, lambda tx: self._opened(tx, who, scenario_id))

    def resolve(self, actor: Actor, token: str) -> Opened:
        def work(tx: Transaction) -> Opened:
            link = sharing.find_link(tx, self._gate, actor, token)
            return self._opened(tx, Capability(actor, link.id), link.scenario_id)

        opened = self._read(Capability(actor), work)
        link = opened.link
        assert link is not None
        # A link opens where nothing can be written, too: the count is worth less than the page.
        self._in_passing(lambda tx: sharing.count_use(tx, link, actor))
        return opened

    def authorise(self, who: Capability, scenario_id: str, action: Action) -> None:
        self._read(who, lambda tx: self._gate.pass_through(tx, who, scenario_id, action))

    def share(
        self,
        who: Capability,
        scenario_id: str,
        kind: LinkKind,
        *,
        revision: int | None = None,
        hide_money: bool = False,
        days: int | None = None,
        label: str = "",
    ) -> NewLink:
        link_id, token = str(uuid.uuid4()), sharing.fresh_token()

        def work(tx: Transaction, granted: Granted) -> NewLink:
            if not self._gate.sharing and kind != "manage":
                raise NotAllowed(Action.SHARE, "Sharing is switched off on this server.")
            return sharing.new_link(
                tx,
                granted,
                who,
                link_id=link_id,
                token=token,
                kind=kind,
                revision=revision,
                hide_money=hide_money,
                days=days,
                label=label,
            )

        return self._change(who, scenario_id, Action.SHARE, work, detail=f"{kind} link {link_id[:8]}")

    def links(self, who: Capability, scenario_id: str) -> tuple[Link, ...]:
        def work(tx: Transaction) -> tuple[Link, ...]:
            self._gate.pass_through(tx, who, scenario_id, Action.LINKS)
            return sharing.links_of(tx, scenario_id)

        return self._read(who, work)

    def my_links(self, who: Capability) -> tuple[Link, ...]:
        owner = library_owner(who, Action.LIST)
        return self._read(who, lambda tx: sharing.links_shared_by(tx, owner))

    def revoke(self, who: Capability, link_id: str) -> Link:
        def work(tx: Transaction) -> Link:
            link = sharing.link_by_id(tx, link_id)
            self._gate.pass_through(tx, who, link.scenario_id, Action.REVOKE)
            if sharing.end_links(tx, [link.id]):
                note(tx, who, Action.REVOKE, link.scenario_id, f"{link.kind} link {link.id[:8]}")
            return sharing.link_by_id(tx, link_id)

        return self._write(who, work)

    def revoke_all(self, who: Capability, scenario_id: str | None = None) -> int:
        def of_all(tx: Transaction) -> int:
            open_links = sharing.links_shared_by(tx, owner)
            ended = sharing.end_links(tx, [link.id for link in open_links])
            for scenario in {link.scenario_id for link in open_links if link.revoked_at is None}:
                note(tx, who, Action.REVOKE, scenario, "every link")
            return ended

        def of_one(tx: Transaction, granted: Granted) -> int:
            return sharing.end_links(tx, [link.id for link in sharing.links_of(tx, granted.saved.id)])

        if scenario_id is not None:
            return self._change(who, scenario_id, Action.REVOKE, of_one, detail="every link")
        owner = library_owner(who, Action.LIST)
        return self._write(who, of_all)

    def revoke_everything(self) -> int:
        return self._transactions.write(sharing.end_every_link)

    def trail(self, who: Capability, scenario_id: str, *, limit: int = 100) -> tuple[AuditLine, ...]:
        def work(tx: Transaction) -> tuple[AuditLine, ...]:
            self._gate.pass_through(tx, who, scenario_id, Action.AUDIT)
            rows = tx.connection.execute(
                select(audit)
                .where(audit.c.scenario_id == scenario_id)
                .order_by(audit.c.id.desc())
                .limit(min(max(limit, 1), MOST_LINES))
            )
            return tuple(
                AuditLine(row.at, row.actor, row.action, row.scenario_id, row.detail) for row in rows
            )

        return self._read(who, work)

    def _opened(self, tx: Transaction, who: Capability, scenario_id: str) -> Opened:
        granted = self._gate.pass_through(tx, who, scenario_id, Action.OPEN)
        number = shown_revision(granted)
        revision = as_seen(granted, history.read_revision(tx, scenario_id, number)) if number else None
        saved, link = granted.saved, granted.link
        if granted.role is not Role.OWNER:
            # Neither who the owner is, nor their notes on the link, nor a name given after the shared revision.
            saved = replace(saved, owner="")
            link = replace(link, created_by="", label="", use_count=0, last_used_at=None) if link else None
        if granted.only_revision is not None and revision is not None:
            saved = replace(saved, name=revision.scenario.name)
        hide_money = granted.link is not None and granted.link.hide_money
        return Opened(saved, revision, granted.role, who, granted.may, hide_money, link)

    def _read(self, who: Capability, work: Callable[[Transaction], Result]) -> Result:
        try:
            return self._transactions.read(work)
        except NotAllowed as refusal:
            self._note_refusal(who, refusal)
            raise

    def _write(self, who: Capability, work: Callable[[Transaction], Result]) -> Result:
        try:
            return self._transactions.write(work)
        except NotAllowed as refusal:
            self._note_refusal(who, refusal)
            raise

    def _change(
        self,
        who: Capability,
        scenario_id: str,
        action: Action,
        work: Callable[[Transaction, Granted], Result],
        *,
        audited: bool = True,
        detail: str = "",
    ) -> Result:
        """One change of one scenario: through the gate, under its lock, with its line in the trail."""

        def whole(tx: Transaction) -> Result:
            granted = self._gate.pass_through(tx, who, scenario_id, action, lock=True)
            result = work(tx, granted)
            if audited:
                note(tx, who, action, scenario_id, detail)
            return result

        return self._write(who, whole)

    def _note_refusal(self, who: Capability, refusal: NotAllowed) -> None:
        if refusal.scenario_id is not None:
            scenario_id, action = refusal.scenario_id, refusal.action
            self._in_passing(lambda tx: note(tx, who, f"refused: {action}", scenario_id))

    def _in_passing(self, work: Callable[[Transaction], object]) -> None:
        """Something worth less than the call it belongs to: tried once, briefly."""
        with contextlib.suppress(StoreError):
            self._transactions.write(work, retries=0, patience_ms=QUICK_MS)


def as_seen(granted: Granted, revision: Revision) -> Revision:
    """The revision without its summary for whoever may not see the history: it tells of what was there before."""
    return revision if Action.HISTORY in granted.may else replace(revision, summary="")


def shown_revision(granted: Granted) -> int:
    """The revision this access shows: the link's own, or the newest; 0 where there is none."""
    only = granted.only_revision
    return granted.saved.head if only is None else only
