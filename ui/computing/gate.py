"""Who may simulate now: at most so many at once, one of them a visitor's, everybody else in line.

Knows nothing of Streamlit; `ui/computing/runs.py` brings the visitors. See docs/adr/0045.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

AT_ONCE = 2
"""Runs at the same time in this process: a run uses every core, a second one fills the gaps between its chunks."""
POLL_SECONDS = 0.1
"""How often who waits looks whether its script was stopped."""
PLACE_KEPT_SECONDS = 10.0
"""How long a place is kept for a session whose script was stopped in line: a moved slider does not go to the end."""


class ReplacedError(Exception):
    """A newer request of the same session has taken this one's place in line."""


@dataclass(eq=False)
class Ticket:
    """One request. number: its place in the order of coming; works: what is computed while it runs.

    is_heavy: it may keep a core for long, so that there is one of its kind at a time.
    """

    number: int
    session: str
    visitor: str
    works: set[Hashable] = field(default_factory=set)
    is_heavy: bool = False
    replaced: bool = False


class Gate:
    """First come, first served, a visitor at a time.

    Who was served goes behind everybody who waits, with all that it still has in line: many tabs of one browser take
    one place. What somebody else computes already is not started again: who wants it waits for it. Heavy runs come
    one after another: whatever they are, there is room beside them for a light one.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._changed = threading.Condition()
        self._numbers = itertools.count(1)
        self._waiting: list[Ticket] = []
        self._running: dict[str, Ticket] = {}
        self._kept_places: dict[str, tuple[int, float]] = {}

    def enter(
        self,
        session: str,
        visitor: str,
        work: Hashable,
        *,
        is_heavy: bool = False,
        told: Callable[[int], None] = lambda _before: None,
        done: Callable[[], bool] = lambda: False,
    ) -> Ticket | None:
        """Wait for a turn; the ticket has to be given back with `leave`. None: `done` said it is no longer needed.

        told: called now and then while waiting, with the number of visitors who come first; what it raises ends the
        wait. Raises ReplacedError where a newer request of `session` came to wait.
        """
        with self._changed:
            ticket = self._join(Ticket(0, session, visitor, {work}, is_heavy))
            if self._may_start(ticket):
                return self._start(ticket)
        try:
            while True:
                with self._changed:
                    if ticket.replaced:
                        raise ReplacedError
                    if done():
                        self._drop(ticket)
                        return None
                    if self._may_start(ticket):
                        return self._start(ticket)
                    self._changed.wait(POLL_SECONDS)
                    before = self._before(ticket)
                told(before)  # without the lock: it may draw, and it may raise
        except BaseException:
            with self._changed:
                if ticket in self._waiting:
                    self._kept_places[session] = (ticket.number, time.monotonic() + PLACE_KEPT_SECONDS)
                    self._drop(ticket)
            raise

    def leave(self, ticket: Ticket) -> None:
        """The run has ended, well or not."""
        with self._changed:
            if self._running.get(ticket.visitor) is ticket:
                del self._running[ticket.visitor]
            for one in self._waiting:
                if one.visitor == ticket.visitor:
                    one.number = next(self._numbers)
            self._waiting.sort(key=lambda one: one.number)
            self._changed.notify_all()

    def wake(self) -> None:
        """Something was computed: whoever waits for it may look."""
        with self._changed:
            self._changed.notify_all()

    def counts(self) -> tuple[int, int]:
        """How many run and how many wait."""
        with self._changed:
            return len(self._running), len(self._waiting)

    def _join(self, ticket: Ticket) -> Ticket:
        now, session = time.monotonic(), ticket.session
        self._kept_places = {key: kept for key, kept in self._kept_places.items() if kept[1] > now}
        older = next((one for one in self._waiting if one.session == session), None)
        kept = self._kept_places.pop(session, None)
        if older is not None:
            older.replaced = True
            self._waiting.remove(older)
            ticket.number = older.number
        else:
            ticket.number = kept[0] if kept is not None else next(self._numbers)
        self._waiting.append(ticket)
        self._waiting.sort(key=lambda one: one.number)
        return ticket

    def _start(self, ticket: Ticket) -> Ticket:
        self._waiting.remove(ticket)
        self._running[ticket.visitor] = ticket
        return ticket

    def _drop(self, ticket: Ticket) -> None:
        self._waiting.remove(ticket)
        self._changed.notify_all()

    def _may_start(self, ticket: Ticket) -> bool:
        if len(self._running) >= self._at_once:
            return False
        return next((one for one in self._waiting if not self._is_held_up(one)), None) is ticket

    def _is_held_up(self, ticket: Ticket) -> bool:
        """By a run of its own visitor, by another heavy one, or because what it wants is being computed."""
        return ticket.visitor in self._running or any(
            (ticket.is_heavy and one.is_heavy) or not ticket.works.isdisjoint(one.works)
            for one in self._running.values()
        )

    def _before(self, ticket: Ticket) -> int:
        """Visitors who come first."""
        return len(
            {
                one.visitor
                for one in self._waiting
                if one.number < ticket.number and one.visitor != ticket.visitor
            }
        )
