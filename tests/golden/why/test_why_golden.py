"""The same scenarios print the reasons and the odds that were reviewed."""

from __future__ import annotations

from tests.golden.why.snapshot import printed


def test_reviewed_reports() -> None:
    for path, text in printed().items():
        assert text == path.read_text(encoding="utf-8"), path.name
