"""Threats no other test of this layer stands for: secrets in logs, floods, paths, what may be read back as code."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from simulator.sample import sample_scenario
from store import Actor, Capability, open_store
from tests.app.raw_client import (
    IDENTITY_COOKIE,
    PATIENCE_SECONDS,
    RawSession,
    cookie_header,
    cookies_of_a_first_visit,
    upload,
)
from tests.app.server_process import ROOT, ServerProcess, free_port

FLOOD = 200
SIGNING_KEY = "canary-signing-key-4f1d9c7e2a8b5036"
PASSWORD = "canary-pass-91be"
CUSTOMER = "Canary Customer GmbH 7731"
ROW = f"Opportunity Name,Stage,Amount,Created,Close\r\n{CUSTOMER},Closed Won,not money,x,y\r\n"


def _visit(port: int, query: str) -> None:
    """Open a page as a browser does, upload an export with a customer's name, and let the page read it."""
    cookies = cookies_of_a_first_visit(port)
    with RawSession(port, cookies) as session:
        message = BackMsg()
        message.rerun_script.query_string = query
        session.socket.send(message.SerializeToString())
        while not session.socket.recv(timeout=PATIENCE_SECONDS):
            continue
        upload(port, cookies, session.session_id, "canary-file", ROW.encode())
        session.rerun()
    for path in ("/", "/nowhere", "/_stcore/stream"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        connection.request("GET", f"{path}?{query}", headers={"Cookie": cookie_header(cookies)})
        connection.getresponse().read()
        connection.close()


@pytest.mark.parametrize("database", ["a file", "a server that is away"])
def test_s11_no_secret_is_in_the_log(tmp_path: Path, database: str) -> None:
    away = f"postgresql://ana:{PASSWORD}@127.0.0.1:{free_port()}/plans"
    more = {"SIMULATOR_DATABASE_URL": away} if database != "a file" else {}
    with ServerProcess(
        ROOT / "app.py",
        tmp_path,
        SIMULATOR_SIGNING_KEY=SIGNING_KEY,
        STREAMLIT_LOGGER_LEVEL="debug",
        **more,
    ) as server:
        token = "T" * 43
        cookies = cookies_of_a_first_visit(server.port)
        if database == "a file":
            store = open_store(None, data_dir=Path(server.environment["SIMULATOR_DATA_DIR"]))
            who = Capability(Actor("canary owner", "Canary Author 5512"))
            plan = sample_scenario().changed(name=CUSTOMER)
            saved = store.create(who, plan)
            token = store.share(
                who, saved.id, "view", revision=1, hide_money=False, days=7, label="Canary label 40"
            ).token
            store.close()
        for query in (f"s={token}", f"s={quote(token[:-1])}!", f"s={token}&present=1"):
            _visit(server.port, query)
        log = server.output()
    assert log, "nothing to search"
    secrets = {
        "signing key": SIGNING_KEY,
        "password": PASSWORD,
        "token": token,
        "customer": CUSTOMER,
        "author": "Canary Author",
        "label": "Canary label",
        "signed cookie": cookies[IDENTITY_COOKIE],
    }
    assert [name for name, secret in secrets.items() if secret in log] == []


def test_s14_a_flood_of_connections_leaves_the_server_answering(app_server: ServerProcess) -> None:
    cookies = cookies_of_a_first_visit(app_server.port)
    with ExitStack() as stack:
        for _ in range(FLOOD):
            stack.enter_context(
                connect(
                    f"ws://127.0.0.1:{app_server.port}/_stcore/stream",
                    subprotocols=[Subprotocol("streamlit"), Subprotocol("none")],
                    additional_headers=[("Cookie", cookie_header(cookies))],
                    proxy=None,
                )
            )
        with urllib.request.urlopen(f"{app_server.url}/healthz", timeout=PATIENCE_SECONDS) as answer:
            assert json.load(answer)["status"] == "ok"
        with RawSession(app_server.port, cookies_of_a_first_visit(app_server.port)) as session:
            assert session.session_id


def test_s14_who_reads_slowly_holds_nobody_up(app_server: ServerProcess) -> None:
    message = BackMsg()
    message.rerun_script.query_string = ""
    done = threading.Event()

    def visit() -> None:
        with RawSession(app_server.port, cookies_of_a_first_visit(app_server.port)):
            done.set()

    with connect(
        f"ws://127.0.0.1:{app_server.port}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit"), Subprotocol("none")],
        additional_headers=[("Cookie", cookie_header(cookies_of_a_first_visit(app_server.port)))],
        proxy=None,
        max_queue=1,
        close_timeout=1,
    ) as slow:
        for _ in range(50):
            slow.send(message.SerializeToString())
        threading.Thread(target=visit, daemon=True).start()
        assert done.wait(PATIENCE_SECONDS)


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../../../etc/passwd",
        "/static/../../../../etc/passwd",
        "/static/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/media/../../../../etc/passwd",
        "/component/..%2f..%2f/etc/passwd",
        "//etc/passwd",
        "/static/C:%5Cwindows%5Cwin.ini",
        "/static/x%00.js",
    ],
)
def test_s9_no_path_leads_out_of_what_is_served(app_server: ServerProcess, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", app_server.port, timeout=PATIENCE_SECONDS)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status < 500
    assert b'<div id="root">' in body or len(body) < 300, "the page itself or a short refusal, nothing else"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("import pickle\npickle.loads(b'')", "TID251"),
        ("import pandas as pd\npd.read_pickle('x')", "TID251"),
        ("import marshal\nmarshal.loads(b'')", "S302"),
        ("eval('1')", "S307"),
        ("import yaml\nyaml.load('x')", "S506"),
        ("import joblib", "TID251"),
        ("def f(x):\n    return f\"SELECT * FROM t WHERE a = '{x}'\"", "S608"),
    ],
)
def test_s8_what_runs_what_it_reads_is_refused_by_the_check(line: str, rule: str) -> None:
    found = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--output-format",
            "concise",
            "--stdin-filename",
            "ui/x.py",
            "-",
        ],
        input=line,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert rule in found.stdout
