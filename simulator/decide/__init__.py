"""From verdict to decision: which levers matter."""

from __future__ import annotations

from simulator.decide.sensitivity import LeverEffect, rank_levers

__all__ = ["LeverEffect", "rank_levers"]
