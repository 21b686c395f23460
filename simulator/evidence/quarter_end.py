"""Whether the third month of a quarter wins more than the first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulator.evidence.calendar import month_of
from simulator.evidence.history import History

Floats = NDArray[np.float64]
LEAST_MONTHS = 6
"""Two of each month of the quarter."""
FEW_DEALS = 5
"""A month with fewer decisions does not count."""
SURE = 0.01
"""Luck alone shows such a difference once in a hundred exports."""


@dataclass(frozen=True)
class QuarterPattern:
    """Win rates of deals decided in the first, second and third month of calendar quarters; closed: deals behind."""

    rates: tuple[float, float, float]
    months: int
    closed: int
    p_value: float

    @property
    def sentence(self) -> str:
        """What a person should know."""
        first, second, third = (f"{rate:.0%}" for rate in self.rates)
        return (
            f"Of deals decided in the first, second and third month of a quarter {first}, {second} and {third} were "
            f"won ({self.closed:,} deals, {self.months} months): a month is not like the next. The plan uses one win "
            "rate, which is right for whole quarters and too even for single months."
        )


def quarter_pattern(history: History) -> QuarterPattern | None:
    """The pattern where it is more than luck, None otherwise.

    Quasi-binomial analysis of deviance: months differ by more than chance anyway, so that the difference between the
    three places is held against that of months in the same place (F test; McCullagh and Nelder 1989, section 4.5).
    """
    closed = ~history.open
    if not closed.any():
        return None
    months = month_of(history.decided[closed])
    first = int(months.min())
    over = int(month_of(np.array([history.as_of + 1]))[0]) - 1
    size = int(months.max()) - first + 1
    decided = np.bincount(months - first, minlength=size).astype(float)
    won = np.bincount(months - first, weights=history.won[closed].astype(float), minlength=size).astype(float)
    at = np.arange(first, first + size)
    kept = (decided >= FEW_DEALS) & (at <= over)
    decided, won, place = decided[kept], won[kept], at[kept] % 3
    if len(place) < LEAST_MONTHS or min(np.bincount(place, minlength=3)) < 2:
        return None
    of_place = np.bincount(place, won, 3) / np.bincount(place, decided, 3)
    overall = won.sum() / decided.sum()
    if not 0 < overall < 1:
        return None
    between = _deviance(won, decided, np.full(len(won), overall)) - _deviance(won, decided, of_place[place])
    expected = np.clip(of_place[place], 1e-9, 1 - 1e-9)
    pearson = float(((won - decided * expected) ** 2 / (decided * expected * (1 - expected))).sum())
    freedom = len(place) - 3
    dispersion = max(pearson / freedom, 1.0)
    p_value = float(stats.f.sf(between / 2 / dispersion, 2, freedom))
    if p_value > SURE:
        return None
    first_rate, second_rate, third_rate = (float(rate) for rate in of_place)
    return QuarterPattern((first_rate, second_rate, third_rate), len(place), int(decided.sum()), p_value)


def _deviance(won: Floats, decided: Floats, rate: Floats) -> float:
    rate = np.clip(rate, 1e-9, 1 - 1e-9)
    lost = decided - won
    with np.errstate(divide="ignore", invalid="ignore"):
        a = np.where(won > 0, won * np.log(won / (decided * rate)), 0.0)
        b = np.where(lost > 0, lost * np.log(lost / (decided * (1 - rate))), 0.0)
    return float(2 * (a + b).sum())
