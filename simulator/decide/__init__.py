"""From verdict to decision: which levers matter, and which number to measure next."""

from __future__ import annotations

from simulator.decide.luck_shares import LuckShare, LuckShares, luck_shares
from simulator.decide.measure import (
    MeasureNext,
    measure_next,
    worth_measuring,
)
from simulator.decide.tornado import LeverEffect, Tornado, tornado

__all__ = [
    "LeverEffect",
    "LuckShare",
    "LuckShares",
    "MeasureNext",
    "Tornado",
    "luck_shares",
    "measure_next",
    "tornado",
    "worth_measuring",
]
