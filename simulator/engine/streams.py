"""Named streams of luck: one per team and driver, cut into fixed blocks of trials.

A driver's draws depend on the seed, the stream's name and the number of the block, on nothing else. So
results are the same whatever the chunking, the threads or the order of teams, and a what-if differs from
its baseline by the change alone. Within a block draws are made month by month: a longer horizon adds months
and leaves the earlier ones as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

BLOCK = 1000
"""Trials per block. Changing it changes every digit: a new engine version."""

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@lru_cache(maxsize=4096)
def _key(name: tuple[str, ...]) -> tuple[int, ...]:
    digest = hashlib.sha256("\x1f".join(name).encode()).digest()
    return tuple(int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4))


def generator(seed: int, name: tuple[str, ...], block: int) -> np.random.Generator:
    """The generator of one block of the stream `name` under the user's `seed`."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(*_key(name), block))))


@dataclass(frozen=True)
class Luck:
    """The luck of trials ``first .. first + count - 1`` under `seed`; every method returns shape (rows, count).

    kept: left out, every stream gives its first draws. Stated, only the streams of these names do and all others give a
    second, independent lot: the same futures lived again (`simulator.engine.relived`).
    """

    seed: int
    first: int
    count: int
    kept: frozenset[tuple[str, ...]] | None = None

    def _drawn(
        self, name: tuple[str, ...], rows: int, draw: Callable[[np.random.Generator, tuple[int, int]], Floats]
    ) -> Floats:
        if self.kept is not None and name not in self.kept:
            name = (*name, "again")
        out = np.empty((rows, self.count))
        at, last = self.first, self.first + self.count
        while at < last:
            block, offset = divmod(at, BLOCK)
            take = min(BLOCK - offset, last - at)
            drawn = draw(generator(self.seed, name, block), (rows, BLOCK))
            out[:, at - self.first : at - self.first + take] = drawn[:, offset : offset + take]
            at += take
        return out

    def uniforms(self, rows: int, *name: str) -> Floats:
        """Uniform on [0, 1)."""
        return self._drawn(name, rows, lambda rng, shape: rng.random(shape))

    def normals(self, rows: int, *name: str) -> Floats:
        """Standard normal."""
        return self._drawn(name, rows, lambda rng, shape: rng.standard_normal(shape))

    def exponentials(self, rows: int, *name: str) -> Floats:
        """Exponential of mean 1."""
        return self._drawn(name, rows, lambda rng, shape: rng.standard_exponential(shape))

    def gammas(self, rows: int, shape_parameter: float, *name: str) -> Floats:
        """Gamma of mean 1 with this shape."""
        return self._drawn(
            name, rows, lambda rng, shape: rng.standard_gamma(shape_parameter, shape) / shape_parameter
        )

    def betas(self, a: float | Floats, b: float | Floats, *name: str) -> Floats:
        """One Beta(a, b) per trial, shape (1, count); a row each where `a` and `b` are columns (rows, 1)."""
        return self._drawn(name, np.size(a), lambda rng, shape: rng.beta(a, b, shape))
