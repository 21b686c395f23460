"""Events over the time people or customers were watched."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.kinds.figures import equivalent_n

UNLIKELY = 0.01
LEAST_EVENTS = 3


@dataclass(frozen=True)
class Watched:
    """events in `time`, from the day `since` on; late: nobody who left before that day can be in the list."""

    events: int
    time: float
    since: np.datetime64
    late: bool


def watched(
    start: NDArray[np.datetime64], end: NDArray[np.datetime64], as_of: np.datetime64, days_per_unit: float
) -> Watched:
    """How long everybody was seen, in units of `days_per_unit`, and how many left by `as_of` (end NaT: still there).

    A list kept only from some day on knows nobody who left earlier, and the time before that day would count as time in
    which nobody left. Where no one leaves for so long at the beginning that at the later rate the odds are below 1 in
    100, the count begins with the first to leave, who does not count. Time before anybody has been there as long as the
    later leavers at least had says nothing: under a year's contract nobody leaves in the first year.
    """
    left = ~np.isnat(end) & (end <= as_of)
    until = np.where(left, end, as_of)
    first = start.min()
    if left.sum() >= LEAST_EVENTS:
        first_exit = end[left].min()
        shortest = (end[left] - start[left])[end[left] > first_exit]
        soonest = start + (shortest.min() if len(shortest) else np.timedelta64(0, "D"))
        before = _time(soonest, np.minimum(until, first_exit), days_per_unit)
        after = _time(np.maximum(start, first_exit), until, days_per_unit)
        events = int((end[left] > first_exit).sum())
        if after > 0 and events and math.exp(-events / after * before) < UNLIKELY:
            return Watched(events, after, first_exit, True)
    return Watched(int(left.sum()), _time(start, until, days_per_unit), first, False)


def _time(start: NDArray[np.datetime64], until: NDArray[np.datetime64], days_per_unit: float) -> float:
    days = (until - start).astype("timedelta64[D]").astype(np.int64)
    return float(np.maximum(days, 0).sum()) / days_per_unit


def annual_share(events: int, years: float) -> tuple[float, float]:
    """The share that leaves within a year, and the people it is worth: leaving at a constant rate.

    The rate is Gamma(events + 1/2, years), the posterior under Jeffreys' prior of a Poisson rate; 1 - exp(-rate) has
    the mean 1 - (T / (T + 1))^(d + 1/2) and E[exp(-2 rate)] = (T / (T + 2))^(d + 1/2).
    """
    shape = events + 0.5
    stays = (years / (years + 1)) ** shape
    variance = (years / (years + 2)) ** shape - stays**2
    return 1 - stays, equivalent_n(1 - stays, max(variance, 0.0))
