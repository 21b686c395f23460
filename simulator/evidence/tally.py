"""Deals counted from look to look: what stood open on a past day, and what had become of it a quarter later."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.history import History, day_months_back

STEP_MONTHS = 3
FIRST_MONTHS = 2
MOST_LOOKS = 8

Array = NDArray[np.float64]


@dataclass(eq=False)
class Tally:
    """Sums over looks, by age group at the look."""

    groups: int
    won: Array = field(init=False)
    seen: Array = field(init=False)
    moved: Array = field(init=False)
    fresh_open: Array = field(init=False)
    fresh_won: float = 0.0
    fresh_seen: float = 0.0
    looks: list[Array] = field(default_factory=list)
    first_won: Array = field(init=False)
    first_fresh: Array = field(init=False)
    first_looks: list[Array] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.won, self.seen, self.fresh_open = (
            np.zeros(self.groups),
            np.zeros(self.groups),
            np.zeros(self.groups),
        )
        self.moved = np.zeros((self.groups, self.groups))
        self.first_won, self.first_fresh = np.zeros((FIRST_MONTHS, self.groups)), np.zeros((FIRST_MONTHS, 2))

    def look(self, history: History, edges: NDArray[np.int64], start: int, end: int) -> None:
        """Add what happened between the evenings of two days."""
        pool = (history.entered <= start) & (history.decided > start)
        fresh = (history.entered > start) & (history.entered <= end)
        by_end = history.decided <= end
        before, after = group_at(edges, start - history.entered), group_at(edges, end - history.entered)
        seen = np.bincount(before[pool], minlength=self.groups).astype(float)
        won = np.bincount(before[pool & by_end & history.won], minlength=self.groups).astype(float)
        still = pool & ~by_end
        np.add.at(self.moved, (before[still], after[still]), 1.0)
        self.seen += seen
        self.won += won
        fresh_won, fresh_seen = float((fresh & by_end & history.won).sum()), float(fresh.sum())
        self.fresh_won += fresh_won
        self.fresh_seen += fresh_seen
        self.fresh_open += np.bincount(after[fresh & ~by_end], minlength=self.groups)
        # the stale group is left out: its rate is fixed, not measured
        self.looks.append(np.vstack([np.column_stack([seen, won])[:-1], [[fresh_seen, fresh_won]]]))
        for at in range(FIRST_MONTHS):
            until = day_months_back(end, STEP_MONTHS - 1 - at)
            by_then = (history.decided <= until) & history.won
            came = (history.entered > start) & (history.entered <= until)
            first = np.bincount(before[pool & by_then], minlength=self.groups).astype(float)
            fresh_first = [float(came.sum()), float((came & by_then).sum())]
            self.first_won[at] += first
            self.first_fresh[at] += fresh_first
            if at == 0:
                self.first_looks.append(np.vstack([np.column_stack([seen, first])[:-1], [fresh_first]]))


def looked_back(history: History, edges: NDArray[np.int64], first_decision: int) -> Tally:
    """Looks of whole quarters before `as_of`, as far back as `first_decision` lets the export be complete."""
    tally = Tally(len(edges))
    end = history.as_of
    for look in range(1, MOST_LOOKS + 1):
        start = day_months_back(history.as_of, STEP_MONTHS * look)
        if start < first_decision - 1:
            break
        tally.look(history, edges, start, end)
        end = start
    return tally


def group_at(edges: NDArray[np.int64], age: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index of the age group each age falls into; the first where it is younger than any."""
    return np.maximum(np.searchsorted(edges, age, side="right") - 1, 0)
