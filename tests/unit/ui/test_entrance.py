"""What a server starts with, and what it does not start with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.serving import entrance
from ui.visitors.sign_in import Rules

ISSUER = "https://login.example.com"
AUTH = {
    "redirect_uri": "https://plans.example.com/oauth2callback",
    "cookie_secret": "s" * 32,
    "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """A process about to start, whose rules are read anew."""
    for name in (
        "SIMULATOR_OPEN_WITHOUT_SIGN_IN",
        "SIMULATOR_SIGN_IN_DOMAINS",
        "SIMULATOR_TRUSTED_USER_HEADER",
    ):
        monkeypatch.delenv(name, raising=False)
    entrance.rules.cache_clear()
    yield monkeypatch
    entrance.rules.cache_clear()


def test_a_server_for_a_network_without_sign_in_needs_to_be_meant(
    start: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert entrance.rules_at_start() == Rules()
    assert caplog.text == ""
    start.setattr(entrance, "is_loopback_only", lambda: False)
    with pytest.raises(SystemExit, match="SIMULATOR_OPEN_WITHOUT_SIGN_IN=1"):
        entrance.rules_at_start()
    start.setenv("SIMULATOR_OPEN_WITHOUT_SIGN_IN", "1")
    assert entrance.rules_at_start() == Rules()
    assert "everybody who reaches it may use it" in caplog.text


def test_a_server_that_takes_anybody_of_a_provider_says_so(
    start: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    start.setattr(entrance, "_auth_section", lambda: AUTH)
    assert entrance.rules_at_start().way == "oidc"
    assert f"Everybody with an account at {ISSUER} may sign in" in caplog.text
    caplog.clear()
    entrance.rules.cache_clear()
    start.setenv("SIMULATOR_SIGN_IN_DOMAINS", "example.com")
    entrance.rules_at_start()
    assert caplog.text == ""


def test_settings_that_cannot_be_meant_stop_the_start_with_a_sentence(start: pytest.MonkeyPatch) -> None:
    start.setattr(entrance, "_auth_section", lambda: {**AUTH, "cookie_secret": "short"})
    with pytest.raises(SystemExit, match=r"The server does not start\. cookie_secret"):
        entrance.rules_at_start()
