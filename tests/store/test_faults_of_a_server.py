"""PostgreSQL is away, goes away, comes back, refuses: one sentence each, no secret in it, nothing acknowledged lost."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from store import ScenarioStore, StoreBusy, StoreError, StoreReadOnly, StoreUnavailable, open_store
from store.sql_store import SqlStore
from tests.store.places import ANA, Place, PostgresServer, at, plan

SECRET = "canary-4711"


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[tuple[PostgresServer, Place]]:
    """A server that may be stopped."""
    server = PostgresServer()
    place = at("postgresql", server.schema(), tmp_path)
    yield server, place
    place.close()
    server.remove()


def engine_of(store: ScenarioStore) -> Any:
    assert isinstance(store, SqlStore)
    return store._transactions.engine


def pausing(store: ScenarioStore, pause: Any) -> None:
    assert isinstance(store, SqlStore)
    store._transactions._pause = pause


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://somebody:{SECRET}@127.0.0.1:1/scenarios",
        f"postgresql://somebody:{SECRET}@/scenarios?host=/nowhere/{SECRET}",
        f"postgresql://somebody:{SECRET}@no-such-host.invalid/scenarios",
    ],
)
def test_d5_down_at_the_start(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be reached") as caught:
        open_store(url, data_dir=tmp_path)
    whole = "".join(traceback.format_exception(caught.value))
    assert SECRET not in whole
    assert SECRET not in repr(caught.value)


@pytest.mark.parametrize(
    ("was", "becomes"), [("simulator@", f"stranger:{SECRET}@"), ("/postgres?", "/no_such_database?")]
)
def test_a_wrong_user_or_database(postgres: PostgresServer, tmp_path: Path, was: str, becomes: str) -> None:
    with pytest.raises(StoreUnavailable, match="refuses the user") as caught:
        open_store(postgres.url.replace(was, becomes), data_dir=tmp_path)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_away_and_back_in_the_middle_of_a_session(own_server: tuple[PostgresServer, Place]) -> None:
    server, place = own_server
    store = place.open()
    saved = store.create(ANA, plan(seed=1))
    assert store.save(ANA, saved.id, plan(seed=2), expected=1).number == 2
    server.halt()
    pausing(store, lambda _: None)
    for act in (
        lambda: store.open(ANA, saved.id),
        lambda: store.save(ANA, saved.id, plan(seed=3), expected=2),
        lambda: store.library(ANA),
        store.writable,
    ):
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            act()
    server.resume()
    assert store.open(ANA, saved.id).saved.head == 2
    assert store.save(ANA, saved.id, plan(seed=3), expected=2).number == 3


def test_a_restart_nobody_was_there_for_is_not_noticed(own_server: tuple[PostgresServer, Place]) -> None:
    server, place = own_server
    store = place.open()
    saved = store.create(ANA, plan(seed=1))
    server.halt()
    server.resume()
    pauses: list[float] = []
    pausing(store, pauses.append)
    assert store.save(ANA, saved.id, plan(seed=2), expected=1).number == 2
    assert pauses == [], "a connection that died meanwhile was handed out"


@pytest.mark.parametrize("moment", ["before a statement", "before COMMIT", "after COMMIT, before its answer"])
def test_gone_in_the_middle_of_a_save(own_server: tuple[PostgresServer, Place], moment: str) -> None:
    """The save is tried again once the server is back, and is there exactly once."""
    server, place = own_server
    store = place.open()
    saved = store.create(ANA, plan(seed=1))
    halted: list[bool] = []

    def halt() -> None:
        if not halted:
            halted.append(True)
            server.halt()

    def on_statement(*call: Any) -> None:
        if moment == "before a statement" and "INSERT INTO revisions" in call[2]:
            halt()

    def on_commit(connection: Any) -> None:
        if halted or moment == "before a statement":
            return
        if moment.startswith("after"):
            halted.extend((True, True))
            connection.exec_driver_sql("COMMIT; SELECT pg_terminate_backend(pg_backend_pid())")
        halt()

    event.listen(engine_of(store), "before_cursor_execute", on_statement)
    event.listen(engine_of(store), "commit", on_commit)
    pausing(store, lambda _: server.resume() if halted == [True] and not halted.append(True) else None)  # type: ignore[func-returns-value]
    line = store.save(ANA, saved.id, plan(seed=2), expected=1)
    assert halted == [True, True]
    assert line.number == 2
    assert store.history(ANA, saved.id).total == 2
    assert store.revision(ANA, saved.id, 2).scenario == plan(seed=2)


def test_a_lock_somebody_holds(postgres_place: Place) -> None:
    store = postgres_place.open(busy_ms=30)
    saved = store.create(ANA, plan(seed=1))
    with psycopg.connect(postgres_place.url) as other:
        other.execute("SELECT * FROM scenarios FOR UPDATE")
        with pytest.raises(StoreBusy, match="could not be saved yet"):
            store.save(ANA, saved.id, plan(seed=2), expected=1)
        assert store.open(ANA, saved.id).saved.head == 1
        other.rollback()
    assert store.save(ANA, saved.id, plan(seed=2), expected=1).number == 2


def test_a_server_that_may_only_be_read(postgres_place: Place) -> None:
    saved = postgres_place.open().create(ANA, plan(seed=1))
    url = postgres_place.url + "%20-cdefault_transaction_read_only%3Don"
    store = open_store(url, data_dir=postgres_place.data_dir)
    assert store.open(ANA, saved.id).saved.head == 1
    assert store.writable() is False
    with pytest.raises(StoreReadOnly, match="can be read but not written"):
        store.save(ANA, saved.id, plan(seed=2), expected=1)
    store.close()


def test_more_people_than_connections_wait_their_turn_and_are_told(postgres_place: Place) -> None:
    store = postgres_place.open()
    engine = engine_of(store)
    assert engine.pool.size() + engine.pool._max_overflow == 20
    engine.pool._timeout = 0
    taken = [engine.connect() for _ in range(20)]
    with pytest.raises(StoreBusy):
        store.library(ANA)
    for connection in taken:
        connection.close()
    assert store.library(ANA).total == 0


def test_the_limits_a_session_has(postgres_place: Place) -> None:
    with engine_of(postgres_place.open()).connect() as connection:
        limits = {
            name: connection.exec_driver_sql(f"SHOW {name}").scalar_one()
            for name in (
                "statement_timeout",
                "lock_timeout",
                "idle_in_transaction_session_timeout",
                "TimeZone",
            )
        }
    assert limits == {
        "statement_timeout": "10s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "30s",
        "TimeZone": "UTC",
    }


def test_a_server_that_vanishes_without_a_word_is_given_up(postgres_place: Place) -> None:
    connection = engine_of(postgres_place.open()).raw_connection()
    asked = connection.dbapi_connection.info.get_parameters()
    assert (asked["tcp_user_timeout"], asked["connect_timeout"]) == ("15000", "5")
    connection.close()


def test_a_statement_that_takes_too_long_ends_with_a_sentence(postgres_place: Place) -> None:
    store = postgres_place.open()
    assert isinstance(store, SqlStore)
    pausing(store, lambda _: None)

    def slow(tx: Any) -> None:
        tx.connection.exec_driver_sql("SET LOCAL statement_timeout = '20ms'")
        tx.connection.exec_driver_sql("SELECT pg_sleep(10)")

    with pytest.raises(StoreBusy):
        store._transactions.write(slow)


def test_an_error_we_have_no_word_for_tells_nothing_of_the_statement(postgres_place: Place) -> None:
    store = postgres_place.open()
    assert isinstance(store, SqlStore)
    with pytest.raises(StoreError) as caught:
        store._transactions.read(lambda tx: tx.connection.exec_driver_sql(f"SELECT '{SECRET}' FROM nothing"))
    assert "nothing" not in str(caught.value).lower().replace("nothing was changed", "")
    assert SECRET not in "".join(traceback.format_exception(caught.value))
