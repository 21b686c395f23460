"""The evidence of the sample company, as it was reviewed: a change of any figure shows here.

After a wanted change: ``python -m simulator evidence simulator/sample/nordwind_deals.csv --json >
tests/golden/evidence/nordwind.json``, and read the difference.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.sample import sample_evidence

REVIEWED = Path(__file__).parent / "nordwind.json"


def flat(value: Any, path: str = "") -> dict[str, Any]:
    """Every leaf under its path."""
    if isinstance(value, dict):
        return {
            key: leaf for name, item in value.items() for key, leaf in flat(item, f"{path}.{name}").items()
        }
    if isinstance(value, list):
        return {
            key: leaf for at, item in enumerate(value) for key, leaf in flat(item, f"{path}[{at}]").items()
        }
    return {path: value}


def test_the_document_is_the_reviewed_one() -> None:
    now = flat({"kind": "opportunities", **sample_evidence().document()})
    reviewed = flat(json.loads(REVIEWED.read_text(encoding="utf-8")))
    assert now.keys() == reviewed.keys()
    for path, value in reviewed.items():
        expected = pytest.approx(value, rel=1e-9) if isinstance(value, float) else value
        assert now[path] == expected, path
