"""What became of deals three months later: looks back at the pipeline, one per quarter.

Each look takes the deals open on a past day (and those that entered in the three months after it) and counts what
they were three months on: won, lost, or open and older. Looks lie whole quarters before `as_of`, so that habits of a
quarter's end fall in the same place. The chance to be won in the end then solves, over age groups g,

    p_g = (won_g + m * a_g + sum over h of open_gh * p_h) / (n_g + m)

where open_gh deals of group g were open in group h three months on, a_g is the chance from `age_table`, and m = 10
deals is the weight of that estimate where looks are few. See docs/MODEL.md and docs/VALIDATION.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.history import History, day_months_back
from simulator.evidence.survival import AgeTable

STEP_MONTHS = 3
MOST_LOOKS = 8
PRIOR_DEALS = 10.0
"""Weight of the age table against what the looks show, in deals."""

USUAL_DRIFT = 0.01
"""Intra-quarter correlation assumed for win chances while few quarters are known: at a rate of one half, quarters
then differ by a standard deviation of 5 points. A guess, replaced by what the looks show as they become many."""
DRIFT_WEIGHT = 3.0
DRIFT_WITHOUT_LOOKS = 0.04
STALE_AT_MOST = 0.02


@dataclass(frozen=True, eq=False)
class Conversion:
    """Chances by age group. edges: first age of each group, the last group being stale; won, decided: chances in the
    end; seen: deals behind each; drift: variance a coming quarter adds, as a share of p (1 - p); looks: how many.
    """

    edges: NDArray[np.int64]
    won: NDArray[np.float64]
    decided: NDArray[np.float64]
    seen: NDArray[np.float64]
    entering_won: float
    entering_decided: float
    entering_seen: float
    drift: float
    looks: int

    def group_of(self, age: NDArray[np.int64]) -> NDArray[np.int64]:
        """Index of each age's group."""
        return np.searchsorted(self.edges, age, side="right") - 1

    def equivalent_n(self, group: int, spread: float = 1.0) -> float:
        """Sample a Beta needs to be as unsure of a coming quarter as the looks are; `spread` scales the drift."""
        variance = 1 / max(self.seen[group], 1.0) + self.drift * spread
        return max(1 / variance - 1, 2.0)


def conversion(history: History, ages: AgeTable) -> Conversion:
    """Chances of open and of entering deals, from looks and the age table together."""
    edges = _edges(history, ages)
    groups = len(edges)
    known = ages.won_from(_middle(edges, ages))
    known_decided = ages.decided_from(_middle(edges, ages))
    counts = np.zeros((MOST_LOOKS, groups, 2))  # deals, won, per look and group
    entering = np.zeros((MOST_LOOKS, 2))
    won, lost, seen = np.zeros(groups), np.zeros(groups), np.zeros(groups)
    moved = np.zeros((groups, groups))
    new_won = new_lost = new_seen = 0.0
    new_open = np.zeros(groups)
    looks = 0
    end = history.as_of
    for look in range(1, MOST_LOOKS + 1):
        start = day_months_back(history.as_of, STEP_MONTHS * look)
        if start < history.first_decision - 1:
            break
        looks = look
        pool = (history.entered <= start) & (history.decided > start)
        fresh = (history.entered > start) & (history.entered <= end)
        by_end = history.decided <= end
        before = _group(edges, start - history.entered[pool])
        after = _group(edges, end - history.entered)
        won += np.bincount(before, weights=history.won[pool] & by_end[pool], minlength=groups)
        lost += np.bincount(before, weights=history.lost[pool] & by_end[pool], minlength=groups)
        seen += np.bincount(before, minlength=groups)
        still = ~by_end[pool]
        np.add.at(moved, (before[still], after[pool][still]), 1.0)
        counts[look - 1, :, 0] = np.bincount(before, minlength=groups)
        counts[look - 1, :, 1] = np.bincount(before, weights=history.won[pool] & by_end[pool], minlength=groups)
        new_won += float((fresh & history.won & by_end).sum())
        new_lost += float((fresh & history.lost & by_end).sum())
        new_seen += float(fresh.sum())
        new_open += np.bincount(after[fresh & ~by_end], minlength=groups)
        entering[look - 1] = fresh.sum(), (fresh & history.won & by_end).sum()
        end = start
    share_won = _solve(won, moved, seen, known)
    share_decided = np.maximum(_solve(won + lost, moved, seen, known_decided), share_won)
    weight = new_seen + PRIOR_DEALS
    entering_won = (new_won + new_open @ share_won + PRIOR_DEALS * ages.won_before[-1]) / weight
    entering_decided = (new_won + new_lost + new_open @ share_decided + PRIOR_DEALS * (1 - ages.undecided[-1])) / weight
    return Conversion(
        edges=edges,
        won=share_won,
        decided=share_decided,
        seen=seen + PRIOR_DEALS,
        entering_won=float(entering_won),
        entering_decided=float(max(entering_decided, entering_won)),
        entering_seen=weight,
        drift=_drift(np.concatenate([counts[:looks, :-1], entering[:looks, None, :]], axis=1)),
        looks=looks,
    )


def _edges(history: History, ages: AgeTable) -> NDArray[np.int64]:
    """Groups hold like numbers of the cycles that closed, 40 at least in each; the last one starts beyond the longest."""
    cycles = history.age[~history.open]
    groups = int(np.clip(len(cycles) // 40, 1, 6))
    inner = np.quantile(cycles, np.arange(1, groups) / groups, method="higher") if groups > 1 else np.array([])
    edges = np.unique(np.concatenate([[0], inner.astype(np.int64), [ages.longest + 1]])).astype(np.int64)
    return edges


def _group(edges: NDArray[np.int64], age: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.maximum(np.searchsorted(edges, age, side="right") - 1, 0)


def _middle(edges: NDArray[np.int64], ages: AgeTable) -> NDArray[np.int64]:
    """The age in the middle of each group; the stale group lies beyond every cycle."""
    return np.concatenate([(edges[:-1] + edges[1:] - 1) // 2, [ages.longest + 1]])


def _solve(
    done: NDArray[np.float64], moved: NDArray[np.float64], seen: NDArray[np.float64], known: NDArray[np.float64]
) -> NDArray[np.float64]:
    """p = (done + m * known + moved p) / (seen + m), with the stale group fixed at almost nothing."""
    weight = seen + PRIOR_DEALS
    matrix = moved / weight[:, None]
    fixed = (done + PRIOR_DEALS * known) / weight
    matrix[-1] = 0.0
    fixed[-1] = min(STALE_AT_MOST, 0.5 / (seen[-1] + 1))
    return np.clip(np.linalg.solve(np.eye(len(done)) - matrix, fixed), 0.0, 1.0)


def _drift(counts: NDArray[np.float64]) -> float:
    """How much win chances move between quarters beyond luck, as intra-quarter correlation, for a coming quarter.

    counts: (looks, groups, [deals, won]). Pearson's dispersion of the looks around the pooled rates, shrunk towards
    USUAL_DRIFT with the weight of three quarters; a new quarter adds its own drift to that of the measured mean.
    """
    looks = len(counts)
    if looks == 0:
        return 2 * DRIFT_WITHOUT_LOOKS
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
    return drift * (1 + 1 / looks)
