"""A store that may not be there: opened when asked for, asked again with growing pauses while it fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from store.errors import StoreError
from store.interface import ScenarioStore

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 10.0


class Standby:
    """One store for a whole server. The app runs on without it; nobody waits for a database that is known to be away.

    opening: opens it or raises StoreError. seconds: a clock that never goes back.
    """

    def __init__(
        self, opening: Callable[[], ScenarioStore], seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._opening = opening
        self._seconds = seconds
        self._lock = threading.Lock()
        self._store: ScenarioStore | None = None
        self._failure: StoreError | None = None
        self._pause = FIRST_PAUSE_SECONDS
        self._not_before = float("-inf")

    def get(self) -> ScenarioStore:
        """The store. Raises the StoreError of the last try where it is too early for another one."""
        with self._lock:
            if self._store is not None:
                return self._store
            if self._failure is not None and self._seconds() < self._not_before:
                raise type(self._failure)(*self._failure.args)
            try:
                self._store = self._opening()
            except StoreError as failure:
                self._failure = failure
                self._not_before = self._seconds() + self._pause
                self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
                raise
            self._failure, self._pause = None, FIRST_PAUSE_SECONDS
            return self._store

    def close(self) -> None:
        """Close the store if it was opened; `get` opens it again."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None
