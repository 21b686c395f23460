"""Kept scenarios: revisions, drafts, the library and links, in SQLite or PostgreSQL.

>>> from store import Actor, Capability, open_store
>>> store = open_store(None, data_dir=Path("data"))  # doctest: +SKIP
>>> me = Capability(Actor("browser-id", "Ana"))  # doctest: +SKIP
>>> saved = store.create(me, scenario)  # doctest: +SKIP
>>> store.save(me, saved.id, changed, expected=saved.head).summary  # doctest: +SKIP
'win rate 22 % → 25 %'
"""

from __future__ import annotations

from store.errors import (
    AddressError,
    DraftConflict,
    LinkEnded,
    NotAllowed,
    NotFound,
    Refused,
    RevisionConflict,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreTooNew,
    StoreUnavailable,
)
from store.interface import ScenarioStore
from store.opening import open_store
from store.records import (
    AuditLine,
    Comparison,
    Draft,
    HistoryPage,
    LibraryPage,
    Link,
    NewLink,
    Opened,
    Revision,
    RevisionLine,
    Saved,
    SavedMapping,
    SharedEntry,
)
from store.rights import Action, Actor, Capability, Role
from store.standby import Standby

__all__ = [
    "Action",
    "Actor",
    "AddressError",
    "AuditLine",
    "Capability",
    "Comparison",
    "Draft",
    "DraftConflict",
    "HistoryPage",
    "LibraryPage",
    "Link",
    "LinkEnded",
    "NewLink",
    "NotAllowed",
    "NotFound",
    "Opened",
    "Refused",
    "Revision",
    "RevisionConflict",
    "RevisionLine",
    "Role",
    "Saved",
    "SavedMapping",
    "ScenarioStore",
    "SharedEntry",
    "Standby",
    "StoreBusy",
    "StoreCorrupt",
    "StoreError",
    "StoreFull",
    "StoreReadOnly",
    "StoreTooNew",
    "StoreUnavailable",
    "open_store",
]
