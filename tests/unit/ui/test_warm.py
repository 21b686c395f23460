"""Garbage collection by the clock."""

from __future__ import annotations

import gc
import threading
from typing import Any

from ui.warm import Collector


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
