"""How a run is carried out: in chunks of bounded memory, on every core, telling how far it is, stopped at will."""

from __future__ import annotations

import importlib
import os
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from benchmarks.workloads import small
from simulator import Forecast, Scenario, simulate
from simulator.engine.quantiles import poisson

PLAN = small()
run: Any = importlib.import_module("simulator.engine.simulate")
PARTIES_WAIT_SECONDS = 60
"""A barrier that is not reached in this time never will be: the chunks do not run side by side."""


def test_progress_tells_every_chunk_as_it_is_done() -> None:
    told: list[tuple[int, int]] = []
    threads: set[int] = set()

    def progress(finished: int, of: int) -> None:
        told.append((finished, of))
        threads.add(threading.get_ident())

    simulate(PLAN, 5_500, progress=progress, chunk_trials=1_000)
    assert len(told) == 6
    assert {of for _, of in told} == {5_500}
    assert all(before < after for (before, _), (after, _) in pairwise(told))
    assert told[-1] == (5_500, 5_500)
    assert threads == {threading.get_ident()}, "called from another thread than the caller's"


def test_progress_tells_a_chunk_before_the_last_one_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """On one thread the second chunk waits until the first was told: told at the end only, it would wait forever."""
    was_told = threading.Event()
    chunk = run._chunk

    def waiting(scenario: Scenario, luck: Any, same: Any) -> Any:
        if luck.first > 0:
            assert was_told.wait(PARTIES_WAIT_SECONDS), "the first chunk was not told while the second ran"
        return chunk(scenario, luck, same)

    monkeypatch.setattr(run, "_chunk", waiting)
    simulate(PLAN, 2_000, threads=1, chunk_trials=1_000, progress=lambda finished, of: was_told.set())


def test_what_progress_raises_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 40 chunks on one thread only those begun before the first was told are drawn."""
    drawn: list[int] = []
    stopped = threading.Event()
    chunk = run._chunk

    def counting(scenario: Scenario, luck: Any, same: Any) -> Any:
        if drawn:
            assert stopped.wait(PARTIES_WAIT_SECONDS)
        drawn.append(luck.first)
        return chunk(scenario, luck, same)

    def stop(finished: int, of: int) -> None:
        stopped.set()
        raise InterruptedError(f"{finished} of {of}")

    monkeypatch.setattr(run, "_chunk", counting)
    with pytest.raises(InterruptedError, match="1000 of 40000"):
        simulate(PLAN, 40_000, threads=1, chunk_trials=1_000, progress=stop)
    assert len(drawn) < 40


@pytest.mark.parametrize("cores", [2, 3])
def test_every_core_draws_a_chunk_at_the_same_time(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    """No chunk goes on before as many are being drawn as there are cores."""
    together = threading.Barrier(cores)
    chunk = run._chunk

    def meeting(scenario: Scenario, luck: Any, same: Any) -> Any:
        together.wait(PARTIES_WAIT_SECONDS)
        return chunk(scenario, luck, same)

    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(run, "_chunk", meeting)
    forecast = simulate(PLAN, cores * 1_000, chunk_trials=1_000)
    assert forecast.n_trials == cores * 1_000


def test_a_compiled_loop_lets_other_threads_go_on() -> None:
    """While one thread draws, the other gets its turn again and again: threads would be of no use otherwise."""
    u = np.random.default_rng(0).random((1, 3_000_000))
    mean = np.full((1, 1), 30.0)
    poisson(u[:, :10], mean)
    begun, done = threading.Event(), threading.Event()

    def draw() -> None:
        begun.set()
        poisson(u, mean)
        done.set()

    thread = threading.Thread(target=draw)
    thread.start()
    begun.wait()
    turns = 0
    while not done.is_set():
        done.wait(0.001)
        turns += 1
    thread.join()
    assert turns >= 10


@contextmanager
def measured() -> Iterator[dict[str, int]]:
    """Peak memory of the block in bytes, beyond what was there."""
    found: dict[str, int] = {}
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        yield found
        found["peak"] = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def kept(forecast: Forecast) -> int:
    """What the result itself takes, in bytes."""
    return sum(array.nbytes for arrays in forecast._arrays.values() for array in arrays.values())


def working_memory(n_trials: int, chunk_trials: int) -> float:
    """What a run on one thread needs beyond its result, in bytes."""
    with measured() as found:
        forecast = simulate(PLAN, n_trials, threads=1, chunk_trials=chunk_trials)
    return found["peak"] - kept(forecast)


def test_a_run_needs_no_more_working_memory_for_more_trials() -> None:
    """Four times the trials: the result grows, the work beside it does not; in one chunk it would, fourfold."""
    working_memory(1_000, 1_000)
    few, many = working_memory(4_000, 1_000), working_memory(16_000, 1_000)
    assert many < 1.3 * few
    assert working_memory(16_000, 16_000) > 3 * many
