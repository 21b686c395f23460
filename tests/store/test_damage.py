"""A damaged file is refused and left alone, a backup is named and put back, and no wrong document is ever shown."""

from __future__ import annotations

import contextlib
import hashlib
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from store import ScenarioStore, StoreCorrupt, StoreError
from store.__main__ import main
from store.backups import back_up, backups_of
from store.health import check_file
from tests.store.older import run_sql
from tests.store.places import ANA, START, Place, plan, staffed
from tests.store.processes import victims

PAGE = 4096
DOCUMENTS = 30


@pytest.fixture
def filled(sqlite_place: Place) -> dict[str, int]:
    """A closed database of some pages, backed up; the scenarios and their seeds."""
    store = sqlite_place.open()
    seeds = {store.create(ANA, plan(seed=seed, description="x" * 900)).id: seed for seed in range(DOCUMENTS)}
    sqlite_place.close()
    back_up(sqlite_place.file, START, "asked")
    return seeds


def zeroes(content: bytes) -> bytes:
    return content[: 3 * PAGE] + bytes(4 * PAGE) + content[7 * PAGE :]


def another_program(content: bytes) -> bytes:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        return connection.serialize()


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "ten bytes": lambda content: content[:10],
    "header only": lambda content: content[:100],
    "cut in half": lambda content: content[: len(content) // 2],
    "a page short": lambda content: content[:-PAGE],
    "garbage": lambda content: random.Random(1).randbytes(len(content)),
    "text": lambda _: b"Dear diary, " * 1000,
    "garbage after the header": lambda content: (
        content[:100] + random.Random(2).randbytes(len(content) - 100)
    ),
    "pages of zeroes": zeroes,
    "another program's": another_program,
    "two pages exchanged": lambda content: (
        content[: 5 * PAGE]
        + content[6 * PAGE : 7 * PAGE]
        + content[5 * PAGE : 6 * PAGE]
        + content[7 * PAGE :]
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_d6_it_is_refused_left_alone_and_a_backup_is_put_back(
    sqlite_place: Place,
    filled: dict[str, int],
    damage: Callable[[bytes], bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = sqlite_place.file
    file.write_bytes(damage(file.read_bytes()))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    before = sorted(path.name for path in sqlite_place.data_dir.iterdir())
    with pytest.raises(StoreCorrupt, match="left as it is") as caught:
        sqlite_place.open()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
    assert sorted(path.name for path in sqlite_place.data_dir.iterdir()) == before
    (backup,) = [path for path in backups_of(file) if "asked" in path.name]
    command = f"python -m store restore {backup.name}"
    assert str(caught.value).endswith(command)
    monkeypatch.setenv("SIMULATOR_DATA_DIR", str(sqlite_place.data_dir))
    assert main(command.split()[3:]) == 0
    said = capsys.readouterr().out
    kept = sqlite_place.data_dir / said.split("kept as ")[1].split(" ")[0].rstrip(".")
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == digest
    store = sqlite_place.open()
    for scenario_id, seed in filled.items():
        assert store.revision(ANA, scenario_id, 1).scenario.seed == seed


def test_flipped_bytes_are_refused_or_harmless_and_never_another_document(
    sqlite_place: Place, filled: dict[str, int]
) -> None:
    """SQLite itself reads some of them back as if nothing were the matter."""
    whole = sqlite_place.file.read_bytes()
    dice = random.Random(3)
    pages = len(whole) // PAGE
    assert pages >= 15
    refused = 0
    for page in range(pages):
        flipped = bytearray(whole)
        for _ in range(8):
            position = page * PAGE + dice.randrange(PAGE)
            flipped[position] ^= 1 << dice.randrange(8)
        sqlite_place.file.write_bytes(flipped)
        try:
            store = sqlite_place.open()
            for scenario_id, seed in filled.items():
                refused += not reads_right_or_not_at_all(store, scenario_id, seed)
        except StoreError:
            refused += 1
        finally:
            sqlite_place.close()
        for journal in sqlite_place.data_dir.glob("*.db-*"):
            journal.unlink()
    assert refused > 0


def reads_right_or_not_at_all(store: ScenarioStore, scenario_id: str, seed: int) -> bool:
    try:
        scenario = store.revision(ANA, scenario_id, 1).scenario
    except StoreError:
        return False
    assert scenario == plan(seed=seed, description="x" * 900)
    return True


def test_a_document_altered_by_hand_is_not_shown(place: Place) -> None:
    store = place.open()
    kept, altered = store.create(ANA, staffed(4)), store.create(ANA, staffed(5))
    drop = "DROP TRIGGER revisions_never_" + ("UPDATE" if place.kind == "sqlite" else "changed ON revisions")
    run_sql(place, drop)
    run_sql(
        place,
        "UPDATE revisions SET document = replace(document, '\"headcount\": 5', '\"headcount\": 6') "
        f"WHERE scenario_id = '{altered.id}'",
    )
    with pytest.raises(StoreCorrupt, match="altered"):
        store.open(ANA, altered.id)
    assert store.revision(ANA, kept.id, 1).scenario == staffed(4)
    if place.kind == "sqlite":
        place.close()
        check_file(place.file)
        with pytest.raises(StoreCorrupt, match="altered"):
            check_file(place.file, "whole")


def test_without_a_good_backup_it_says_so(sqlite_place: Place, filled: dict[str, int]) -> None:
    for backup in backups_of(sqlite_place.file):
        backup.write_bytes(b"broken")
    sqlite_place.file.write_bytes(b"broken")
    with pytest.raises(StoreCorrupt, match="There is no good backup"):
        sqlite_place.open()


def test_a_second_opening_does_not_take_the_first_one_s_locks_away(sqlite_place: Place) -> None:
    """POSIX drops every lock a process has on a file when it closes any descriptor of it: SQLite would then let the
    next process that leaves remove the journal under the first connection.
    """
    store = sqlite_place.open()
    saved = store.create(ANA, plan(seed=1))
    for number in range(2, 5):
        sqlite_place.open()
        victims("opening", "", str(sqlite_place.data_dir), "0")
        assert sqlite_place.file.with_name("scenarios.db-wal").exists()
        assert store.save(ANA, saved.id, plan(seed=number), expected=number - 1).number == number
    sqlite_place.close()
    check_file(sqlite_place.file, "whole")
    assert sqlite_place.open().open(ANA, saved.id).saved.head == 4


def test_a_journal_left_by_a_crash_is_read(sqlite_place: Place, tmp_path: Path) -> None:
    """The check must not take the file for damaged, nor the last saves for lost."""
    victims("saving", "", str(sqlite_place.data_dir), _one(sqlite_place), "0")
    store = sqlite_place.open()
    (saved,) = store.library(ANA).entries
    assert saved.head == 2


def _one(place: Place) -> str:
    saved = place.open().create(ANA, plan(seed=1))
    place.close()
    return saved.id
