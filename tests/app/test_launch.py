"""`make run` beyond the environment: what a newcomer reads, and that it answers there."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

from tests.app.server_process import ROOT

PATIENCE_SECONDS = 60


def test_a_taken_port_is_said_and_the_next_one_answers(tmp_path: Path) -> None:
    environment = {**os.environ, "SIMULATOR_DATA_DIR": str(tmp_path), "STREAMLIT_SERVER_HEADLESS": "true"}
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "scripts" / "launch.py"), str(taken)],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        guard = threading.Timer(PATIENCE_SECONDS, process.kill)
        guard.start()
        try:
            assert process.stdout is not None
            printed = [process.stdout.readline() for _ in range(3)]
            assert printed[0].startswith(f"Port {taken} is taken, using ")
            address = re.search(r"http://127\.0\.0\.1:(\d+)", printed[2])
            assert address
            assert int(address[1]) > taken
            assert _answers(address[0], process)
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
