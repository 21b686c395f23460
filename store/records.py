"""What the store answers with: frozen records, times in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from simulator.scenario import Scenario
from simulator.scenario.changes import Difference
from store.rights import Action, Capability, Role

LinkKind = Literal["view", "live", "edit", "manage"]
LinkState = Literal["open", "expired", "revoked"]
LibraryOrder = Literal["updated", "created", "name"]
Shelf = Literal["active", "archived", "deleted"]


@dataclass(frozen=True)
class Saved:
    """A scenario as the library knows it. head: its newest revision, 0 while there is only a draft."""

    id: str
    owner: str
    name: str
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    deleted_at: datetime | None
    head: int


@dataclass(frozen=True)
class RevisionLine:
    """One line of a history. digest: SHA-256 of the document's text."""

    scenario_id: str
    number: int
    author: str
    at: datetime
    summary: str
    digest: str
    engine_version: str


@dataclass(frozen=True)
class Revision(RevisionLine):
    """A revision with its document."""

    scenario: Scenario


@dataclass(frozen=True)
class HistoryPage:
    """Lines of a history, newest first. page counts from 1."""

    lines: tuple[RevisionLine, ...]
    total: int
    page: int
    size: int


@dataclass(frozen=True)
class Comparison:
    """Two revisions side by side. summary: what changed from old to new on one line."""

    old: RevisionLine
    new: RevisionLine
    differences: tuple[Difference, ...]
    summary: str


@dataclass(frozen=True)
class Draft:
    """The autosaved working document of one person on one scenario.

    base: the revision it began from, 0 for none; version: counts its saves, from 1; aside: text the pages keep with it.
    """

    scenario_id: str
    base: int
    version: int
    at: datetime
    scenario: Scenario
    aside: str = ""


@dataclass(frozen=True)
class SavedMapping:
    """How exports with one header are read, as somebody confirmed it. document: a mapping file."""

    fingerprint: str
    at: datetime
    document: str


@dataclass(frozen=True)
class Opened:
    """A scenario somebody may see, as they may see it.

    revision: the document shown, None where there is only a draft; saved.head says whether a newer one exists.
    capability: to be carried into every further call. may: what this access allows.
    """

    saved: Saved
    revision: Revision | None
    role: Role
    capability: Capability
    may: frozenset[Action]
    hide_money: bool = False
    link: Link | None = None


@dataclass(frozen=True)
class LibraryPage:
    """Scenarios of a library. total: of all pages; page counts from 1."""

    entries: tuple[Saved, ...]
    total: int
    page: int
    size: int


@dataclass(frozen=True)
class Link:
    """A link as its owner sees it; the token itself is nowhere."""

    id: str
    scenario_id: str
    kind: LinkKind
    revision: int | None
    hide_money: bool
    label: str
    created_by: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    use_count: int
    state: LinkState


@dataclass(frozen=True)
class NewLink:
    """A link just made. token: shown this once, kept nowhere."""

    link: Link
    token: str = field(repr=False)


@dataclass(frozen=True)
class SharedEntry:
    """A scenario somebody else shared with the one who asks, through a link they have opened before."""

    name: str
    kind: LinkKind
    capability: Capability
    scenario_id: str
    updated_at: datetime


@dataclass(frozen=True)
class AuditLine:
    """Who did what and when. actor: the label, or the first characters of the id."""

    at: datetime
    actor: str
    action: str
    scenario_id: str | None
    detail: str
