"""The chance that a deal of a given age is still won: competing risks, won against lost, by age in days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.history import History
from simulator.evidence.pooling import EIGHT_IN_TEN


@dataclass(frozen=True, eq=False)
class AgeTable:
    """Aalen-Johansen estimate over ages 0 .. longest (days).

    undecided[a]: share still open on reaching age a (before that day's decisions); won_before[a]: share won before
    age a; the last entries, at longest + 1, are the shares in the end. at_risk[a]: deals seen at that age; won[a],
    lost[a]: of them decided at it.
    """

    longest: int
    undecided: NDArray[np.float64]
    won_before: NDArray[np.float64]
    at_risk: NDArray[np.int64]
    won: NDArray[np.int64]
    lost: NDArray[np.int64]

    def won_between(self, age: NDArray[np.int64], days: int) -> NDArray[np.float64]:
        """Chance that a deal open at `age` is won within `days`; 0 beyond the longest cycle that ever closed."""
        at, end = self._at(age), self._at(age + days)
        left = np.maximum(self.undecided[at], 1e-12)
        return np.where(age > self.longest, 0.0, (self.won_before[end] - self.won_before[at]) / left)

    def undecided_between(self, age: NDArray[np.int64], days: int) -> NDArray[np.float64]:
        """Chance that a deal open at `age` is still open `days` later; 1 beyond the longest cycle that ever closed."""
        at, end = self._at(age), self._at(age + days)
        left = np.maximum(self.undecided[at], 1e-12)
        return np.where(age > self.longest, 1.0, self.undecided[end] / left)

    def _at(self, age: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.clip(age, 0, self.longest + 1)


def age_table(history: History) -> AgeTable:
    """The estimate from closed and open deals together.

    A deal counts at an age only while it could be seen: an export may leave out what was decided before its first
    decision, so that older deals are known only because they were still open on that day (delayed entry). Open deals
    count up to their present age (right censoring).
    """
    age = history.age
    closed = ~history.open
    longest = int(age[closed].max())
    seen_from = np.maximum(history.first_decision - history.entered, 0)
    size = longest + 2
    # at risk on day a: seen_from <= a <= age
    begins = np.bincount(np.minimum(seen_from, size), minlength=size + 1)[:size]
    ends = np.bincount(np.minimum(age + 1, size), minlength=size + 1)[:size]
    at_risk = np.cumsum(begins - ends)[: longest + 1]
    won = np.bincount(age[history.won], minlength=size)[: longest + 1]
    lost = np.bincount(age[history.lost], minlength=size)[: longest + 1]
    risk = np.maximum(at_risk, 1)
    undecided = np.concatenate([[1.0], np.cumprod(1 - (won + lost) / risk)])
    won_before = np.concatenate([[0.0], np.cumsum(undecided[:-1] * won / risk)])
    return AgeTable(longest, undecided, won_before, at_risk, won, lost)


def won_cycle(ages: AgeTable) -> tuple[float, float]:
    """Mean and cv of the days to win that open deals do not bias: long cycles are missing among what has closed."""
    share = np.diff(ages.won_before)
    if share.sum() <= 0:
        return 0.0, 0.0
    days = np.arange(len(share))
    weight = share / share.sum()
    mean = float((days * weight).sum())
    variance = float(((days - mean) ** 2 * weight).sum())
    return mean, float(np.sqrt(variance) / mean) if mean > 0 else 0.0


def won_cycle_error(ages: AgeTable) -> float:
    """Standard error of the mean of `won_cycle`, in days, by the delta method; inf where nothing was won.

    The chances h to win and l to lose at an age, of n at risk, err like a multinomial, age by age.
    With f = S h the share won at age a, F its sum, m the mean and G(a) the sum of f (age - m) beyond a, a step of h
    moves the mean by (S (a - m) - G / (1 - h - l)) / F, one of l by -G / (1 - h - l) / F.
    """
    n = np.maximum(ages.at_risk, 1).astype(float)
    win, lose = ages.won / n, ages.lost / n
    share = np.diff(ages.won_before)
    total = float(share.sum())
    if total <= 0:
        return float("inf")
    mean, _ = won_cycle(ages)
    off = np.arange(len(share)) - mean
    beyond = (share * off)[::-1].cumsum()[::-1] - share * off
    left = 1 - win - lose
    later = np.divide(beyond, left, out=np.zeros_like(beyond), where=left > 0)
    by_win, by_loss = (ages.undecided[:-1] * off - later) / total, -later / total
    variance = (
        win * (1 - win) * by_win**2 + lose * (1 - lose) * by_loss**2 - 2 * win * lose * by_win * by_loss
    )
    return float(np.sqrt(max(float((variance / n).sum()), 0.0)))


def undecided_error(ages: AgeTable) -> NDArray[np.float64]:
    """Standard error of `undecided`, by Greenwood (1926)."""
    decided = ages.won + ages.lost
    left = ages.at_risk - decided
    part = np.where(left > 0, decided / np.maximum(ages.at_risk * left, 1), 0.0)
    return np.asarray(ages.undecided * np.sqrt(np.concatenate([[0.0], np.cumsum(part)])))


def won_error(ages: AgeTable) -> NDArray[np.float64]:
    """Standard error of `won_before`, by the delta method (Marubini and Valsecchi 1995, section 10.2).

    With F the share won, S the share undecided before the day, d decided and w won of n at risk:
    Var F(t) = sum (F(t) - F)² d / (n (n - d)) + sum S² w (n - w) / n³ - 2 sum (F(t) - F) S w / n².
    """
    n = np.maximum(ages.at_risk, 1).astype(float)
    decided, won = (ages.won + ages.lost).astype(float), ages.won.astype(float)
    part = np.where(n > decided, decided / (n * np.maximum(n - decided, 1)), 0.0)
    share, before = ages.won_before[1:], ages.undecided[:-1]
    cross = before * won / n**2
    sums = [
        np.cumsum(one)
        for one in (
            part,
            share * part,
            share**2 * part,
            before**2 * won * (n - won) / n**3,
            cross,
            share * cross,
        )
    ]
    variance = (
        share**2 * sums[0] - 2 * share * sums[1] + sums[2] + sums[3] - 2 * share * sums[4] + 2 * sums[5]
    )
    return np.concatenate([[0.0], np.sqrt(np.maximum(variance, 0.0))])


def share_range(
    share: NDArray[np.float64], error: NDArray[np.float64], deviations: float = EIGHT_IN_TEN
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Range of a curve that stays inside 0 .. 1: straight on log(-log), where a share known by few is less lopsided."""
    inside = np.clip(share, 1e-12, 1 - 1e-12)
    logs = np.log(inside)
    stretch = np.exp(np.clip(deviations * error / (inside * -logs), 0.0, 700.0))
    low, high = inside**stretch, inside ** (1 / stretch)
    moves = error > 0
    return np.where(moves, low, share), np.where(moves, high, share)
