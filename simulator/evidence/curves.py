"""Conversion by age and by quarter of entry: young deals have not had their time, and never count as lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulator.evidence.history import History
from simulator.evidence.looks import Conversion
from simulator.evidence.pooling import EIGHT_IN_TEN
from simulator.evidence.survival import AgeTable, share_range, undecided_error, won_error

MOST_POINTS = 60
MOST_COHORTS = 12
MATURE = 0.95
"""A quarter's deals have had their time once so much of what would be won has been."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """A share of all deals that enter, by the end of their day `days`; low, high: it lies between with 8-in-10 odds."""

    days: tuple[int, ...]
    share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Cohort:
    """Deals that entered in one quarter. quarter: ``2026-Q3``; open ones among them still can be won.

    expected: share won in the end, low to high with 8-in-10 odds; time_share: how much of the time that wins take they
    have had, 0 .. 1; cut: the export lacks those decided before it began, so that shares of this quarter say nothing.
    """

    quarter: str
    entered: int
    won: int
    lost: int
    open: int
    expected: float
    low: float
    high: float
    time_share: float
    cut: bool

    @property
    def won_so_far(self) -> float:
        """Won of entered, as if what is open were lost."""
        return self.won / self.entered


@dataclass(frozen=True)
class AgeChance:
    """Open deals of one age: from, to: days (to None: no end); chance: won in the end; seen: deals behind it."""

    from_days: int
    to_days: int | None
    chance: float
    seen: float


@dataclass(frozen=True)
class CurvesFinding:
    """Conversion over time.

    won, decided: shares by age. half_days, most_days: when half, and nine in ten, of the wins have come. by_age: chance
    of a deal still open, by its age; age_p_value: how often luck alone would let ages differ as much. cohorts: by
    quarter of entry, oldest first.
    """

    won: Curve
    decided: Curve
    half_days: int
    most_days: int
    by_age: tuple[AgeChance, ...]
    age_p_value: float
    cohorts: tuple[Cohort, ...]

    @property
    def youngest(self) -> Cohort | None:
        """The quarter whose share won so far misleads most; None where every quarter has had its time."""
        young = [one for one in self.cohorts if not one.cut and one.time_share < MATURE]
        return max(young, key=lambda one: one.expected - one.won_so_far, default=None)

    @property
    def sentence(self) -> str:
        """How long wins take, and what a share of young deals would get wrong."""
        told = (
            f"Half of the deals that are won are won within {self.half_days} days, "
            f"nine in ten within {self.most_days}"
        )
        young = self.youngest
        if young is None:
            return f"{told}."
        return (
            f"{told}: of the deals of {young.quarter} {young.won_so_far:.0%} are won so far, about "
            f"{young.expected:.0%} will be."
        )


def curves_finding(history: History, ages: AgeTable, rates: Conversion, cut_off: bool) -> CurvesFinding:
    """Curves, chances by age and cohorts of one history. cut_off: it lacks what was decided before it began."""
    end = max(float(ages.won_before[-1]), 1e-12)
    reached = ages.won_before / end
    # nobody older than every closed deal counts as still on the way: the curve ends where the last decision was
    at = _thinned(np.flatnonzero((ages.won + ages.lost) > 0) + 1)
    decided = 1 - ages.undecided
    low, high = share_range(ages.undecided, undecided_error(ages))
    return CurvesFinding(
        won=_curve(at, ages.won_before, *share_range(ages.won_before, won_error(ages))),
        decided=_curve(at, decided, 1 - high, 1 - low),
        half_days=max(int(np.searchsorted(reached, 0.5)) - 1, 0),
        most_days=max(int(np.searchsorted(reached, 0.9)) - 1, 0),
        by_age=_by_age(rates),
        age_p_value=_age_test(rates),
        cohorts=_cohorts(history, ages, rates, cut_off, reached),
    )


def _curve(at: NDArray[np.int64], share: Array, low: Array, high: Array) -> Curve:
    parts = (tuple(round(float(one), 4) for one in part[at]) for part in (share, low, high))
    return Curve(tuple(int(one) - 1 for one in at), *parts)


def _thinned(at: NDArray[np.int64]) -> NDArray[np.int64]:
    if len(at) <= MOST_POINTS:
        return at
    return at[np.unique(np.linspace(0, len(at) - 1, MOST_POINTS).round().astype(np.int64))]


def _by_age(rates: Conversion) -> tuple[AgeChance, ...]:
    last = len(rates.edges) - 1
    return tuple(
        AgeChance(
            int(rates.edges[g]),
            None if g == last else int(rates.edges[g + 1]) - 1,
            round(float(rates.won[g]), 4),
            round(float(rates.seen[g]), 1),
        )
        for g in range(last + 1)
    )


def _age_test(rates: Conversion) -> float:
    """Chi-square test of one chance within a quarter for all ages that are not stale, as the looks counted them."""
    won, seen = rates.counted[0][:-1], rates.counted[1][:-1]
    won, seen = won[seen > 0], seen[seen > 0]
    if len(seen) < 2 or not 0 < won.sum() < seen.sum():
        return 1.0
    share = won.sum() / seen.sum()
    statistic = float(((won - seen * share) ** 2 / (seen * share * (1 - share))).sum())
    return float(f"{stats.chi2.sf(statistic, len(seen) - 1):.5g}")


def _cohorts(
    history: History, ages: AgeTable, rates: Conversion, cut_off: bool, reached: Array
) -> tuple[Cohort, ...]:
    quarter = history.entered.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // 3
    first = int(quarter.min())
    place = quarter - first
    size = int(place.max()) + 1
    chance = np.where(history.open, rates.won[np.maximum(rates.group_of(history.age), 0)], 0.0)
    time = reached[np.clip(history.as_of - history.entered + 1, 0, ages.longest + 1)]

    def total(weights: NDArray[np.float64] | NDArray[np.bool_]) -> Array:
        return np.bincount(place, weights=weights.astype(float), minlength=size).astype(np.float64)

    entered, won, lost = np.bincount(place, minlength=size), total(history.won), total(history.lost)
    to_come, luck, had = total(chance), total(chance * (1 - chance)), total(time)
    found = []
    for at in np.flatnonzero(entered)[-MOST_COHORTS:]:
        n = int(entered[at])
        mean = (won[at] + to_come[at]) / n
        half = EIGHT_IN_TEN * float(np.sqrt(luck[at] * (1 + luck[at] * rates.drift))) / n
        start = int(np.datetime64((first + int(at)) * 3, "M").astype("datetime64[D]").astype(np.int64))
        found.append(
            Cohort(
                quarter=f"{1970 + (first + int(at)) // 4}-Q{(first + int(at)) % 4 + 1}",
                entered=n,
                won=int(won[at]),
                lost=int(lost[at]),
                open=n - int(won[at]) - int(lost[at]),
                expected=round(float(mean), 4),
                low=round(max(float(mean - half), float(won[at] / n)), 4),
                high=round(min(float(mean + half), 1.0), 4),
                time_share=round(float(had[at] / n), 4),
                cut=cut_off and start < history.first_decision,
            )
        )
    return tuple(found)
