"""The part of the SQL store that keeps how exports are read, for a person or for the plan they work on."""

from __future__ import annotations

from store import mappings
from store.access import library_owner
from store.records import SavedMapping
from store.rights import Action, Capability
from store.sql_links import SqlLinks
from store.transactions import Transaction


class SqlMappings(SqlLinks):
    """Saved mappings; those of a scenario are its owner's, for everybody who may edit it."""

    def save_mapping(
        self, who: Capability, fingerprint: str, document: str, *, scenario_id: str | None = None
    ) -> SavedMapping:
        mappings.check_fingerprint(fingerprint)
        mappings.check_document(document)

        def work(tx: Transaction) -> SavedMapping:
            owner = self._mapping_owner(tx, who, scenario_id)
            return mappings.put(tx, owner, fingerprint, document)

        return self._write(who, work)

    def mapping(
        self, who: Capability, fingerprint: str, *, scenario_id: str | None = None
    ) -> SavedMapping | None:
        mappings.check_fingerprint(fingerprint)
        return self._read(
            who, lambda tx: mappings.get(tx, self._mapping_owner(tx, who, scenario_id), fingerprint)
        )

    def forget_mapping(self, who: Capability, fingerprint: str, *, scenario_id: str | None = None) -> None:
        mappings.check_fingerprint(fingerprint)
        self._write(who, lambda tx: mappings.drop(tx, self._mapping_owner(tx, who, scenario_id), fingerprint))

    def _mapping_owner(self, tx: Transaction, who: Capability, scenario_id: str | None) -> str:
        if scenario_id is None:
            return library_owner(who, Action.CREATE)
        return self._gate.pass_through(tx, who, scenario_id, Action.DRAFT).saved.owner
