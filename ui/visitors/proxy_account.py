"""Whom a sign-in proxy names, where it is really the proxy that speaks and it leaves no doubt."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterable
from urllib.parse import quote, unquote

from starlette.types import Scope

from ui.visitors.sign_in import Rules

SECRET_HEADER = b"x-simulator-proxy-secret"
ACCOUNT_HEADER = b"x-proxy-account"
"""From the middleware to Streamlit, never from outside: `server.trustedUserHeaders` makes it `st.user`'s."""

Headers = list[tuple[bytes, bytes]]


def without_claims(rules: Rules, headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """`headers` without anything that says who somebody is, and without the proxy's secret."""
    claims = {ACCOUNT_HEADER, SECRET_HEADER, rules.header.encode("ascii")}
    return [(name, value) for name, value in headers if name.lower() not in claims]


def account_header(rules: Rules, scope: Scope) -> Headers:
    """The trusted header for whom the proxy names; none where nobody is named, or not by the proxy, or not clearly."""
    if rules.way != "proxy" or not _is_proxy(rules, scope):
        return []
    named = _values(scope, rules.header.encode("ascii"))
    # A proxy that adds to what the client sent, instead of replacing it, would let the client choose.
    if len(named) != 1 or b"," in named[0]:
        return []
    return [(ACCOUNT_HEADER, quote(named[0].strip(), safe="@.").encode("ascii"))]


def named_account(header: str) -> str:
    """What `account_header` wrote, read."""
    return unquote(header, errors="replace")


def _is_proxy(rules: Rules, scope: Scope) -> bool:
    if rules.secret:
        shown = _values(scope, SECRET_HEADER)
        if len(shown) != 1 or not hmac.compare_digest(shown[0], rules.secret.encode("utf-8")):
            return False
    return not rules.proxies or _comes_from(rules, scope)


def _comes_from(rules: Rules, scope: Scope) -> bool:
    client = scope.get("client")
    try:
        peer = ipaddress.ip_address(client[0]) if client else None
    except ValueError:
        return False
    if peer is None:
        return False
    mapped = getattr(peer, "ipv4_mapped", None)
    return any((mapped or peer) in network for network in rules.proxies)


def _values(scope: Scope, wanted: bytes) -> list[bytes]:
    return [value for name, value in scope["headers"] if name.lower() == wanted]
