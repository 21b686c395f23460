"""What was computed once is kept, within bounds, and computed by one of those who want it."""

from __future__ import annotations

import threading

import pytest

from ui.cache import Shelf
from ui.computing import runs
from ui.computing.budget import HEAVY_WORK, SOON_OVER_WORK
from ui.computing.gate import Gate

PATIENCE_SECONDS = 30


def test_what_was_used_longest_ago_goes_first() -> None:
    shelf: Shelf[str] = Shelf(2)
    shelf.put("a", "A")
    shelf.put("b", "B")
    assert shelf.get("a") == ("A",)
    shelf.put("c", "C")
    assert [key in shelf for key in "abc"] == [True, False, True]


def test_bytes_are_bounded_and_the_newest_always_stays() -> None:
    shelf: Shelf[int] = Shelf(10, most_bytes=100, weigh=lambda size: size)
    shelf.put("a", 60)
    shelf.put("b", 30)
    shelf.put("c", 40)
    assert [key in shelf for key in "abc"] == [False, True, True]
    shelf.put("huge", 500)
    assert [key in shelf for key in ("b", "c", "huge")] == [False, False, True]
    shelf.put("huge", 10)
    shelf.put("d", 90)
    assert "huge" in shelf
    assert "d" in shelf


def test_a_result_that_is_nothing_is_kept_too() -> None:
    shelf: Shelf[None] = Shelf(2)
    calls: list[int] = []
    for _ in range(2):
        shelf.find("key", lambda: calls.append(1))
    assert calls == [1]


def test_many_who_want_the_same_make_it_once() -> None:
    shelf: Shelf[int] = Shelf(2)
    calls: list[int] = []
    all_here = threading.Barrier(5)
    found: list[int] = []

    def make() -> int:
        calls.append(1)
        return 7

    def visit() -> None:
        all_here.wait(PATIENCE_SECONDS)
        found.append(shelf.find("key", make))

    threads = [threading.Thread(target=visit, daemon=True) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert (calls, found) == ([1], [7] * 5)


def test_what_fails_is_not_kept_and_holds_nobody_up() -> None:
    shelf: Shelf[int] = Shelf(2)

    def fail() -> int:
        raise ValueError("no")

    for _ in range(3):
        try:
            shelf.find("key", fail)
        except ValueError:
            continue
    assert shelf.find("key", lambda: 1) == 1


def test_what_is_made_of_something_that_is_made_first_needs_one_turn() -> None:
    inner: Shelf[int] = Shelf(2)
    outer: Shelf[int] = Shelf(2)
    found: list[int] = []
    thread = threading.Thread(
        target=lambda: found.append(outer.find("o", lambda: inner.find("i", lambda: 2) + 1)), daemon=True
    )
    thread.start()
    thread.join(PATIENCE_SECONDS)
    assert found == [3]
    assert runs.GATE.counts() == (0, 0)


def test_a_heavy_run_within_a_light_one_waits_anew_and_gives_everything_back() -> None:
    inner: Shelf[int] = Shelf(2)
    outer: Shelf[int] = Shelf(2)
    seen: list[tuple[int, int]] = []

    def heavy() -> int:
        seen.append(runs.GATE.counts())
        return 2

    assert outer.find("o", lambda: inner.find("i", heavy, HEAVY_WORK + 1) + 1) == 3
    assert seen == [(1, 0)]
    assert runs.GATE.counts() == (0, 0)


def test_a_heavy_run_leaves_a_core_unless_it_is_alone_and_soon_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    gate = Gate()
    monkeypatch.setattr(runs, "GATE", gate)
    assert runs.threads(HEAVY_WORK) is None
    assert runs.threads(HEAVY_WORK + 1) is None
    assert runs.threads(SOON_OVER_WORK + 1) == 3
    tickets = [gate.enter(name, name, name) for name in "ab"]
    assert runs.threads(HEAVY_WORK) is None
    assert runs.threads(HEAVY_WORK + 1) == 3
    for ticket in tickets:
        assert ticket is not None
        gate.leave(ticket)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert runs.threads(SOON_OVER_WORK + 1) == 1
