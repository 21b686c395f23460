"""The way back from a provider: to the page and the plan where somebody went away to sign in, or to a word why not.

Streamlit leads back to the first page without its query, and says nothing where a sign-in failed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CALLBACK = "/oauth2callback"
FAILED = "sign_in"
_SESSION = b"_streamlit_user="
_MOST_REMEMBERED = 2_000
_LONGEST_ADDRESS = 300

_addresses: OrderedDict[str, str] = OrderedDict()
_lock = threading.Lock()


def remember(browser: str, address: str) -> None:
    """`address`, a path of this server with its query, is where `browser` comes back to after its next sign-in."""
    if len(address) > _LONGEST_ADDRESS or not address.startswith("/") or address.startswith("//"):
        return
    with _lock:
        _addresses[browser] = address
        _addresses.move_to_end(browser)
        while len(_addresses) > _MOST_REMEMBERED:
            _addresses.popitem(last=False)


def recall(browser: str) -> str:
    """The address, once; the first page without one."""
    with _lock:
        return _addresses.pop(browser, "/")


class SignInReturn:
    """ASGI middleware inside BrowserIdentity: the answer to a provider's redirect leads to where one was."""

    def __init__(self, app: ASGIApp, browser_header: bytes) -> None:
        self.app = app
        self.browser_header = browser_header

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith(CALLBACK):
            await self.app(scope, receive, send)
            return
        browser = dict(scope["headers"]).get(self.browser_header, b"").decode("latin-1")
        asked = parse_qs(scope["query_string"].decode("latin-1"))

        async def send_back(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.get("headers", ())
                if _signed_in(headers):
                    message = {**message, "headers": _led_to(recall(browser), headers)}
                elif asked:  # the way back from signing out has no query
                    message = {**message, "headers": _led_to(f"/?{FAILED}=failed", headers)}
            await send(message)

        await self.app(scope, receive, send_back)


def _signed_in(headers: list[tuple[bytes, bytes]]) -> bool:
    """A cookie of a sign-in is given, and not taken away."""
    cookies = [
        value for name, value in headers if name.lower() == b"set-cookie" and value.startswith(_SESSION)
    ]
    return any(b"max-age=0" not in cookie.lower() for cookie in cookies)


def _led_to(address: str, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [
        (name, value.rstrip(b"/") + address.encode("utf-8")) if name.lower() == b"location" else (name, value)
        for name, value in headers
    ]
