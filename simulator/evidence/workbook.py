"""XLSX workbooks: the first sheet as separated text, behind checks that keep a hostile file from harming the server."""

from __future__ import annotations

from simulator.evidence.refusal import EvidenceError, quoted


def workbook_text(data: bytes, name: str) -> str:
    """The first sheet as CSV text. Refused for now: EvidenceError says to save it as CSV."""
    del data
    raise EvidenceError(
        f"{quoted(name)} is an Excel workbook; save it as CSV (File, Save as, CSV UTF-8) and choose that file."
    )
