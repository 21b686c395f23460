"""The same scenarios print the comparison that was reviewed."""

from __future__ import annotations

from tests.golden.compare.snapshot import FILE, printed


def test_reviewed_comparison() -> None:
    assert printed() == FILE.read_text(encoding="utf-8")
