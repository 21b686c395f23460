"""What every answer tells the browser: load nothing from elsewhere, stay out of frames, keep no copies."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_PLAIN_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9a-fA-F:]+\](:[0-9]{1,5})?")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
# Session counts and cache sizes are nobody's business who can merely reach the port.
_CLOSED_PATHS = frozenset({"/_stcore/metrics"})
# A proxy or a monitor asks by address, whatever the pages may be called.
_HEALTH = "/healthz"


def inline_script_hashes() -> list[str]:
    """CSP sources of the inline scripts in the installed Streamlit's page: they change with its version."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    digests = (hashlib.sha256(script.encode("utf-8")).digest() for script in _INLINE_SCRIPT.findall(page))
    return [f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests]


def content_security_policy(host: str, script_hashes: list[str]) -> str:
    """The policy for a page served under `host`, the value of its Host header."""
    # 'self' does not cover websockets in every browser that is still around: the own host is named.
    sockets = f" ws://{host} wss://{host}" if _PLAIN_HOST.fullmatch(host) else ""
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self'", *script_hashes]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def is_loopback_only() -> bool:
    """True if the server listens on this machine only and no deployment has named its hosts."""
    return config.get_option("server.address") in {"127.0.0.1", "localhost", "::1"} and not config.get_option(
        "server.allowedHosts"
    )


def refusal(host: str, path: str) -> str | None:
    """Why a request under the name `host` is not answered; None if it is.

    Streamlit holds the names a deployment lists against websockets only; here every answer asks for one of them.
    """
    if is_loopback_only():
        if re.sub(r":[0-9]+$", "", host).lower() in _LOOPBACK:
            return None
        return (
            "This server answers only as 127.0.0.1 or localhost. To serve it under another name, "
            "list that name in STREAMLIT_SERVER_ALLOWED_HOSTS."
        )
    if path == _HEALTH or is_host_allowed(host):
        return None
    return (
        "This server does not answer to that name: STREAMLIT_SERVER_ALLOWED_HOSTS lists those it answers to."
    )


def is_own_origin(origin: str, host: str) -> bool:
    """True if a websocket that names `origin` comes from a page of this server, reached under `host`.

    Streamlit asks the same, but looks this machine's public address up on the internet before it says no.
    """
    if urlsplit(origin).netloc == host:
        return True
    named = config.get_option("server.corsAllowedOrigins") or []
    if config.is_manually_set("browser.serverAddress"):  # a proxy that does not pass the Host header on
        named = [
            *named,
            *(f"{scheme}://{config.get_option('browser.serverAddress')}" for scheme in ("http", "https")),
        ]
    return origin in named


class SecurityHeaders:
    """ASGI middleware: security headers on every answer; a foreign Host refused.

    The second half is what keeps a web page from reaching the app by pointing its own name at its address.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.script_hashes = inline_script_hashes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = content_security_policy(host, self.script_hashes)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Frame-Options"] = "DENY"
                headers["Referrer-Policy"] = "no-referrer"
                if not scope["path"].startswith("/static/"):  # hashed names: safe to keep
                    headers["Cache-Control"] = "no-store"
            await send(message)

        origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
        sentence = refusal(host, scope["path"])
        if scope["type"] == "websocket" and origin and not is_own_origin(origin, host):
            await WebSocketClose(code=1008)(scope, receive, send)
        elif sentence is not None:
            await self._refuse(sentence, scope, receive, send_with_headers)
        elif scope["path"] in _CLOSED_PATHS:
            await PlainTextResponse("Not found.", status_code=404)(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)

    @staticmethod
    async def _refuse(sentence: str, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
            return
        await PlainTextResponse(sentence, status_code=403)(scope, receive, send)
