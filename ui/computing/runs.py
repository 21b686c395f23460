"""Every simulation of the app takes its turn here: one at a time for a visitor, few at a time for the process.

Who has to wait reads its place. The first thing a page has to compute takes the turn, and the page keeps it until it
is drawn: a page waits once, however many things it computes. A wait ends where Streamlit stops the script, so that a
closed tab or the next move of a slider leaves the line.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.computing.budget import HEAVY_WORK, SOON_OVER_WORK, PlanTooLargeError
from ui.computing.gate import Gate, ReplacedError, Ticket
from ui.wording.text import counted, plain

SHOWN_AFTER_SECONDS = 0.3
"""A wait that is over sooner says nothing: its words would only flicker."""
GATE = Gate()

Result = TypeVar("Result")


@dataclass
class _Visit:
    """One run of a page: the turn it holds once it had to compute, and the place where waiting is told."""

    slot: DeltaGenerator | None = None
    ticket: Ticket | None = None


_visit: ContextVar[_Visit | None] = ContextVar("visit", default=None)
_visitor: ContextVar[str | None] = ContextVar("visitor", default=None)


def visitor() -> str:
    """Whose run this is: the browser's signed id, else the session; a thread without either is its own."""
    given = _visitor.get()
    if given is not None:
        return given
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return f"thread {threading.get_ident()}"
    return str(context.user_info.get("anon_id") or context.session_id)


def on_behalf(make: Callable[[], Result]) -> Callable[[], Result]:
    """`make`, to be called later by the server's own thread, as a run of the visitor of now."""
    who = visitor()

    def of_visitor() -> Result:
        token = _visitor.set(who)
        try:
            return make()
        finally:
            _visitor.reset(token)

    return of_visitor


@contextlib.contextmanager
def visit() -> Iterator[None]:
    """Around a page: its turn, if it needs one, ends with it. A plan beyond the budget is answered by its sentence."""
    with _holding(_Visit(st.empty())):
        try:
            yield
        except PlanTooLargeError as error:
            st.error(plain(error), icon=":material/weight:")


@contextlib.contextmanager
def _holding(present: _Visit) -> Iterator[None]:
    token = _visit.set(present)
    try:
        yield
    finally:
        _visit.reset(token)
        if present.ticket is not None:
            GATE.leave(present.ticket)


@contextlib.contextmanager
def turn(work: Hashable, done: Callable[[], bool], *, is_heavy: bool = False) -> Iterator[None]:
    """Around a run. work: what it computes; done: true once somebody else has computed the same.

    Within it nothing needs a turn of its own, but what is heavy within a light one: that waits anew.
    """
    present = _visit.get()
    if present is None:
        with _holding(_Visit()), turn(work, done, is_heavy=is_heavy):
            yield
        return
    if present.ticket is not None and is_heavy and not present.ticket.is_heavy:
        light, present.ticket = present.ticket, None
        GATE.leave(light)
    if present.ticket is None:
        present.ticket = _wait(present, work, done, is_heavy)
    else:
        present.ticket.works.add(work)
    yield


def _wait(present: _Visit, work: Hashable, done: Callable[[], bool], is_heavy: bool) -> Ticket | None:
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        session = f"thread {threading.get_ident()}"
        return GATE.enter(session, visitor(), work, is_heavy=is_heavy, done=done)
    begun = time.monotonic()
    slot = present.slot
    shown: int | None = None

    def told(before: int) -> None:
        nonlocal slot, shown
        stop_if_asked()
        if before == shown or time.monotonic() - begun < SHOWN_AFTER_SECONDS:
            return
        slot = slot or st.empty()
        slot.info(waiting_words(before), icon=":material/hourglass_top:")
        shown = before

    try:
        ticket = GATE.enter(context.session_id, visitor(), work, is_heavy=is_heavy, told=told, done=done)
    except ReplacedError:
        st.stop()
    if slot is not None and shown is not None:
        try:
            slot.empty()
        except BaseException:  # the script was stopped between its turn and here
            if ticket is not None:
                GATE.leave(ticket)
            raise
    return ticket


def threads(work: int) -> int | None:
    """How many threads may run `work`; None: one for every core. No digit depends on it.

    A heavy run leaves a core to the light ones that may come, unless it is over soon and nobody else is here.
    """
    is_alone = sum(GATE.counts()) <= 1
    if work <= HEAVY_WORK or (work <= SOON_OVER_WORK and is_alone):
        return None
    return max(1, (os.cpu_count() or 1) - 1)


def waiting_words(before: int) -> str:
    """What somebody in line reads."""
    place = f"{counted(before, 'visitor')} before you." if before else "You are next."
    return f"**{place}** Others are simulating just now; your answer comes by itself."


def stop_if_asked(*_progress: int) -> None:
    """Between two pieces of work: end here if the visitor has moved on (Streamlit looks when the session is read)."""
    if get_script_run_ctx(suppress_warning=True) is not None:
        _ = "work" in st.session_state
