"""The file is locked, full, closed or gone: writing is refused with a sentence, reading goes on, nothing is lost."""

from __future__ import annotations

import contextlib
import json
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from store import StoreBusy, StoreError, StoreFull, StoreUnavailable, open_store
from store.sql_store import SqlStore
from tests.store.places import ANA, ROOT, Place, at, plan
from tests.store.processes import command_of, victims


@pytest.fixture
def holder(sqlite_place: Place) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the write lock until it is told otherwise."""
    sqlite_place.open().create(ANA, plan(seed=1))
    process = subprocess.Popen(
        command_of("hold", str(sqlite_place.file)),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline()) == "held"
    with process:
        yield process


def release(holder: subprocess.Popen[str]) -> None:
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdin.write("\n")
    holder.stdin.flush()
    assert json.loads(holder.stdout.readline()) == "released"


def test_d3_locked_by_another_process(sqlite_place: Place, holder: subprocess.Popen[str]) -> None:
    store = sqlite_place.open(busy_ms=30)
    (saved,) = store.library(ANA).entries
    with pytest.raises(StoreBusy, match=r"could not be saved yet.*kept here"):
        store.save(ANA, saved.id, plan(seed=2), expected=1)
    with pytest.raises(StoreBusy):
        store.save_draft(ANA, saved.id, plan(seed=2), base=1, version=0)
    assert store.open(ANA, saved.id).saved.head == 1
    release(holder)
    assert store.save(ANA, saved.id, plan(seed=2), expected=1).number == 2


def test_a_link_opens_while_nothing_can_be_written(
    sqlite_place: Place, holder: subprocess.Popen[str]
) -> None:
    release(holder)
    store = sqlite_place.open()
    (saved,) = store.library(ANA).entries
    token = store.share(ANA, saved.id, "view").token
    with subprocess.Popen(
        command_of("hold", str(sqlite_place.file)),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as again:
        assert again.stdout is not None
        assert json.loads(again.stdout.readline()) == "held"
        opened = sqlite_place.open(busy_ms=30).resolve(ANA.actor, token)
        release(again)
    assert opened.revision is not None
    assert store.links(ANA, saved.id)[0].use_count == 0


def test_a_save_waits_for_the_one_before_it(sqlite_place: Place, holder: subprocess.Popen[str]) -> None:
    """Tried again, with pauses of growing length; the pause is where the other one gets done."""
    store = sqlite_place.open(busy_ms=10)
    assert isinstance(store, SqlStore)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            release(holder)

    store._transactions._pause = pause
    (saved,) = store.library(ANA).entries
    assert store.save(ANA, saved.id, plan(seed=2), expected=1).number == 2
    assert len(pauses) == 2
    assert 0 < pauses[0] < 0.2 < 2 * pauses[1]


def test_d4_the_disk_is_full(tmp_path: Path) -> None:
    refused, (head, whole), more, scenario_id = victims("full", str(tmp_path))
    assert refused[0] == "StoreFull"
    assert "full" in refused[1]
    assert head > 1
    assert whole is True
    assert more == 1
    store = open_store(None, data_dir=tmp_path)
    assert store.open(ANA, scenario_id).saved.head == head + 1
    store.close()


def test_the_database_may_not_grow(sqlite_place: Place) -> None:
    """SQLITE_FULL itself, which a limit on files does not raise."""
    store = sqlite_place.open()
    assert isinstance(store, SqlStore)
    saved = store.create(ANA, plan(seed=1))
    engine = store._transactions.engine
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 50"))
    head = 1
    with contextlib.suppress(StoreFull):
        while head < 1000:
            head = store.save(ANA, saved.id, plan(seed=head + 1), expected=head).number
    assert 1 < head < 1000
    with pytest.raises(StoreFull, match="full or failing"):
        store.save(ANA, saved.id, plan(seed=head + 1), expected=head)
    assert store.open(ANA, saved.id).saved.head == head
    assert store.history(ANA, saved.id).total == head


@pytest.mark.parametrize(("file_mode", "folder_mode"), [("444", "555"), ("644", "555"), ("444", "755")])
@pytest.mark.parametrize("journal", [False, True], ids=["", "with a journal"])
def test_a_file_that_may_not_be_written(file_mode: str, folder_mode: str, journal: bool) -> None:
    """Tried as somebody without rights; the superuser would have them all the same."""
    with tempfile.TemporaryDirectory() as above:
        Path(above).chmod(0o755)
        writing = at("sqlite", "", Path(above) / "writing")
        store = writing.open()
        saved = store.create(ANA, plan(seed=1))
        token = store.share(ANA, saved.id, "view").token
        folder = Path(above) / "closed"
        if journal:
            store.save(ANA, saved.id, plan(seed=2), expected=1)
            shutil.copytree(writing.data_dir, folder)
            writing.close()
        else:
            writing.close()
            shutil.copytree(writing.data_dir, folder)
        seed, role, writable, refused = victims(
            "closed", str(folder), file_mode, folder_mode, saved.id, token
        )
    assert seed == (2 if journal else 1)
    assert (role, writable) == ("view", False)
    assert refused[0] == "StoreReadOnly"
    assert "can be read but not written" in refused[1]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="ascii")
    with pytest.raises(StoreUnavailable, match="SIMULATOR_DATA_DIR") as caught:
        open_store(None, data_dir=tmp_path / "file" / "data")
    assert str(tmp_path) not in str(caught.value)


def test_the_file_goes_away_under_the_app(sqlite_place: Place) -> None:
    store = sqlite_place.open()
    saved = store.create(ANA, plan())
    assert isinstance(store, SqlStore)
    store._transactions.engine.dispose()
    sqlite_place.file.rename(sqlite_place.file.with_suffix(".moved"))
    with pytest.raises(StoreUnavailable):
        store.save(ANA, saved.id, plan(seed=2), expected=1)
    assert not sqlite_place.file.exists(), "an empty library would have taken its place"
    sqlite_place.file.with_suffix(".moved").rename(sqlite_place.file)
    assert store.save(ANA, saved.id, plan(seed=2), expected=1).number == 2


def test_nobody_else_may_read_what_is_kept(sqlite_place: Place) -> None:
    store = sqlite_place.open()
    store.create(ANA, plan())
    files = [file for file in sqlite_place.data_dir.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} >= {".db", ".db-wal", ".db-shm"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    folders = [sqlite_place.data_dir, sqlite_place.data_dir / "backups"]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_the_settings_durability_rests_on(sqlite_place: Place) -> None:
    store = sqlite_place.open()
    assert isinstance(store, SqlStore)
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
    }
    with store._transactions.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected}
    assert found == expected


def test_no_sentence_tells_where_the_file_is(sqlite_place: Place) -> None:
    sqlite_place.open()
    sqlite_place.close()
    sqlite_place.file.write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        sqlite_place.open()
    assert str(sqlite_place.data_dir) not in str(caught.value)
