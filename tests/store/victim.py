"""Processes that are killed, starved or kept from writing, so that a test can look at what they leave behind.

Run as ``python -m tests.store.victim COMMAND ARGUMENTS...``. This process has one thread and imports everything once;
each victim is a fork of it. What a command finds out it prints as JSON, one value a line.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import random
import resource
import signal
import sqlite3
import struct
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from store import RevisionConflict, ScenarioStore, StoreError, open_store
from tests.store.places import ANA, plan

CAPABILITIES_VERSION = 0x20080522
"""Of the system call capset(2), with two sets of 32 bits each for what is effective, permitted and inheritable."""


def say(value: object) -> None:
    """One line for the test."""
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def fork(work: Callable[[], object]) -> int:
    """A child that does `work` and ends; 0 as its exit code if it came that far."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    except BaseException as error:  # noqa: BLE001 — the child ends here, whatever it was
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        sys.stderr.flush()
        os._exit(code)


def wait(child: int) -> int:
    """Its exit code, negative for the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@contextlib.contextmanager
def kill_at(moment: int) -> Iterator[list[int]]:
    """Kill this process before the `moment`-th statement or COMMIT; count them."""
    seen = [0]

    def pass_by(*_: object) -> None:
        seen[0] += 1
        if seen[0] == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    names = ("before_cursor_execute", "commit")  # the end of one statement is the beginning of the next
    for name in names:
        event.listen(Engine, name, pass_by)
    try:
        yield seen
    finally:
        for name in names:
            event.remove(Engine, name, pass_by)


def opening(url: str, folder: str, moment: str) -> None:
    """Open the store, killed at `moment`; print how many moments there were, -1 if killed."""
    moments = Path(folder) / "moments"

    def work() -> None:
        with kill_at(int(moment)) as seen:
            open_store(url, data_dir=Path(folder)).close()
        moments.write_text(str(seen[0]), encoding="ascii")

    moments.parent.mkdir(parents=True, exist_ok=True)
    moments.unlink(missing_ok=True)
    code = wait(fork(work))
    assert code in {0, -signal.SIGKILL}, code
    say(int(moments.read_text(encoding="ascii")) if code == 0 else -1)


def together(url: str, folder: str, count: str) -> None:
    """Open the store in `count` processes at once; print their exit codes."""
    gate_out, gate_in = os.pipe()

    def work() -> None:
        os.close(gate_in)
        os.read(gate_out, 1)  # until the gate is closed
        open_store(url, data_dir=Path(folder)).close()

    children = [fork(work) for _ in range(int(count))]
    os.close(gate_in)
    say([wait(child) for child in children])


def kills(url: str, folder: str, wanted: str) -> None:
    """Save again and again, killed at random moments, until `wanted` saves were acknowledged.

    Revision n has seed n, and a draft of seed n comes before it. Prints the scenario's id, then the number of the last
    acknowledged revision after each kill.
    """
    dice = random.Random(2027)
    store = open_store(url, data_dir=Path(folder))
    scenario_id = store.create(ANA, plan(seed=1)).id
    store.close()
    say(scenario_id)
    acknowledged = 1
    while acknowledged <= int(wanted):
        out, into = os.pipe()
        child = fork(lambda into=into: _save_for_ever(url, folder, scenario_id, into))  # type: ignore[misc]
        os.close(into)
        goal, buffer = acknowledged + dice.randint(5, 60), b""
        while acknowledged < goal:
            chunk = os.read(out, 4096)
            assert chunk, "the victim ended by itself"
            *lines, buffer = (buffer + chunk).split(b"\n")
            acknowledged = int(lines[-1]) if lines else acknowledged
        until = time.perf_counter() + dice.uniform(0, 0.012)  # anywhere in the saves that follow
        while time.perf_counter() < until:
            pass
        os.kill(child, signal.SIGKILL)
        while chunk := os.read(out, 4096):
            buffer += chunk
        os.close(out)
        assert wait(child) == -signal.SIGKILL
        # A line cut short by the kill was acknowledged too, if all of its digits are there; the last whole one counts.
        whole = [line for line in buffer.split(b"\n")[:-1] if line]
        acknowledged = int(whole[-1]) if whole else acknowledged
        say(acknowledged)


def _save_for_ever(url: str, folder: str, scenario_id: str, into: int) -> None:
    store = open_store(url, data_dir=Path(folder))
    head = store.open(ANA, scenario_id).saved.head
    while True:
        document = plan(seed=head + 1)
        draft = store.load_draft(ANA, scenario_id)
        store.save_draft(ANA, scenario_id, document, base=head, version=draft.version if draft else 0)
        line = store.save(ANA, scenario_id, document, expected=head)
        head = line.number
        os.write(into, f"{head}\n".encode())


def saving(url: str, folder: str, scenario_id: str, moment: str) -> None:
    """One save, of the seed after the newest, killed at `moment`; print whether it came through."""

    def work() -> None:
        store = open_store(url, data_dir=Path(folder))
        head = store.open(ANA, scenario_id).saved.head
        store.save_draft(ANA, scenario_id, plan(seed=head + 1), base=head, version=0)
        with kill_at(int(moment)):
            store.save(ANA, scenario_id, plan(seed=head + 1), expected=head)

    say(wait(fork(work)) == 0)


def full(folder: str) -> None:
    """Save until no file may grow any more, read then, and save again when there is room."""
    store = open_store(None, data_dir=Path(folder))
    saved = store.create(ANA, plan(seed=1))
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    head = 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
    try:
        while head < 1000:
            head = store.save(ANA, saved.id, plan(seed=head + 1), expected=head).number
    except StoreError as error:
        say([type(error).__name__, str(error)])
    revision = store.open(ANA, saved.id).revision
    say([head, revision is not None and revision.scenario.seed == revision.number == head])
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    say(store.save(ANA, saved.id, plan(seed=head + 1), expected=head).number - head)
    say(saved.id)
    store.close()


def obey_permissions() -> None:
    """From here on this process may do what a file's mode allows its owner, also where it is root.

    It stays its own user: the project may lie where nobody else may read.
    """
    if os.getuid() == 0:
        header, none = struct.pack("Ii", CAPABILITIES_VERSION, 0), bytes(24)
        assert ctypes.CDLL(None).capset(header, none) == 0


def closed(folder: str, file_mode: str, folder_mode: str, scenario_id: str, token: str) -> None:
    """Use a store that this user may not write."""
    path = Path(folder)

    def work() -> None:
        obey_permissions()
        store = open_store(None, data_dir=path)
        revision = store.open(ANA, scenario_id).revision
        assert revision is not None
        say(revision.scenario.seed)
        say(store.resolve(ANA.actor, token).role)
        say(store.writable())
        try:
            store.save(ANA, scenario_id, plan(seed=99), expected=revision.number)
        except StoreError as error:
            say([type(error).__name__, str(error)])
        store.close()

    for file in path.iterdir():
        if file.is_file():
            file.chmod(int(file_mode, 8))
    path.chmod(int(folder_mode, 8))
    try:
        assert wait(fork(work)) == 0
    finally:
        path.chmod(0o755)


def edits(url: str, folder: str, scenario_id: str, people: str, each: str) -> None:
    """Several processes edit one scenario at once, each adding goals of its own; print the acknowledged ones."""

    def work(person: int, into: int) -> None:
        store = open_store(url, data_dir=Path(folder))
        for number in range(int(each)):
            add_goal(store, scenario_id, f"{person}.{number}")
            os.write(into, f"{person}.{number}\n".encode())

    out, into = os.pipe()
    children = [fork(lambda person=person: work(person, into)) for person in range(int(people))]  # type: ignore[misc]
    os.close(into)
    found = b""
    while chunk := os.read(out, 4096):
        found += chunk
    say([wait(child) for child in children])
    say(found.decode().split())


def add_goal(store: ScenarioStore, scenario_id: str, name: str) -> None:
    """Add a goal to the newest revision, from anew after every conflict."""
    while True:
        opened = store.open(ANA, scenario_id)
        assert opened.revision is not None
        old = opened.revision.scenario
        goal = {"name": name, "metric": "bookings", "target": 1.0, "by": "2027-12"}
        new = old.changed(goals=(*old.goals, goal))
        try:
            store.save(ANA, scenario_id, new, expected=opened.saved.head)
        except RevisionConflict:
            continue
        return


def hold(file: str) -> None:
    """Hold the write lock of an SQLite file until a line comes in."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    say("held")
    if sys.stdin.readline():
        connection.execute("ROLLBACK")
        say("released")


COMMANDS: dict[str, Callable[..., Any]] = {
    command.__name__: command for command in (opening, together, kills, saving, full, closed, edits, hold)
}

if __name__ == "__main__":
    for arguments in [line.split("\x1f") for line in "\x1f".join(sys.argv[1:]).split("\x1f;\x1f")]:
        COMMANDS[arguments[0]](*arguments[1:])
