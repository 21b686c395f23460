"""What of the evidence beside a version goes to a link that hides money: rates and shares, no amount."""

from __future__ import annotations

import json
import string
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from exports.withheld import without_amount
from simulator.evidence import Evidence
from simulator.evidence.comparisons import LeakFinding, SegmentFinding
from simulator.evidence.curves import CurvesFinding
from simulator.evidence.replayed import Replayed


@dataclass(frozen=True)
class OpenPart:
    """Comparisons without sizes and sums, and past forecasts relative to each other."""

    segments: tuple[SegmentFinding, ...] = ()
    curves: CurvesFinding | None = None
    leak: LeakFinding | None = None
    replayed: Replayed | None = None


_OPEN = TypeAdapter(OpenPart)


def open_part(evidence: Evidence) -> OpenPart:
    """The part of `evidence` in which no amount stands: a name that holds a number may be one and becomes a letter."""
    segments = tuple(_without_sizes(one) for one in evidence.segments if one.key != "size_band")
    return OpenPart(
        segments,
        evidence.curves,
        None if evidence.leak is None else _without_worth(evidence.leak, segments),
        None if evidence.replayed is None else evidence.replayed.relative,
    )


def _without_sizes(segment: SegmentFinding) -> SegmentFinding:
    label = without_amount(segment.label, "group")
    members = tuple(
        replace(one, name=without_amount(one.name, f"{label} {_letters(at)}"), size=None)
        for at, one in enumerate(segment.members)
    )
    return replace(
        segment,
        key=without_amount(segment.key, f"{label} {_letters(len(segment.members))}"),
        label=label,
        plural=without_amount(segment.plural, "groups"),
        members=members,
        size=None,
    )


def _letters(at: int) -> str:
    """A, B, … Z, AA, AB, …"""
    more, last = divmod(at, 26)
    return (_letters(more - 1) if more else "") + string.ascii_uppercase[last]


def _without_worth(leak: LeakFinding, segments: tuple[SegmentFinding, ...]) -> LeakFinding:
    """What a point is worth only against the others: which one is worth most stays."""
    most = max((one.a_point for one in leak.steps), default=0.0) or 1.0
    return replace(
        leak,
        steps=tuple(replace(one, a_point=one.a_point / most) for one in leak.steps),
        members=tuple(one.sentence for one in segments if one.win.differs),
    )


def text_of_open(part: OpenPart) -> str:
    """On one line."""
    return json.dumps(json.loads(_OPEN.dump_json(part)))


def open_part_of(text: str) -> OpenPart | None:
    """What the first line of a kept text stands for; None for nothing, or what this release cannot read."""
    first = text.partition("\n")[0]
    try:
        return _OPEN.validate_json(first) if first else None
    except (ValueError, TypeError, ValidationError):
        return None
