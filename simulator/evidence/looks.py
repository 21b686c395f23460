"""What became of deals three months later: looks back at the pipeline, one per quarter.

Each look takes the deals open on a past day (and those that entered in the three months after it) and counts what
they were three months on: won, lost, or open and older. Looks lie whole quarters before `as_of`, so that habits of a
quarter's end fall in the same place. Chances of longer times follow by walking on from quarter to quarter:

    within[1] = w            w_g  = (won_g + m * a_g) / (n_g + m)
    within[k] = w + T within[k - 1]
    in the end: p = w + T p

w_g: won within a quarter; T_gh: open in group h a quarter on; a_g: what `age_table` gives for the middle of the group;
m = 10 deals, the weight of the age table where looks are few. docs/VALIDATION.md shows what this is worth.

The first month and the first two after the same day of past quarters are looked at too (`first`): closings crowd at a
quarter's end, so that a third of a quarter's wins would misstate every single month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.history import History
from simulator.evidence.pooling import own_weight
from simulator.evidence.survival import AgeTable
from simulator.evidence.tally import FIRST_MONTHS, Tally, group_at, looked_back

STEP_DAYS = 91
MONTH_DAYS = 30
QUARTERS_AHEAD = 8
PRIOR_DEALS = 10.0
"""Weight of the age table against what the looks show, in deals."""

USUAL_DRIFT = 0.01
"""Relative variance assumed between quarters' wins while few quarters are known: beyond luck they then differ by a
tenth. A guess, replaced by what the looks show as they become many. As intra-quarter correlation of a rate r it is
USUAL_DRIFT r / (1 - r)."""
DRIFT_WEIGHT = 3.0
DRIFT_WITHOUT_LOOKS = 0.04
STALE_AT_MOST = 0.02

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Conversion:
    """Chances by age group.

    edges: first age of each group, the last group being stale; won: chance in the end; within[k]: chance to be won
    within k + 1 quarters; seen: deals behind each; entering_won, entering_within: the same for deals that enter evenly
    over the time looked at; drift: variance a coming quarter adds, as a share of p (1 - p); looks: how many;
    first, entering_first: chances within one and two months; drift_first: the drift of the first month's wins.
    moved[g, h]: share open in group h a quarter on; fresh: of a quarter's entries the share won at its end, and the
    shares open in each group; counted: deals won within a quarter, and seen, by group.
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
    first: Array
    entering_first: Array
    drift_first: float
    moved: Array
    fresh: tuple[float, Array]
    counted: tuple[Array, Array]

    def group_of(self, age: NDArray[np.int64]) -> NDArray[np.int64]:
        """Index of each age's group."""
        return np.searchsorted(self.edges, age, side="right") - 1

    def equivalent_n(self, group: int, spread: float = 1.0, more: float = 0.0) -> float:
        """Sample a Beta needs to be as unsure of a coming quarter as the looks are; `spread` scales the drift.

        more: variance to add, as a share of p (1 - p).
        """
        variance = 1 / max(float(self.seen[group]), 1.0) + self.drift * spread + more
        return max(1 / variance - 1, 2.0)


def conversion(history: History, ages: AgeTable) -> Conversion:
    """Chances of open and of entering deals, from looks and the age table together."""
    edges = _edges(history, ages)
    tally = looked_back(history, edges, history.first_decision)
    middle = np.concatenate([(edges[:-1] + edges[1:] - 1) // 2, [ages.longest + 1]])
    weight = tally.seen + PRIOR_DEALS
    step_won = (tally.won + PRIOR_DEALS * ages.won_between(middle, STEP_DAYS)) / weight
    later = group_at(edges, middle + STEP_DAYS)
    moved = tally.moved.copy()
    np.add.at(moved, (np.arange(len(edges)), later), PRIOR_DEALS * ages.undecided_between(middle, STEP_DAYS))
    moved /= weight[:, None]
    # nothing older than every closed deal was ever won: half a win among those seen, and never more than 1 in 50
    step_won[-1], moved[-1] = min(STALE_AT_MOST, 0.5 / (tally.seen[-1] + 1)), 0.0
    fresh = _fresh_by_age(ages, edges)
    fresh_weight = tally.fresh_seen + PRIOR_DEALS
    fresh_won = (tally.fresh_won + PRIOR_DEALS * fresh[0]) / fresh_weight
    left = (tally.fresh_open + PRIOR_DEALS * fresh[1]) / fresh_weight
    days = MONTH_DAYS * np.arange(1, FIRST_MONTHS + 1)
    expected = np.array([ages.won_between(middle, int(one)) for one in days])
    first = (tally.first_won + PRIOR_DEALS * expected) / weight
    first[:, -1] = step_won[-1] * days / STEP_DAYS
    expected_fresh = np.array([_fresh_won(ages, int(one)) for one in days])
    entering_first = (tally.first_fresh[:, 1] + PRIOR_DEALS * expected_fresh) / (
        tally.first_fresh[:, 0] + PRIOR_DEALS
    )
    drifts = _drifts(tally) or (
        2 * DRIFT_WITHOUT_LOOKS * _odds(fresh_won),
        2 * DRIFT_WITHOUT_LOOKS * _odds(float(entering_first[0])),
    )
    months = (np.clip(first, 0.0, 1.0), entering_first)
    return _walked(tally, edges, step_won, moved, (fresh_won, left), (weight, fresh_weight), drifts, months)


def pooled_conversion(history: History, company: Conversion, first_decision: int) -> Conversion:
    """Chances of one team, pulled towards the company's: its own looks count as far as teams' looks differ from them.

    first_decision: the company's, before which an export may be incomplete.
    """
    tally = looked_back(history, company.edges, first_decision)
    seen = np.append(tally.seen, tally.fresh_seen)
    won = np.append(tally.won, tally.fresh_won)
    expected = np.append(company.within[0], company.fresh[0])
    weight = own_weight(won, seen, expected)
    # older than every deal that ever closed: as for the company
    weight[len(company.edges) - 1] = 0.0
    own, fresh_own = weight[:-1], float(weight[-1])
    cases = np.maximum(seen, 1.0)
    step = weight * won / cases + (1 - weight) * expected
    moved = own[:, None] * tally.moved / cases[:-1, None] + (1 - own)[:, None] * company.moved
    left = fresh_own * tally.fresh_open / cases[-1] + (1 - fresh_own) * company.fresh[1]
    first = own * tally.first_won / cases[:-1] + (1 - own) * company.first
    shares = tally.first_fresh[:, 1] / np.maximum(tally.first_fresh[:, 0], 1.0)
    entering_first = fresh_own * shares + (1 - fresh_own) * company.entering_first
    behind = 1 / (weight / cases + (1 - weight) ** 2 / np.append(company.seen, company.entering_seen))
    drifts = (company.drift, company.drift_first)
    if (measured := _drifts(tally)) is not None:
        drifts = (
            drifts[0] + fresh_own * (measured[0] - drifts[0]),
            drifts[1] + fresh_own * (measured[1] - drifts[1]),
        )
    return _walked(
        tally,
        company.edges,
        step[:-1],
        moved,
        (float(step[-1]), left),
        (behind[:-1], float(behind[-1])),
        drifts,
        (first, entering_first),
    )


def _drifts(tally: Tally) -> tuple[float, float] | None:
    """Drift of a quarter and of its first month; None without a look."""
    if not tally.looks:
        return None
    return _drift(np.array(tally.looks)), _drift(np.array(tally.first_looks))


def _walked(
    tally: Tally,
    edges: NDArray[np.int64],
    step_won: Array,
    moved: Array,
    fresh: tuple[float, Array],
    seen: tuple[Array, float],
    drifts: tuple[float, float],
    months: tuple[Array, Array],
) -> Conversion:
    """Chances of longer times, from quarter to quarter."""
    fresh_won, left = fresh
    won = _in_the_end(moved, step_won)
    within = np.empty((QUARTERS_AHEAD, len(edges)))
    within[0] = step_won
    for k in range(1, QUARTERS_AHEAD):
        within[k] = step_won + moved @ within[k - 1]
    # of k quarters' entries the last had no quarter after its own, the one before it one, and so on
    cohorts = fresh_won + np.concatenate([[0.0], within[:-1] @ left])
    return Conversion(
        edges=edges,
        won=won,
        within=np.clip(within, 0.0, 1.0),
        seen=seen[0],
        entering_won=float(np.clip(fresh_won + left @ won, 0.0, 1.0)),
        entering_within=np.cumsum(cohorts) / np.arange(1, QUARTERS_AHEAD + 1),
        entering_seen=float(seen[1]),
        drift=drifts[0],
        looks=len(tally.looks),
        first=months[0],
        entering_first=months[1],
        drift_first=drifts[1],
        moved=moved,
        fresh=fresh,
        counted=(tally.won, tally.seen),
    )


def _in_the_end(moved: Array, step_won: Array) -> Array:
    """Chance in the end of p = w + T p; groups nobody ever leaves are left once in a million quarters."""
    stay = np.eye(len(step_won))
    try:
        found = np.linalg.solve(stay - moved, step_won)
    except np.linalg.LinAlgError:
        found = np.linalg.solve(stay * (1 + 1e-6) - moved, step_won)
    return np.asarray(np.clip(found, 0.0, 1.0))


def _fresh_by_age(ages: AgeTable, edges: NDArray[np.int64]) -> tuple[float, Array]:
    """Deals entering evenly over a quarter, at its end, by the age table: share won, and share open in each group."""
    age = np.arange(STEP_DAYS, dtype=np.int64)
    zero = np.zeros_like(age)
    won = _fresh_won(ages, STEP_DAYS)
    still = np.array([ages.undecided_between(zero[:1], int(days) + 1)[0] for days in age])
    return won, np.bincount(group_at(edges, age), weights=still, minlength=len(edges)) / STEP_DAYS


def _fresh_won(ages: AgeTable, days: int) -> float:
    """Share won by the end of `days`, of deals entering evenly over them, by the age table."""
    zero = np.zeros(1, dtype=np.int64)
    return float(np.mean([ages.won_between(zero, day + 1)[0] for day in range(days)]))


def _edges(history: History, ages: AgeTable) -> NDArray[np.int64]:
    """Groups hold like numbers of closed cycles, 40 at least in each; the last one starts beyond the longest."""
    cycles = history.age[~history.open]
    groups = int(np.clip(len(cycles) // 40, 1, 6))
    inner = (
        np.quantile(cycles, np.arange(1, groups) / groups, method="higher") if groups > 1 else np.array([])
    )
    return np.unique(np.concatenate([[0], inner, [ages.longest + 1]])).astype(np.int64)


def _odds(rate: float) -> float:
    """Intra-quarter correlation that belongs to a relative variance of 1 at this rate."""
    inside = min(max(rate, 1e-4), 0.9)
    return inside / (1 - inside)


def _drift(counts: Array) -> float:
    """How much win chances move between quarters beyond luck, as intra-quarter correlation, for a coming quarter.

    counts: (looks, groups, [deals, won]). Pearson's dispersion of the looks around the pooled rates, shrunk towards
    the usual drift with the weight of three quarters; a new quarter adds its own drift to that of the measured mean. A
    variance known with f degrees of freedom counts f / (f - 2) times for what comes (Student's t), as in volume.py.
    """
    looks = len(counts)
    deals, won = counts[..., 0], counts[..., 1]
    pooled = won.sum(0) / np.maximum(deals.sum(0), 1)
    expected, variance, total = deals @ pooled, deals @ (pooled * (1 - pooled)), deals.sum(1)
    usable = variance > 0
    freedom = int(usable.sum()) - 1
    usual = USUAL_DRIFT * _odds(float(won.sum() / max(deals.sum(), 1.0)))
    drift = usual
    if freedom > 0:
        pearson = float((((won.sum(1) - expected)[usable]) ** 2 / variance[usable]).sum())
        measured = max(0.0, (pearson / freedom - 1) / max(float(total[usable].mean()) - 1, 1.0))
        drift = (DRIFT_WEIGHT * usual + freedom * measured) / (DRIFT_WEIGHT + freedom)
    known = DRIFT_WEIGHT + max(freedom, 0)
    return drift * (1 + 1 / looks) * known / (known - 2)
