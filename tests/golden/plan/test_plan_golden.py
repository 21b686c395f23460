"""The same scenario and seed lead to the plans that were reviewed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.golden.plan.snapshot import FILE, both


def _same(now: Any, then: Any, path: str) -> None:
    if isinstance(now, dict):
        assert now.keys() == then.keys(), path
        for name, value in now.items():
            _same(value, then[name], f"{path}.{name}")
    elif isinstance(now, list):
        assert len(now) == len(then), path
        for place, value in enumerate(now):
            _same(value, then[place], f"{path}[{place}]")
    elif isinstance(now, float):
        assert now == pytest.approx(then, rel=1e-9, abs=1e-9), path
    else:
        assert now == then, path


def test_reviewed_digits() -> None:
    """To nine digits: libraries of other machines may round the last ones differently."""
    _same(both(), json.loads(FILE.read_text(encoding="utf-8")), "")
