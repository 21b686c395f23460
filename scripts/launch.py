"""Open the app on this machine: `python scripts/launch.py [PORT]`."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys
from pathlib import Path

ADDRESS = "127.0.0.1"
ADDRESS_VARIABLE = "STREAMLIT_SERVER_ADDRESS"
FIRST_PORT = 8501
PORTS_TRIED = 100
EVERYWHERE = frozenset({"0.0.0.0", "::"})
ROOT = Path(__file__).resolve().parent.parent


def wanted_address() -> str:
    """The address to listen on: this machine's own, unless the environment names another.

    Whether another may be listened on is the server's business: it does not start where nobody has to sign in.
    """
    return os.environ.get(ADDRESS_VARIABLE, "").strip() or ADDRESS


def is_free(port: int, address: str = ADDRESS) -> bool:
    """True if the app could listen on this port of this address now.

    Raises SystemExit with one sentence if the address is none of this machine's.
    """
    refusal = f"{ADDRESS_VARIABLE} is {address!r}: an address of this machine is allowed, such as {ADDRESS}."
    if address != "localhost":
        try:  # a name would be looked up on the network
            ipaddress.ip_address(address)
        except ValueError:
            raise SystemExit(refusal) from None
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise SystemExit(refusal) from None
    return True


def first_free_port(wanted: int, address: str = ADDRESS) -> int:
    """The port wanted, or the next free one.

    Raises SystemExit with one sentence if none of the next hundred is free.
    """
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        if is_free(port, address):
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


def url(address: str, port: int) -> str:
    """What to type into a browser on this machine."""
    host = ADDRESS if address in EVERYWHERE else address
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def main() -> None:
    """Replace this process by the server, which opens a browser where there is a display."""
    wanted = wanted_port(sys.argv[1:])
    address = wanted_address()
    port = first_free_port(wanted, address)
    if port != wanted:
        print(f"Port {wanted} is taken, using {port}.")
    print(f"\n  The app is at {url(address, port)}   (Ctrl+C stops it)\n", flush=True)
    os.chdir(ROOT)
    os.execv(
        sys.executable,
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
    )


if __name__ == "__main__":
    main()
