"""The one store of this server, and who asks it: opened at the start, asked again while it is away.

Nobody waits for a database that is known to be away: one visitor at a time tries again, the others are told at once.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import streamlit as st

from store import Capability, ScenarioStore, Standby, StoreError, open_store
from ui.visitors import accounts
from ui.visitors.identity import data_folder

ADDRESS_VARIABLE = "SIMULATOR_DATABASE_URL"
SHARING_VARIABLE = "SIMULATOR_SHARING"
"""``off`` closes every link at once and lets no other be made; an owner's manage link still works."""
BUSY_MS = 500
"""How long one try of a write waits for another process. There are four tries, and a visitor's click waits for them."""
CARE_EVERY_SECONDS = 600.0

LOG = logging.getLogger("ui.kept.keeping")


class Keeper:
    """The store behind one address. Raises the StoreError that says why there is none."""

    def __init__(self, standby: Standby) -> None:
        self._standby = standby
        self._turn = threading.Lock()
        self._failure: StoreError | None = None

    def get(self) -> ScenarioStore:
        """The store."""
        known = self._failure
        if not self._turn.acquire(blocking=known is None):
            assert known is not None
            raise type(known)(*known.args)
        try:
            found = self._standby.get()
        except StoreError as failure:
            self._failure = failure
            raise
        else:
            self._failure = None
            return found
        finally:
            self._turn.release()

    @property
    def failure(self) -> StoreError | None:
        """Why it was not there when it was last asked for; None if it was, or nobody has asked."""
        return self._failure

    def close(self) -> None:
        """Give everything back; `get` opens it again."""
        self._standby.close()


_keepers: dict[tuple[str | None, Path, bool], Keeper] = {}
_making = threading.Lock()


def keeper() -> Keeper:
    """The keeper of the store this process is configured for."""
    url, folder, sharing = os.environ.get(ADDRESS_VARIABLE) or None, data_folder(), is_sharing_on()
    with _making:
        if (url, folder, sharing) not in _keepers:
            opening = lambda: open_store(url, data_dir=folder, sharing=sharing, busy_ms=BUSY_MS)  # noqa: E731
            _keepers[url, folder, sharing] = Keeper(Standby(opening))
        return _keepers[url, folder, sharing]


def is_sharing_on() -> bool:
    """Whether links work on this server."""
    return os.environ.get(SHARING_VARIABLE, "on").strip().lower() not in {"off", "0", "no", "false"}


def store() -> ScenarioStore:
    """The store. Raises StoreError with the sentence why there is none now."""
    return keeper().get()


def who(link: str | None = None) -> Capability | None:
    """Who asks: the account, or without sign-in the browser; None where nobody is known, or signed in no longer.

    link: the id of the link they came by; then even somebody nobody knows may ask.
    """
    actor = accounts.actor(typed_name())
    return None if actor.id is None and link is None else Capability(actor, link)


AUTHOR = "author"


def author() -> str:
    """The name that stands beside one's versions: the account's, else as far as one has given it."""
    return accounts.actor(typed_name()).label


def typed_name() -> str:
    """The name somebody has given for the history; empty while none."""
    return str(st.session_state.get(AUTHOR, ""))


def remember_name(name: str) -> None:
    """Take over the name given earlier in this browser, unless this tab knows one."""
    if name and not typed_name():
        st.session_state[AUTHOR] = name


def open_at_start() -> None:
    """Open the store before the first visitor comes; where that fails the log says so and the pages work without."""
    try:
        store()
    except StoreError as failure:
        LOG.warning("Nothing can be kept now: %s", str(failure))


def close_all() -> None:
    """Close every store that was opened."""
    with _making:
        for one in _keepers.values():
            one.close()
        _keepers.clear()


@contextlib.contextmanager
def cared_for(seconds: float = CARE_EVERY_SECONDS) -> Iterator[None]:
    """While this lasts, the daily backup is made when it is due; at the end the store is closed."""
    ending = threading.Event()

    def care() -> None:
        while not ending.wait(seconds):
            try:
                store().back_up_if_due()
            except StoreError as failure:
                LOG.warning("No backup could be made: %s", str(failure))

    thread = threading.Thread(target=care, name="store-care", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()
        close_all()
