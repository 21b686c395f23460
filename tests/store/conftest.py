"""Both databases for every test of what is kept. Where PostgreSQL cannot be had the tests fail; none is skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import ScenarioStore
from tests.store.places import Place, PostgresServer, at

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL of our own for the whole run."""
    server = PostgresServer()
    yield server
    server.remove()


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty database of each kind in turn."""
    if request.param == "sqlite":
        found = at("sqlite", "", tmp_path)
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        found = at("postgresql", server.schema(), tmp_path)
    yield found
    found.close()


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Iterator[Place]:
    """An empty data folder."""
    found = at("sqlite", "", tmp_path)
    yield found
    found.close()


@pytest.fixture
def postgres_place(postgres: PostgresServer, tmp_path: Path) -> Iterator[Place]:
    """An empty schema."""
    found = at("postgresql", postgres.schema(), tmp_path)
    yield found
    found.close()


@pytest.fixture
def store(place: Place) -> ScenarioStore:
    """The open store of `place`."""
    return place.open()
