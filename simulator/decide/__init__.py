"""From verdict to decision: which levers matter, and which number to measure next."""

from __future__ import annotations

from simulator.decide.luck_shares import LuckShare, LuckShares, luck_shares
from simulator.decide.measure import (
    MeasureNext,
    measure_next,
    worth_measuring,
)
from simulator.decide.sensitivity import LeverEffect, rank_levers

__all__ = [
    "LeverEffect",
    "LuckShare",
    "LuckShares",
    "MeasureNext",
    "luck_shares",
    "measure_next",
    "rank_levers",
    "worth_measuring",
]
