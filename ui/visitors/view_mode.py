"""What the page offers whoever is here: every deed of the pages with the store's action it needs, in one table."""

from __future__ import annotations

from enum import StrEnum

from store.rights import ALLOWED, SHOWS_MONEY, Action, Role
from ui.kept import keeping_store
from ui.visitors import visit


class Deed(StrEnum):
    """What somebody does on the pages."""

    OPEN = "open"
    RUN = "run"
    EDIT_FIELD = "edit a field"
    WHAT_IF = "move a what-if"
    SAVE = "save"
    RENAME = "rename"
    DELETE = "delete"
    SHARE = "share"
    REVOKE = "revoke"
    EXPORT_PAPER = "export a paper"
    EXPORT_PLAN = "export the plan"
    UPLOAD = "upload"
    COPY = "copy"
    LIST = "list"
    HISTORY = "read the history"


NEEDS: dict[Deed, Action] = {
    Deed.OPEN: Action.OPEN,
    Deed.RUN: Action.RUN,
    Deed.EDIT_FIELD: Action.DRAFT,
    Deed.WHAT_IF: Action.DRAFT,
    Deed.SAVE: Action.SAVE,
    Deed.RENAME: Action.RENAME,
    Deed.DELETE: Action.DELETE,
    Deed.SHARE: Action.SHARE,
    Deed.REVOKE: Action.REVOKE,
    Deed.EXPORT_PAPER: Action.EXPORT,
    Deed.EXPORT_PLAN: Action.EXPORT,
    Deed.UPLOAD: Action.DRAFT,
    Deed.COPY: Action.COPY,
    Deed.LIST: Action.LIST,
    Deed.HISTORY: Action.HISTORY,
}
"""The store's right each deed needs. The store checks it once more, whatever the page shows."""

HANDS_OUT_THE_PLAN = frozenset({Deed.EXPORT_PLAN, Deed.COPY})
"""Not where money is hidden: the document holds the amounts."""


def allows(deed: Deed, role: Role, *, hide_money: bool = False) -> bool:
    """Whether somebody in `role` may do it."""
    action = NEEDS[deed]
    hidden = hide_money and (deed in HANDS_OUT_THE_PLAN or action in SHOWS_MONEY)
    return action in ALLOWED[role] and not hidden


def may(deed: Deed) -> bool:
    """Whether the page offers it to whoever is here, on the plan on the screen, now.

    Somebody the server does not know works with a plan in the tab alone: there is nothing to save, list or share.
    """
    here, opened = visit.current(), visit.opened_here()
    if here is not None and opened is None:
        return False
    if opened is None:
        if deed is Deed.SHARE and not keeping_store.is_sharing_on():
            return False
        kept = {Deed.SAVE, Deed.DELETE, Deed.SHARE, Deed.REVOKE, Deed.LIST, Deed.HISTORY}
        return deed not in kept or keeping_store.who() is not None
    if deed in {Deed.COPY, Deed.LIST} and opened.capability.actor.id is None:
        return False
    return allows(deed, opened.role, hide_money=opened.hide_money)


def may_edit() -> bool:
    """Whether the page draws fields; where it does not, it draws what they hold."""
    return may(Deed.EDIT_FIELD)
