"""The same seed gives the digits that were reviewed, on every machine and with every allowed version of numpy."""

from __future__ import annotations

import json

import pytest

from simulator import ENGINE_VERSION
from tests.golden.engine.snapshot import FILE, PLANS, figures

STORED = json.loads(FILE.read_text(encoding="utf-8"))


def test_the_snapshot_is_of_this_engine() -> None:
    """Another engine version needs another look at the figures."""
    assert STORED["engine_version"] == ENGINE_VERSION


@pytest.mark.parametrize("plan", PLANS)
def test_reviewed_digits(plan: str) -> None:
    """To nine digits: libraries of other machines may round the last ones differently."""
    now, then = figures(plan), STORED[plan]
    assert now["simulation_digest"] == then["simulation_digest"]
    assert now["series"].keys() == then["series"].keys()
    for series, rows in now["series"].items():
        for name, row in rows.items():
            assert row == pytest.approx(then["series"][series][name], rel=1e-9, abs=1e-9), (series, name)
