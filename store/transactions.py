"""Transactions: one for each call, tried again while somebody else holds the lock, and every error a sentence."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store.dialects import PATIENCE_MS, WRITES, Database, Trouble
from store.errors import StoreBusy, StoreCorrupt, StoreError, StoreFull, StoreReadOnly, StoreUnavailable

Result = TypeVar("Result")
Clock = Callable[[], datetime]

RETRIES = 3
PAUSE_SECONDS = 0.05

BUSY = "The database is busy and your changes could not be saved yet. They are kept here; save again in a moment."
GONE = "The database cannot be reached just now. What you see is kept here; try again in a moment."
LOGIN = "The database refuses the user, password or database name it was given. Ask whoever runs this server."
READ_ONLY = "The database can be read but not written, so nothing is saved now. Ask whoever runs this server."
FULL = "The disk of the database is full or failing, so nothing is saved now. Ask whoever runs this server."
CORRUPT = "The database is damaged. Nothing was changed; ask whoever runs this server to restore a backup."
OTHER = "The database could not carry that out. Nothing was changed."


@dataclass(frozen=True)
class Transaction:
    """One transaction and the moment it takes place in, UTC."""

    connection: Connection
    now: datetime


class Transactions:
    """Runs work in transactions of one database.

    clock: the present moment with its time zone; None takes the database's own, the same for every server beside it.
    pause: how to wait for that many seconds between two tries.
    """

    def __init__(
        self, database: Database, clock: Clock | None = None, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.database = database
        self.engine: Engine = database.engine()
        self._clock = clock
        self._pause = pause

    def read(self, work: Callable[[Transaction], Result]) -> Result:
        """The result of `work`, which reads one consistent state.

        Raises the StoreError that fits.
        """
        return self._run(work, writes=False, retries=RETRIES, patience_ms=None)

    def write(
        self,
        work: Callable[[Transaction], Result],
        *,
        retries: int = RETRIES,
        patience_ms: int | None = None,
    ) -> Result:
        """The result of `work` once it is on the disk, wholly; after an error nothing of it is.

        `work` may run several times and must find out itself whether an earlier try has come through: a connection
        lost during COMMIT leaves that open. Raises the StoreError that fits.
        """
        return self._run(work, writes=True, retries=retries, patience_ms=patience_ms)

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    def _run(
        self, work: Callable[[Transaction], Result], *, writes: bool, retries: int, patience_ms: int | None
    ) -> Result:
        attempt = 0
        while True:
            try:
                return self._once(work, writes=writes, patience_ms=patience_ms)
            except PoolTimeout:
                raise StoreBusy(BUSY) from None
            except DBAPIError as error:
                trouble = self.database.trouble(error)
                if attempt >= retries or trouble not in {Trouble.BUSY, Trouble.GONE}:
                    raise as_sentence(trouble) from None
            attempt += 1
            self._pause(random.uniform(0.5, 1.5) * PAUSE_SECONDS * 2**attempt)

    def _once(
        self, work: Callable[[Transaction], Result], *, writes: bool, patience_ms: int | None
    ) -> Result:
        options: dict[str, object] = {WRITES: writes}
        if patience_ms is not None:
            options[PATIENCE_MS] = patience_ms
        with self.engine.connect() as connection, connection.execution_options(**options).begin():
            now = self._clock() if self._clock is not None else self.database.now(connection)
            if now.tzinfo is None:  # taken for local time it would move every expiry by the server's zone
                raise ValueError("the store's clock must give its time zone")
            return work(Transaction(connection, now.astimezone(UTC)))


def as_sentence(trouble: Trouble) -> StoreError:
    """The error a person sees for what happened to a database."""
    kinds: dict[Trouble, tuple[type[StoreError], str]] = {
        Trouble.BUSY: (StoreBusy, BUSY),
        Trouble.GONE: (StoreUnavailable, GONE),
        Trouble.LOGIN: (StoreUnavailable, LOGIN),
        Trouble.FULL: (StoreFull, FULL),
        Trouble.READ_ONLY: (StoreReadOnly, READ_ONLY),
        Trouble.CORRUPT: (StoreCorrupt, CORRUPT),
        Trouble.OTHER: (StoreError, OTHER),
    }
    kind, sentence = kinds[trouble]
    return kind(sentence)
