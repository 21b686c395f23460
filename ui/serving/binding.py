"""Whom the socket itself lets in, whatever the configuration says about it.

The rules at the start know the address in the configuration. A server started around them (`uvicorn app:app --host
0.0.0.0`) listens elsewhere: only a connection tells where it came in.
"""

from __future__ import annotations

import ipaddress

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

SENTENCE = (
    "This server is for its own machine: nobody has to sign in. Configure a sign-in, or set "
    "SIMULATOR_OPEN_WITHOUT_SIGN_IN=1 and start it again if everybody who reaches it may use it."
)


def came_from_the_network(scope: Scope) -> bool:
    """True if the connection came in at an address of this machine that others can reach."""
    server = scope.get("server")
    try:
        address = ipaddress.ip_address(server[0].partition("%")[0]) if server else None
    except ValueError:  # a unix socket's path, or a test's made-up name
        return False
    if address is None:
        return False
    return not (getattr(address, "ipv4_mapped", None) or address).is_loopback


class OwnMachineOnly:
    """ASGI middleware: refuses what came in from a network, unless the server may be open to one."""

    def __init__(self, app: ASGIApp, is_open: bool) -> None:
        self.app = app
        self.is_open = is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.is_open or scope["type"] not in {"http", "websocket"} or not came_from_the_network(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            await PlainTextResponse(SENTENCE, status_code=403)(scope, receive, send)
