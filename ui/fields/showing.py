"""Widgets as views on the plan: drawn anew only where the plan changed elsewhere, answered once and never in vain.

A widget keeps its key, and with it what is being typed, the focus and the table one scrolls, as long as the plan holds
what it shows. It gets another key where something else changed that: undo, another tab, another field.

A browser reports every widget it holds with every message, also one the server has replaced meanwhile. Such a report is
either what the server knows already, and changes nothing, or what somebody typed at that very moment, and is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from ui import state
from ui.wording.text import plain, shown

_VIEWS = "views"
MOST_ANSWERS = 2_000


@dataclass(frozen=True)
class View:
    """The widget a name has just now. held: what the plan holds there, as far as the widget shows it.

    refused: what was typed into it last was not taken and still stands there.
    """

    key: str
    number: int
    held: object
    place: str
    refused: bool = False


@dataclass
class Views:
    """All of a session, changed in place. answers: what each key was last known to show, oldest first."""

    by_name: dict[str, View] = field(default_factory=dict)
    answers: dict[str, object] = field(default_factory=dict)

    def known(self, key: str, answer: object) -> None:
        """Remember what `key` shows."""
        self.answers.pop(key, None)
        self.answers[key] = answer
        while len(self.answers) > MOST_ANSWERS:
            del self.answers[next(iter(self.answers))]


def of_session() -> Views:
    """The tab's own."""
    if _VIEWS not in st.session_state:
        st.session_state[_VIEWS] = Views()
    found: Views = st.session_state[_VIEWS]
    return found


def key_for(name: str, held: object, start: object) -> str:
    """The key of the widget called `name`: its last one while the plan still holds what it shows, else a new one.

    held: what the plan holds there now, compared by ``==``. start: what the widget shows if the browser has it anew;
    it must be given to the widget as its default too. A value put into the session instead would reach the browser with
    this run alone: a widget whose code is still on its way there would begin empty, and report that.
    """
    views, place = of_session(), state.work().place
    view = views.by_name.get(name)
    cleared = view is not None and view.refused and state.refused(view.key) is None
    if view is None or view.place != place or view.held != held or cleared:
        number = max(state.epoch(), view.number + 1 if view is not None else 0)
        view = View(f"{name}#{number}", number, held, place)
    else:
        view = replace(view, held=held)
    views.by_name[name] = view
    if view.key not in st.session_state:
        views.known(view.key, start)
    return view.key


def answered(name: str, key: str, take: Callable[[Any], object]) -> Callable[[], None]:
    """The callback of a widget: `take` gets what is new and answers what the plan holds there afterwards."""
    views, place = of_session(), state.work().place

    def callback() -> None:
        answer = st.session_state[key]
        if key in views.answers and views.answers[key] == answer:
            return
        if state.work().place != place:
            views.known(key, answer)
            st.toast(
                f"{plain(shown(answer))} was entered into another plan and is not taken over into this one."
            )
            return
        held = take(answer)
        views.known(key, answer)
        view = views.by_name.get(name)
        if view is not None and view.key == key:
            views.by_name[name] = View(key, view.number, held, place, state.refused(key) is not None)

    return callback


def present_key(name: str) -> str:
    """The key of the widget that `name` has now."""
    return of_session().by_name[name].key


def present_held(name: str) -> object:
    """What the plan held where `name` shows it, as far as that was looked at."""
    return of_session().by_name[name].held


def last_answer(key: str) -> Any:
    """What `key` showed before the answer that is being taken; None where nothing is known."""
    return of_session().answers.get(key)
