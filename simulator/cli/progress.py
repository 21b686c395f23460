"""Progress of a long run on stderr: nothing for what is over at once, one line that fills up on a terminal."""

from __future__ import annotations

import time
from typing import TextIO

QUIET_SECONDS = 1.0


class Progress:
    """Callable as ``progress(finished, total)``; silent during the first second."""

    def __init__(self, err: TextIO, of: str = "futures") -> None:
        """`of`: what is counted."""
        self._err, self._of = err, of
        self._started = time.monotonic()
        self._shown = -1

    def __call__(self, finished: int, total: int) -> None:
        percent = 100 * finished // total
        if time.monotonic() - self._started < QUIET_SECONDS or percent == self._shown:
            return
        if self._err.isatty():
            print(
                f"\r{finished:,} of {total:,} {self._of}",
                end="\n" if finished == total else "",
                file=self._err,
                flush=True,
            )
        elif percent // 10 > self._shown // 10:
            print(f"{finished:,} of {total:,} {self._of}", file=self._err, flush=True)
        self._shown = percent
