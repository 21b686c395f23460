"""The browser of the tests: the Chromium of this machine, and a watch over where its requests go."""

from __future__ import annotations

import os
import shutil
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response, WebSocket

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
]
PAGE_SECONDS = 60


def executable() -> str:
    """The path of a Chromium: $CHROMIUM, else the first of the usual names.

    Raises RuntimeError with what to do where there is none.
    """
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        path = shutil.which(name) if name else None
        if path:
            return path
    raise RuntimeError(
        "The browser tests need Chromium: install the package chromium, or set CHROMIUM to its path."
    )


class Watch:
    """What a page asked for and complained about, from its first request on."""

    def __init__(self, page: Page) -> None:
        self.strangers: list[str] = []
        self.sockets: list[str] = []
        self.console: list[str] = []
        self.refused: list[str] = []
        page.on("request", self._request)
        page.on("websocket", self._websocket)
        page.on("console", self._console)
        page.on("response", self._response)

    def _request(self, request: Request) -> None:
        if not is_local(request.url):
            self.strangers.append(request.url)

    def _websocket(self, socket: WebSocket) -> None:
        self.sockets.append(socket.url)
        if not is_local(socket.url):
            self.strangers.append(socket.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console.append(message.text)

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.refused.append(f"{response.status} {response.url}")

    @property
    def policy_violations(self) -> list[str]:
        """What the console says about the content security policy."""
        return [text for text in self.console if "Content Security Policy" in text or "CSP" in text]


def is_local(url: str) -> bool:
    """True if fetching `url` stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname == "127.0.0.1"


def wait_until_drawn(page: Page) -> None:
    """Wait until the script has run to its end and the page shows its result."""
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=PAGE_SECONDS * 1000
    )
    # The first element may be an empty one: the place where waiting is told.
    page.wait_for_selector(
        '[data-testid="stMainBlockContainer"] [data-testid="stElementContainer"] >> visible=true'
    )
