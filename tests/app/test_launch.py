"""`make run` beyond the environment: what a newcomer reads, where it answers, and where it does not start."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.app.server_process import ROOT, free_port

PATIENCE_SECONDS = 60
OPEN = "SIMULATOR_OPEN_WITHOUT_SIGN_IN"
LAUNCH = (str(ROOT / "scripts" / "launch.py"),)
STREAMLIT = ("-m", "streamlit", "run", "app.py", "--server.headless", "true")


def _environment(folder: Path, **more: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("STREAMLIT_", OPEN))}
    return {**own, "SIMULATOR_DATA_DIR": str(folder), "STREAMLIT_SERVER_HEADLESS": "true", **more}


@contextmanager
def _started(folder: Path, *command: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A server that is killed rather than waited for longer than a minute."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=_environment(folder, **environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    guard = threading.Timer(PATIENCE_SECONDS, process.kill)
    guard.start()
    try:
        yield process
    finally:
        guard.cancel()
        process.terminate()
        process.communicate(timeout=PATIENCE_SECONDS)


def _answers(address: str, process: subprocess.Popen[str]) -> bool:
    """True once the address answers, False if the process ended first."""
    while True:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            try:
                process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
            return False


def test_a_taken_port_is_said_and_the_next_one_answers(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        with _started(tmp_path, *LAUNCH, str(taken)) as process:
            assert process.stdout is not None
            printed = [process.stdout.readline() for _ in range(3)]
            assert printed[0].startswith(f"Port {taken} is taken, using ")
            address = re.search(r"http://127\.0\.0\.1:(\d+)", printed[2])
            assert address
            assert int(address[1]) > taken
            assert _answers(address[0], process)


@pytest.mark.parametrize(
    ("command", "environment"),
    [
        pytest.param((*STREAMLIT, "--server.address", "0.0.0.0"), {}, id="on the command line"),
        pytest.param((*STREAMLIT, "--server.address", "::"), {}, id="over IPv6"),
        pytest.param(LAUNCH, {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}, id="by make run"),
        pytest.param(STREAMLIT, {"STREAMLIT_SERVER_ALLOWED_HOSTS": "plan.example.com"}, id="through a proxy"),
        pytest.param(
            (*STREAMLIT, "--server.address", "0.0.0.0"), {OPEN: "0"}, id="where the word for it is not yes"
        ),
    ],
)
def test_without_sign_in_it_does_not_start_on_a_network(
    tmp_path: Path, command: tuple[str, ...], environment: dict[str, str]
) -> None:
    port = free_port()
    asked = (*command, str(port)) if command == LAUNCH else (*command, "--server.port", str(port))
    done = subprocess.run(
        [sys.executable, *asked],
        cwd=ROOT,
        env=_environment(tmp_path, **environment),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 1
    refusal = done.stderr.splitlines()[-1]
    assert refusal.startswith(
        "The server does not start. It would answer to a network, and nobody has to sign in."
    )
    assert f"{OPEN}=1" in refusal
    printed = done.stderr + done.stdout
    assert "Traceback" not in printed
    assert "external IP" not in printed  # nobody outside was asked for this machine's address


def test_opened_on_purpose_it_says_what_that_means(tmp_path: Path) -> None:
    port = free_port()
    opened = {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0", OPEN: "1"}
    with _started(tmp_path, *LAUNCH, str(port), **opened) as process:
        assert _answers(f"http://127.0.0.1:{port}", process)
        process.terminate()
        printed = process.communicate(timeout=PATIENCE_SECONDS)[0]
    said = [line for line in printed.splitlines() if "Open without sign-in" in line]
    assert len(said) == 1
    assert f"({OPEN}=1) at 0.0.0.0, by any name (STREAMLIT_SERVER_ALLOWED_HOSTS is not set)" in said[0]
    assert "whoever has a link to it sees it" in said[0]
    assert "Unless HTTPS stands before it" in said[0]


def _asked(port: int, path: str, **headers: str) -> tuple[int, str, list[str]]:
    """Status, text and cookies of an answer to a request with these headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()})
    answer = connection.getresponse()
    cookies = answer.headers.get_all("Set-Cookie") or []
    found = answer.status, "" if answer.status == 101 else answer.read().decode("utf-8"), cookies
    connection.close()
    return found


def test_behind_a_proxy_it_answers_to_the_names_it_was_given_and_to_no_other(tmp_path: Path) -> None:
    port = free_port()
    names = {"STREAMLIT_SERVER_ALLOWED_HOSTS": "plan.example.com *.example.org", OPEN: "1"}
    socket_request = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    with _started(tmp_path, *LAUNCH, str(port), **names) as process:
        assert _answers(f"http://127.0.0.1:{port}", process)  # /healthz, by its address
        for host in ("plan.example.com", "PLAN.example.com:8443", "team.example.org"):
            assert _asked(port, "/", Host=host)[0] == 200
            origin = f"https://{host}"
            stream = _asked(port, "/_stcore/stream", Host=host, Origin=origin, **socket_request)
            assert stream[0] == 101
        for host in ("evil.test", "plan.example.com.evil.test", "localhost", "127.0.0.1", "example.org", ""):
            status, sentence, cookies = _asked(port, "/", Host=host)
            assert (status, cookies) == (403, [])
            assert sentence.startswith("This server does not answer to that name")
            assert _asked(port, "/_stcore/stream", Host=host, **socket_request)[0] == 403
        (plain,) = _asked(port, "/", Host="plan.example.com")[2]
        (encrypted,) = _asked(port, "/", Host="plan.example.com", X_Forwarded_Proto="https")[2]
        assert "; Secure" not in plain
        assert "; Secure" in encrypted
