"""The part of the SQL store that keeps what stands beside a version: the evidence it was saved with."""

from __future__ import annotations

from sqlalchemy import insert, select

from store.access import Granted
from store.documents import clean_aside
from store.errors import NotAllowed, NotFound
from store.rights import Action, Capability
from store.sql_links import shown_revision
from store.sql_mappings import SqlMappings
from store.tables import beside
from store.transactions import Transaction


def open_part(text: str) -> str:
    """What of the text goes to a link that hides money: its first line where more follows, else nothing."""
    first, more, _ = text.partition("\n")
    return first if more else ""


class SqlBeside(SqlMappings):
    """Texts beside revisions: written once, never changed, shown to whoever may see the revision and its amounts."""

    def keep_beside(self, who: Capability, scenario_id: str, number: int, aside: str) -> None:
        clean_aside(aside)

        def work(tx: Transaction, granted: Granted) -> None:
            if not 1 <= number <= granted.saved.head:
                raise NotFound(f"There is no revision {number} of this scenario.")
            here = (beside.c.scenario_id == scenario_id, beside.c.number == number)
            if tx.connection.execute(select(beside.c.number).where(*here)).one_or_none() is None:
                tx.connection.execute(
                    insert(beside).values(scenario_id=scenario_id, number=number, at=tx.now, aside=aside)
                )

        self._change(who, scenario_id, Action.SAVE, work, audited=False)

    def beside(self, who: Capability, scenario_id: str, number: int) -> str:
        def work(tx: Transaction) -> str:
            granted = self._gate.pass_through(tx, who, scenario_id, Action.OPEN)
            if number != shown_revision(granted) and Action.HISTORY not in granted.may:
                raise NotAllowed(Action.HISTORY, scenario_id=scenario_id)
            newest = (
                select(beside.c.aside)
                .where(beside.c.scenario_id == scenario_id, beside.c.number <= number)
                .order_by(beside.c.number.desc())
                .limit(1)
            )
            text = tx.connection.execute(newest).scalar_one_or_none() or ""
            if granted.link is not None and granted.link.hide_money:
                return open_part(text)
            return text

        return self._read(who, work)
