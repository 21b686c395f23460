"""A process of its own for what strangers' files may do to a parser: bounded in time, memory and number, and killed.

A crafted file can make a parser abort, hang or eat memory. In a process of its own it takes down only that process,
and the page that waits for it gets an answer either way. Starting one costs about 20 ms: the scripts run in it import
no numpy and none of this package's front doors.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AT_ONCE = 2
"""Processes that read at the same time; more wait for their turn, so that many files need no more memory than two."""

_START = Path(__file__).with_name("confined.py")
_turns = threading.BoundedSemaphore(AT_ONCE)
_large = threading.Lock()


@dataclass(frozen=True)
class Answer:
    """What the process said. code: 0 is success, negative a signal, None: it was killed because it took too long.

    started: False where this machine had no process or memory left for it.
    """

    code: int | None
    output: bytes
    started: bool = True


TICK_SECONDS = 0.1


def run_confined(
    module: str | Path,
    request: dict[str, Any],
    data: bytes,
    seconds: float,
    *,
    large: bool = False,
    tick: Callable[[], None] | None = None,
) -> Answer:
    """Run `module` (of this package, or a script) with one line of JSON (`request`) and then `data` on its stdin.

    It limits its own memory and processor time (`limit_resources`), reads all of its input and then writes its answer
    to stdout; after `seconds` it is killed. Of the `large` ones, which need most memory, one runs at a time. `tick` is
    called ten times a second while one waits, and whatever it raises ends the process too. The process is gone when
    this returns or raises.
    """
    command = [str(module)] if isinstance(module, Path) else [str(_START), module]
    with _held(_large, tick) if large else nullcontext(), _held(_turns, tick):
        try:
            process = subprocess.Popen(
                [sys.executable, "-I", *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                close_fds=True,
            )
        except OSError:
            return Answer(None, b"", started=False)
        too_long = threading.Event()

        def end() -> None:
            too_long.set()
            process.kill()

        clock = threading.Timer(seconds, end)
        clock.daemon = True
        with process:
            try:
                clock.start()
                parts = (json.dumps(request).encode() + b"\n", data)
                output = _talk(process, *parts) if tick is None else _talk_beside(process, tick, *parts)
                code = process.wait()
            finally:
                clock.cancel()
                process.kill()
    return Answer(None if too_long.is_set() and code else code, output)


@contextmanager
def _held(lock: threading.Semaphore | threading.Lock, tick: Callable[[], None] | None) -> Iterator[None]:
    """A turn of `lock`; who waits for it is told."""
    if tick is None:
        lock.acquire()
    else:
        while not lock.acquire(timeout=TICK_SECONDS):
            tick()
    try:
        yield
    finally:
        lock.release()


def _talk_beside(process: subprocess.Popen[bytes], tick: Callable[[], None], *parts: bytes) -> bytes:
    """`_talk` in a thread of its own, so that this one can go on telling how it goes."""
    said: list[bytes] = []
    talking = threading.Thread(target=lambda: said.append(_talk(process, *parts)), daemon=True)
    talking.start()
    try:
        while talking.is_alive():
            talking.join(TICK_SECONDS)
            tick()
    finally:
        if talking.is_alive():
            process.kill()
            talking.join()
    return said[0] if said else b""


def _talk(process: subprocess.Popen[bytes], *parts: bytes) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdout:
        try:
            with process.stdin:
                for part in parts:
                    process.stdin.write(part)
        except BrokenPipeError:
            pass  # it died, or answered, before it had read everything
        return process.stdout.read()


def limit_resources(memory_bytes: int, cpu_seconds: int) -> None:
    """Bound this process, where the system knows such bounds, and step behind the processes that serve people."""
    try:
        import os
        import resource
    except ImportError:  # Windows
        return
    for what, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # a reader writes no file
    ):
        _, already = resource.getrlimit(what)
        bound = most if already == resource.RLIM_INFINITY else min(most, already)
        with suppress(ValueError):  # macOS knows the limit of memory and refuses to set it
            resource.setrlimit(what, (bound, bound))
    os.nice(10)
