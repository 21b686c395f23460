"""Where scenarios are kept in a test: an SQLite file, or a schema of a real PostgreSQL, empty each time."""

from __future__ import annotations

import subprocess
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from simulator.scenario import Scenario, parse_scenario
from store import Actor, Capability, ScenarioStore, open_store

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "scripts" / "postgres.sh"
START = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # half an hour before Europe's clocks go forward

PLAN: dict[str, Any] = {
    "name": "Plan",
    "start_month": "2027-01",
    "teams": [
        {
            "name": "Direct",
            "inbound_per_month": 80.0,
            "stages": [{"name": "demo", "rate": 0.5}, {"name": "sale", "rate": 0.22}],
            "deal_size": {"mean": 12_000.0, "cv": 0.5},
            "headcount": 4,
        }
    ],
    "goals": [{"name": "Bookings", "metric": "bookings", "target": 9_000_000.0, "by": "2027-12"}],
}

ANA = Capability(Actor("browser-of-ana", "Ana"))
BEN = Capability(Actor("browser-of-ben", "Ben"))
NOBODY = Capability(Actor(None))
ADMIN = Capability(Actor("admin@example.com", "Admin", admin=True))


def plan(name: str = "Plan", **fields: Any) -> Scenario:
    """A small scenario."""
    return parse_scenario({**PLAN, "name": name, **fields})


def staffed(headcount: int, **fields: Any) -> Scenario:
    """The small scenario with so many people."""
    return plan(teams=[{**PLAN["teams"][0], "headcount": headcount}], **fields)


@dataclass
class StoppedClock:
    """A clock that stands until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Forward, or back."""
        self.now += timedelta(**by)


@dataclass
class Place:
    """An empty database of one kind, and the clock of whatever is opened there."""

    kind: str
    url: str
    data_dir: Path
    clock: StoppedClock = field(default_factory=StoppedClock)
    opened: list[ScenarioStore] = field(default_factory=list)

    def open(self, **settings: Any) -> ScenarioStore:
        """The store of this place; closed with the test."""
        store = open_store(self.url, data_dir=self.data_dir, **{"clock": self.clock, **settings})
        self.opened.append(store)
        return store

    def close(self) -> None:
        for store in self.opened:
            store.close()
        self.opened.clear()

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return self.data_dir / "scenarios.db"


class PostgresServer:
    """A cluster of our own, started and stopped through scripts/postgres.sh."""

    def __init__(self) -> None:
        self.folder, self.url = _script("start").split()

    def halt(self) -> None:
        """Stop as a power cut would."""
        _script("halt", self.folder)

    def resume(self) -> None:
        """Start again."""
        _script("resume", self.folder)

    def remove(self) -> None:
        """Stop and delete."""
        _script("remove", self.folder)

    def execute(self, statement: str) -> None:
        """Run one statement as the superuser."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def schema(self) -> str:
        """The URL of a new, empty schema."""
        name = f"t{uuid.uuid4().hex}"
        self.execute(f"CREATE SCHEMA {name}")
        return f"{self.url}&options=-csearch_path%3D{name}"


def _script(*arguments: str) -> str:
    # Into files, not pipes: the server inherits them and would keep a pipe open for as long as it runs.
    done = subprocess.run(
        [str(SCRIPT), *arguments],
        stdout=subprocess.PIPE if arguments[0] == "start" else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (
        f"scripts/postgres.sh {arguments[0]} failed. The tests of what is kept need PostgreSQL: run it by hand and do "
        "what it says."
    )
    return done.stdout or ""


def at(kind: str, url: str, folder: Path) -> Place:
    """A place with its data folder under `folder`."""
    return Place(kind, url, folder / "data")


__all__ = [
    "ADMIN",
    "ANA",
    "BEN",
    "NOBODY",
    "Place",
    "PostgresServer",
    "StoppedClock",
    "at",
    "plan",
    "staffed",
]
