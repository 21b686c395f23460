"""What a draft keeps beside the plan: the evidence it was built on, so that the History page survives a reload."""

from __future__ import annotations

import json

from pydantic import TypeAdapter, ValidationError

from simulator.evidence import Evidence
from simulator.sample import sample_evidence

LONGEST = 150_000
SAMPLE = "sample"
_EVIDENCE = TypeAdapter(Evidence)


def aside_of(evidence: Evidence | None) -> str:
    """The text that stands for `evidence`; empty for none and for one too long to be kept."""
    if evidence is None:
        return ""
    if evidence is sample_evidence() or evidence == sample_evidence():
        return json.dumps({"evidence": SAMPLE})
    text = json.dumps({"evidence": json.loads(_EVIDENCE.dump_json(evidence))})
    return text if len(text) <= LONGEST else ""


def evidence_of(aside: str) -> Evidence | None:
    """The evidence `aside` stands for; None where it holds none this release can read."""
    if not aside:
        return None
    try:
        found = json.loads(aside)["evidence"]
        return sample_evidence() if found == SAMPLE else _EVIDENCE.validate_json(json.dumps(found))
    except (ValueError, KeyError, TypeError, ValidationError):
        return None
