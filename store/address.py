"""Where the database is: a file in the data folder, another file, or a PostgreSQL server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from store.errors import AddressError

VARIABLE = "SIMULATOR_DATABASE_URL"
FILE_NAME = "scenarios.db"
_ALLOWED = (
    f"{VARIABLE} must be sqlite:///path/to/{FILE_NAME} or postgresql://user:password@host/database; "
    "correct it, or leave it out for a file in the data folder."
)


@dataclass(frozen=True)
class FileAddress:
    """An SQLite file."""

    path: Path


@dataclass(frozen=True)
class ServerAddress:
    """A PostgreSQL database. The URL holds the password: it is printed nowhere."""

    url: URL

    def __repr__(self) -> str:
        return "ServerAddress(...)"


def read_address(url: str | None, data_dir: Path) -> FileAddress | ServerAddress:
    """What `url` points at; without one, the file in `data_dir`.

    Raises AddressError, which does not repeat the address, where it is neither kind.
    """
    if url is None or not url.strip():
        return FileAddress(data_dir / FILE_NAME)
    try:
        parsed = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise AddressError(_ALLOWED) from None
    kind = parsed.drivername.split("+")[0]
    if kind == "sqlite":
        if not parsed.database or parsed.database == ":memory:" or parsed.host or parsed.query:
            raise AddressError(_ALLOWED)
        return FileAddress(Path(parsed.database).expanduser().absolute())
    if kind in {"postgresql", "postgres"} and parsed.drivername in {kind, f"{kind}+psycopg"}:
        if not parsed.database:
            raise AddressError(_ALLOWED)
        return ServerAddress(parsed.set(drivername="postgresql+psycopg"))
    raise AddressError(_ALLOWED)
