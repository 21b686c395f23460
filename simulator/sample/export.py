"""The export shipped with the product, and what the evidence finds in it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from simulator.evidence import Evidence, build_evidence, read_export

SAMPLE_FILE = "nordwind_deals.csv"


@lru_cache(maxsize=1)
def sample_export() -> bytes:
    """The sample company's CRM export, CSV in UTF-8: `sample_company()` as it was generated and shipped."""
    return (Path(__file__).parent / SAMPLE_FILE).read_bytes()


@lru_cache(maxsize=1)
def sample_evidence() -> Evidence:
    """What the evidence finds in `sample_export`."""
    return build_evidence(read_export(sample_export(), SAMPLE_FILE))
