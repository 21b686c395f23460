"""Bring a database to the schema of this release: in one transaction, by one process at a time, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from store.dialects import Database
from store.errors import StoreCorrupt, StoreReadOnly, StoreTooNew

VERSION_TABLE = "simulator_schema"
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_ALEMBIC = threading.Lock()  # its `op` and `context` belong to the process


def schema_versions() -> tuple[str, ...]:
    """Every schema this release knows, oldest first."""
    script = ScriptDirectory.from_config(_config())
    return tuple(reversed([step.revision for step in script.walk_revisions()]))


def schema_of(connection: Connection) -> str | None:
    """The schema a database has; None where it holds nothing of ours."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()  # noqa: S608
    return found[0] if len(found) == 1 else ""


def is_up_to_date(connection: Connection) -> bool:
    """Whether nothing has to be done: then nobody waits for a lock at the start."""
    return schema_of(connection) == schema_versions()[-1]


def migrate(
    connection: Connection,
    database: Database,
    *,
    target: str = "head",
    before: Callable[[], object] | None = None,
    writable: bool = True,
) -> None:
    """Bring the database to `target` inside the transaction that `connection` is in.

    before: called once something is going to be changed (to back up). Raises StoreTooNew for the schema of a newer
    release, StoreCorrupt for tables that are not ours, StoreReadOnly for an older schema where nothing can be written.
    """
    if writable:
        database.lock_schema(connection)
    with _ALEMBIC:
        versions = schema_versions()
        present = schema_of(connection)
        wanted = versions[-1] if target == "head" else target
        if present == wanted:
            return
        if present is not None and present not in versions:
            raise StoreTooNew(
                "A newer release wrote this database, and this one would not understand it. Nothing was changed; "
                "start the newer release, or restore a backup from before it."
            )
        if present is None and inspect(connection).has_table("scenarios"):
            raise StoreCorrupt(
                "The database holds tables of another program. Nothing was changed; use another one."
            )
        if not writable:
            raise StoreReadOnly(
                "The database is of an older release and cannot be written, so it cannot be upgraded."
            )
        if before is not None and present is not None:
            before()
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, wanted)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
