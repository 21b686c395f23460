"""What a draft keeps beside the plan, so that a reload, a restart and a second tab show what stood on the screen."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from simulator import Scenario
from simulator.decide.plan_moves import Change
from simulator.evidence import Evidence
from simulator.sample import sample_evidence
from ui.state import still_valid

LONGEST = 150_000
LONGEST_AUTHOR = 60
SAMPLE = "sample"
_EVIDENCE = TypeAdapter(Evidence)
_MOVED = TypeAdapter(tuple[Change, ...])


@dataclass(frozen=True)
class Aside:
    """The evidence the plan was built on, the levers moved but not kept, and under what name one saves versions."""

    evidence: Evidence | None = None
    moved: tuple[Change, ...] = ()
    author: str = ""


def text_of(aside: Aside) -> str:
    """The text that stands for `aside`; empty for nothing. Evidence too long to be kept is left out."""
    parts: dict[str, Any] = {}
    if aside.evidence is not None:
        is_sample = aside.evidence is sample_evidence() or aside.evidence == sample_evidence()
        document = SAMPLE if is_sample else _document(aside.evidence)
        if document is not None:
            parts["evidence"] = document
    if aside.moved:
        parts["moved"] = _MOVED.dump_python(aside.moved, mode="json", exclude_none=True)
    if aside.author:
        parts["author"] = aside.author
    return json.dumps(parts) if parts else ""


def _document(evidence: Evidence) -> Any:
    """Evidence as it is kept: without its past forecasts where both are too long, None where it is too long alone."""
    for one in (evidence, replace(evidence, replayed=None)):
        document = json.loads(_EVIDENCE.dump_json(one))
        if len(json.dumps(document)) <= LONGEST:
            return document
    return None


def aside_of(text: str, plan: Scenario) -> Aside:
    """What `text` stands for; without what this release cannot read, and without levers that `plan` does not have.

    Of several lines the last one counts: what stands before it goes to links that hide money.
    """
    text = text.rpartition("\n")[2]
    try:
        parts = json.loads(text) if text else {}
    except ValueError:
        return Aside()
    if not isinstance(parts, dict):
        return Aside()
    author = parts.get("author")
    return Aside(
        _evidence(parts.get("evidence")),
        still_valid(plan, _moved(parts.get("moved"))),
        author[:LONGEST_AUTHOR] if isinstance(author, str) else "",
    )


def _evidence(document: Any) -> Evidence | None:
    if document is None:
        return None
    try:
        return sample_evidence() if document == SAMPLE else _EVIDENCE.validate_json(json.dumps(document))
    except (ValueError, TypeError, ValidationError):
        return None


def _moved(document: Any) -> tuple[Change, ...]:
    try:
        return _MOVED.validate_json(json.dumps(document or []))
    except (ValueError, TypeError, ValidationError):
        return ()
