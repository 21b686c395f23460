"""How many bytes of uploads the server holds: a limit a session, and one for all of them.

Streamlit limits a file, not their number, and keeps every file until its session ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

MEBIBYTE = 2**20
SESSION_BUDGET_BYTES = 120 * MEBIBYTE
SERVER_BUDGET_BYTES = 400 * MEBIBYTE
DRAIN_BYTES = 64 * MEBIBYTE

_UPLOAD_PATH = re.compile(r".*/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)")


def held_bytes() -> dict[str, dict[str, int]]:
    """What the running server holds now: bytes by session and file id."""
    if not runtime.exists():
        return {}
    manager = runtime.get_instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        return {}
    return {
        session: {file_id: len(record.data) for file_id, record in list(files.items())}
        for session, files in list(manager.file_storage.items())
    }


class _BudgetSpentError(Exception):
    pass


class UploadBudget:
    """ASGI middleware: an upload beyond the budget is answered 413 with one sentence, before it is kept.

    `held` tells what is held already, as `held_bytes` does. Uploads still under way count by what arrived.
    """

    def __init__(
        self,
        app: ASGIApp,
        session_bytes: int = SESSION_BUDGET_BYTES,
        server_bytes: int = SERVER_BUDGET_BYTES,
        held: Callable[[], dict[str, dict[str, int]]] = held_bytes,
    ) -> None:
        self.app = app
        self.session_bytes = session_bytes
        self.server_bytes = server_bytes
        self.held = held
        self.arriving: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        target = _UPLOAD_PATH.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if target is None or scope["method"] not in {"PUT", "POST"}:
            await self.app(scope, receive, send)
            return
        session, replaced = target["session"], target["file"]
        announced = dict(scope["headers"]).get(b"content-length", b"")
        counted = 0
        complete = False
        answered = False

        async def counting_receive() -> Message:
            nonlocal counted, complete
            message = await receive()
            size = len(message.get("body", b""))
            counted += size
            complete = not message.get("more_body", False)
            self.arriving[session] += size
            if self._room(session, replaced) < 0:
                raise _BudgetSpentError
            return message

        async def watching_send(message: Message) -> None:
            nonlocal answered
            answered = answered or message["type"] == "http.response.start"
            await send(message)

        try:
            if announced.isdigit() and int(announced) > self._room(session, replaced):
                raise _BudgetSpentError
            await self.app(scope, counting_receive, watching_send)
        except _BudgetSpentError:
            if not answered:
                if not complete:
                    await self._drain(receive)
                await self._refuse(scope, receive, send)
        finally:
            self.arriving[session] -= counted
            if self.arriving[session] <= 0:
                del self.arriving[session]

    def _room(self, session: str, replaced: str) -> int:
        held = self.held()
        own = {name: size for name, size in held.get(session, {}).items() if name != replaced}
        in_session = sum(own.values()) + self.arriving[session]
        in_server = sum(sum(files.values()) for files in held.values()) + self.arriving.total()
        return min(self.session_bytes - in_session, self.server_bytes - in_server)

    @staticmethod
    async def _drain(receive: Receive) -> None:
        """Take the rest of the body and forget it: a browser reads the answer only after it has sent its file."""
        drained, more = 0, True
        while more and drained < DRAIN_BYTES:
            message = await receive()
            drained += len(message.get("body", b""))
            more = message.get("more_body", False)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        sentence = (
            f"This session already holds its {self.session_bytes // MEBIBYTE} MB of uploads, or the server is full: "
            "remove a file or reload the page, then upload again."
        )
        answer = PlainTextResponse(sentence, status_code=413, headers={"Connection": "close"})
        await answer(scope, receive, send)
