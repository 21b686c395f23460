"""Loops compile wherever the app is installed."""

from __future__ import annotations

from pathlib import Path

import numba
import numpy as np
import pytest

from simulator.engine.compilation import compiled


def _total(values: np.ndarray) -> float:
    total = 0.0
    for value in values:
        total += value
    return total


def test_a_loop_is_compiled_and_kept() -> None:
    loop = compiled(_total)
    assert loop(np.array([1.0, 2.5])) == 3.5
    assert Path(loop.stats.cache_path).is_dir()  # type: ignore[attr-defined]


def test_where_nothing_can_be_kept_a_loop_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    # As on a read-only installation of a user without a home: numba finds no place and refuses to cache.
    monkeypatch.setattr("numba.core.caching.CacheImpl._locator_classes", [])
    with pytest.raises(RuntimeError, match="no locator"):
        numba.njit(cache=True)(_total)
    loop = compiled(_total)
    assert loop(np.array([1.0, 2.5])) == 3.5
    assert loop.signatures  # type: ignore[attr-defined]
