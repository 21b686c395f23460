"""What came in from a network is refused, unless somebody answers for that."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.unit.ui.coroutines import finished
from ui.serving.binding import SENTENCE, OwnMachineOnly, came_from_the_network

OWN = [
    ("127.0.0.1", 8501),
    ("127.8.8.8", 8501),
    ("::1", 8501),
    ("::ffff:127.0.0.1", 8501),
    ("/run/app.sock", None),
    None,
]
NETWORK = [
    ("192.0.2.7", 8501),
    ("10.0.0.1", 8501),
    ("fd00::2", 8501),
    ("fe80::1%eth0", 8501),
    ("::ffff:192.0.2.7", 8501),
]


def _answers(is_open: bool, **scope: Any) -> list[Message]:
    """What a client gets; the app behind says only that it was reached."""
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "reached"})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    finished(OwnMachineOnly(app, is_open)({"headers": [], **scope}, receive, send))
    return sent


@pytest.mark.parametrize("server", OWN)
def test_what_came_from_this_machine_is_let_in(server: tuple[str, int | None] | None) -> None:
    assert not came_from_the_network({"server": server})
    assert _answers(False, type="http", server=server) == [{"type": "reached"}]


@pytest.mark.parametrize("server", NETWORK)
def test_what_came_from_a_network_is_refused_with_a_sentence(server: tuple[str, int]) -> None:
    start, body = _answers(False, type="http", server=server)
    assert start["status"] == 403
    assert body["body"].decode("utf-8") == SENTENCE
    assert _answers(False, type="websocket", server=server) == [
        {"type": "websocket.close", "code": 1008, "reason": ""}
    ]


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_an_open_server_lets_a_network_in(kind: str) -> None:
    assert _answers(True, type=kind, server=NETWORK[0]) == [{"type": "reached"}]


def test_the_start_of_the_server_is_nobody_s_visit() -> None:
    assert _answers(False, type="lifespan") == [{"type": "reached"}]
