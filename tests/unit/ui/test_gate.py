"""Who may simulate now: the order in which visitors are served, and how a wait ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from ui.computing.gate import Gate, ReplacedError

PATIENCE_SECONDS = 30


class StoppedError(BaseException):
    """What Streamlit raises in a script that has to end is no Exception either."""


class Guest(threading.Thread):
    """Somebody who asks for a turn, waits, and runs until told to end."""

    def __init__(
        self,
        gate: Gate,
        name: str,
        visitor: str | None = None,
        work: object = None,
        is_heavy: bool = False,
    ) -> None:
        self.is_heavy = is_heavy
        super().__init__(name=name, daemon=True)
        self.gate, self.visitor, self.work = gate, visitor or name, work or name
        self.places: list[int] = []
        self.asked, self.let_in, self.over = threading.Event(), threading.Event(), threading.Event()
        self.stopping, self.ending = threading.Event(), threading.Event()
        self.computed = threading.Event()
        self.outcome: str | None = None

    def run(self) -> None:
        """Ask, wait, run."""
        try:
            ticket = self.gate.enter(
                self.name,
                self.visitor,
                self.work,
                is_heavy=self.is_heavy,
                told=self._told,
                done=self.computed.is_set,
            )
        except (StoppedError, ReplacedError) as error:
            self.outcome = type(error).__name__
            self.over.set()
            return
        if ticket is None:
            self.outcome = "not needed"
            self.over.set()
            return
        self.let_in.set()
        self.ending.wait(PATIENCE_SECONDS)
        self.gate.leave(ticket)
        self.outcome = "served"
        self.over.set()

    def _told(self, before: int) -> None:
        self.places.append(before)
        self.asked.set()
        if self.stopping.is_set():
            raise StoppedError

    def place(self) -> int:
        """How many come first, as it is told from now on."""
        self.asked.clear()
        assert self.asked.wait(PATIENCE_SECONDS)
        return self.places[-1]


class Room:
    """The gate and its guests; in the end everybody is let go."""

    def __init__(self) -> None:
        self.gate = Gate(at_once=2)
        self.guests: list[Guest] = []

    def runs(
        self, name: str, visitor: str | None = None, work: object = None, is_heavy: bool = False
    ) -> Guest:
        """A guest who got a turn at once."""
        guest = self._comes(name, visitor, work, is_heavy)
        assert guest.let_in.wait(PATIENCE_SECONDS)
        return guest

    def waits(
        self, name: str, visitor: str | None = None, work: object = None, is_heavy: bool = False
    ) -> Guest:
        """A guest who has to wait."""
        guest = self._comes(name, visitor, work, is_heavy)
        assert guest.asked.wait(PATIENCE_SECONDS)
        assert not guest.let_in.is_set()
        return guest

    def _comes(self, name: str, visitor: str | None, work: object, is_heavy: bool) -> Guest:
        guest = Guest(self.gate, name, visitor, work, is_heavy)
        self.guests.append(guest)
        guest.start()
        return guest


@pytest.fixture
def room() -> Iterator[Room]:
    """An empty room; nobody is left behind in it."""
    found = Room()
    yield found
    for guest in found.guests:
        guest.stopping.set()
        guest.ending.set()
    for guest in found.guests:
        guest.join(PATIENCE_SECONDS)
        assert not guest.is_alive()
    assert found.gate.counts() == (0, 0)


def end(guest: Guest) -> None:
    """The guest's run ends."""
    guest.ending.set()
    assert guest.over.wait(PATIENCE_SECONDS)


def test_two_run_at_once_and_the_third_waits(room: Room) -> None:
    room.runs("a")
    room.runs("b")
    third = room.waits("c")
    assert third.place() == 0
    assert room.gate.counts() == (2, 1)


def test_who_came_first_is_served_first_and_everybody_is_told_the_place(room: Room) -> None:
    first, second = room.runs("a"), room.runs("b")
    line = [room.waits(name) for name in "cde"]
    assert [guest.place() for guest in line] == [0, 1, 2]
    end(second)
    assert line[0].let_in.wait(PATIENCE_SECONDS)
    assert [guest.place() for guest in line[1:]] == [0, 1]
    end(first)
    assert line[1].let_in.wait(PATIENCE_SECONDS)
    assert not line[2].let_in.is_set()


def test_a_visitor_runs_once_at_a_time_and_the_other_half_stays_free(room: Room) -> None:
    room.runs("tab 1", visitor="greedy")
    room.waits("tab 2", visitor="greedy")
    room.runs("somebody")
    assert room.gate.counts() == (2, 1)


def test_many_tabs_of_two_browsers_take_two_places_and_not_forty(room: Room) -> None:
    running = [room.runs("a0", visitor="a"), room.runs("b0", visitor="b")]
    tabs = [room.waits(f"{who}{tab}", visitor=who) for tab in (1, 2, 3) for who in "ab"]
    small = room.waits("small")
    assert small.place() == 2
    end(running[0])
    assert small.let_in.wait(PATIENCE_SECONDS)
    assert not any(tab.let_in.is_set() for tab in tabs)


def test_a_newer_request_of_a_session_takes_its_place_in_line(room: Room) -> None:
    room.runs("a")
    room.runs("b")
    older = room.waits("drag")
    room.waits("c")
    newer = room.waits("drag", work="the next position of the slider")
    assert older.over.wait(PATIENCE_SECONDS)
    assert older.outcome == "ReplacedError"
    assert newer.place() == 0
    assert room.gate.counts() == (2, 2)


def test_a_stopped_script_leaves_the_line_and_finds_its_place_again(room: Room) -> None:
    room.runs("a")
    room.runs("b")
    stopped = room.waits("drag")
    behind = room.waits("c")
    stopped.stopping.set()
    assert stopped.over.wait(PATIENCE_SECONDS)
    assert room.gate.counts() == (2, 1)
    assert behind.place() == 0
    again = room.waits("drag")
    assert again.place() == 0
    assert behind.place() == 1


def test_a_kept_place_holds_nobody_up(room: Room) -> None:
    first = room.runs("a")
    room.runs("b")
    stopped = room.waits("gone")
    behind = room.waits("c")
    stopped.stopping.set()
    assert stopped.over.wait(PATIENCE_SECONDS)
    end(first)
    assert behind.let_in.wait(PATIENCE_SECONDS)


def test_what_is_being_computed_is_not_computed_twice(room: Room) -> None:
    running = room.runs("presenter", work="the plan")
    follower = room.waits("follower", work="the plan")
    follower.computed.set()
    room.gate.wake()
    assert follower.over.wait(PATIENCE_SECONDS)
    assert follower.outcome == "not needed"
    assert running.outcome is None


def test_a_run_that_fails_lets_the_next_one_in(room: Room) -> None:
    ticket = room.gate.enter("s", "v", "w")
    assert ticket is not None
    room.runs("b")
    third = room.waits("c")
    room.gate.leave(ticket)
    room.gate.leave(ticket)
    assert third.let_in.wait(PATIENCE_SECONDS)


def test_heavy_runs_come_one_after_another_and_leave_room_for_a_light_one(room: Room) -> None:
    first = room.runs("heavy", is_heavy=True)
    second = room.waits("heavy too", is_heavy=True)
    light = room.runs("light")
    end(light)
    assert not second.let_in.is_set()
    room.runs("light again")
    end(first)
    assert second.let_in.wait(PATIENCE_SECONDS)
