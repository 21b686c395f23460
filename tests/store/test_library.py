"""A library of thousands: found, sorted, paged by the database, and quick because of how it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from store import Refused, ScenarioStore
from store.documents import folded
from store.library import library_query
from store.records import LibraryOrder
from store.sql_store import SqlStore
from store.tables import scenarios
from tests.store.conftest import KINDS
from tests.store.places import ANA, BEN, START, Place, at, plan

THOUSANDS = 5_000


def names(store: ScenarioStore, search: str = "", order: LibraryOrder = "name") -> list[str]:
    return [entry.name for entry in store.library(ANA, search=search, order=order, size=100).entries]


def test_text_anywhere_in_the_name_is_found_whatever_its_case_or_width(store: ScenarioStore) -> None:
    for name in ("Łódź Süd 2027", "STRASSE", "İstanbul", "Plan 100%", "a_b", "O'Brien", "ＦＵＬＬ width"):
        store.create(ANA, plan(name))
    assert names(store, "łÓdź") == ["Łódź Süd 2027"]
    assert names(store, "straße") == ["STRASSE"]
    assert names(store, "full") == ["ＦＵＬＬ width"]
    assert names(store, "%") == ["Plan 100%"]
    assert names(store, "_") == ["a_b"]
    assert names(store, "'") == ["O'Brien"]
    assert names(store, "\\") == []
    assert names(store, "  plan ") == ["Plan 100%"]
    assert len(names(store, "")) == 7


def test_everybody_has_their_own_library(store: ScenarioStore) -> None:
    store.create(ANA, plan("Hers"))
    store.create(BEN, plan("His"))
    assert names(store) == ["Hers"]
    assert store.library(BEN).total == 1


def test_it_is_sorted_as_asked(place: Place) -> None:
    store = place.open()
    first = store.create(ANA, plan("b"))
    place.clock.move(minutes=1)
    store.create(ANA, plan("A"))
    assert names(store, order="name") == ["A", "b"]
    assert names(store, order="created") == ["A", "b"]
    place.clock.move(minutes=1)
    store.save(ANA, first.id, plan("b", seed=1), expected=1)
    assert names(store, order="updated") == ["b", "A"]


@pytest.mark.parametrize(
    "asked",
    [
        {"page": 0},
        {"page": -1},
        {"page": 10**9},
        {"size": 0},
        {"size": 101},
        {"shelf": "secret"},
        {"order": "name; DROP TABLE scenarios"},
        {"order": "(SELECT owner FROM scenarios)"},
        {"search": "x" * 121},
        {"search": "a\x00b"},
        {"search": "\ud800"},
    ],
)
def test_what_is_no_page_is_refused(store: ScenarioStore, asked: dict[str, object]) -> None:
    store.create(ANA, plan())
    with pytest.raises(Refused):
        store.library(ANA, **asked)  # type: ignore[arg-type]
    assert store.library(ANA).total == 1


@pytest.fixture(params=KINDS, scope="module")
def thousands(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """A library of Ana's with thousands of scenarios beside somebody else's."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    found = at(
        request.param,
        "" if request.param == "sqlite" else request.getfixturevalue("postgres").schema(),
        folder,
    )
    store = found.open()
    assert isinstance(store, SqlStore)
    rows = [
        {
            "id": f"{number:08d}-0000-4000-8000-000000000000",
            "owner": ANA.actor.id if number % 2 else f"somebody {number % 97}",
            "name": f"Plan {number * 7919 % THOUSANDS}",
            "name_folded": folded(f"Plan {number * 7919 % THOUSANDS}"),
            "created_at": START,
            "updated_at": START,
            "head": 1,
            "state": 0,
        }
        for number in range(2 * THOUSANDS)
    ]
    with store._transactions.engine.connect() as connection:
        with connection.begin():
            connection.execute(insert(scenarios), rows)
        with connection.begin():
            connection.execute(text("ANALYZE scenarios"))
    yield store
    found.close()


def test_pages_of_thousands_meet_without_gap_or_repeat(thousands: SqlStore) -> None:
    seen: list[str] = []
    for page in range(1, 4):
        found = thousands.library(ANA, order="name", page=page, size=100)
        assert found.total == THOUSANDS
        seen += [entry.id for entry in found.entries]
    last = thousands.library(ANA, order="name", page=THOUSANDS // 100, size=100)
    assert len(last.entries) == 100
    assert len(set(seen)) == 300
    whole = [entry.name for entry in thousands.library(ANA, search="plan 12", order="name", size=100).entries]
    assert whole == sorted(whole)
    assert all(name.startswith("Plan 12") for name in whole)


@pytest.mark.parametrize(
    ("order", "index"),
    [
        ("updated", "scenarios_by_update"),
        ("created", "scenarios_by_creation"),
        ("name", "scenarios_by_name"),
    ],
)
@pytest.mark.parametrize("search", ["", "12"])
def test_a_page_comes_out_of_an_index_already_in_order(
    thousands: SqlStore, order: LibraryOrder, index: str, search: str
) -> None:
    """The plan, not the time: neither every row is read nor anything sorted for one page."""
    query = library_query(str(ANA.actor.id), search, "active", order).limit(25)
    engine = thousands._transactions.engine
    sql = str(query.compile(engine, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"{explain} {sql}")
        steps = "\n".join(str(row[-1]) for row in rows)
    assert index in steps
    assert "Seq Scan" not in steps
    assert "SCAN" not in steps
    assert "TEMP B-TREE" not in steps
    assert "Sort" not in steps
