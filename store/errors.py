"""What can go wrong with keeping, in sentences for the person in front of the screen.

No sentence holds an address, a password, a path, a token or a statement; the causes go no further than here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from simulator.scenario.changes import Difference
    from store.records import Draft, RevisionLine


class StoreError(Exception):
    """Something could not be kept or found; `str()` is the sentence to show."""


class StoreUnavailable(StoreError):
    """The database cannot be reached now. Trying again later may work; what is on the screen is unharmed."""


class StoreBusy(StoreUnavailable):
    """Somebody else held the database for longer than is reasonable to wait."""


class StoreReadOnly(StoreError):
    """Reading works, writing is refused."""


class StoreFull(StoreReadOnly):
    """The disk has no room for another revision."""


class StoreCorrupt(StoreError):
    """The database is damaged or not ours. It was left as it is."""


class StoreTooNew(StoreError):
    """A newer release wrote the database."""


class AddressError(StoreError, ValueError):
    """The address of the database cannot be used."""


class Refused(StoreError, ValueError):
    """Something that was entered (a label, a page, a period) cannot be accepted."""


class NotFound(StoreError):
    """There is nothing here for whoever asks: never was, no longer is, or is not theirs. One answer for all three."""

    def __init__(self, sentence: str = "There is no scenario here, or you have no access to it.") -> None:
        super().__init__(sentence)


class LinkEnded(NotFound):
    """Told only to the scenario's owner: why their link opens nothing any more.

    cause: ``revoked``, ``expired``, ``deleted`` (the scenario is) or ``off`` (sharing is switched off).
    """

    SENTENCES: ClassVar = {
        "revoked": "You have revoked this link.",
        "expired": "This link has expired. Make a new one under Share.",
        "deleted": "This link leads to a scenario you have deleted. Restore it from the library first.",
        "off": "Sharing is switched off on this server.",
    }

    def __init__(self, cause: str) -> None:
        self.cause = cause
        super().__init__(self.SENTENCES[cause])


class NotAllowed(StoreError):
    """Whoever asks may see the scenario (`scenario_id`, None where it is about none) but not do this with it."""

    def __init__(
        self,
        action: str,
        sentence: str = "Your access to this scenario does not allow that.",
        *,
        scenario_id: str | None = None,
    ) -> None:
        self.action, self.scenario_id = action, scenario_id
        super().__init__(sentence)


class RevisionConflict(StoreError):
    """Somebody saved since the version that was edited. Nothing has been written.

    head: the newest revision; since: every revision the editor has not seen, oldest first;
    differences: what they changed together.
    """

    def __init__(
        self, head: RevisionLine, since: tuple[RevisionLine, ...], differences: tuple[Difference, ...]
    ) -> None:
        self.head, self.since, self.differences = head, since, differences
        who = head.author or "Somebody"
        when = head.at.strftime("%Y-%m-%d %H:%M UTC")
        what = since[0].summary if len(since) == 1 else f"{len(since)} revisions"
        super().__init__(
            f"{who} saved revision {head.number} on {when} ({what}); your changes are not lost and not saved yet."
        )


class DraftConflict(StoreError):
    """The same person edits the scenario in another tab. Nothing has been written; `draft` is the other tab's."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(
            "This scenario was edited in another tab since; your changes here are not lost and not saved yet."
        )
