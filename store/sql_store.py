"""The store over SQL: each call one transaction, through the gate, with its line in the audit trail."""

from __future__ import annotations

import contextlib
import os
import uuid
from dataclasses import replace

from sqlalchemy import update

from simulator.scenario import Scenario, parse_scenario, scenario_document
from store import drafts, history, library
from store.access import Gate, Granted, find_saved, library_owner, note
from store.backups import back_up, daily_is_due
from store.dialects import SqliteDatabase
from store.documents import clean_aside, clean_label, person_label
from store.errors import NotAllowed, Refused, StoreReadOnly
from store.records import (
    Comparison,
    Draft,
    HistoryPage,
    LibraryOrder,
    LibraryPage,
    Revision,
    RevisionLine,
    Saved,
    SharedEntry,
    Shelf,
)
from store.rights import Action, Actor, Capability, Role
from store.sql_beside import SqlBeside
from store.sql_links import as_seen, shown_revision
from store.tables import scenarios
from store.transactions import Transaction, Transactions

LONGEST_NAME = 120


class SqlStore(SqlBeside):
    """Implements `ScenarioStore`. mark: descriptor of the file that says the database is in use."""

    def __init__(self, transactions: Transactions, *, sharing: bool = True, mark: int | None = None) -> None:
        super().__init__(transactions, Gate(sharing))
        self._mark = mark

    def create(self, who: Capability, scenario: Scenario, *, draft: bool = False) -> Saved:
        owner = library_owner(who, Action.CREATE)
        scenario_id = str(uuid.uuid4())

        def work(tx: Transaction) -> Saved:
            known = find_saved(tx, scenario_id)
            if known is not None:
                return known
            saved = library.add(tx, scenario_id, owner, scenario.name)
            granted = self._gate.pass_through(tx, Capability(who.actor), scenario_id, Action.SAVE)
            if draft:
                drafts.put(tx, granted, who, scenario, base=0, version=0, aside="")
            else:
                history.append(tx, granted, scenario, expected=0, author=_author(who))
            note(tx, who, "create", scenario_id)
            return replace(saved, head=0 if draft else 1)

        return self._write(who, work)

    def save(self, who: Capability, scenario_id: str, scenario: Scenario, *, expected: int) -> RevisionLine:
        def work(tx: Transaction, granted: Granted) -> RevisionLine:
            line = history.append(tx, granted, scenario, expected=expected, author=_author(who, granted))
            with contextlib.suppress(NotAllowed):
                drafts.drop(tx, scenario_id, drafts.holder_of(who))
            return line

        return self._change(who, scenario_id, Action.SAVE, work)

    def restore(self, who: Capability, scenario_id: str, number: int, *, expected: int) -> RevisionLine:
        def work(tx: Transaction, granted: Granted) -> RevisionLine:
            old = history.read_revision(tx, scenario_id, number)
            prefix = f"revision {number} restored: "
            return history.append(
                tx, granted, old.scenario, expected=expected, author=_author(who, granted), prefix=prefix
            )

        return self._change(who, scenario_id, Action.RESTORE, work)

    def rename(self, who: Capability, scenario_id: str, name: str) -> RevisionLine | None:
        def work(tx: Transaction, granted: Granted) -> RevisionLine | None:
            number, line = granted.saved.head, None
            draft = drafts.under_hands(tx, granted, who)
            if number:
                head = history.read_revision(tx, scenario_id, number)
                line = history.append(
                    tx, granted, _named(head.scenario, name), expected=number, author=_author(who, granted)
                )
            elif draft is None:
                raise Refused("The scenario has no saved revision yet; save it, then rename it.")
            if draft is not None:
                base = line.number if line is not None and draft.base == number else draft.base
                drafts.rename(tx, granted, who, _named(draft.scenario, name), base)
            return line

        return self._change(who, scenario_id, Action.RENAME, work)

    def revision(self, who: Capability, scenario_id: str, number: int) -> Revision:
        def work(tx: Transaction) -> Revision:
            granted = self._gate.pass_through(tx, who, scenario_id, Action.OPEN)
            if number != shown_revision(granted) and Action.HISTORY not in granted.may:
                raise NotAllowed(Action.HISTORY, scenario_id=scenario_id)
            return as_seen(granted, history.read_revision(tx, scenario_id, number))

        return self._read(who, work)

    def history(self, who: Capability, scenario_id: str, *, page: int = 1, size: int = 25) -> HistoryPage:
        library.check_page(page, size)

        def work(tx: Transaction) -> HistoryPage:
            self._gate.pass_through(tx, who, scenario_id, Action.HISTORY)
            return history.read_history(tx, scenario_id, page, size)

        return self._read(who, work)

    def compare(self, who: Capability, scenario_id: str, old: int, new: int) -> Comparison:
        def work(tx: Transaction) -> Comparison:
            self._gate.pass_through(tx, who, scenario_id, Action.HISTORY)
            return history.compare(tx, scenario_id, old, new)

        return self._read(who, work)

    def save_draft(
        self,
        who: Capability,
        scenario_id: str,
        scenario: Scenario,
        *,
        base: int,
        version: int,
        aside: str = "",
    ) -> Draft:
        clean_aside(aside)
        return self._change(
            who,
            scenario_id,
            Action.DRAFT,
            lambda tx, granted: drafts.put(tx, granted, who, scenario, base, version, aside),
            audited=False,
        )

    def load_draft(self, who: Capability, scenario_id: str) -> Draft | None:
        def work(tx: Transaction) -> Draft | None:
            self._gate.pass_through(tx, who, scenario_id, Action.DRAFT)
            return drafts.get(tx, scenario_id, drafts.holder_of(who))

        return self._read(who, work)

    def discard_draft(self, who: Capability, scenario_id: str) -> None:
        self._change(
            who,
            scenario_id,
            Action.DRAFT,
            lambda tx, _: drafts.drop(tx, scenario_id, drafts.holder_of(who)),
            audited=False,
        )

    def library(
        self,
        who: Capability,
        *,
        search: str = "",
        shelf: Shelf = "active",
        order: LibraryOrder = "updated",
        page: int = 1,
        size: int = 25,
    ) -> LibraryPage:
        library.check_page(page, size)
        owner = library_owner(who, Action.LIST)
        query = library.library_query(owner, clean_label(search, "search"), shelf, order)
        return self._read(who, lambda tx: library.read_library(tx, query, page, size))

    def shared_with_me(self, actor: Actor, *, page: int = 1, size: int = 25) -> tuple[SharedEntry, ...]:
        library.check_page(page, size)
        who = Capability(actor)
        library_owner(who, Action.LIST)
        if not self._gate.sharing:
            return ()
        return self._read(who, lambda tx: library.shared_with(tx, actor, page, size))

    def duplicate(
        self, who: Capability, scenario_id: str, *, revision: int | None = None, name: str | None = None
    ) -> Saved:
        owner = library_owner(who, Action.CREATE)
        copy_id = str(uuid.uuid4())

        def work(tx: Transaction, granted: Granted) -> Saved:
            known = find_saved(tx, copy_id)
            if known is not None:
                return known
            draft = drafts.under_hands(tx, granted, who) if revision is None else None
            number = shown_revision(granted) if revision is None else revision
            if number != shown_revision(granted) and Action.HISTORY not in granted.may:
                raise NotAllowed(Action.HISTORY, scenario_id=scenario_id)
            if draft is not None:
                original = draft.scenario
            elif number:
                original = history.read_revision(tx, scenario_id, number).scenario
            else:
                raise Refused("The scenario has no saved revision yet; save it, then copy it.")
            copy = _named(original, name if name is not None else f"Copy of {original.name}"[:LONGEST_NAME])
            saved = library.add(tx, copy_id, owner, copy.name)
            mine = Granted(saved, Role.OWNER, granted.may)
            if draft is not None:
                drafts.put(tx, mine, Capability(who.actor), copy, base=0, version=0, aside=draft.aside)
                note(tx, Capability(who.actor), "create", copy_id, f"copy of the draft of {scenario_id}")
                return saved
            history.append(tx, mine, copy, expected=0, author=_author(who))
            note(tx, Capability(who.actor), "create", copy_id, f"copy of revision {number} of {scenario_id}")
            return replace(saved, head=1)

        return self._change(who, scenario_id, Action.COPY, work)

    def archive(self, who: Capability, scenario_id: str) -> Saved:
        return self._shelve(who, scenario_id, Action.ARCHIVE, archived=True)

    def unarchive(self, who: Capability, scenario_id: str) -> Saved:
        return self._shelve(who, scenario_id, Action.ARCHIVE, archived=False)

    def delete(self, who: Capability, scenario_id: str) -> Saved:
        return self._shelve(who, scenario_id, Action.DELETE, deleted=True)

    def undelete(self, who: Capability, scenario_id: str) -> Saved:
        return self._shelve(who, scenario_id, Action.UNDELETE, deleted=False)

    def take_over(self, who: Capability, scenario_id: str) -> Saved:
        owner = library_owner(who, Action.CREATE)

        def work(tx: Transaction, granted: Granted) -> Saved:
            tx.connection.execute(
                update(scenarios).where(scenarios.c.id == granted.saved.id).values(owner=owner)
            )
            drafts.hand_over(tx, scenario_id, granted.saved.owner, owner)
            return replace(granted.saved, owner=owner)

        return self._change(who, scenario_id, Action.TAKE_OVER, work)

    def writable(self) -> bool:
        nothing = update(scenarios).where(scenarios.c.id == "").values(head=0)
        try:
            self._transactions.write(lambda tx: tx.connection.execute(nothing), retries=0)
        except StoreReadOnly:
            return False
        return True

    def back_up_if_due(self) -> bool:
        database = self._transactions.database
        now = self._transactions.read(lambda tx: tx.now)
        if not isinstance(database, SqliteDatabase) or database.mode != "rw":
            return False
        if not daily_is_due(database.path, now):
            return False
        back_up(database.path, now, "daily")
        return True

    def close(self) -> None:
        self._transactions.close()
        if self._mark is not None:
            os.close(self._mark)
            self._mark = None

    def _shelve(
        self,
        who: Capability,
        scenario_id: str,
        action: Action,
        *,
        archived: bool | None = None,
        deleted: bool | None = None,
    ) -> Saved:
        def work(tx: Transaction, granted: Granted) -> Saved:
            saved = granted.saved
            library.put_on_shelf(
                tx,
                saved,
                archived=saved.archived_at is not None if archived is None else archived,
                deleted=saved.deleted_at is not None if deleted is None else deleted,
            )
            found = find_saved(tx, scenario_id)
            assert found is not None
            return found

        return self._change(who, scenario_id, action, work)


def _author(who: Capability, granted: Granted | None = None) -> str:
    """What the history calls whoever saves: their name, else whom the owner made the link for."""
    label = person_label(who.actor.label)
    link = granted.link if granted is not None else None
    return label if label or link is None else link.label


def _named(scenario: Scenario, name: str) -> Scenario:
    """The scenario under another name; ScenarioError where that is none."""
    return parse_scenario({**scenario_document(scenario), "name": name})
