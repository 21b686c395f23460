"""Forty forged uploads and five bombs at a running server: its memory stays bounded, and others get their pages."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import pytest

from simulator.sample import sample_export
from tests.app.raw_client import cookies_of_a_first_visit, upload
from tests.app.raw_visitor import RawVisitor
from tests.app.server_process import ROOT, ServerProcess
from tests.unit.evidence.bombs import BOMBS
from ui.serving.uploads import MEBIBYTE, SERVER_BUDGET_BYTES, SESSION_BUDGET_BYTES

GIBIBYTE = 1024 * MEBIBYTE
FORGED = 19 * MEBIBYTE
CHOSEN = (
    "two_far_corners",
    "a_legal_text_for_many_cells",
    "ten_million_short_rows",
    "two_hundred_thousand_headers",
    "one_field_of_twenty_megabytes",
)
_LOOK_SECONDS = 0.02


class Memory:
    """The largest resident size of the server, and of it with everything it started, while this is entered."""

    def __init__(self, server: ServerProcess) -> None:
        assert server._process is not None
        self._root = psutil.Process(server._process.pid)
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self.server = self.together = 0

    def now(self) -> int:
        """The server's own size."""
        return int(self._root.memory_info().rss)

    def readers(self) -> list[psutil.Process]:
        """Processes the server started that still run."""
        return list(self._root.children(recursive=True))

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            own = together = self.now()
            for child in self.readers():
                with contextlib.suppress(psutil.Error):
                    together += int(child.memory_info().rss)
            self.server, self.together = max(self.server, own), max(self.together, together)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._watcher.join()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server nobody else uses: its memory is measured."""
    with ServerProcess(ROOT / "app.py", tmp_path) as process:
        yield process


def at_the_uploader(visitor: RawVisitor) -> RawVisitor:
    """Go where exports are uploaded."""
    visitor.open("history")
    visitor.choose("Where the numbers come from", "Upload an export")
    return visitor


def test_forged_uploads_and_bombs_leave_the_server_small_and_others_served(own_server: ServerProcess) -> None:
    port = own_server.port
    with RawVisitor(port) as neighbour:
        at_the_uploader(neighbour).hand_in("Opportunity export", "deals.csv", sample_export())
        assert neighbour.alerts() == []
        with Memory(own_server) as memory:
            before = memory.now()
            _forge(port)
            answers: dict[str, list[str]] = {}
            threads = [
                threading.Thread(target=_throw, args=(port, name, answers), name=name) for name in CHOSEN
            ]
            for thread in threads:
                thread.start()
            served = 0
            while any(thread.is_alive() for thread in threads):
                neighbour.open("team" if served % 2 else "history")
                assert [one.body for name, one in neighbour.elements if name == "heading"]
                served += 1
            for thread in threads:
                thread.join()
            assert served > 0
        assert memory.server - before < GIBIBYTE
        assert memory.together - before < GIBIBYTE
        assert memory.readers() == []
        assert set(answers) == set(CHOSEN)
        for name, alerts in answers.items():
            assert [one for one in alerts if "your plan is unchanged" in one], (name, alerts)
        at_the_uploader(neighbour).hand_in("Opportunity export", "again.csv", sample_export())
        assert neighbour.alerts() == []
        assert any("852 won" in one.body for name, one in neighbour.elements if name == "markdown")
    assert own_server.is_ready()


def _forge(port: int) -> None:
    """Forty files of 19 MB past the page: into one session, into one that does not exist, into one of a stranger."""
    content = b"x" * FORGED
    cookies = cookies_of_a_first_visit(port)
    with RawVisitor(port) as forger:
        taken = [
            upload(port, forger.cookies, forger.session_id, f"forged{number}", content)[0]
            for number in range(20)
        ]
        assert taken.count(204) == SESSION_BUDGET_BYTES // FORGED
        assert set(taken) == {204, 413}
        nowhere = {upload(port, cookies, f"nobody{number}", "file", content)[0] for number in range(20)}
        assert nowhere <= {400, 403, 404, 413}


def _throw(port: int, name: str, answers: dict[str, list[str]]) -> None:
    """A visitor who uploads a bomb, and what the page says to that."""
    with RawVisitor(port) as visitor:
        at_the_uploader(visitor).hand_in("Opportunity export", "../../deals.xlsx", BOMBS[name]())
        answers[name] = visitor.alerts()


def test_the_uploads_of_all_sessions_together_have_a_bound(own_server: ServerProcess) -> None:
    """More sessions give no more room than the server has."""
    content = b"x" * (39 * MEBIBYTE)
    statuses: list[int] = []
    with contextlib.ExitStack() as stack:
        while len(statuses) < 2 * SERVER_BUDGET_BYTES // len(content):
            visitor = stack.enter_context(RawVisitor(own_server.port))
            statuses += [
                upload(own_server.port, visitor.cookies, visitor.session_id, f"f{at}", content)[0]
                for at in range(3)
            ]
    assert statuses.count(204) == SERVER_BUDGET_BYTES // len(content)
    assert set(statuses) == {204, 413}
