"""Addresses, and a database that may not be there."""

from __future__ import annotations

import contextlib
import traceback
from pathlib import Path

import pytest

from store import AddressError, ScenarioStore, Standby, StoreUnavailable, open_store
from store.address import FileAddress, ServerAddress, read_address
from tests.store.places import ANA, Place, plan

SECRET = "canary-4711"


def test_without_an_address_it_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    for nothing in (None, "", "  "):
        assert read_address(nothing, tmp_path) == FileAddress(tmp_path / "scenarios.db")


def test_an_address_of_a_file(tmp_path: Path) -> None:
    assert read_address("sqlite:////srv/plans.db", tmp_path) == FileAddress(Path("/srv/plans.db"))
    assert read_address("sqlite:///plans.db", tmp_path) == FileAddress(Path.cwd() / "plans.db")


@pytest.mark.parametrize(
    "url", ["postgresql://u:p@h/d", "postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"]
)
def test_an_address_of_a_server(url: str, tmp_path: Path) -> None:
    address = read_address(url, tmp_path)
    assert isinstance(address, ServerAddress)
    assert address.url.drivername == "postgresql+psycopg"
    assert repr(address) == "ServerAddress(...)"


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://u:{SECRET}@h/d",
        f"postgresql+asyncpg://u:{SECRET}@h/d",
        f"postgresql://u:{SECRET}@h",
        f"{SECRET}",
        f"://{SECRET}",
        f"postgresql://u:{SECRET}@h:port/d",
        "sqlite://",
        "sqlite:///:memory:",
        f"sqlite:///x.db?key={SECRET}",
        f"file:///{SECRET}",
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(url: str, tmp_path: Path) -> None:
    with pytest.raises(AddressError, match="SIMULATOR_DATABASE_URL must be") as caught:
        open_store(url, data_dir=tmp_path)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_database_that_is_away_is_asked_again_with_growing_pauses(sqlite_place: Place) -> None:
    seconds = 0.0
    tries: list[float] = []

    def opening() -> ScenarioStore:
        tries.append(seconds)
        if len(tries) < 7:
            raise StoreUnavailable("away")
        return sqlite_place.open()

    standby = Standby(opening, lambda: seconds)
    while len(tries) < 7:
        with contextlib.suppress(StoreUnavailable):
            standby.get()
        seconds += 0.25
    assert tries == [0, 1, 3, 7, 15, 25, 35]
    store = standby.get()
    assert standby.get() is store
    assert store.create(ANA, plan()).head == 1
    standby.close()
    assert standby.get() is not store


def test_a_path_with_every_character_there_is(tmp_path: Path) -> None:
    folder = tmp_path / "a b%20c?d#e&f=g'ü"
    store = open_store(None, data_dir=folder)
    saved = store.create(ANA, plan())
    store.close()
    store = open_store(None, data_dir=folder)
    assert store.open(ANA, saved.id).saved.head == 1
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
