"""Two messages in a row, the second while the callback of the first is at work: both are taken, and whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.app.raw_client import PATIENCE_SECONDS, RawSession, cookies_of_a_first_visit
from tests.app.server_process import ROOT, ServerProcess


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A page whose text waits in its callback for the next message."""
    script = ROOT / "tests" / "app" / "probe" / "hurried_app.py"
    with ServerProcess(script, tmp_path_factory.mktemp("hurried")) as process:
        yield process


class Browser(RawSession):
    """A session that remembers the widgets on its page and can send without waiting for an answer."""

    def send(self, *states: WidgetState) -> None:
        """One message with what the widgets hold."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        message.rerun_script.widget_states.widgets.extend(states)
        self.socket.send(message.SerializeToString())

    def ids(self) -> dict[str, str]:
        """Draw the page once more and read the ids of its text and its buttons by their labels."""
        self.send()
        found: dict[str, str] = {}
        for one in self.received():
            if one.WhichOneof("type") == "delta":
                element = one.delta.new_element
                kind = element.WhichOneof("type")
                if kind in ("text_input", "button"):
                    found[getattr(element, kind).label] = getattr(element, kind).id
        return found

    def received(self) -> Iterator[ForwardMsg]:
        """What comes until a run has ended by itself."""
        while True:
            data = self.socket.recv(timeout=PATIENCE_SECONDS)
            assert isinstance(data, bytes)
            forward = ForwardMsg.FromString(data)
            yield forward
            if forward.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and forward.HasField(
                "script_finished"
            ):
                return

    def last_texts(self) -> list[str]:
        """What the page says at the end of the next run that ends by itself."""
        return [
            one.delta.new_element.text.body
            for one in self.received()
            if one.WhichOneof("type") == "delta" and one.delta.new_element.WhichOneof("type") == "text"
        ]


def _at_work_on(process: ServerProcess, text: str) -> None:
    """Return once the callback has begun with `text`."""
    for _ in range(PATIENCE_SECONDS * 20):
        if f"at work on {text}" in process.output():
            return
        threading.Event().wait(0.05)
    raise AssertionError(f"Nothing was done about {text}")


def test_a_text_and_a_click_that_come_while_its_callback_runs_are_both_taken(hurried: ServerProcess) -> None:
    with Browser(hurried.port, cookies_of_a_first_visit(hurried.port)) as browser:
        ids = browser.ids()
        text = WidgetState(id=ids["Text"], string_value="first")
        browser.send(text)
        _at_work_on(hurried, "first")
        browser.send(text, WidgetState(id=ids["Click"], trigger_value=True))
        assert browser.last_texts()[-3:] == ["taken first", "others 0", "clicks 1"]


def test_a_click_waits_with_the_text_before_it_however_many_messages_follow(hurried: ServerProcess) -> None:
    with Browser(hurried.port, cookies_of_a_first_visit(hurried.port)) as browser:
        ids = browser.ids()
        text = WidgetState(id=ids["Text"], string_value="second")
        browser.send(text)
        _at_work_on(hurried, "second")
        browser.send(text, WidgetState(id=ids["Click"], trigger_value=True))
        for _ in range(20):
            browser.send(text)
        while (texts := browser.last_texts())[-1:] != ["clicks 1"]:
            assert texts[-1:] == ["clicks 0"]
        assert texts[-3:] == ["taken second", "others 0", "clicks 1"]


def test_of_two_clicks_none_is_dropped_however_fast_the_second_comes(hurried: ServerProcess) -> None:
    with Browser(hurried.port, cookies_of_a_first_visit(hurried.port)) as browser:
        ids = browser.ids()
        for number in range(1, 41):
            browser.send(WidgetState(id=ids["Click"], trigger_value=True))
            browser.send(WidgetState(id=ids["Other"], trigger_value=True))
            texts = browser.last_texts()
            while texts[-2] != f"others {number}":
                texts = browser.last_texts()
            assert texts[-1] == f"clicks {number}"
