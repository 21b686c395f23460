"""The warm-up, and garbage collection by the clock."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from ui.serving import warm
from ui.serving.warm import Collector


def test_the_collector_collects_until_it_is_stopped() -> None:
    collected = threading.Event()
    ours = Collector(seconds=0.001)

    def notice(phase: str, info: dict[str, Any]) -> None:
        if phase == "stop" and info["generation"] == 2 and threading.current_thread().name == "collector":
            collected.set()

    gc.callbacks.append(notice)
    try:
        ours.start()
        assert collected.wait(timeout=30)
    finally:
        ours.stop()
        gc.callbacks.remove(notice)
    assert not any(thread.name == "collector" for thread in threading.enumerate())


def test_a_stop_does_not_wait_for_the_interval() -> None:
    collector = Collector(seconds=3600)
    collector.start()
    collector.stop()
    assert collector.rounds == 0


@pytest.fixture
def _thawed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(warm, "HEAVY_MODULES", ())
    monkeypatch.setattr(warm, "_is_ready", threading.Event())
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thawed")
def test_what_the_imports_left_is_taken_out_of_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[bool] = []
    monkeypatch.setattr(warm, "_run_engine_once", lambda: ran.append(True))
    assert not warm.is_ready()
    warm.warm_up()
    assert warm.is_ready()
    assert ran == [True]
    assert gc.get_freeze_count() > 10_000


@pytest.mark.usefixtures("_thawed")
def test_a_failed_warm_up_leaves_a_working_server(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OSError("row of Acme GmbH")

    monkeypatch.setattr(warm, "_run_engine_once", fail)
    warm.warm_up()
    assert warm.is_ready()
    assert "could not be warmed up (OSError)" in caplog.text
    assert "Acme" not in caplog.text
