"""From verdict to decision: which levers matter, and which number to measure next."""

from __future__ import annotations

from simulator.decide.measure import (
    MeasureNext,
    SpreadShares,
    measure_next,
    measured,
    spread_shares,
    worth_measuring,
)
from simulator.decide.sensitivity import LeverEffect, rank_levers

__all__ = [
    "LeverEffect",
    "MeasureNext",
    "SpreadShares",
    "measure_next",
    "measured",
    "rank_levers",
    "spread_shares",
    "worth_measuring",
]
