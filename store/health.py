"""The check of an SQLite file before anything opens it: ours, whole, and readable. The file stays as it is."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from pathlib import Path
from typing import Literal

from store.backups import backup_folder, newest_good_backup
from store.dialects import connect_file, file_mode
from store.errors import StoreCorrupt, StoreUnavailable

_NO_ACCESS = "The database file {} cannot be opened; check who may read it."
Depth = Literal["quick", "whole"]


def check_file(path: Path, depth: Depth = "quick") -> None:
    """Pass where the file at `path` is a whole database of ours.

    depth: ``quick`` reads every page once; ``whole`` compares indexes and every document's digest too. Raises
    StoreCorrupt naming the newest good backup, or StoreUnavailable where the file cannot be opened.
    """
    # Never open the file itself: closing it again would drop the locks this process holds on it through SQLite, and
    # the next process to leave would take the journal away under an open connection.
    try:
        size = path.stat().st_size
    except OSError:
        raise StoreUnavailable(_NO_ACCESS.format(path.name)) from None
    if not size:
        raise _damaged(path, "is empty")
    mode = file_mode(path)
    try:
        # Opened for reading only: closing a file opened for writing would put its journal into a damaged file.
        with contextlib.closing(connect_file(path, "ro" if mode == "rw" else mode)) as connection:
            problem = _problem(connection, depth)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise StoreUnavailable("The database is busy; try again in a moment.") from None
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CANTOPEN:
            raise StoreUnavailable(_NO_ACCESS.format(path.name)) from None
        not_one = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB
        problem = "is not a database" if not_one else "is damaged"
    if problem is not None:
        raise _damaged(path, problem)


def _problem(connection: sqlite3.Connection, depth: Depth) -> str | None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    pragma = "quick_check(1)" if depth == "quick" else "integrity_check(1)"
    if connection.execute(f"PRAGMA {pragma}").fetchone() != ("ok",):
        return "is damaged"
    if not {"simulator_schema", "scenarios", "revisions"} <= tables:
        return "belongs to another program"
    if depth == "quick":
        return None
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        return "is damaged"
    for table in ("revisions", "drafts"):
        for document, digest in connection.execute(f"SELECT document, digest FROM {table}"):  # noqa: S608
            if hashlib.sha256(document.encode()).hexdigest() != digest:
                return "holds a document that was altered"
    return None


def _damaged(path: Path, problem: str) -> StoreCorrupt:
    sentence = f"The database file {path.name} {problem}. It was left as it is."
    backup = newest_good_backup(path) if backup_folder(path).is_dir() else None
    if backup is None:
        return StoreCorrupt(
            f"{sentence} There is no good backup: move it away to begin with an empty library."
        )
    return StoreCorrupt(
        f"{sentence} Stop the app and put the newest good backup back with: python -m store restore {backup.name}"
    )
