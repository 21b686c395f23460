"""A database of an older release opens with everything in it, one of a newer release is left alone, half is never."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store import StoreCorrupt, StoreTooNew, open_store
from store.backups import backups_of
from store.migrating import VERSION_TABLE, migrate, schema_versions
from store.tables import METADATA
from tests.store.older import (
    ACTIVE,
    ARCHIVED,
    DELETED,
    TOKEN,
    put_schema_1,
    run_sql,
    schema_at,
    transactions_of,
)
from tests.store.places import ANA, BEN, Place, PostgresServer, at, plan, staffed
from tests.store.processes import joined, victims

MOMENTS = 55  # more than bringing a database up to date, or making one, has


def check_everything_is_there(place: Place) -> None:
    """What the first release kept, through the newest."""
    store = place.open()
    assert store.revision(ANA, ACTIVE, 1).scenario == staffed(4, name="Łódź Plan")
    assert store.revision(ANA, ACTIVE, 2).scenario == staffed(6, name="Łódź Plan")
    assert [line.summary for line in store.history(ANA, ACTIVE).lines] == ["headcount 4 → 6", "first version"]
    assert [one.id for one in store.library(ANA, search="łódź").entries] == [ACTIVE]
    assert [one.id for one in store.library(ANA, shelf="archived", search="straße").entries] == [ARCHIVED]
    assert [one.id for one in store.library(ANA, shelf="deleted").entries] == [DELETED]
    draft = store.load_draft(ANA, ACTIVE)
    assert draft is not None
    assert (draft.scenario.teams[0].headcount, draft.version, draft.aside) == (7, 3, '{"moved": []}')
    opened = store.resolve(BEN.actor, TOKEN)
    assert opened.revision is not None
    assert (opened.role, opened.revision.number) == ("view", 1)
    assert store.save(ANA, ACTIVE, staffed(8, name="Łódź Plan"), expected=2).number == 3
    assert store.undelete(ANA, DELETED).name == "Gone"
    assert store.trail(ANA, ACTIVE)[-1].action == "create"
    place.close()


def test_an_older_database_opens_with_everything_in_it(place: Place) -> None:
    put_schema_1(place)
    check_everything_is_there(place)
    assert schema_at(place) == schema_versions()[-1]


def test_it_is_backed_up_first(sqlite_place: Place) -> None:
    put_schema_1(sqlite_place)
    sqlite_place.open()
    sqlite_place.close()
    (backup,) = [file for file in backups_of(sqlite_place.file) if "migration" in file.name]
    older = at("sqlite", "", sqlite_place.data_dir / "older")
    older.data_dir.mkdir(parents=True)
    shutil.copy(backup, older.file)
    assert schema_at(older) == "0001"
    check_everything_is_there(older)


def test_d7_every_older_schema_becomes_what_the_code_expects(place: Place) -> None:
    """From the oldest, in one go; every table and index is as store/tables.py says."""
    put_schema_1(place)
    place.open()
    place.close()
    transactions = transactions_of(place)
    with transactions.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": False}
        )
        assert compare_metadata(context, METADATA) == []
    transactions.close()


def test_there_are_older_schemas_to_come_from() -> None:
    assert schema_versions()[:2] == ("0001", "0002")


def test_a_newer_database_is_left_alone(place: Place) -> None:
    saved = place.open().create(ANA, plan())
    place.close()
    run_sql(place, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    before = _digest(place)
    with pytest.raises(StoreTooNew, match=r"newer release .* Nothing was changed"):
        place.open()
    assert _digest(place) == before
    run_sql(place, f"UPDATE {VERSION_TABLE} SET version_num = '{schema_versions()[-1]}'")
    assert place.open().open(ANA, saved.id).saved == saved


def test_a_document_of_a_newer_release_is_not_shown(place: Place) -> None:
    store = place.open()
    saved = store.create(ANA, plan())
    document = '{"schema_version": 99, "name": "From the future"}'
    digest = hashlib.sha256(document.encode()).hexdigest()
    run_sql(
        place,
        f"INSERT INTO revisions SELECT scenario_id, 2, author, at, summary, '{document}', '{digest}', '9.0.0' "
        "FROM revisions",
    )
    run_sql(place, "UPDATE scenarios SET head = 2")
    with pytest.raises(StoreTooNew, match="newer release"):
        store.open(ANA, saved.id)
    assert store.revision(ANA, saved.id, 1).scenario == plan()


def test_tables_of_another_program_are_left_alone(postgres: PostgresServer, tmp_path: Path) -> None:
    place = at("postgresql", postgres.schema(), tmp_path)
    run_sql(place, "CREATE TABLE scenarios (anything TEXT)")
    with pytest.raises(StoreCorrupt, match="another program"):
        place.open()


def test_killed_at_every_statement_of_a_migration(
    place: Place, postgres: PostgresServer, tmp_path: Path
) -> None:
    """Afterwards the schema is the old one or the new one, and the next start finishes the work."""
    places: list[Place] = []
    for moment in range(1, MOMENTS):
        folder = tmp_path / str(moment)
        places.append(at(place.kind, postgres.schema() if place.kind == "postgresql" else "", folder))
        put_schema_1(places[-1])
    commands = [["opening", one.url, str(one.data_dir), one.data_dir.parent.name] for one in places]
    ended = victims(*joined(commands))
    assert ended[0] == -1
    assert ended[-1] > 0, "a migration has more moments than are tried"
    assert ended.count(-1) >= 15
    left = [schema_at(one) for one in places]
    assert set(left) == {"0001", schema_versions()[-1]}
    for one, schema in zip(places, left, strict=True):
        if schema == "0001":
            # Nothing of the step is there: the columns it adds first are missing.
            with pytest.raises(DBAPIError, match="name_folded"):
                run_sql(one, "SELECT name_folded FROM scenarios")
    for one in places[::5]:
        check_everything_is_there(one)


def test_killed_at_every_statement_of_making_a_database(sqlite_place: Place, tmp_path: Path) -> None:
    """An empty file would be refused at the next start: there is a whole one or none."""
    folders = [tmp_path / f"new {moment}" for moment in range(1, MOMENTS, 2)]
    ended = victims(*joined([["opening", "", str(folder), folder.name[4:]] for folder in folders]))
    assert ended[0] == -1
    assert ended[-1] > 0
    for folder in folders:
        store = open_store(None, data_dir=folder)
        store.create(ANA, plan())
        store.close()


def test_several_servers_start_at_once(place: Place) -> None:
    """On an empty database, then on an old one."""
    assert victims("together", place.url, str(place.data_dir), "4") == [[0, 0, 0, 0]]
    assert place.open().create(ANA, plan()).head == 1


def test_several_servers_upgrade_at_once(place: Place) -> None:
    put_schema_1(place)
    assert victims("together", place.url, str(place.data_dir), "4") == [[0, 0, 0, 0]]
    check_everything_is_there(place)


def test_a_revision_cannot_be_rewritten_even_by_hand(place: Place) -> None:
    store = place.open()
    saved = store.create(ANA, plan())
    for statement in ("UPDATE revisions SET author = 'Eve'", "DELETE FROM revisions"):
        with pytest.raises(DBAPIError, match="a revision is never changed"):
            run_sql(place, statement)
    assert store.revision(ANA, saved.id, 1).author == "Ana"


def test_a_migration_that_fails_leaves_nothing_behind(place: Place) -> None:
    """DDL included: what SQLAlchemy's default settings for SQLite would leave half done."""
    put_schema_1(place)
    transactions = transactions_of(place)

    def half(tx: object) -> None:
        connection = tx.connection  # type: ignore[attr-defined]
        migrate(connection, transactions.database)
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transactions.write(half)
    transactions.close()
    assert schema_at(place) == "0001"
    with pytest.raises(DBAPIError, match="left_behind"):
        run_sql(place, "SELECT * FROM left_behind")
    check_everything_is_there(place)


def _digest(place: Place) -> str:
    return hashlib.sha256(place.file.read_bytes()).hexdigest() if place.kind == "sqlite" else ""
