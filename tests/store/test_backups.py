"""Backups: taken while the app runs, kept for a week, checked, and put back with the app stopped."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from store import NotFound, StoreCorrupt, StoreError, StoreUnavailable
from store.__main__ import main
from store.backups import KEPT, back_up, backups_of, newest_good_backup, restore
from tests.store.places import ANA, START, Place, PostgresServer, plan, staffed


def named(place: Place, reason: str) -> list[Path]:
    return [file for file in backups_of(place.file) if file.stem.endswith(reason)]


def test_one_a_day_at_the_start_and_a_week_of_them(sqlite_place: Place) -> None:
    for day in range(10):
        sqlite_place.open()
        sqlite_place.open()
        assert len(named(sqlite_place, "daily")) == min(day + 1, KEPT)
        sqlite_place.clock.move(days=1)
    newest = named(sqlite_place, "daily")[-1]
    assert newest.name == "scenarios-20270406T003000Z-daily.db"


def test_a_clock_that_ran_ahead_does_not_stop_them(sqlite_place: Place) -> None:
    sqlite_place.clock.move(days=30)
    sqlite_place.open()
    sqlite_place.clock.move(days=-30)
    sqlite_place.open()
    assert len(named(sqlite_place, "daily")) == 2


def test_a_server_that_runs_for_weeks_has_them_too(sqlite_place: Place) -> None:
    store = sqlite_place.open()
    assert store.back_up_if_due() is False
    sqlite_place.clock.move(days=1)
    assert store.back_up_if_due() is True
    assert store.back_up_if_due() is False
    assert len(named(sqlite_place, "daily")) == 2


def test_postgres_has_its_own(postgres_place: Place) -> None:
    assert postgres_place.open().back_up_if_due() is False


def test_it_holds_what_was_saved_a_moment_ago(sqlite_place: Place) -> None:
    """What is still in the journal, too."""
    store = sqlite_place.open()
    saved = store.create(ANA, staffed(4))
    backup = back_up(sqlite_place.file, START, "asked")
    store.save(ANA, saved.id, staffed(5), expected=1)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    sqlite_place.close()
    restore(sqlite_place.file, backup, START)
    assert sqlite_place.open().open(ANA, saved.id).saved.head == 1


def test_the_drill(
    sqlite_place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Back up, lose everything, restore: with the commands the manual gives."""
    monkeypatch.setenv("SIMULATOR_DATA_DIR", str(sqlite_place.data_dir))
    store = sqlite_place.open()
    saved = store.create(ANA, staffed(4))
    token = store.share(ANA, saved.id, "view").token
    assert main(["backup"]) == 0
    name = capsys.readouterr().out.split()[-1].rstrip(".")
    assert main(["backups"]) == 0
    assert f"{name}  whole" in capsys.readouterr().out
    store.save(ANA, saved.id, staffed(5), expected=1)
    assert main(["check"]) == 0
    capsys.readouterr()

    assert main(["restore", name]) == 2
    assert capsys.readouterr().err == "The app still has the database open. Stop it, then restore.\n"
    assert store.open(ANA, saved.id).saved.head == 2
    sqlite_place.close()
    assert main(["restore", name]) == 0
    assert f"Restored {name}." in capsys.readouterr().out
    store = sqlite_place.open()
    assert store.open(ANA, saved.id).saved.head == 1
    assert store.resolve(ANA.actor, token).revision is not None
    (replaced,) = [file for file in sqlite_place.data_dir.glob("*.replaced-*") if "-wal" not in file.name]
    assert replaced.stat().st_size > 0
    assert stat.S_IMODE(sqlite_place.file.stat().st_mode) == 0o600


def test_the_app_does_not_open_what_is_being_restored(sqlite_place: Place) -> None:
    from store.backups import in_use

    sqlite_place.open()
    sqlite_place.close()
    with in_use(sqlite_place.file, alone=True), pytest.raises(StoreUnavailable, match="being restored"):
        sqlite_place.open()


def test_a_damaged_or_missing_backup_is_not_used(sqlite_place: Place) -> None:
    store = sqlite_place.open()
    saved = store.create(ANA, plan())
    good = back_up(sqlite_place.file, START, "asked")
    bad = back_up(sqlite_place.file, START, "asked")
    sqlite_place.close()
    bad.write_bytes(good.read_bytes()[:-5000])
    with pytest.raises(StoreCorrupt, match="damaged itself"):
        restore(sqlite_place.file, bad, START)
    with pytest.raises(NotFound, match="list them with"):
        restore(sqlite_place.file, bad.with_name("nothing.db"), START)
    assert newest_good_backup(sqlite_place.file) == good
    assert sqlite_place.open().open(ANA, saved.id).saved.head == 1


def test_a_backup_that_cannot_be_written_does_not_stop_the_app(sqlite_place: Place) -> None:
    sqlite_place.data_dir.mkdir()
    (sqlite_place.data_dir / "backups").write_text("in the way", encoding="ascii")
    assert sqlite_place.open().create(ANA, plan()).head == 1
    with pytest.raises(StoreError, match="No backup could be made"):
        back_up(sqlite_place.file, START, "asked")


def test_the_command_says_what_is_wrong(
    sqlite_place: Place,
    postgres: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SIMULATOR_DATA_DIR", str(sqlite_place.data_dir))
    assert main(["check"]) == 2
    assert "cannot be opened" in capsys.readouterr().err
    monkeypatch.setenv("SIMULATOR_DATABASE_URL", postgres.url)
    assert main(["backup"]) == 2
    assert "pg_dump" in capsys.readouterr().err
    assert os.environ["SIMULATOR_DATABASE_URL"] not in capsys.readouterr().err
