"""Copies of the SQLite file: taken while it is in use, kept for a week, put back by a command."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from store.dialects import connect_file
from store.errors import NotFound, StoreCorrupt, StoreError, StoreUnavailable

KEPT = 7
DAILY = timedelta(days=1)
Reason = Literal["daily", "migration", "asked"]
_NAME = re.compile(r"(?P<stem>.+)-(?P<time>\d{8}T\d{6}Z)-(?P<reason>daily|migration|asked)(-\d+)?\.db")


def backup_folder(path: Path) -> Path:
    """Where the backups of the file at `path` are."""
    return path.parent / "backups"


def backups_of(path: Path) -> list[Path]:
    """Every backup of the file at `path`, oldest first."""
    folder = backup_folder(path)
    found = [file for file in folder.glob(f"{path.stem}-*.db") if _NAME.fullmatch(file.name)]
    return sorted(found, key=lambda file: (_time_of(file), file.stat().st_mtime_ns))


def newest_good_backup(path: Path) -> Path | None:
    """The newest backup that passes the check."""
    for file in reversed(backups_of(path)):
        if is_good(file):
            return file
    return None


def is_good(path: Path) -> bool:
    """Whether the file is a whole SQLite database of ours."""
    try:
        # A backup has no journal and nobody writes it: opened as what never changes, nothing is made beside it.
        with contextlib.closing(connect_file(path, "immutable")) as connection:
            checked = connection.execute("PRAGMA quick_check(1)").fetchone()
            ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'revisions'").fetchone()
            return checked == ("ok",) and ours is not None
    except sqlite3.Error:
        return False


def back_up(path: Path, now: datetime, reason: Reason) -> Path:
    """A copy of the database as of its last commit, readable by its owner only; old copies of the same kind go.

    Raises StoreError where it cannot be written or does not check.
    """
    folder = backup_folder(path)
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = folder / f".{secrets.token_hex(8)}.part"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with (
            contextlib.closing(connect_file(path, "ro")) as source,
            contextlib.closing(sqlite3.connect(aside, isolation_level=None)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        if not is_good(aside):
            raise StoreError(
                "The backup could not be read back and was thrown away; nothing else has changed."
            )
        _to_disk(aside)
        final = _free_name(folder, path.stem, stamp, reason)
        aside.rename(final)
        _to_disk(folder)
    except (OSError, sqlite3.Error):
        raise StoreError("No backup could be made: the folder of backups cannot be written.") from None
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    for old in _of_reason(path, reason)[:-KEPT]:
        old.unlink(missing_ok=True)
    return final


def daily_is_due(path: Path, now: datetime) -> bool:
    """Whether the newest daily backup is a day old, or from a clock that ran ahead."""
    daily = _of_reason(path, "daily")
    if not daily:
        return True
    age = now - _time_of(daily[-1])
    return age >= DAILY or age < timedelta(0)


def restore(path: Path, backup: Path, now: datetime) -> Path | None:
    """Put `backup` in the place of the database; what was there is moved aside and its new name returned.

    Raises NotFound, StoreCorrupt for a backup that does not check, StoreUnavailable while the app has the file open.
    """
    if not backup.is_file():
        raise NotFound(f"There is no backup called {backup.name}; list them with: python -m store backups")
    if not is_good(backup):
        raise StoreCorrupt(
            f"The backup {backup.name} is damaged itself and was not used; choose another one."
        )
    with in_use(path, alone=True):
        aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
        aside.touch(mode=0o600)
        aside.write_bytes(backup.read_bytes())
        _to_disk(aside)
        stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        moved = path.with_name(f"{path.name}.replaced-{stamp}-{secrets.token_hex(2)}")
        # The journal first: beside the restored file it would be replayed into it.
        for ending in ("-wal", "-shm", ""):
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + ending).rename(moved.with_name(moved.name + ending))
        aside.rename(path)
        _to_disk(path.parent)
    return moved if moved.exists() else None


@contextlib.contextmanager
def in_use(path: Path, *, alone: bool) -> Iterator[None]:
    """Mark the database as open for as long as this lasts; `alone`: only where nobody else has it open.

    Raises StoreUnavailable where somebody has it in the other way. Without file locks in the system it marks nothing.
    """
    mark = take_mark(path, alone=alone)
    try:
        yield
    finally:
        if mark is not None:
            os.close(mark)


def take_mark(path: Path, *, alone: bool) -> int | None:
    """The descriptor that marks the database as open until it is closed, by the process's end at the latest."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    mark = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(mark, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        os.close(mark)
        raise StoreUnavailable(
            "The app still has the database open. Stop it, then restore."
            if alone
            else "The database is being restored. Start again when that is done."
        ) from None
    return mark


def _of_reason(path: Path, reason: Reason) -> list[Path]:
    named = [(file, _NAME.fullmatch(file.name)) for file in backups_of(path)]
    return [file for file, match in named if match is not None and match["reason"] == reason]


def _time_of(backup: Path) -> datetime:
    match = _NAME.fullmatch(backup.name)
    assert match is not None
    return datetime.strptime(match["time"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _free_name(folder: Path, stem: str, stamp: str, reason: Reason) -> Path:
    name, number = folder / f"{stem}-{stamp}-{reason}.db", 1
    while name.exists():
        name, number = folder / f"{stem}-{stamp}-{reason}-{number}.db", number + 1
    return name


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        if not path.is_dir():  # some systems cannot flush a folder
            raise
    finally:
        os.close(descriptor)
