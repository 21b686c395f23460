"""A visitor without a browser: speaks Streamlit's websocket and upload routes directly, cookies by hand."""

from __future__ import annotations

import http.client
import secrets
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

XSRF_COOKIE = "_streamlit_xsrf"
IDENTITY_COOKIE = "simulator_browser"
PATIENCE_SECONDS = 60


def cookies_of_a_first_visit(port: int) -> dict[str, str]:
    """What a browser holds after loading the page: the cookies by name."""
    held: dict[str, str] = {}
    for path in ("/", "/_stcore/health"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        connection.request("GET", path, headers={"Cookie": cookie_header(held)} if held else {})
        answer = connection.getresponse()
        answer.read()
        for value in answer.headers.get_all("Set-Cookie") or []:
            held.update({name: morsel.value for name, morsel in SimpleCookie(value).items()})
        connection.close()
    return held


def cookie_header(cookies: dict[str, str]) -> str:
    """The value of a Cookie header."""
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


class RawSession:
    """One websocket connection, entered after its first run: `session_id` and the `texts` the page wrote."""

    def __init__(
        self,
        port: int,
        cookies: dict[str, str],
        session_id: str | None = None,
        headers: list[tuple[str, str]] | None = None,
        source: str = "127.0.0.1",
    ) -> None:
        # Position matters: protocol, token, session to resume. Without an Origin header the token is not looked at.
        protocols = ["streamlit", "none", *([session_id] if session_id else [])]
        additional = [("Cookie", cookie_header(cookies)), *(headers or [])]
        self._opening = connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            subprotocols=[Subprotocol(name) for name in protocols],
            additional_headers=additional,
            max_size=None,
            proxy=None,
            source_address=(source, 0),
        )
        self.session_id = ""
        self.texts: list[str] = []

    def rerun(self) -> None:
        """Run the page once and collect what it wrote."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        self.socket.send(message.SerializeToString())
        self.texts = []
        while True:
            received = self.socket.recv(timeout=PATIENCE_SECONDS)
            assert isinstance(received, bytes)
            forward = ForwardMsg.FromString(received)
            kind = forward.WhichOneof("type")
            if kind == "new_session":
                self.session_id = forward.new_session.initialize.session_id
            elif kind == "delta" and forward.delta.new_element.WhichOneof("type") == "text":
                self.texts.append(forward.delta.new_element.text.body)
            elif kind == "script_finished":
                return

    def value(self, label: str) -> str:
        """The rest of the line the page wrote that starts with `label`."""
        return next(text.removeprefix(label).strip() for text in self.texts if text.startswith(label))

    def __enter__(self) -> Self:
        self.socket: ClientConnection = self._opening.__enter__()
        self.rerun()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opening.__exit__(kind, error, trace)


def upload(
    port: int, cookies: dict[str, str], session_id: str, file_id: str, content: bytes, name: str = "a.csv"
) -> tuple[int, str]:
    """PUT a file as the uploader does; the status and the sentence of the answer."""
    boundary = secrets.token_hex(8)
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{file_id}"; filename="{name}"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    ).encode() + content
    body += f"\r\n--{boundary}--\r\n".encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(
            "PUT",
            f"/_stcore/upload_file/{session_id}/{file_id}",
            body,
            {
                "Content-Type": f"multipart/form-data; boundary={boundary}",
                "Cookie": cookie_header(cookies),
                "X-Xsrftoken": cookies[XSRF_COOKIE],
            },
        )
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
