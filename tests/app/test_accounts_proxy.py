"""A sign-in proxy before a real server: whose header is believed, and what a client's own is worth."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.raw_client import IDENTITY_COOKIE, RawSession, cookies_of_a_first_visit
from tests.app.server_process import ROOT, ServerProcess

PROBE = ROOT / "tests" / "app" / "probe" / "app.py"
PROXY, CLIENT = "127.0.0.2", "127.0.0.3"
SECRET = "the secret the proxy shares with the server"
HEADER = "X-Forwarded-Email"


@pytest.fixture(scope="module")
def behind_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server that knows its proxy by the address."""
    with ServerProcess(
        PROBE,
        tmp_path_factory.mktemp("by_address"),
        SIMULATOR_TRUSTED_USER_HEADER=HEADER,
        SIMULATOR_TRUSTED_PROXIES=PROXY,
        FORWARDED_ALLOW_IPS="none",
    ) as process:
        yield process


@pytest.fixture(scope="module")
def behind_secret(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server that knows its proxy by a secret."""
    with ServerProcess(
        PROBE,
        tmp_path_factory.mktemp("by_secret"),
        SIMULATOR_TRUSTED_USER_HEADER=HEADER,
        SIMULATOR_PROXY_SECRET=SECRET,
    ) as process:
        yield process


def _account(process: ServerProcess, source: str, *headers: tuple[str, str]) -> str:
    with RawSession(process.port, {}, headers=list(headers), source=source) as session:
        assert "secret" not in session.value("told")
        assert HEADER.lower() not in session.value("told")
        return session.value("account")


ANA = (HEADER, "ana@example.com")


def test_the_header_is_taken_from_the_proxy_s_address_alone(behind_address: ServerProcess) -> None:
    assert _account(behind_address, PROXY, ANA) == "ana@example.com"
    assert _account(behind_address, CLIENT, ANA) == "None"
    assert _account(behind_address, "127.0.0.1", ANA) == "None"


def test_an_address_that_is_only_claimed_is_not_the_proxy_s(behind_address: ServerProcess) -> None:
    for claim in (PROXY, f"{PROXY}:443", f"1.2.3.4, {PROXY}"):
        assert _account(behind_address, CLIENT, ANA, ("X-Forwarded-For", claim)) == "None"
    assert _account(behind_address, PROXY, ANA, ("X-Forwarded-For", "192.0.2.7")) == "ana@example.com"


def test_two_names_are_none(behind_address: ServerProcess) -> None:
    assert _account(behind_address, PROXY, (HEADER, "eve@example.com"), ANA) == "None"


def test_the_secret_proves_the_proxy_and_goes_no_further(behind_secret: ServerProcess) -> None:
    knows = ("X-Simulator-Proxy-Secret", SECRET)
    assert _account(behind_secret, CLIENT, ANA, knows) == "ana@example.com"
    assert _account(behind_secret, "127.0.0.1", ANA) == "None"
    assert _account(behind_secret, "127.0.0.1", ANA, ("X-Simulator-Proxy-Secret", SECRET[:-1])) == "None"


def test_what_the_server_tells_itself_cannot_be_sent(
    behind_address: ServerProcess, probe: ServerProcess
) -> None:
    forged = (("X-Proxy-Account", "ana@example.com"), ("x-proxy-account", "ana@example.com"))
    for process, source in ((behind_address, PROXY), (behind_address, CLIENT), (probe, "127.0.0.1")):
        with RawSession(process.port, {}, headers=list(forged), source=source) as session:
            assert session.value("account") == "None"


def test_without_a_configured_header_nobody_is_named(probe: ServerProcess) -> None:
    with RawSession(probe.port, {}, headers=[ANA]) as session:
        assert session.value("account") == "None"


def test_a_session_goes_to_the_account_it_was_begun_by_and_no_other(behind_address: ServerProcess) -> None:
    cookies = cookies_of_a_first_visit(behind_address.port)
    assert cookies[IDENTITY_COOKIE]
    ben = (HEADER, "ben@example.com")
    with RawSession(behind_address.port, cookies, headers=[ANA], source=PROXY) as session:
        secret, known = session.value("secret"), session.session_id
    for other, source in ((ben, PROXY), (ANA, CLIENT)):
        with RawSession(behind_address.port, cookies, known, headers=[other], source=source) as stolen:
            assert stolen.value("secret") != secret
    with RawSession(behind_address.port, cookies, known, headers=[ANA], source=PROXY) as again:
        assert again.value("secret") == secret


def test_a_server_that_could_not_tell_its_proxy_does_not_start(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    process = ServerProcess(
        PROBE,
        tmp_path_factory.mktemp("untold"),
        SIMULATOR_TRUSTED_USER_HEADER=HEADER,
        FORWARDED_ALLOW_IPS="*",
    )
    with pytest.raises(AssertionError, match="The server did not start"):
        process.start()
    assert "set FORWARDED_ALLOW_IPS=none" in process.output()
    assert "Traceback" not in process.output()


def test_a_file_of_secrets_that_cannot_be_read_does_not_open_the_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("broken")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text("[auth\nredirect_uri = ")
    process = ServerProcess(PROBE, folder, HOME=str(folder))
    with pytest.raises(AssertionError, match="The server did not start"):
        process.start()
    assert "cannot be read as TOML" in process.output()
