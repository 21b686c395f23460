"""Who a browser is: a signed cookie that becomes a trusted header, and beside it whom a sign-in proxy names.

Streamlit lets a websocket take a running session over when it names the session's id and its user is the same; all
anonymous users are the same. Here each browser gets a random id in a signed HttpOnly cookie. On the way in, the id
becomes the header of `server.trustedUserHeaders`, so that a session belongs to the browser that started it.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import secrets
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from itsdangerous import BadSignature, Signer
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.visitors.proxy_account import account_header, without_claims
from ui.visitors.sign_in import Rules

COOKIE = "simulator_browser"
HEADER = b"x-anon-id"
KEY_VARIABLE = "SIMULATOR_SIGNING_KEY"
FOLDER_VARIABLE = "SIMULATOR_DATA_DIR"
COOKIE_AGE_SECONDS = 365 * 24 * 3600
SHORTEST_KEY = 32

LOG = logging.getLogger("ui.visitors.identity")


def data_folder() -> Path:
    """Where this installation keeps what has to outlive it: $SIMULATOR_DATA_DIR, else the user's data folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "sales-target-simulator"


def signing_key() -> str:
    """The key that signs cookies: from the environment, else the one made at the first start (mode 0600).

    Where the folder cannot be written the key lasts as long as the process; the log says so.

    Raises ValueError if the environment names a key that is too short to be one.
    """
    given = os.environ.get(KEY_VARIABLE)
    if given is not None:
        if len(given) < SHORTEST_KEY:
            raise ValueError(
                f"{KEY_VARIABLE} has {len(given)} characters: at least {SHORTEST_KEY} are needed. "
                'Make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"'
            )
        return given
    path = data_folder() / "signing.key"
    try:
        return _stored_key(path)
    except OSError as error:
        LOG.warning(
            "The signing key could not be kept in %s (%s): browsers will be strangers after a restart.",
            path,
            error.strerror,
        )
        return secrets.token_urlsafe(SHORTEST_KEY)


def _stored_key(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = secrets.token_urlsafe(SHORTEST_KEY)
    # Written aside and linked into place: two servers starting at once agree on one whole key.
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(fresh)
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()
    path.chmod(0o600)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < SHORTEST_KEY:
        raise OSError(0, "the file is damaged; delete it")
    return key


class BrowserIdentity:
    """ASGI middleware: the signed cookie in, the trusted headers on, the client's own copies of them off.

    It also keeps every cookie off open lines where the visit is encrypted, Streamlit's of a sign-in included.
    """

    def __init__(self, app: ASGIApp, key: str | None = None, rules: Rules | None = None) -> None:
        self.app = app
        self.rules = rules or Rules()
        self.signer = Signer(key or signing_key(), salt="browser", digest_method=hashlib.sha256)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name.lower() != HEADER]
        headers = [*without_claims(self.rules, headers), *account_header(self.rules, scope)]
        known = self.browser_of(headers)
        browser = known or secrets.token_urlsafe(24)
        headers.append((HEADER, browser.encode("ascii")))
        is_asset = scope["path"].startswith("/static/")
        encrypted = is_encrypted(scope)

        async def send_with_cookie(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.accept"}:
                own = [self._cookie(browser)] if known is None and not is_asset else []
                headers = [*message.get("headers", ()), *own]
                message = {**message, "headers": kept_off_open_lines(headers) if encrypted else headers}
            await send(message)

        await self.app({**scope, "headers": headers}, receive, send_with_cookie)

    def browser_of(self, headers: list[tuple[bytes, bytes]]) -> str | None:
        """The id in the first cookie with a valid signature, None without one."""
        for name, value in headers:
            if name.lower() != b"cookie":
                continue
            for part in value.decode("latin-1").split(";"):
                try:
                    morsel = SimpleCookie(part.strip()).get(COOKIE)
                except CookieError:
                    continue
                if morsel is None:
                    continue
                try:
                    return self.signer.unsign(morsel.value.encode("latin-1")).decode("ascii")
                except (BadSignature, UnicodeError):
                    continue
        return None

    def _cookie(self, browser: str) -> tuple[bytes, bytes]:
        signed = self.signer.sign(browser).decode("ascii")
        attributes = f"Path=/; Max-Age={COOKIE_AGE_SECONDS}; HttpOnly; SameSite=Lax"
        return b"set-cookie", f"{COOKIE}={signed}; {attributes}".encode("ascii")


def is_encrypted(scope: Scope) -> bool:
    """True if the browser's own connection is, as far as this server or its proxy says."""
    forwarded = dict(scope["headers"]).get(b"x-forwarded-proto", b"")
    return scope["scheme"] in {"https", "wss"} or forwarded.split(b",")[0].strip() == b"https"


def kept_off_open_lines(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """`headers` with every cookie marked Secure."""
    return [
        (name, value + b"; Secure")
        if name.lower() == b"set-cookie" and b"; secure" not in value.lower()
        else (name, value)
        for name, value in headers
    ]
