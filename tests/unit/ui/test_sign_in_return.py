"""The way back from a provider."""

from __future__ import annotations

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.unit.ui.coroutines import finished
from ui.visitors import sign_in_return
from ui.visitors.sign_in_return import SignInReturn, recall, remember

SIGNED_IN = (b"set-cookie", b"_streamlit_user=eyJ; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax")
CLEARED = (b"set-cookie", b'_streamlit_user=""; expires=Thu; Max-Age=0; Path=/; SameSite=lax')


def _led_to(
    *cookies: tuple[bytes, bytes], query: bytes = b"state=a&code=b", path: str = "/oauth2callback"
) -> str:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        root = path.removesuffix("oauth2callback").encode()
        await send({"type": "http.response.start", "status": 302, "headers": [(b"location", root), *cookies]})

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nothing is read")

    scope = {"type": "http", "path": path, "query_string": query, "headers": [(b"x-anon-id", b"browser")]}
    finished(SignInReturn(app, b"x-anon-id")(scope, receive, send))
    return str(dict(sent[0]["headers"])[b"location"].decode())


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    sign_in_return._addresses.clear()


def test_one_comes_back_to_where_one_was_once() -> None:
    remember("browser", "/team?s=abc")
    assert _led_to(SIGNED_IN) == "/team?s=abc"
    assert _led_to(SIGNED_IN) == "/"


def test_below_another_path_one_comes_back_there() -> None:
    remember("browser", "/team?s=abc")
    assert _led_to(SIGNED_IN, path="/plan/oauth2callback") == "/plan/team?s=abc"
    assert _led_to(path="/plan/oauth2callback") == "/plan/?sign_in=failed"


def test_another_browser_s_address_is_not_this_one_s() -> None:
    remember("another", "/team?s=abc")
    assert _led_to(SIGNED_IN) == "/"


def test_who_failed_to_sign_in_is_told_and_the_address_waits() -> None:
    remember("browser", "/team?s=abc")
    assert _led_to() == "/?sign_in=failed"
    assert _led_to(CLEARED) == "/?sign_in=failed"
    assert _led_to(SIGNED_IN) == "/team?s=abc"


def test_the_way_back_from_signing_out_is_left_alone() -> None:
    assert _led_to(query=b"") == "/"
    assert _led_to(SIGNED_IN, path="/elsewhere") == "/elsewhere"


@pytest.mark.parametrize("address", ["//evil.test/", "https://evil.test/", "evil", "", "/" + "a" * 300])
def test_only_an_address_of_this_server_is_remembered(address: str) -> None:
    remember("browser", address)
    assert recall("browser") == "/"


def test_what_is_remembered_is_bounded_and_the_oldest_goes_first() -> None:
    for number in range(2_001):
        remember(str(number), "/team")
    assert recall("0") == "/"
    assert recall("1") == "/team"
    assert recall("2000") == "/team"
