"""Open the app on this machine: `python scripts/launch.py [PORT]`."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

ADDRESS = "127.0.0.1"
FIRST_PORT = 8501
PORTS_TRIED = 100
ROOT = Path(__file__).resolve().parent.parent


def is_free(port: int) -> bool:
    """True if the app could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def first_free_port(wanted: int) -> int:
    """The port wanted, or the next free one.

    Raises SystemExit with one sentence if none of the next hundred is free.
    """
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        if is_free(port):
            return port
    raise SystemExit(
        f"No free port between {wanted} and {wanted + PORTS_TRIED - 1}: name another one, make run PORT=9000."
    )


def wanted_port(arguments: list[str]) -> int:
    """The port on the command line, 8501 without one.

    Raises SystemExit with one sentence if it is not a port.
    """
    if not arguments:
        return FIRST_PORT
    if not arguments[0].isdecimal() or not 1024 <= int(arguments[0]) <= 65535:
        raise SystemExit(f"PORT is {arguments[0]!r}: a whole number from 1024 to 65535 is allowed.")
    return int(arguments[0])


def main() -> None:
    """Replace this process by the server, which opens a browser where there is a display."""
    wanted = wanted_port(sys.argv[1:])
    port = first_free_port(wanted)
    if port != wanted:
        print(f"Port {wanted} is taken, using {port}.")
    print(f"\n  The app is at http://{ADDRESS}:{port}   (Ctrl+C stops it)\n", flush=True)
    os.chdir(ROOT)
    os.execv(
        sys.executable,
        [
            *(sys.executable, "-m", "streamlit", "run", "app.py"),
            *("--server.port", str(port), "--logger.hideWelcomeMessage", "true"),
        ],
    )


if __name__ == "__main__":
    main()
