"""From an address to a store that works, or one sentence why not."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from store.address import FileAddress, read_address
from store.backups import back_up, daily_is_due, take_mark
from store.dialects import BUSY_MS, PostgresDatabase, SqliteDatabase, connect_file, file_mode
from store.errors import StoreError, StoreUnavailable
from store.health import check_file
from store.interface import ScenarioStore
from store.migrating import is_up_to_date, migrate
from store.sql_store import SqlStore
from store.transactions import Clock, Transactions, as_sentence

LOG = logging.getLogger("store")


def open_store(
    url: str | None,
    *,
    data_dir: Path,
    clock: Clock | None = None,
    sharing: bool = True,
    busy_ms: int = BUSY_MS,
) -> ScenarioStore:
    """The store at `url`: ``sqlite:///path``, ``postgresql://...``, or None for a file in `data_dir`.

    Checks the file, backs it up once a day, brings the schema up to date. A file that cannot be written opens for
    reading. clock: the present moment with its zone; None takes the database's. sharing: False closes every link.
    busy_ms: how long a write waits for another one.

    Raises AddressError, StoreUnavailable (try again later), StoreCorrupt, StoreTooNew, StoreReadOnly. No sentence
    holds the address.
    """
    address = read_address(url, data_dir)
    if isinstance(address, FileAddress):
        return _open_file(address.path, clock, sharing, busy_ms)
    transactions = Transactions(PostgresDatabase(address, busy_ms), clock)
    try:
        if not transactions.read(lambda tx: is_up_to_date(tx.connection)):
            transactions.write(lambda tx: migrate(tx.connection, transactions.database))
    except BaseException:
        transactions.close()
        raise
    return SqlStore(transactions, sharing=sharing)


def _open_file(path: Path, clock: Clock | None, sharing: bool, busy_ms: int) -> ScenarioStore:
    now = clock() if clock is not None else datetime.now(UTC)
    if not path.exists():
        _create(path)
    mode = file_mode(path)
    mark = take_mark(path, alone=False) if mode == "rw" else None
    try:
        check_file(path)
        transactions = Transactions(SqliteDatabase(path, mode, busy_ms), clock)
        try:
            _bring_up_to_date(transactions, path, now, writable=mode == "rw")
        except BaseException:
            transactions.close()
            raise
    except BaseException:
        if mark is not None:
            os.close(mark)
        raise
    return SqlStore(transactions, sharing=sharing, mark=mark)


def _bring_up_to_date(transactions: Transactions, path: Path, now: datetime, *, writable: bool) -> None:
    database = transactions.database
    if not writable:
        transactions.read(lambda tx: migrate(tx.connection, database, writable=False))
        return
    with contextlib.suppress(OSError):  # somebody else's file that we may write: theirs to close
        path.chmod(0o600)
    if not transactions.read(lambda tx: is_up_to_date(tx.connection)):
        transactions.write(
            lambda tx: migrate(tx.connection, database, before=lambda: back_up(path, now, "migration"))
        )
    if daily_is_due(path, now):
        try:
            back_up(path, now, "daily")
        except StoreError as error:
            LOG.warning("%s", error)


def _create(path: Path) -> None:
    """An empty database, made aside and linked into place whole: whoever is killed meanwhile leaves none behind."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        database = SqliteDatabase(aside)
        transactions = Transactions(database)
        try:
            transactions.write(lambda tx: migrate(tx.connection, database))
        finally:
            transactions.close()
        with contextlib.closing(connect_file(aside)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
    except DBAPIError as error:
        raise as_sentence(database.trouble(error)) from None
    except OSError:
        raise StoreUnavailable(
            "The data folder cannot be written, so nothing can be kept. Set SIMULATOR_DATA_DIR to a folder that can."
        ) from None
    finally:
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                aside.with_name(aside.name + ending).unlink(missing_ok=True)
