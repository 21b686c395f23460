"""Simulated companies for the statistics of comparisons: deals with known chances, cut off on a day."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.intake import Intake
from simulator.evidence.opportunities import CleanExport, Coded, Deals

FIRST = np.datetime64("2024-01-01")


def deals_of(
    rng: np.random.Generator,
    chance: NDArray[np.float64],
    amount: NDArray[np.float64],
    *,
    owner: NDArray[np.object_] | None = None,
    groups: dict[str, Coded] | None = None,
    days: int = 730,
    cycle_days: float = 40.0,
) -> tuple[Deals, NDArray[np.bool_]]:
    """Deals that enter evenly over `days`, won with `chance` after a gamma cycle; and which are won in the end."""
    n = len(chance)
    entered = FIRST + np.sort(rng.integers(0, days, n))
    won = rng.random(n) < chance
    closed = entered + rng.gamma(2.0, cycle_days / 2, n).astype(int)
    over = closed >= FIRST + days
    deals = Deals(
        row=np.arange(2, n + 2),
        outcome=np.where(over, "open", np.where(won, "won", "lost")).astype("U4"),
        created=entered,
        closed=np.where(over, np.datetime64("NaT"), closed),
        amount=amount,
        owner=np.full(n, "Ana", dtype=object) if owner is None else owner,
        team=np.full(n, "", dtype=object),
        groups=groups or {},
    )
    return deals, won


def last_day(days: int = 730) -> dt.date:
    """The last day of the export."""
    day = (FIRST + days - 1).item()
    assert isinstance(day, dt.date)
    return day


def export_of(deals: Deals) -> CleanExport:
    """The deals as if they had been read."""
    intake = Intake(len(deals), len(deals), 0.0, 0.0, (), 1, True, "written", "", ".", "written", "", ())
    return CleanExport(deals, "EUR", (), intake)
