"""Whether somebody changes against their own past, said only where it is clear of luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulator.evidence.pooling import differing
from simulator.scorecard.sheet import common_course

Array = NDArray[np.float64]
LEAST_PERIODS = 6
"""With fewer, even a perfect order of the periods would be luck in more than 1 of 400 people."""


@dataclass(frozen=True, eq=False)
class Trends:
    """change: mean of the last third of a person's periods over that of the first third, less 1; NaN where unknown.

    clear: whether it stands clear of luck, everybody's trends of this metric taken together.
    """

    change: Array
    clear: NDArray[np.bool_]


def trends(by_period: Array) -> Trends:
    """Of (people, periods), after what moved everybody in a period was taken off.

    Mann (1945) and Kendall's test of the order of the periods, its variance with ties, one step of continuity; of all
    people's tests those stand that Holm (1979) leaves at 1 in 20.
    """
    values = by_period / common_course(by_period)
    people = len(values)
    change, p_value = np.full(people, np.nan), np.ones(people)
    for at in range(people):
        row = values[at][~np.isnan(values[at])]
        if len(row) < LEAST_PERIODS:
            continue
        third = max(len(row) // 3, 1)
        first, last = row[:third].mean(), row[-third:].mean()
        if first > 0:
            change[at] = last / first - 1
        p_value[at] = _ordered(row)
    known = ~np.isnan(change)
    clear = np.zeros(people, dtype=bool)
    clear[known] = differing(p_value[known].tolist())
    return Trends(change, clear)


def _ordered(row: Array) -> float:
    n = len(row)
    later, earlier = np.triu_indices(n, 1)[::-1]
    score = float(np.sign(row[later] - row[earlier]).sum())
    _, ties = np.unique(row, return_counts=True)
    variance = (n * (n - 1) * (2 * n + 5) - float((ties * (ties - 1) * (2 * ties + 5)).sum())) / 18
    if variance <= 0 or score == 0:
        return 1.0
    return float(2 * stats.norm.sf((abs(score) - 1) / np.sqrt(variance)))
