"""The same plan and seed find the dates and the stress that were reviewed."""

from __future__ import annotations

import json

import pytest

from tests.golden.dates.snapshot import COMMANDS, FILE, document
from tests.golden.levers.test_levers_golden import _flat

STORED = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("command", COMMANDS)
def test_reviewed_digits(command: str) -> None:
    """To nine digits: libraries of other machines may round the last ones differently."""
    now, then = _flat(document(command)), _flat(STORED[command])
    assert now.keys() == then.keys()
    for name, value in now.items():
        if isinstance(value, float):
            assert value == pytest.approx(then[name], rel=1e-9, abs=1e-9), name
        else:
            assert value == then[name], name
