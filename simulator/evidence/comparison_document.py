"""The part of the document of ``evidence --json`` that compares: groups, sizes, curves and where units are lost."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.evidence.findings import Evidence


def comparison_document(evidence: Evidence) -> dict[str, Any]:
    """Plain dicts and lists under ``segments``, ``by_size``, ``leak`` and ``curves``; None where totals cannot say."""
    return {
        "segments": [{"sentence": one.sentence, **_plain(asdict(one))} for one in evidence.segments],
        "by_size": None if evidence.by_size is None else asdict(evidence.by_size),
        "leak": None
        if evidence.leak is None
        else {"sentence": evidence.leak.sentence, **_plain(asdict(evidence.leak))},
        "curves": None
        if evidence.curves is None
        else {"sentence": evidence.curves.sentence, **_plain(asdict(evidence.curves))},
    }


def _plain(value: Any) -> Any:
    """Tuples as lists, as they are printed."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
