"""The chance that a deal of a given age is still won: competing risks, won against lost, by age in days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.history import History


@dataclass(frozen=True, eq=False)
class AgeTable:
    """Aalen-Johansen estimate over ages 0 .. longest (days).

    undecided[a]: share still open on reaching age a (before that day's decisions); won_before[a]: share won before
    age a; the last entries, at longest + 1, are the shares in the end. at_risk[a]: deals seen at that age.
    """

    longest: int
    undecided: NDArray[np.float64]
    won_before: NDArray[np.float64]
    at_risk: NDArray[np.int64]

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
    return AgeTable(longest, undecided, won_before, at_risk)
