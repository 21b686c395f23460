"""When a running script may be stopped for the browser's next message: between two answers, never within one.

Streamlit stops a script wherever it touches the session or sends something, callbacks included. What the callback was
called for is gone then: its widget counts as answered and its button as released, so a typed text or a click is lost,
or half of it is done. Here the next message waits until every callback of the one before has ended.

The setting ``runner.fastReruns = false`` belongs to it: with its default each message gets a thread of its own while
the last one still runs its callbacks, and a message that has not begun is dropped with its clicks.

A part of the page that is drawn anew by the clock asks for it with a message of its own, with all widgets the browser
holds. Where the clock strikes while a click is on its way, both messages carry it: it would be done twice. A click
counts with the message it is the reason for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequest, ScriptRequests
from streamlit.runtime.state.safe_session_state import SafeSessionState

_present = threading.local()
_CLICKS = frozenset({"trigger_value", "string_trigger_value", "json_trigger_value", "chat_input_value"})
"""What holds for one message: everything else in a browser's widgets stays until it is changed."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within it the browser's next message waits: several changes of the session are made together or not at all."""
    depth: int = getattr(_present, "depth", 0)
    _present.depth = depth + 1
    try:
        yield
    finally:
        _present.depth = depth


def keep_answers_whole() -> None:
    """Let every callback of this process run undisturbed; calling it again changes nothing."""
    if getattr(ScriptRequests, "_answers_are_whole", False):
        return
    _keep_page_changes()
    look, answer = ScriptRequests.on_scriptrunner_yield, SafeSessionState.on_script_will_rerun

    def look_when_allowed(self: ScriptRequests) -> ScriptRequest | None:
        return None if getattr(_present, "depth", 0) else look(self)

    def answer_whole(self: SafeSessionState, *arguments: Any, **named: Any) -> None:
        with undisturbed():
            answer(self, *arguments, **named)

    setattr(ScriptRequests, "on_scriptrunner_yield", look_when_allowed)  # noqa: B010 - a method may not be assigned
    setattr(SafeSessionState, "on_script_will_rerun", answer_whole)  # noqa: B010
    setattr(ScriptRequests, "_answers_are_whole", True)  # noqa: B010


@dataclass(frozen=True)
class Way:
    """Between two pages. widgets: what the browser reported with the click, which is less than a page's own widgets."""

    to: str
    widgets: frozenset[str] = frozenset()
    is_under_way: bool = False


_ways: WeakKeyDictionary[AppSession, Way] = WeakKeyDictionary()


def way_after(way: Way, client: ClientState) -> Way:
    """Where a session is on its way to once it has heard `client`.

    A menu that closes and a field that is left report just after the click on another page, and still name the page
    that is being left. Such a message carries that page's widgets, which a click on a page does not: it goes along.
    """
    page, widgets = client.page_script_hash, frozenset(one.id for one in client.widget_states.widgets)
    if page in ("", way.to):
        return Way(way.to or page)
    if way.is_under_way and not client.is_history_navigation and widgets > way.widgets:
        return way
    return Way(page, widgets, is_under_way=way.to != "")


def take_clicks_once(client: ClientState) -> None:
    """Take clicks out of what the clock asked for: the message they were made for brings them too."""
    if not client.is_auto_rerun:
        return
    kept = [one for one in client.widget_states.widgets if one.WhichOneof("value") not in _CLICKS]
    del client.widget_states.widgets[:]
    client.widget_states.widgets.extend(kept)


def _keep_page_changes() -> None:
    """What a page reports while it is being left does not call the visitor back to it; a click is done once."""
    request = AppSession.request_rerun

    def request_there(self: AppSession, client_state: ClientState | None) -> None:
        if client_state is not None:
            take_clicks_once(client_state)
            way = _ways[self] = way_after(_ways.get(self, Way("")), client_state)
            if way.is_under_way:
                client_state.page_script_hash = way.to
        request(self, client_state)

    setattr(AppSession, "request_rerun", request_there)  # noqa: B010
