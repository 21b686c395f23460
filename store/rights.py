"""Who may do what: the one table every repository call is checked against and every test of rights is made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a scenario."""

    ANONYMOUS = "anonymous"  # not even a browser id
    OTHER = "other"  # known, but nothing to this scenario
    VIEW = "view"  # holds a link to one revision
    LIVE = "live"  # holds a link to the newest revision
    EDIT = "edit"
    OWNER = "owner"  # the author, or whoever holds the manage link
    ADMIN = "admin"  # runs the server: may end access, may not read plans


class Action(StrEnum):
    """What can be asked of the store."""

    LIST = "list"
    CREATE = "create"
    OPEN = "open"
    RUN = "run"
    EXPORT = "export"
    COPY = "copy"
    HISTORY = "history"
    DRAFT = "draft"
    SAVE = "save"
    RENAME = "rename"
    RESTORE = "restore"
    ARCHIVE = "archive"
    DELETE = "delete"
    UNDELETE = "undelete"
    SHARE = "share"
    LINKS = "links"
    REVOKE = "revoke"
    AUDIT = "audit"
    TAKE_OVER = "take_over"


_KNOWN = {Action.LIST, Action.CREATE}
_READ = {*_KNOWN, Action.OPEN, Action.RUN, Action.EXPORT, Action.COPY}
_EDIT = {*_READ, Action.HISTORY, Action.DRAFT, Action.SAVE, Action.RENAME, Action.RESTORE}
_END = {Action.DELETE, Action.UNDELETE, Action.LINKS, Action.REVOKE, Action.AUDIT}

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.ANONYMOUS: frozenset(),
    Role.OTHER: frozenset(_KNOWN),
    Role.VIEW: frozenset(_READ),
    Role.LIVE: frozenset(_READ),
    Role.EDIT: frozenset(_EDIT),
    Role.OWNER: frozenset(Action),
    Role.ADMIN: frozenset({*_KNOWN, *_END}),
}
"""The table. `allowed` narrows it where a link hides money."""

SHOWS_MONEY = frozenset(
    {Action.COPY, Action.HISTORY, Action.DRAFT, Action.SAVE, Action.RENAME, Action.RESTORE}
)
"""Not through a link that hides money: a copy or a difference would show the amounts."""

OF_NO_SCENARIO = frozenset({Action.LIST, Action.CREATE})
"""Asked of the library, not of a scenario."""

AFTER_DELETION = frozenset({Action.UNDELETE, Action.LINKS, Action.REVOKE, Action.AUDIT})
"""What a deleted scenario still takes from whoever may."""


def allowed(role: Role, *, hide_money: bool = False) -> frozenset[Action]:
    """What `role` may do; `hide_money` as the link says that gave it."""
    return ALLOWED[role] - SHOWS_MONEY if hide_money else ALLOWED[role]


@dataclass(frozen=True)
class Actor:
    """Who asks: `id` is the signed browser id or the account (None: nobody knows), `label` the name for histories."""

    id: str | None
    label: str = ""
    admin: bool = False


@dataclass(frozen=True)
class Capability:
    """Carried into every call: who asks, and through which link, if any.

    It claims no role. The role is found anew in every transaction, so that a revoked link ends at the next call. A
    link gives its own rights only, even to the owner: whoever opens their view link sees what others see.
    """

    actor: Actor
    link_id: str | None = None
