"""What is asked of the store between two reruns: whether a page is still right, and whether a file may leave."""

from __future__ import annotations

from collections.abc import Callable

from store import Action, Capability, NotFound, Role, StoreError
from ui.kept import keeping_store
from ui.visitors import accounts, visit


def is_outdated() -> bool:
    """Whether the page shows what the link no longer gives; asked by the clock between two reruns."""
    opened, looking = visit.opened_here(), visit.current() is not None
    if opened is None:
        return False
    try:
        now = keeping_store.store().open(opened.capability, opened.saved.id)
    except NotFound:
        return True
    except StoreError:
        return looking
    return now.role is Role.LIVE and now.saved.head != opened.saved.head


def export_check() -> Callable[[], str | None]:
    """What is asked when a file is called for: why it must not leave, or None. Runs in a thread without a session."""
    opened, signed_out = visit.opened_here(), accounts.still_signed_in()
    if opened is None:
        return signed_out
    capability, scenario_id = opened.capability, opened.saved.id

    def check() -> str | None:
        return signed_out() or refusal(capability, scenario_id, Action.EXPORT)

    return check


def refusal(who: Capability, scenario_id: str, action: Action) -> str | None:
    """Why `who` may not do that now, in a sentence."""
    try:
        keeping_store.store().authorise(who, scenario_id, action)
    except NotFound:
        return visit.NOTHING_SHARED
    except StoreError as failure:
        return str(failure)
    return None
