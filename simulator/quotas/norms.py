"""What publications found of one rep's working day; each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.scenario.activity import ActivityKind


@dataclass(frozen=True)
class Norm:
    """What a publication found for one rep and working day."""

    kind: ActivityKind | None
    per_day: float | None
    share_of_day: float | None
    words: str
    source: str


NORMS = (
    Norm(
        "call",
        52.0,
        None,
        "52 calls a day for somebody who does nothing but prospect",
        "ZoomInfo, The Impact of Direct Dials on Sales Productivity, citing an industry average",
    ),
    Norm(
        "call",
        11.9,
        None,
        "12 calls and visits a day for print sales reps with accounts of their own",
        "Farquharson, How Many Sales Calls Do You Make In a Day?, Printing Impressions",
    ),
    Norm(
        None,
        None,
        0.41,
        "41 % of a rep's time goes into selling by phone or face to face",
        "CSO Insights, Sales Optimization Survey 2011 (2,000 companies), in Selling Power, 8 Mar 2011",
    ),
)
