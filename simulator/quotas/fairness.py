"""Is it fair? Odds of reps with like tenure side by side, and quotas at which all have the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.engine.streams import Floats
from simulator.quotas.likeness import Pools
from simulator.quotas.quota_sheet import QuotaSheet, RepQuota, Targets
from simulator.quotas.seats import Seat

BANDS = ((6, "under 6 months"), (12, "6 to 12 months"), (24, "1 to 2 years"), (10**6, "2 years and more"))
"""Tenure at the start, upper ends excluded: a convention of ours."""
JOINING, UNKNOWN = "joining", "tenure not known"
_ROUNDS = 60


@dataclass(frozen=True)
class BandOdds:
    """Reps of like tenure. spread: the furthest two are apart, in odds; named: those too far from the middle of the
    band, where the furthest two are more than the margin apart."""

    band: str
    reps: tuple[RepQuota, ...]
    low: float
    high: float
    named: tuple[RepQuota, ...]

    @property
    def spread(self) -> float:
        """How far the odds are apart."""
        return self.high - self.low


def band_of(seat: Seat) -> str:
    """Which tenure a seat is compared with."""
    if seat.kind == "hire":
        return JOINING
    if seat.tenure_months is None:
        return UNKNOWN
    return next(name for below, name in BANDS if seat.tenure_months < below)


def fairness(sheet: QuotaSheet) -> tuple[BandOdds, ...]:
    """Every tenure band with somebody in it, those with the least tenure first."""
    order = [JOINING, *(name for _, name in BANDS), UNKNOWN]
    found = []
    for band in order:
        here = [one for one in sheet.with_quota if band_of(one.seat) == band]
        if not here:
            continue
        odds = [_odds(one) for one in here]
        low, high, middle = min(odds), max(odds), float(np.median(odds))
        margin = sheet.terms.fairness_margin
        named = (
            tuple(one for one in here if abs(_odds(one) - middle) > margin / 2)
            if high - low > margin + 1e-9
            else ()
        )
        found.append(BandOdds(band, tuple(here), low, high, named))
    return tuple(found)


def too_far(sheet: QuotaSheet) -> dict[str, float]:
    """Keys of the seats that are named, and how far their odds lie above (below: negative) the middle of their band."""
    return {
        one.seat.key: _odds(one) - middle
        for band in fairness(sheet)
        for middle in [float(np.median([_odds(other) for other in band.reps]))]
        for one in band.named
    }


def fair_quotas(sheet: QuotaSheet, shared: Targets) -> tuple[float, Floats]:
    """The quotas that add up to the same street quota and give everybody the same odds: those odds, and (n_seats,).

    Who carries none carries none here. (0, quotas as they are) where nobody carries one.
    """
    quota = np.array([one.quota for one in sheet.reps])
    carries = quota > 0
    if not carries.any():
        return 0.0, quota
    odds = equal_odds(shared.pools, lambda found: float(found[carries].sum()) >= sheet.street)
    found = np.where(carries, shared.pools.quota_at(odds), 0.0)
    total = float(found.sum())
    # Quantiles step from one future to the next; what is left of the total is shared in proportion.
    return odds, found * (sheet.street / total) if total > 0 else quota


def equal_odds(pools: Pools, reaches: Callable[[Floats], bool]) -> float:
    """The highest odds at which everybody's quota, all at these odds, still `reaches`; near 0 where none do."""
    low, high = 1e-6, 1.0
    if reaches(pools.quota_at(high)):
        return high
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        if reaches(pools.quota_at(middle)):
            low = middle
        else:
            high = middle
    return low


def _odds(one: RepQuota) -> float:
    assert one.odds is not None
    return one.odds.probability
