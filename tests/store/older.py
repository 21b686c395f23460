"""Databases as earlier releases wrote them."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from sqlalchemy.engine import make_url

from store.address import ServerAddress
from store.dialects import PostgresDatabase, SqliteDatabase
from store.migrating import migrate, schema_of
from store.transactions import Transactions
from tests.store.places import Place

SCHEMA_1 = Path(__file__).resolve().parent / "schema_1.sql"
TOKEN = "schema-1-token-" + "A" * 28
ACTIVE, ARCHIVED, DELETED = (
    "0b9c7a52-6f0e-4d0c-9b1e-3a5d1c8e7f01",
    "1c8d6b43-7e1f-4c1d-8a2f-4b6e2d9f8a12",
    "2d7e5c34-8d2a-4b2e-9b3a-5c7f3ea09b23",
)


def put_schema_1(place: Place) -> None:
    """Fill an empty place with what the first release left there."""
    script = SCHEMA_1.read_text(encoding="utf-8")
    if place.kind == "sqlite":
        place.data_dir.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(place.file)) as connection:
            connection.executescript(script)
        return
    transactions = transactions_of(place)
    transactions.write(lambda tx: migrate(tx.connection, transactions.database, target="0001"))
    rows = [
        line for line in script.splitlines() if line.startswith("INSERT") and "simulator_schema" not in line
    ]
    rows.sort(key=lambda line: not line.startswith('INSERT INTO "scenarios"'))  # what the others refer to
    with transactions.engine.begin() as connection:
        for row in rows:
            connection.exec_driver_sql(row)
        connection.exec_driver_sql("SELECT setval(pg_get_serial_sequence('audit', 'id'), 10)")
    transactions.close()


def transactions_of(place: Place) -> Transactions:
    """The database of a place, without the store."""
    if place.kind == "sqlite":
        return Transactions(SqliteDatabase(place.file))
    url = make_url(place.url).set(drivername="postgresql+psycopg")
    return Transactions(PostgresDatabase(ServerAddress(url)))


def schema_at(place: Place) -> str | None:
    """The schema a place has."""
    transactions = transactions_of(place)
    found = transactions.read(lambda tx: schema_of(tx.connection))
    transactions.close()
    return found


def run_sql(place: Place, statement: str) -> None:
    """One statement, committed."""
    transactions = transactions_of(place)
    try:
        with transactions.engine.begin() as connection:
            connection.exec_driver_sql(statement)
    finally:
        transactions.close()
