"""The upload budget, on an app that keeps what it is sent."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.unit.ui.coroutines import finished
from ui.serving.uploads import UploadBudget


class Keeper:
    """Stands for Streamlit: keeps every upload by session and file, answers 204."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, int]] = {}
        self.calls = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.calls += 1
        size, more = 0, True
        while more:
            message = await receive()
            size += len(message["body"])
            more = message["more_body"]
        if scope["method"] == "PUT":
            _, session, file = scope["path"].rsplit("/", 2)
            self.held.setdefault(session, {})[file] = size
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def sizes(self) -> dict[str, dict[str, int]]:
        return self.held


async def _send_file(
    budget: UploadBudget,
    path: str,
    chunks: Iterable[int],
    method: str = "PUT",
    announced: str | None = None,
) -> tuple[int, str]:
    pending = [bytes(size) for size in chunks] or [b""]
    answer: list[Message] = []

    async def receive() -> Message:
        body = pending.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(pending)}

    async def send(message: Message) -> None:
        answer.append(message)

    headers = [(b"content-length", announced.encode())] if announced is not None else []
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    await budget(scope, receive, send)
    return answer[0]["status"], b"".join(m.get("body", b"") for m in answer[1:]).decode()


def _put(budget: UploadBudget, path: str, *chunks: int, **more: str) -> int:
    return finished(_send_file(budget, f"/_stcore/upload_file/{path}", chunks, **more))[0]


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def budget(keeper: Keeper) -> UploadBudget:
    return UploadBudget(keeper, session_bytes=100, server_bytes=250, held=keeper.sizes)


def test_files_are_kept_up_to_the_last_byte_of_the_budget(budget: UploadBudget, keeper: Keeper) -> None:
    assert [_put(budget, f"s/{n}", 40) for n in range(2)] == [204, 204]
    assert _put(budget, "s/2", 21) == 413
    assert _put(budget, "s/3", 20) == 204
    assert keeper.held == {"s": {"0": 40, "1": 40, "3": 20}}


def test_an_announced_size_is_refused_before_a_byte_is_kept(budget: UploadBudget, keeper: Keeper) -> None:
    assert _put(budget, "s/0", 50, 51, announced="101") == 413
    assert keeper.calls == 0


@pytest.mark.parametrize("announced", [None, "1", "-5", "many"])
def test_what_arrives_counts_and_not_what_was_announced(
    budget: UploadBudget, keeper: Keeper, announced: str | None
) -> None:
    more = {} if announced is None else {"announced": announced}
    assert _put(budget, "s/0", 60, 60, **more) == 413
    assert keeper.held == {}


def test_a_file_sent_again_takes_no_more_room(budget: UploadBudget) -> None:
    assert _put(budget, "s/0", 90) == 204
    assert _put(budget, "s/0", 95) == 204
    assert _put(budget, "s/1", 10) == 413


def test_a_removed_file_gives_its_room_back(budget: UploadBudget, keeper: Keeper) -> None:
    assert _put(budget, "s/0", 90) == 204
    del keeper.held["s"]["0"]
    assert _put(budget, "s/1", 90) == 204


def test_sessions_share_the_server_s_budget(budget: UploadBudget) -> None:
    assert [_put(budget, f"{session}/0", 100) for session in "abc"] == [204, 204, 413]
    assert _put(budget, "c/0", 50) == 204


def test_uploads_under_way_count(budget: UploadBudget, keeper: Keeper) -> None:
    budget.arriving["s"] = 70  # another request of the session is half-way
    assert _put(budget, "s/0", 31) == 413
    assert _put(budget, "s/0", 30) == 204
    assert budget.arriving["s"] == 70


def test_nothing_is_left_counting_after_an_answer(budget: UploadBudget) -> None:
    for path, size in (("s/0", 50), ("s/1", 200)):
        _put(budget, path, size)
    assert budget.arriving == {}


def test_the_refusal_says_what_to_do(budget: UploadBudget) -> None:
    status, sentence = finished(_send_file(budget, "/_stcore/upload_file/s/0", [300]))
    assert status == 413
    assert "remove a file or reload the page" in sentence


def test_a_path_before_the_route_is_no_way_around(budget: UploadBudget) -> None:
    assert finished(_send_file(budget, "/plan/_stcore/upload_file/s/0", [300]))[0] == 413


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/_stcore/upload_file/s/0"), ("PUT", "/media/x"), ("GET", "/")]
)
def test_other_requests_pass_untouched(budget: UploadBudget, keeper: Keeper, method: str, path: str) -> None:
    assert finished(_send_file(budget, path, [1000], method=method))[0] == 204
    assert keeper.calls == 1
