"""A visitor who keeps every byte the server sends: pages, menus, uploads and downloads over the bare protocol."""

from __future__ import annotations

import http.client
import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.app.raw_client import cookie_header, cookies_of_a_first_visit, upload

PATIENCE_SECONDS = 300
_FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass
class RawVisitor:
    """One browser's worth of a visitor. frames, files: everything received; elements: of the page as it stands."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    resume: str | None = None
    frames: list[bytes] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    elements: list[tuple[str, Any]] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    widgets: dict[str, WidgetState] = field(default_factory=dict)
    session_id: str = ""
    query: str = ""

    def __enter__(self) -> Self:
        self.cookies = self.cookies or cookies_of_a_first_visit(self.port)
        self._page = ""
        self._numbers = itertools.count()
        protocols = ["streamlit", "none", *([self.resume] if self.resume else [])]
        self._opening = connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=[Subprotocol(name) for name in protocols],
            additional_headers=[("Cookie", cookie_header(self.cookies))],
            max_size=None,
            proxy=None,
        )
        self._socket: ClientConnection = self._opening.__enter__()
        self.run()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opening.__exit__(kind, error, trace)

    def run(self, trigger: WidgetState | None = None) -> None:
        """Run the page with the widgets as they stand, and `trigger` for this once."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.widget_states.widgets.extend(
            [*self.widgets.values(), *([trigger] if trigger else [])]
        )
        self._send(message)
        self._until(self._is_over)

    def tick(self, trigger: WidgetState) -> None:
        """What the clock asks for while `trigger` is on its way: a part of the page anew, with all widgets."""
        asked = (ForwardMsg.FromString(one) for one in reversed(self.frames))
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.is_auto_rerun = True
        message.rerun_script.fragment_id = next(
            one.auto_rerun.fragment_id for one in asked if one.WhichOneof("type") == "auto_rerun"
        )
        message.rerun_script.widget_states.widgets.extend([*self.widgets.values(), trigger])
        self._send(message)
        self._until(self._is_over)

    def open(self, path: str) -> None:
        """Go to a page by its path."""
        self._page = self.pages[path]
        self.widgets = {}
        self.run()

    def press(self, label: str) -> None:
        """Press the button that is called that, or begins so."""
        self.run(WidgetState(id=self.find("button", label).id, trigger_value=True))

    def open_menu(self, label: str) -> None:
        """Open a menu of the frame."""
        self.set(self.find("popover", label).id, bool_value=True)
        self.run()

    def choose(self, label: str, option: str) -> None:
        """Choose in a row of options."""
        state = WidgetState(id=self.find("button_group", label).id)
        state.string_array_value.data.append(option)
        self.widgets[state.id] = state
        self.run()

    def set(self, widget: str, **value: Any) -> None:
        """What a widget holds from now on."""
        self.widgets[widget] = WidgetState(id=widget, **value)

    def hand_in(self, label: str, name: str, content: bytes) -> None:
        """Upload a file where the uploader has this label."""
        uploader = self.find("file_uploader", label)
        request = BackMsg()
        request.file_urls_request.request_id = secrets.token_hex(4)
        request.file_urls_request.file_names.append(name)
        request.file_urls_request.session_id = self.session_id
        self._send(request)
        answer = self._until(lambda received: received.WhichOneof("type") == "file_urls_response")
        urls = answer.file_urls_response.file_urls[0]
        status, sentence = upload(self.port, self.cookies, self.session_id, urls.file_id, content, name)
        assert status == 204, sentence
        state = WidgetState(id=uploader.id)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(content), urls.file_id
        info.file_urls.CopyFrom(urls)
        self.widgets[state.id] = state
        self.run()

    def download(self, label: str) -> bytes:
        """Press a download button and take its file."""
        return self.fetch(self.address_of(label))

    def address_of(self, label: str) -> str:
        """Press a download button; where its file is to be fetched."""
        button = self.find("download_button", label)
        address = str(button.url)
        if button.deferred_file_id:
            request = BackMsg()
            number = f"download-{next(self._numbers)}"
            request.backend_operation_request.request_id = number
            request.backend_operation_request.session_id = self.session_id
            request.backend_operation_request.deferred_file.file_id = button.deferred_file_id
            self._send(request)
            answer = self._until(
                lambda received: (
                    received.WhichOneof("type") == "backend_operation_response"
                    and received.backend_operation_response.request_id == number
                )
            ).backend_operation_response
            assert not answer.error_msg, answer.error_msg
            address = answer.deferred_file.url
        return address

    def fetch(self, address: str) -> bytes:
        """The file there."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        connection.request("GET", address, headers={"Cookie": cookie_header(self.cookies)})
        reply = connection.getresponse()
        content = reply.read()
        connection.close()
        assert reply.status == 200, reply.status
        self.files.append(content)
        return content

    def find(self, kind: str, label: str) -> Any:
        """The last element of a kind whose label is, or begins with, this."""
        named = [one for name, one in self.elements if name == kind]
        found = [one for one in named if one.label == label] or [
            one for one in named if one.label.startswith(label)
        ]
        assert found, f"no {kind} {label!r} among {[one.label for one in named]}; alerts: {self.alerts()}"
        return found[-1]

    def alerts(self) -> list[str]:
        """What went wrong on the page; a place in a line is no complaint."""
        return [
            one.body if name == "alert" else one.message
            for name, one in self.elements
            if name == "exception" or (name == "alert" and one.format == Alert.ERROR)
        ]

    def _send(self, message: BackMsg) -> None:
        self._socket.send(message.SerializeToString())

    def _until(self, enough: Callable[[ForwardMsg], bool]) -> ForwardMsg:
        while True:
            received = self._socket.recv(timeout=PATIENCE_SECONDS)
            assert isinstance(received, bytes)
            self.frames.append(received)
            forward: ForwardMsg = ForwardMsg.FromString(received)
            self._take(forward)
            if enough(forward):
                return forward

    def _is_over(self, received: ForwardMsg) -> bool:
        return received.WhichOneof("type") == "script_finished" and received.script_finished in _FINISHED

    def _take(self, forward: ForwardMsg) -> None:
        kind = forward.WhichOneof("type")
        if kind == "new_session":
            self.session_id = forward.new_session.initialize.session_id or self.session_id
            self.elements = []
        elif kind == "navigation":
            self.pages = {one.url_pathname: one.page_script_hash for one in forward.navigation.app_pages}
        elif kind == "page_info_changed":
            self.query = forward.page_info_changed.query_string
        elif kind == "delta":
            self._take_delta(forward.delta)

    def _take_delta(self, delta: Any) -> None:
        if delta.WhichOneof("type") == "new_element":
            name = delta.new_element.WhichOneof("type")
            self.elements.append((name, getattr(delta.new_element, name)))
        elif delta.WhichOneof("type") == "add_block":
            name = delta.add_block.WhichOneof("type")
            if name is not None:
                self.elements.append((name, getattr(delta.add_block, name)))
