"""A file between the press and the browser: made, refused or failed, and what is said of it."""

from __future__ import annotations

import logging
import threading

import pytest
from streamlit.testing.v1 import AppTest

from ui.computing.budget import PlanTooLargeError
from ui.handouts import downloads
from ui.handouts.downloads import Making, NotHandedOutError


def test_a_file_is_made_when_it_is_asked_for_and_each_time_anew() -> None:
    made = iter((b"one", b"two"))
    making = Making(lambda: next(made), lambda: None)
    assert not making.started.is_set()
    assert making.run() == b"one"
    assert making.run() == b"two"
    assert making.done.is_set()
    assert (making.size, making.trouble) == (3, None)


def test_what_may_not_leave_is_not_even_made() -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"secret"

    making = Making(make, lambda: "This plan is no longer shared.")
    with pytest.raises(NotHandedOutError):
        making.run()
    assert made == []
    assert making.done.is_set()
    assert making.trouble == "This plan is no longer shared."


def test_whether_it_may_leave_is_asked_at_every_press() -> None:
    answers = iter((None, "It was revoked."))
    making = Making(lambda: b"paper", lambda: next(answers))
    making.run()
    with pytest.raises(NotHandedOutError):
        making.run()


def test_a_failure_is_one_sentence_and_the_log_holds_no_value(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> bytes:
        raise ValueError("row 3 of Acme holds 4711")

    making = Making(fail, lambda: None)
    with caplog.at_level(logging.ERROR), pytest.raises(NotHandedOutError) as caught:
        making.run()
    assert making.trouble is not None
    assert "Your plan is unchanged" in making.trouble
    for text in (making.trouble, str(caught.value), caplog.text):
        assert "4711" not in text
        assert "Acme" not in text
    reference = making.trouble.rstrip(".").rsplit(" ", 1)[1]
    assert f"reference {reference}" in caplog.text
    assert "ValueError" in caplog.text
    assert caught.value.__suppress_context__


def test_a_plan_beyond_the_budget_is_told_by_its_own_sentence() -> None:
    def fail() -> bytes:
        raise PlanTooLargeError("This plan is too large: fewer months.")

    making = Making(fail, lambda: None)
    with pytest.raises(NotHandedOutError):
        making.run()
    assert making.trouble == "This plan is too large: fewer months."


def test_two_files_are_made_at_a_time_and_a_failure_gives_its_place_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(downloads, "WAITS_AT_MOST_SECONDS", 0.0)
    go_on, begun = threading.Event(), threading.Semaphore(0)

    def make() -> bytes:
        begun.release()
        return b"x" if go_on.wait(60) else b""

    inside = [threading.Thread(target=Making(make, lambda: None).run) for _ in range(downloads.AT_ONCE)]
    for thread in inside:
        thread.start()
    for _ in inside:
        assert begun.acquire(timeout=60)
    third = Making(lambda: b"third", lambda: None)
    with pytest.raises(NotHandedOutError):
        third.run()
    assert third.trouble is not None
    assert "other files" in third.trouble
    go_on.set()
    for thread in inside:
        thread.join()
    failing = Making(lambda: b"".join([1]), lambda: None)  # type: ignore[list-item]
    for _ in range(downloads.AT_ONCE + 1):
        with pytest.raises(NotHandedOutError):
            failing.run()
    assert third.run() == b"third"


def _told(making: Making) -> str:
    """What stands beside the buttons after a press."""

    def script(making: object) -> None:
        from ui.handouts.downloads import File, Making, _follow

        assert isinstance(making, Making)
        _follow(File("key", "Board *page*", lambda: b"", "plan", "pdf"), making)

    app = AppTest.from_function(script, args=(making,)).run()
    assert not app.exception
    return "\n".join(one.value for one in [*app.caption, *app.markdown])


def test_the_page_says_that_the_file_is_there_or_why_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    making = Making(lambda: b"x" * 136_400, lambda: None)
    making.run()
    assert "Board \\*page\\* is in your downloads: 136 kB, made in" in _told(making)
    refused = Making(lambda: b"", lambda: "No longer shared.")
    with pytest.raises(NotHandedOutError):
        refused.run()
    assert _told(refused) == ":red[No longer shared.]"
    monkeypatch.setattr(downloads, "STARTS_WITHIN_SECONDS", 0.0)
    assert "did not start" in _told(Making(lambda: b"", lambda: None))
