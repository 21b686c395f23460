"""What becomes of leads with age: those too young to have had their time are no losses (Kaplan and Meier 1958)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.kinds.figures import equivalent_n
from simulator.evidence.kinds.findings import AgedShare

AGES = (7, 14, 30, 60, 90, 180, 365)
LEAST_AT_RISK = 10


def life_table(observed: NDArray[np.int64], event: NDArray[np.bool_]) -> tuple[NDArray[np.float64], ...]:
    """Times with an event, at risk, events: Kaplan-Meier's ingredients.

    Ages that fewer than ten have reached (a tenth of them, where they are few) are left out: one conversion of the
    two oldest would count as half of everything still open.
    """
    times = np.unique(observed[event])
    ordered = np.sort(observed)
    at_risk = len(observed) - np.searchsorted(ordered, times, side="left")
    happened = np.bincount(np.searchsorted(times, observed[event]), minlength=len(times))
    enough = at_risk >= min(LEAST_AT_RISK, math.ceil(len(observed) / 10))
    return times[enough].astype(float), at_risk[enough].astype(float), happened[enough].astype(float)


def converted_in_the_end(observed: NDArray[np.int64], converted: NDArray[np.bool_]) -> tuple[float, float]:
    """Share converted by the longest time anybody took (Kaplan-Meier), and the leads that is worth (Greenwood).

    A lead not converted counts up to its present age and no further. Beyond the last conversion seen nobody is assumed
    to convert.
    """
    if not len(observed):
        return 0.0, 0.0
    if not converted.any():
        return 0.0, float(len(observed))
    _, at_risk, happened = life_table(observed, converted)
    left = float(np.prod(1 - happened / at_risk))
    rest = at_risk - happened
    if left <= 0 or (rest <= 0).any():
        return 1.0 - left, float(len(observed))
    variance = left**2 * float((happened / (at_risk * rest)).sum())
    return 1.0 - left, min(equivalent_n(1.0 - left, variance), float(len(observed)))


def by_age(observed: NDArray[np.int64], converted: NDArray[np.bool_]) -> tuple[AgedShare, ...]:
    times, at_risk, happened = life_table(observed, converted)
    longest = int(times.max()) if len(times) else 0
    ages = [*(age for age in AGES if age < longest), longest] if longest else [0]
    shares = []
    for age in ages:
        until = times <= age
        left = float(np.prod(1 - happened[until] / at_risk[until])) if until.any() else 1.0
        shares.append(AgedShare(age, 1 - left, int((observed >= age).sum())))
    return tuple(shares)
