"""What became of deals three months later: looks back at the pipeline, one per quarter.

Each look takes the deals open on a past day (and those that entered in the three months after it) and counts what
they were three months on: won, lost, or open and older. Looks lie whole quarters before `as_of`, so that habits of a
quarter's end fall in the same place. Chances of longer times follow by walking on from quarter to quarter:

    within[1] = w            w_g  = (won_g + m * a_g) / (n_g + m)
    within[k] = w + T within[k - 1]
    in the end: p = w + T p

w_g: won within a quarter; T_gh: open in group h a quarter on; a_g: what `age_table` gives for the middle of the group;
m = 10 deals, the weight of the age table where looks are few. docs/VALIDATION.md shows what this is worth.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.history import History, day_months_back
from simulator.evidence.survival import AgeTable

STEP_MONTHS = 3
STEP_DAYS = 91
MOST_LOOKS = 8
QUARTERS_AHEAD = 8
PRIOR_DEALS = 10.0
"""Weight of the age table against what the looks show, in deals."""

USUAL_DRIFT = 0.01
"""Intra-quarter correlation assumed for win chances while few quarters are known: at a rate of one half, quarters
then differ by a standard deviation of 5 points. A guess, replaced by what the looks show as they become many."""
DRIFT_WEIGHT = 3.0
DRIFT_WITHOUT_LOOKS = 0.04
STALE_AT_MOST = 0.02

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Conversion:
    """Chances by age group.

    edges: first age of each group, the last group being stale; won: chance in the end; within[k]: chance to be won
    within k + 1 quarters; seen: deals behind each; entering_won, entering_within: the same for deals that enter evenly
    over the time looked at; drift: variance a coming quarter adds, as a share of p (1 - p); looks: how many.
    """

    edges: NDArray[np.int64]
    won: Array
    within: Array
    seen: Array
    entering_won: float
    entering_within: Array
    entering_seen: float
    drift: float
    looks: int

    def group_of(self, age: NDArray[np.int64]) -> NDArray[np.int64]:
        """Index of each age's group."""
        return np.searchsorted(self.edges, age, side="right") - 1

    def equivalent_n(self, group: int, spread: float = 1.0) -> float:
        """Sample a Beta needs to be as unsure of a coming quarter as the looks are; `spread` scales the drift."""
        variance = 1 / max(float(self.seen[group]), 1.0) + self.drift * spread
        return max(1 / variance - 1, 2.0)


@dataclass(eq=False)
class _Tally:
    """Sums over looks, by age group at the look."""

    groups: int
    won: Array = field(init=False)
    seen: Array = field(init=False)
    moved: Array = field(init=False)
    fresh_open: Array = field(init=False)
    fresh_won: float = 0.0
    fresh_seen: float = 0.0
    looks: list[Array] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.won, self.seen, self.fresh_open = (
            np.zeros(self.groups),
            np.zeros(self.groups),
            np.zeros(self.groups),
        )
        self.moved = np.zeros((self.groups, self.groups))

    def look(self, history: History, edges: NDArray[np.int64], start: int, end: int) -> None:
        """Add what happened between the evenings of two days."""
        pool = (history.entered <= start) & (history.decided > start)
        fresh = (history.entered > start) & (history.entered <= end)
        by_end = history.decided <= end
        before, after = _group(edges, start - history.entered), _group(edges, end - history.entered)
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


def conversion(history: History, ages: AgeTable) -> Conversion:
    """Chances of open and of entering deals, from looks and the age table together."""
    edges = _edges(history, ages)
    tally = _Tally(len(edges))
    end = history.as_of
    for look in range(1, MOST_LOOKS + 1):
        start = day_months_back(history.as_of, STEP_MONTHS * look)
        if start < history.first_decision - 1:
            break
        tally.look(history, edges, start, end)
        end = start
    middle = np.concatenate([(edges[:-1] + edges[1:] - 1) // 2, [ages.longest + 1]])
    weight = tally.seen + PRIOR_DEALS
    step_won = (tally.won + PRIOR_DEALS * ages.won_between(middle, STEP_DAYS)) / weight
    later = _group(edges, middle + STEP_DAYS)
    moved = tally.moved.copy()
    np.add.at(moved, (np.arange(len(edges)), later), PRIOR_DEALS * ages.undecided_between(middle, STEP_DAYS))
    moved /= weight[:, None]
    # nothing older than every closed deal was ever won: half a win among those seen, and never more than 1 in 50
    stale = min(STALE_AT_MOST, 0.5 / (tally.seen[-1] + 1))
    step_won[-1], moved[-1] = stale, 0.0
    won = np.clip(np.linalg.solve(np.eye(len(edges)) - moved, step_won), 0.0, 1.0)
    within = np.empty((QUARTERS_AHEAD, len(edges)))
    within[0] = step_won
    for k in range(1, QUARTERS_AHEAD):
        within[k] = step_won + moved @ within[k - 1]
    fresh = _fresh_by_age(ages, edges)
    fresh_weight = tally.fresh_seen + PRIOR_DEALS
    first = (tally.fresh_won + PRIOR_DEALS * fresh[0]) / fresh_weight
    left = (tally.fresh_open + PRIOR_DEALS * fresh[1]) / fresh_weight
    # of k quarters' entries the last had no quarter after its own, the one before it one, and so on
    cohorts = first + np.concatenate([[0.0], within[:-1] @ left])
    return Conversion(
        edges=edges,
        won=won,
        within=np.clip(within, 0.0, 1.0),
        seen=weight,
        entering_won=float(np.clip(first + left @ won, 0.0, 1.0)),
        entering_within=np.cumsum(cohorts) / np.arange(1, QUARTERS_AHEAD + 1),
        entering_seen=fresh_weight,
        drift=_drift(np.array(tally.looks)) if tally.looks else 2 * DRIFT_WITHOUT_LOOKS,
        looks=len(tally.looks),
    )


def _fresh_by_age(ages: AgeTable, edges: NDArray[np.int64]) -> tuple[float, Array]:
    """Deals entering evenly over a quarter, at its end, by the age table: share won, and share open in each group."""
    age = np.arange(STEP_DAYS, dtype=np.int64)
    zero = np.zeros_like(age)
    won = float(np.mean([ages.won_between(zero[:1], int(days) + 1)[0] for days in age]))
    still = np.array([ages.undecided_between(zero[:1], int(days) + 1)[0] for days in age])
    return won, np.bincount(_group(edges, age), weights=still, minlength=len(edges)) / STEP_DAYS


def _edges(history: History, ages: AgeTable) -> NDArray[np.int64]:
    """Groups hold like numbers of closed cycles, 40 at least in each; the last one starts beyond the longest."""
    cycles = history.age[~history.open]
    groups = int(np.clip(len(cycles) // 40, 1, 6))
    inner = (
        np.quantile(cycles, np.arange(1, groups) / groups, method="higher") if groups > 1 else np.array([])
    )
    return np.unique(np.concatenate([[0], inner, [ages.longest + 1]])).astype(np.int64)


def _group(edges: NDArray[np.int64], age: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.maximum(np.searchsorted(edges, age, side="right") - 1, 0)


def _drift(counts: Array) -> float:
    """How much win chances move between quarters beyond luck, as intra-quarter correlation, for a coming quarter.

    counts: (looks, groups, [deals, won]). Pearson's dispersion of the looks around the pooled rates, shrunk towards
    USUAL_DRIFT with the weight of three quarters; a new quarter adds its own drift to that of the measured mean. A
    variance known with f degrees of freedom counts f / (f - 2) times for what comes (Student's t), as in volume.py.
    """
    looks = len(counts)
    deals, won = counts[..., 0], counts[..., 1]
    pooled = won.sum(0) / np.maximum(deals.sum(0), 1)
    expected, variance, total = deals @ pooled, deals @ (pooled * (1 - pooled)), deals.sum(1)
    usable = variance > 0
    freedom = int(usable.sum()) - 1
    drift = USUAL_DRIFT
    if freedom > 0:
        pearson = float((((won.sum(1) - expected)[usable]) ** 2 / variance[usable]).sum())
        measured = max(0.0, (pearson / freedom - 1) / max(float(total[usable].mean()) - 1, 1.0))
        drift = (DRIFT_WEIGHT * USUAL_DRIFT + freedom * measured) / (DRIFT_WEIGHT + freedom)
    known = DRIFT_WEIGHT + max(freedom, 0)
    return drift * (1 + 1 / looks) * known / (known - 2)
