"""What a store can do, whichever database is behind it.

Every call but `resolve` takes a `Capability` and finds out anew what it may. A call raises NotFound where the one who
asks may not know the scenario, NotAllowed where they may but not this, ScenarioError and Refused for what was typed in,
and StoreUnavailable, StoreReadOnly or StoreCorrupt for what befell the database; after any of them nothing has changed.
"""

from __future__ import annotations

from typing import Protocol

from simulator.scenario import Scenario
from store.records import (
    AuditLine,
    Comparison,
    Draft,
    HistoryPage,
    LibraryOrder,
    LibraryPage,
    Link,
    LinkKind,
    NewLink,
    Opened,
    Revision,
    RevisionLine,
    Saved,
    SavedMapping,
    SharedEntry,
    Shelf,
)
from store.rights import Action, Actor, Capability


class ScenarioStore(Protocol):
    """Scenarios, kept."""

    # Opening

    def create(self, who: Capability, scenario: Scenario, *, draft: bool = False) -> Saved:
        """A new scenario of the one who asks: revision 1, or with `draft` only an autosaved document."""

    def open(self, who: Capability, scenario_id: str) -> Opened:
        """The scenario as `who` may see it now. Ask again on every rerun: a link may have ended."""

    def resolve(self, actor: Actor, token: str) -> Opened:
        """What a link opens, counting the use. `capability` of the answer is to be carried on.

        Raises NotFound with one and the same sentence for strangers, LinkEnded with the cause for the owner.
        """

    def authorise(self, who: Capability, scenario_id: str, action: Action) -> None:
        """Pass if `who` may do `action` (run, export) now."""

    # Revisions

    def save(self, who: Capability, scenario_id: str, scenario: Scenario, *, expected: int) -> RevisionLine:
        """A new revision, if the newest one is still `expected`; the draft of the one who saves is done with.

        Raises RevisionConflict otherwise. Saving what is already the newest revision is that revision.
        """

    def revision(self, who: Capability, scenario_id: str, number: int) -> Revision:
        """One revision with its document."""

    def history(self, who: Capability, scenario_id: str, *, page: int = 1, size: int = 25) -> HistoryPage:
        """The lines of the history, newest first."""

    def compare(self, who: Capability, scenario_id: str, old: int, new: int) -> Comparison:
        """Two revisions, field by field."""

    def restore(self, who: Capability, scenario_id: str, number: int, *, expected: int) -> RevisionLine:
        """An old revision again, as a new one. Raises RevisionConflict as `save` does."""

    # Drafts

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
        """Keep the working document. base: the revision it began from; version: of the draft it follows, 0 for none.

        Raises DraftConflict where another tab has written since, or saved a revision, which ends the draft. `aside` is
        text the pages keep with it.
        """

    def load_draft(self, who: Capability, scenario_id: str) -> Draft | None:
        """One's own draft of the scenario."""

    def discard_draft(self, who: Capability, scenario_id: str) -> None:
        """Forget it."""

    # How exports are read

    def keep_beside(self, who: Capability, scenario_id: str, number: int, aside: str) -> None:
        """Keep text of the pages beside a saved revision, for everybody who may see it and its amounts.

        Of a text of several lines the first one is for links that hide money too: it must hold no amount.
        What a revision has beside it never changes: a second text is not taken. Needs the right to save.
        """

    def beside(self, who: Capability, scenario_id: str, number: int) -> str:
        """The text beside this revision, or beside the newest before it that has one; empty where there is none. A link
        that hides money gets the first line, where more than one is kept.
        """

    def save_mapping(
        self, who: Capability, fingerprint: str, document: str, *, scenario_id: str | None = None
    ) -> SavedMapping:
        """Keep a mapping file for exports with this header (its fingerprint), in place of the one kept before.

        It is one's own; with `scenario_id` the owner's of that scenario, for all who may edit it.
        """

    def mapping(
        self, who: Capability, fingerprint: str, *, scenario_id: str | None = None
    ) -> SavedMapping | None:
        """The one kept for this header."""

    def forget_mapping(self, who: Capability, fingerprint: str, *, scenario_id: str | None = None) -> None:
        """Forget it; nothing happens where there is none."""

    # The library

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
        """One's own scenarios."""

    def shared_with_me(self, actor: Actor, *, page: int = 1, size: int = 25) -> tuple[SharedEntry, ...]:
        """Scenarios of others whose link one has opened and which still works."""

    def duplicate(
        self, who: Capability, scenario_id: str, *, revision: int | None = None, name: str | None = None
    ) -> Saved:
        """A copy of one's own: of `revision`, else of one's draft (and then a draft too), else of what one may see."""

    def rename(self, who: Capability, scenario_id: str, name: str) -> RevisionLine | None:
        """Another name: the newest revision as a new one, and one's draft. None where there is only the draft."""

    def archive(self, who: Capability, scenario_id: str) -> Saved:
        """Off the shelf, still there."""

    def unarchive(self, who: Capability, scenario_id: str) -> Saved:
        """Back on the shelf."""

    def delete(self, who: Capability, scenario_id: str) -> Saved:
        """Gone for everybody, its links included, until `undelete`."""

    def undelete(self, who: Capability, scenario_id: str) -> Saved:
        """As it was before `delete`."""

    def take_over(self, who: Capability, scenario_id: str) -> Saved:
        """Make the one who asks its owner: what a manage link is for after a lost cookie."""

    # Links

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
        """A link; its token is in the answer and nowhere else. A view link shows `revision`, the newest if None."""

    def links(self, who: Capability, scenario_id: str) -> tuple[Link, ...]:
        """Every link of a scenario with its state, ended ones included."""

    def my_links(self, who: Capability) -> tuple[Link, ...]:
        """Every link to anything of one's own."""

    def revoke(self, who: Capability, link_id: str) -> Link:
        """End a link at once."""

    def revoke_all(self, who: Capability, scenario_id: str | None = None) -> int:
        """End every link of a scenario, or of all of one's own; how many were open."""

    def revoke_everything(self) -> int:
        """End every link of everybody, manage links included: the command of whoever runs the server."""

    # The rest

    def trail(self, who: Capability, scenario_id: str, *, limit: int = 100) -> tuple[AuditLine, ...]:
        """Who did what with the scenario, newest first."""

    def writable(self) -> bool:
        """Whether writing works now; False where the file is read-only. Raises where the database is away."""

    def back_up_if_due(self) -> bool:
        """Make the daily backup of a file if the newest is a day old; whether one was made. Call it now and then."""

    def close(self) -> None:
        """Give back every connection and file."""
