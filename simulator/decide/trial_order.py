"""An order of trials that no numbering decides: the same for the same trials, however they were handed over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.engine.streams import Floats


def shuffled(rows: Floats) -> NDArray[np.int64]:
    """Indices that put the trials `rows`, shape (n_trials, n_columns), in an order.

    It depends on what the trials hold, not on their numbers, and follows no column.
    Equal values of an input keep this order among themselves: were it sorted by an outcome, that would show there.
    """
    bits = np.ascontiguousarray(rows + 0.0).view(np.uint64)  # + 0.0: there are two zeros
    key = np.zeros(len(rows), dtype=np.uint64)
    for column in bits.T:
        key = _mixed(key ^ column)
    ranked = np.argsort(key, kind="stable")
    begins = np.flatnonzero(np.diff(key[ranked], prepend=~key[ranked[:1]]))
    again = np.arange(len(rows)) - np.repeat(begins, np.diff(begins, append=len(rows)))
    key[ranked] = _mixed(key[ranked] ^ again.astype(np.uint64))
    return np.argsort(key, kind="stable")


def _mixed(key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finisher of SplitMix64 (Steele, Lea and Flood 2014): every bit changes every other."""
    key = key + np.uint64(0x9E3779B97F4A7C15)
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(key ^ (key >> np.uint64(31)))
