"""Everything in which SQLite and PostgreSQL differ: opening, locks, patience and what their errors mean."""

from __future__ import annotations

import os
import sqlite3
from abc import ABC, abstractmethod
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import create_engine, event, func, select, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from store.address import ServerAddress

WRITES = "simulator_writes"
"""Execution option of a connection whose transaction is going to write."""

PATIENCE_MS = "simulator_patience_ms"
"""Execution option: how long the transaction waits for a lock, where that is not as long as usual."""

BUSY_MS = 5000
POOL = {"pool_size": 5, "max_overflow": 15, "pool_timeout": 10}
_ADVISORY_LOCK = 0x53_49_4D_31  # any number, the same in every release
FileMode = Literal["rw", "ro", "immutable"]


class Trouble(StrEnum):
    """What an error of a driver means to us."""

    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read only"
    CORRUPT = "corrupt"
    GONE = "gone"
    LOGIN = "login"
    OTHER = "other"


class Database(ABC):
    """One kind of database."""

    name: str

    @abstractmethod
    def engine(self) -> Engine:
        """A pool of connections set up as the store needs them. Nothing is opened yet."""

    @abstractmethod
    def trouble(self, error: DBAPIError) -> Trouble:
        """What `error` means."""

    @abstractmethod
    def lock_schema(self, connection: Connection) -> None:
        """Let one process at a time look at the schema and change it, until the transaction ends."""

    @abstractmethod
    def now(self, connection: Connection) -> datetime:
        """The database's own clock."""


class SqliteDatabase(Database):
    """A file. `mode`: read-write, read-only, or read-only where not even the journal can be opened."""

    name = "sqlite"

    def __init__(self, path: Path, mode: FileMode = "rw", busy_ms: int = BUSY_MS) -> None:
        self.path = path
        self.mode = mode
        self.busy_ms = busy_ms

    def engine(self) -> Engine:
        engine = create_engine(
            "sqlite://", creator=self._connect, poolclass=QueuePool, hide_parameters=True, **POOL
        )
        event.listen(engine, "begin", self._begin)
        return engine

    def _begin(self, connection: Connection) -> None:
        """A transaction that writes takes its lock at once: one upgraded later fails without waiting."""
        options = connection.get_execution_options()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(options.get(PATIENCE_MS, self.busy_ms))}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES, False) else "BEGIN")

    def _connect(self) -> sqlite3.Connection:
        return connect_file(self.path, self.mode, self.busy_ms)

    def trouble(self, error: DBAPIError) -> Trouble:
        code = getattr(error.orig, "sqlite_errorcode", None)
        return _SQLITE_TROUBLE.get(code & 0xFF, Trouble.OTHER) if isinstance(code, int) else Trouble.OTHER

    def lock_schema(self, connection: Connection) -> None:
        """Nothing to do: a transaction that writes holds the file's lock from its first statement."""

    def now(self, connection: Connection) -> datetime:  # noqa: ARG002 — it is on this machine
        return datetime.now(UTC)


_SQLITE_TROUBLE = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR: Trouble.FULL,  # a write that found no room, or a disk that fails
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Trouble.CORRUPT,
    sqlite3.SQLITE_NOTADB: Trouble.CORRUPT,
    sqlite3.SQLITE_CANTOPEN: Trouble.GONE,
    sqlite3.SQLITE_PERM: Trouble.GONE,
}


def connect_file(path: Path, mode: FileMode = "rw", busy_ms: int = BUSY_MS) -> sqlite3.Connection:
    """A connection of the driver to an existing file, with the settings durability rests on.

    The driver begins no transactions of its own (isolation_level None): it would commit before DDL and begin too late.
    """
    how = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?{how}",
        uri=True,
        timeout=busy_ms / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        if mode == "rw":
            connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return connection


class PostgresDatabase(Database):
    """A server."""

    name = "postgresql"

    def __init__(self, address: ServerAddress, busy_ms: int = BUSY_MS) -> None:
        self._url = address.url
        self.busy_ms = busy_ms

    def engine(self) -> Engine:
        settings = {
            "statement_timeout": "10s",
            "lock_timeout": f"{self.busy_ms}ms",
            "idle_in_transaction_session_timeout": "30s",
            "timezone": "UTC",
        }
        given = self._url.query.get("options", "")
        ours = " ".join(f"-c {name}={value}" for name, value in settings.items())
        arguments = {
            "options": f"{given} {ours}".strip(),
            "connect_timeout": "5",
            "application_name": "sales-target-simulator",
            "tcp_user_timeout": "15000",  # ms; a server that vanished without a word is given up
        }
        url = self._url.difference_update_query(["options"])
        engine = create_engine(
            url, connect_args=arguments, pool_pre_ping=True, pool_recycle=1800, hide_parameters=True, **POOL
        )
        event.listen(engine, "begin", _lower_patience)
        return engine

    def trouble(self, error: DBAPIError) -> Trouble:
        state = getattr(error.orig, "sqlstate", None)
        if isinstance(state, str):
            found = _STATES.get(state) or _STATE_CLASSES.get(state[:2])
            if found is not None:
                return found
        message = str(error.orig)
        if "authentication failed" in message or (state is None and "does not exist" in message):
            return Trouble.LOGIN
        lost = state is None and type(error.orig).__name__ == "OperationalError"
        return Trouble.GONE if lost or error.connection_invalidated else Trouble.OTHER

    def lock_schema(self, connection: Connection) -> None:
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("SET LOCAL statement_timeout = '10min'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})

    def now(self, connection: Connection) -> datetime:
        moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)


def _lower_patience(connection: Connection) -> None:
    patience = connection.get_execution_options().get(PATIENCE_MS)
    if patience is not None:
        connection.execute(
            text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{int(patience)}ms"}
        )


_STATES = {
    "40001": Trouble.BUSY,  # serialization failure
    "40P01": Trouble.BUSY,  # deadlock
    "55P03": Trouble.BUSY,  # lock not available
    "57014": Trouble.BUSY,  # statement timeout
    "53100": Trouble.FULL,
    "25006": Trouble.READ_ONLY,
    "42501": Trouble.READ_ONLY,  # the role may not
    "3D000": Trouble.LOGIN,  # no such database
}
_STATE_CLASSES = {
    "08": Trouble.GONE,
    "28": Trouble.LOGIN,
    "53": Trouble.GONE,
    "57": Trouble.GONE,
    "58": Trouble.FULL,
    "XX": Trouble.CORRUPT,
}


def file_mode(path: Path) -> FileMode:
    """How far the file at `path` can be opened by this process."""
    folder_open = os.access(path.parent, os.W_OK)
    if os.access(path, os.W_OK) and folder_open:
        return "rw"
    journals = [path.with_name(path.name + ending) for ending in ("-wal", "-shm")]
    # Without its journal beside it, nobody has the file open, and none can be made in a closed folder.
    return "immutable" if not any(journal.exists() for journal in journals) and not folder_open else "ro"
