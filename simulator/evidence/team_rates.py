"""Teams' rates, pulled towards the company as far as teams do not differ or have few deals, and adding up to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from simulator.evidence.comparisons import PooledRate
from simulator.evidence.findings import CycleFinding, SizeFinding
from simulator.evidence.history import History
from simulator.evidence.pooling import EIGHT_IN_TEN, Pooled, pooled_means, pooled_rates
from simulator.evidence.sizes import FEW, size_finding

Array = NDArray[np.float64]


@dataclass(frozen=True)
class TeamRates:
    """What one team's won and lost deals say, after pooling."""

    win: PooledRate
    size: SizeFinding
    cycle: CycleFinding


def team_rates(histories: list[History], size: SizeFinding, cycle: CycleFinding) -> tuple[TeamRates, ...]:
    """Rates of at least two teams; size, cycle: the company's.

    The teams' win rates, weighted by their closed deals, are the company's; so are their sizes and cycles, weighted by
    won deals. Pooling alone would not see to that: it pulls towards the mean of teams, not of deals.
    """
    won = np.array([int(one.won.sum()) + one.undated_won for one in histories])
    lost = np.array([int(one.lost.sum()) + one.undated_lost for one in histories])
    rates = pooled_rates(won, won + lost)
    share = _rates_that_add_up(rates.value, won, won + lost)
    amounts = [_amounts(one) for one in histories]
    cycles = [one.age[one.won].astype(float) for one in histories]
    sizes = _pooled(amounts, size.mean, size.cv)
    days = _pooled(cycles, cycle.mean, cycle.cv)
    return tuple(
        TeamRates(
            PooledRate(float(share[at]), float(rates.equivalent_n[at]), float(rates.pull[at])),
            _size(amounts[at], sizes, at, size),
            _cycle(cycles[at], days, at, cycle),
        )
        for at in range(len(histories))
    )


def _amounts(history: History) -> Array:
    amounts = np.concatenate([history.amount[history.won], history.undated_amounts])
    return np.asarray(amounts[~np.isnan(amounts)])


def _rates_that_add_up(rates: Array, won: NDArray[np.int64], closed: NDArray[np.int64]) -> Array:
    """`rates` moved alike on logits until they bring what was won."""
    if not 0 < won.sum() < closed.sum():
        return rates
    logits = np.log(np.clip(rates, 1e-9, 1 - 1e-9)) - np.log1p(-np.clip(rates, 1e-9, 1 - 1e-9))

    def brought(shift: float) -> float:
        return float((closed / (1 + np.exp(-logits - shift))).sum() - won.sum())

    return np.asarray(1 / (1 + np.exp(-logits - optimize.brentq(brought, -40.0, 40.0))))


@dataclass(frozen=True, eq=False)
class _Means:
    value: Array
    sd: Array
    pull: Array


def _pooled(samples: list[Array], mean: float, cv: float) -> _Means:
    """Pooled means, scaled so that weighted by cases they are `mean`. sd: relative, of each."""
    n = np.array([len(one) for one in samples])
    if mean <= 0 or cv <= 0 or n.sum() < 2:
        unknown = np.full(len(n), cv / np.sqrt(max(int(n.sum()), 1)))
        return _Means(np.full(len(n), mean), unknown, np.ones(len(n)))
    own = np.array([float(one.mean()) if len(one) else np.nan for one in samples])
    known = np.where((n > 0) & (own > 0), own, np.nan)
    squares = np.array(
        [
            float(((one / one.mean() - 1) ** 2).sum()) if len(one) and one.mean() > 0 else 0.0
            for one in samples
        ]
    )
    spread = np.sqrt((squares + 10 * cv**2) / (np.maximum(n - 1, 0) + 10))
    counted = np.where(np.isnan(known), 0, n)
    found: Pooled = pooled_means(known, spread, counted, 1.0)
    scale = mean * n.sum() / float((found.value * n).sum())
    sd = np.log(found.high / found.low) / (2 * EIGHT_IN_TEN)
    return _Means(found.value * scale, sd, found.pull)


def _size(amounts: Array, pooled: _Means, at: int, company: SizeFinding) -> SizeFinding:
    base = size_finding(amounts) if len(amounts) >= FEW else company
    mean, pull = float(pooled.value[at]), float(pooled.pull[at])
    factor = mean / base.mean
    note = base.note if len(amounts) >= FEW else "the spread is the company's"
    return replace(
        base,
        mean=mean,
        n=len(amounts),
        values=None if base.values is None else tuple(round(one * factor, 2) for one in base.values),
        note=f"{note}; pulled {pull:.0%} towards the company",
        equivalent_n=_sample(base.cv, float(pooled.sd[at])),
        years_back=company.years_back,
        growth=company.growth,
    )


def _cycle(days: Array, pooled: _Means, at: int, company: CycleFinding) -> CycleFinding:
    mean = float(pooled.value[at])
    own = len(days) >= FEW and float(days.mean()) > 0
    cv = float(days.std(ddof=1) / days.mean()) if own else company.cv
    sample = _sample(cv, float(pooled.sd[at]))
    return CycleFinding(
        mean, cv, len(days), company.longest, sample, company.longer, company.wider, company.telling
    )


def _sample(cv: float, sd: float) -> float:
    """Cases whose mean is known as well: relative standard error `sd` at this spread."""
    return float(np.clip((cv / max(sd, 1e-9)) ** 2, 1.0, 1e9)) if cv > 0 else 1.0
