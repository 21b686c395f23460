"""How much the win rate, the deal size, the cycle and the volume truly moved in the past, from year to year.

A lever's movement is the root mean square of its relative change from a quarter to the same quarter a year later: a
season drops out by itself, and what changes slowly shows more of itself in a year than in a quarter, while luck stays
as it is. Quarters differ by luck too: with d the changes and N the covariance that luck alone gives them, moved² is
mean(d²) - mean(N) over the pairs, each weighted by 1 / N. It is stated only where luck alone would show so large a
mean(d²) in at most one of twenty cases, by the distribution of that sum of squares (Satterthwaite 1946).

Deals count in the quarter they entered, and only what was decided within the same number of days of entering: so a
quarter holds the same share of its decisions whatever entered before or after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulator.evidence.calendar import first_day, month_of
from simulator.evidence.history import History
from simulator.evidence.measured_series import counts

Floats = NDArray[np.float64]
YEAR = 4
"""Quarters between what is compared."""
LEAST_PAIRS = 4
FALSE_ALARM = 0.05
"""Chance that a lever that never moved is said to have, for each lever."""
LEAST_CASES = 10
"""Deals a quarter must have to count."""
DECIDED, CLOSED = 0.9, 0.95
"""Deals are followed for as long as so many decisions, or wins for the cycle, took."""
LEAST_SEEN = 0.3
MOST_MOVED = 1.0
_WORDS = {"volume": "volume", "win_rate": "win rate", "deal_size": "deal size", "cycle_days": "sales cycle"}


@dataclass(frozen=True)
class LeverMove:
    """What one lever moved from year to year, luck taken off.

    moved: relative, above 0; error: its standard error; quarters: that count, from `first` to `last`; cases: in them,
    each called `case`.
    """

    lever: str
    moved: float
    error: float
    quarters: int
    first: str
    last: str
    cases: int
    case: str

    @property
    def source(self) -> str:
        """What it was read from, in a sentence's part."""
        return (
            f"moved ±{self.moved:.0%} from a quarter to the same quarter a year later, luck taken off: {self.quarters} "
            f"quarters {self.first} to {self.last}, {self.cases:,} {self.case}"
        )

    @property
    def sentence(self) -> str:
        """The finding, in one sentence."""
        return f"The {_WORDS[self.lever]} {self.source}."

    def document(self) -> dict[str, Any]:
        """Plain numbers and text."""
        return {
            "lever": self.lever,
            "moved": self.moved,
            "error": self.error,
            "quarters": self.quarters,
            "first": self.first,
            "last": self.last,
            "cases": self.cases,
            "source": self.source,
        }


def move_terms(moves: tuple[LeverMove, ...], source: str) -> list[dict[str, Any]]:
    """What moved, as the terms of levers in a scenario; source: the export's name and day."""
    return [
        {"lever": one.lever, "moved": one.moved, "source": f"{source}: {one.source}", "grade": "measured"}
        for one in moves
    ]


def lever_moves(history: History, first: int, last: int) -> tuple[LeverMove, ...]:
    """The levers that moved more than luck shows, of a whole company; none where its history is under two years.

    first, last: the months since 1970 of which every entering deal is known.
    """
    begun = -(-first // 3)
    found = (
        _volume(history, begun, last),
        _win_rate(history, begun),
        _deal_size(history, begun),
        _cycle(history, begun),
    )
    return tuple(one for one in found if one is not None)


@dataclass(frozen=True)
class Movement:
    """Root mean square change between values a year apart, luck taken off, and its standard error."""

    moved: float
    error: float


def movement(values: Floats, noise: Floats, degrees: float = np.inf) -> Movement | None:
    """What `values`, one a quarter, truly moved from year to year; None where luck alone would show as much.

    noise: variance of each value by luck alone; NaN in either leaves the quarter out. degrees: of freedom with which
    the noise is known.
    """
    at = np.flatnonzero(np.isfinite(values) & np.isfinite(noise))
    at = at[np.isin(at + YEAR, at)]
    if len(at) < LEAST_PAIRS:
        return None
    change = np.zeros((len(at), len(values)))
    change[np.arange(len(at)), at + YEAR] = 1.0
    change[np.arange(len(at)), at] = -1.0
    by_luck = change @ np.diag(np.nan_to_num(noise)) @ change.T
    weight = 1 / np.diag(by_luck)
    weight /= weight.sum()
    seen = float(weight @ (change @ np.nan_to_num(values)) ** 2)
    expected = float(weight @ np.diag(by_luck))
    of_squares = _variance(weight, by_luck)
    freedom = 2 * expected**2 / of_squares
    if stats.f.sf(seen / expected, freedom, min(degrees, 1e9)) >= FALSE_ALARM:
        return None
    square = seen - expected
    steps = np.minimum.outer(np.arange(len(values)), np.arange(len(values))) * square / YEAR
    error = np.sqrt(_variance(weight, by_luck + change @ steps @ change.T) + expected**2 * 2 / degrees)
    return Movement(float(np.sqrt(square)), float(error / (2 * np.sqrt(square))))


def _variance(weight: Floats, covariance: Floats) -> float:
    """Variance of a weighted sum of squares of normal values."""
    return float(2 * weight @ covariance**2 @ weight)


@dataclass(frozen=True, eq=False)
class _Quarters:
    """Deals of whole quarters, those decided within `days`. deal: their indices; quarter: of each, from 0."""

    deal: NDArray[np.int64]
    quarter: NDArray[np.int64]
    begun: int
    count: int


def _followed(history: History, kept: NDArray[np.bool_], days: int, begun: int) -> _Quarters | None:
    """Deals among `kept` decided within `days` of entering, in quarters all of whose deals are old enough."""
    quarter = month_of(history.entered) // 3 - begun
    count = 0
    while first_day((begun + count + 1) * 3) - 1 + days <= history.as_of:
        count += 1
    if count < YEAR + LEAST_PAIRS:
        return None
    taken = kept & (history.age <= days) & (quarter >= 0) & (quarter < count)
    deal = np.flatnonzero(taken)
    return _Quarters(deal, quarter[deal], begun, count)


def _win_rate(history: History, begun: int) -> LeverMove | None:
    closed = ~history.open
    days = int(np.quantile(history.age[closed], DECIDED))
    quarters = _followed(history, closed, days, begun)
    if quarters is None:
        return None
    won = history.won[quarters.deal]
    cases = np.bincount(quarters.quarter, minlength=quarters.count).astype(float)
    wins = np.bincount(quarters.quarter, won, quarters.count)
    cases[cases < LEAST_CASES] = np.nan
    usual = float(wins[np.isfinite(cases)].sum() / max(np.nansum(cases), 1.0))
    if not 0 < usual < 1:
        return None
    found = movement(wins / cases / usual, (1 - usual) / (usual * cases))
    return _told("win_rate", found, quarters, cases, "decided deals")


def _deal_size(history: History, begun: int) -> LeverMove | None:
    sized = history.won & (np.nan_to_num(history.amount) > 0)
    if not sized.any():
        return None
    days = int(np.quantile(history.age[~history.open], DECIDED))
    quarters = _followed(history, sized, days, begun)
    if quarters is None:
        return None
    means, noise, cases = _means(np.log(history.amount[quarters.deal]), quarters)
    return _told("deal_size", movement(means, noise), quarters, cases, "won deals")


def _cycle(history: History, begun: int) -> LeverMove | None:
    if not history.won.any():
        return None
    ages = history.age[history.won].astype(float)
    days = int(np.quantile(ages, CLOSED))
    quarters = _followed(history, history.won, days, begun)
    if quarters is None or days < 1:
        return None
    means, noise, cases = _means(history.age[quarters.deal].astype(float), quarters)
    usual = float(np.nansum(means * cases) / max(np.nansum(cases), 1.0))
    scale = usual * _seen(ages, days)
    if scale <= LEAST_SEEN * usual:
        return None
    return _told("cycle_days", movement(means / scale, noise / scale**2), quarters, cases, "won deals")


def _seen(ages: Floats, days: int) -> float:
    """How much of a longer cycle shows in the mean of those that took at most `days`: of longer ones more drop out."""
    means = [(ages * factor)[ages * factor <= days] for factor in (0.8, 1.25)]
    if any(len(one) < LEAST_CASES or not one.any() for one in means):
        return 0.0
    return float(np.log(means[1].mean() / means[0].mean()) / np.log(1.25 / 0.8))


def _means(values: Floats, quarters: _Quarters) -> tuple[Floats, Floats, Floats]:
    """Mean, its variance by luck and the number of cases of each quarter; NaN where they are too few."""
    cases = np.bincount(quarters.quarter, minlength=quarters.count).astype(float)
    totals = np.bincount(quarters.quarter, values, quarters.count)
    cases[cases < LEAST_CASES] = np.nan
    means = totals / cases
    within = (values - means[quarters.quarter]) ** 2
    counted = np.isfinite(within)
    free = max(float(counted.sum() - np.isfinite(cases).sum()), 1.0)
    return means, float(within[counted].sum()) / free / cases, cases


def _volume(history: History, begun: int, last: int) -> LeverMove | None:
    """Months a year apart share their season; how the three of a quarter differ says what months owe to luck."""
    quarters = (last + 1) // 3 - begun
    if quarters < YEAR + LEAST_PAIRS:
        return None
    monthly = counts(history, begun * 3, (begun + quarters) * 3 - 1).astype(float).reshape(quarters, 3)
    usual = float(monthly.mean())
    if usual * 3 < LEAST_CASES:
        return None
    apart = (monthly[YEAR:] - monthly[:-YEAR]) / usual
    pairs = len(apart)
    within = float(((apart - apart.mean(axis=1, keepdims=True)) ** 2).sum()) / (2 * pairs)
    noise = np.full(quarters, max(within, 2 / usual) / 6)
    overlapping = max(pairs - YEAR, 0)
    found = movement(monthly.mean(axis=1) / usual, noise, 2 * pairs / (1 + 0.5 * overlapping / pairs))
    cases = monthly.sum(axis=1)
    return _told(
        "volume", found, _Quarters(np.empty(0, int), np.empty(0, int), begun, quarters), cases, "deals"
    )


def _told(
    lever: str, found: Movement | None, quarters: _Quarters, cases: Floats, case: str
) -> LeverMove | None:
    if found is None or not 0 < found.moved <= MOST_MOVED:
        return None
    counted = np.flatnonzero(np.isfinite(cases))
    return LeverMove(
        lever,
        float(f"{found.moved:.4g}"),
        float(f"{found.error:.4g}"),
        len(counted),
        _name(quarters.begun + int(counted[0])),
        _name(quarters.begun + int(counted[-1])),
        int(np.nansum(cases)),
        case,
    )


def _name(quarter: int) -> str:
    return f"{1970 + quarter // 4}-Q{quarter % 4 + 1}"
