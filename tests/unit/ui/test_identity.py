"""The browser's identity: the key on disk, the cookie, the header."""

from __future__ import annotations

import logging
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.unit.ui.coroutines import finished
from ui.visitors.identity import (
    COOKIE,
    FOLDER_VARIABLE,
    HEADER,
    KEY_VARIABLE,
    BrowserIdentity,
    data_folder,
    signing_key,
)

KEY = "k" * 32


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data"


def test_the_key_is_made_once_and_is_for_the_owner_s_eyes(folder: Path) -> None:
    first = signing_key()
    assert len(first) >= 32
    assert signing_key() == first
    assert stat.S_IMODE((folder / "signing.key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["signing.key"]


def test_servers_starting_at_once_agree_on_one_key(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: signing_key(), range(32)))
    assert len(set(keys)) == 1


def test_a_key_that_others_could_read_is_closed_again(folder: Path) -> None:
    key = signing_key()
    (folder / "signing.key").chmod(0o644)
    assert signing_key() == key
    assert stat.S_IMODE((folder / "signing.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "short"])
def test_a_damaged_key_is_named_and_not_used(
    folder: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder.mkdir()
    (folder / "signing.key").write_text(content)
    with caplog.at_level(logging.WARNING):
        assert len(signing_key()) >= 32
    assert "damaged; delete it" in caplog.text
    assert (folder / "signing.key").read_text() == content


def test_without_a_place_to_write_the_key_lasts_as_long_as_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file"))
    with caplog.at_level(logging.WARNING):
        assert signing_key() != signing_key()
    assert "strangers after a restart" in caplog.text


def test_the_environment_s_key_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    assert signing_key() == KEY
    assert not folder.exists()


@pytest.mark.parametrize("key", ["", "secret"])
def test_a_short_key_is_refused_with_its_name_and_its_rule(
    folder: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, key)
    with pytest.raises(ValueError, match=rf"{KEY_VARIABLE} has {len(key)} characters: at least 32"):
        signing_key()


def test_the_data_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder() == tmp_path / "sales-target-simulator"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert data_folder() == Path.home() / ".local" / "share" / "sales-target-simulator"
    monkeypatch.setenv(FOLDER_VARIABLE, os.fspath(tmp_path / "here"))
    assert data_folder() == tmp_path / "here"


def _visit(
    headers: list[tuple[bytes, bytes]], kind: str = "http", path: str = "/", scheme: str = "http"
) -> tuple[list[bytes], list[str]]:
    """What the app is told the browser is, and the cookies that go back."""
    told: list[bytes] = []
    cookies: list[str] = []

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        told.extend(value for name, value in scope["headers"] if name == HEADER)
        begin = "http.response.start" if kind == "http" else "websocket.accept"
        await send({"type": begin, "status": 200, "headers": [(b"x-own", b"1")]})

    async def send(message: Message) -> None:
        cookies.extend(value.decode() for name, value in message["headers"] if name == b"set-cookie")
        assert (b"x-own", b"1") in message["headers"]

    async def receive() -> Message:
        raise AssertionError("nothing is read")

    scope = {"type": kind, "path": path, "scheme": scheme, "headers": headers}
    finished(BrowserIdentity(app, KEY)(scope, receive, send))
    return told, cookies


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_stranger_gets_a_cookie_that_makes_it_known(kind: str) -> None:
    told, cookies = _visit([], kind)
    assert len(told) == len(cookies) == 1
    signed = cookies[0].split(";")[0]
    again, no_more = _visit([(b"cookie", f"theme=dark; {signed}; _streamlit_xsrf=2|a|b".encode())], kind)
    assert again == told
    assert no_more == []


def test_two_strangers_are_two() -> None:
    assert _visit([])[0] != _visit([])[0]


def test_what_a_client_sends_under_the_trusted_name_is_dropped() -> None:
    told, _ = _visit([(b"x-anon-id", b"forged"), (b"X-Anon-Id", b"forged too")])
    assert len(told) == 1
    assert b"forged" not in told[0]


@pytest.mark.parametrize("cookie", ["victim", "victim.", "victim.forged", "victim.\xff", '"', "=;=", "a.b.c"])
def test_a_cookie_without_our_signature_makes_a_stranger(cookie: str) -> None:
    told, cookies = _visit([(b"cookie", f"{COOKIE}={cookie}".encode("latin-1"))])
    assert b"victim" not in told[0]
    assert len(cookies) == 1


def test_another_key_s_signature_is_not_ours() -> None:
    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError("nobody visits it")

    signed = BrowserIdentity(app, "o" * 32).signer.sign("victim").decode()
    assert _visit([(b"cookie", f"{COOKIE}={signed}".encode())])[0] != [b"victim"]


def test_the_cookie_is_kept_off_open_lines_where_the_visit_is_encrypted() -> None:
    assert _visit([], scheme="https")[1][0].endswith("; Secure")
    assert _visit([(b"x-forwarded-proto", b"https, http")])[1][0].endswith("; Secure")
    assert not _visit([])[1][0].endswith("; Secure")


def test_an_asset_gives_no_cookie() -> None:
    assert _visit([], path="/static/js/index.js")[1] == []
