"""The same plan and seed find the effects that were reviewed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.golden.levers.snapshot import FILE, GOALS, document

STORED = json.loads(FILE.read_text(encoding="utf-8"))


def _flat(value: Any, path: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        return {
            key: one for name, part in value.items() for key, one in _flat(part, f"{path}.{name}").items()
        }
    if isinstance(value, list):
        return {
            key: one
            for place, part in enumerate(value)
            for key, one in _flat(part, f"{path}[{place}]").items()
        }
    return {path: value}


@pytest.mark.parametrize("goal", GOALS)
def test_reviewed_digits(goal: str) -> None:
    """To nine digits: libraries of other machines may round the last ones differently."""
    now, then = _flat(document(goal)), _flat(STORED[goal])
    assert now.keys() == then.keys()
    for name, value in now.items():
        if isinstance(value, float):
            assert value == pytest.approx(then[name], rel=1e-9, abs=1e-9), name
        else:
            assert value == then[name], name
