"""A header that says who somebody is: taken from the proxy alone, and only where it leaves no doubt."""

from __future__ import annotations

import pytest
from starlette.types import Receive, Scope, Send

from tests.unit.ui.coroutines import finished
from ui.visitors.identity import BrowserIdentity
from ui.visitors.proxy_account import ACCOUNT_HEADER, SECRET_HEADER, named_account
from ui.visitors.sign_in import Rules, rules_of

KEY = "k" * 32
SECRET = "s" * 32
HEADER = b"x-forwarded-email"
BY_ADDRESS = rules_of(
    {"SIMULATOR_TRUSTED_USER_HEADER": "X-Forwarded-Email", "FORWARDED_ALLOW_IPS": "none"}, None
)
BY_SECRET = rules_of(
    {"SIMULATOR_TRUSTED_USER_HEADER": "X-Forwarded-Email", "SIMULATOR_PROXY_SECRET": SECRET}, None
)
BY_BOTH = rules_of(
    {
        "SIMULATOR_TRUSTED_USER_HEADER": "X-Forwarded-Email",
        "SIMULATOR_PROXY_SECRET": SECRET,
        "SIMULATOR_TRUSTED_PROXIES": "10.0.0.5",
        "FORWARDED_ALLOW_IPS": "none",
    },
    None,
)
ANA = (HEADER, b"ana@example.com")
KNOWS = (SECRET_HEADER, SECRET.encode())


def _told(
    rules: Rules, peer: str | None, *headers: tuple[bytes, bytes], kind: str = "websocket"
) -> list[str]:
    """Whom the app is told the proxy names; nothing else of the claims may reach it."""
    seen: list[tuple[bytes, bytes]] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.extend(scope["headers"])

    async def receive() -> dict[str, object]:
        raise AssertionError("nothing is read")

    async def send(_message: object) -> None:
        raise AssertionError("nothing is sent")

    client = None if peer is None else (peer, 40000)
    scope = {"type": kind, "path": "/", "scheme": "http", "client": client, "headers": list(headers)}
    finished(BrowserIdentity(app, KEY, rules)(scope, receive, send))
    names = {name.lower() for name, _ in seen}
    assert SECRET_HEADER not in names
    assert rules.way == "none" or HEADER not in names
    return [named_account(value.decode()) for name, value in seen if name.lower() == ACCOUNT_HEADER]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])
def test_the_proxy_on_this_machine_is_believed(peer: str, kind: str) -> None:
    assert _told(BY_ADDRESS, peer, ANA, kind=kind) == ["ana@example.com"]


@pytest.mark.parametrize("peer", ["10.0.0.5", "192.0.2.7", "2001:db8::1", "::ffff:192.0.2.7", "unix", None])
def test_nobody_else_is(peer: str | None) -> None:
    assert _told(BY_ADDRESS, peer, ANA) == []


def test_where_a_secret_is_agreed_the_address_proves_nothing() -> None:
    assert _told(BY_SECRET, "192.0.2.7", ANA, KNOWS) == ["ana@example.com"]
    for shown in ([], [(SECRET_HEADER, b"s" * 31)], [(SECRET_HEADER, b"")], [KNOWS, KNOWS]):
        assert _told(BY_SECRET, "127.0.0.1", ANA, *shown) == []


def test_where_both_are_asked_for_both_are_needed() -> None:
    assert _told(BY_BOTH, "10.0.0.5", ANA, KNOWS) == ["ana@example.com"]
    assert _told(BY_BOTH, "10.0.0.6", ANA, KNOWS) == []
    assert _told(BY_BOTH, "10.0.0.5", ANA) == []


def test_a_client_s_copy_beside_the_proxy_s_own_leaves_a_doubt() -> None:
    eve = (b"X-FORWARDED-EMAIL", b"eve@example.com")
    assert _told(BY_ADDRESS, "127.0.0.1", ANA, eve) == []
    assert _told(BY_ADDRESS, "127.0.0.1", eve, ANA) == []
    assert _told(BY_ADDRESS, "127.0.0.1", (HEADER, b"eve@example.com, ana@example.com")) == []


@pytest.mark.parametrize("rules", [Rules(), BY_ADDRESS, BY_SECRET])
def test_the_inner_header_is_never_taken_from_outside(rules: Rules) -> None:
    forged = (b"X-Proxy-Account", b"ana%40example.com")
    assert _told(rules, "127.0.0.1", forged) == []
    assert _told(rules, "192.0.2.7", forged, (ACCOUNT_HEADER, b"ana")) == []


def test_without_a_configured_header_none_is_looked_at() -> None:
    assert _told(Rules(), "127.0.0.1", ANA) == []


def test_a_name_in_any_script_arrives_as_it_was() -> None:
    assert _told(BY_ADDRESS, "127.0.0.1", (HEADER, "Zoë Łukasiewicz".encode())) == ["Zoë Łukasiewicz"]
