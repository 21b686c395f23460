"""What pay costs over the simulated futures: expected, its spread, each rep, and how far luck decides the bonus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.quotas.pay_terms import Array, bonus_amount, paid
from simulator.scenario.pay_plan import PayTerms

BATCHES = 20
"""The trials are cut into as many parts, whose scatter is the error of the share of luck."""
LEAST_PAID = 50
"""Fewer payments of the bonus over all trials and people leave open who decides about it."""


@dataclass(frozen=True)
class Money:
    """A sum of money over the futures: mean, standard deviation, and the amounts 8 in 10 futures lie between.

    high: 1 in 10 futures costs more.
    """

    expected: float
    sd: float
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class LuckOfBonus:
    """How far luck decides who is paid the stretch bonus.

    share: E[Var(bonus | what the reps bring and what the plan does not know yet)] / Var(bonus), each summed over the
    seats; error: its standard error. paid_again: share of the bonus money that would go to the same people were the
    same futures lived again with other luck. None where the bonus is certain, never paid, or paid too rarely to tell
    (`reason` says which).
    """

    share: float | None
    error: float
    paid_again: float | None
    reason: str = ""


@dataclass(frozen=True, eq=False)
class PayCost:
    """Pay of all seats over the futures, in the order of the arrays given.

    Arrays have one entry a seat, `total_by_trial` one a trial. quota_odds, bonus_odds: share of futures in which the
    quota is reached, the bonus paid; NaN for a seat without a quota. at_plan, at_stretch: cost if everybody sold
    exactly their quota, or exactly what the stretch bonus asks for (None without one). at_average: cost if everybody
    sold what they sell on average; the expected cost differs where rates rise or jump. correlation: of total pay with
    total sales, None where either never varies.
    """

    quota: Array
    sold: Array
    expected: Array
    sd: Array
    low: Array
    high: Array
    quota_odds: Array
    bonus_odds: Array
    total: Money
    commission: float
    bonus: Money
    sales: float
    at_plan: float
    at_stretch: float | None
    at_average: float
    correlation: float | None
    total_by_trial: Array
    luck: LuckOfBonus

    @property
    def rate(self) -> float | None:
        """Expected pay over expected sales; None where nothing is sold."""
        return self.total.expected / self.sales if self.sales > 0 else None


def pay_cost(
    terms: Sequence[PayTerms],
    sold: Array,
    quota: Array,
    years: Array,
    again: Array | None = None,
) -> PayCost:
    """Cost of pay over futures.

    terms: the plan of each seat; sold: (n_trials, n_seats) money sold in the window; quota, years: (n_seats,) quota of
    the window and length of the seat's part of it. again: the second life of `sold` (`simulator.engine.relived`);
    without it the share of luck is not known.
    """
    trials, seats = sold.shape
    groups = _groups(terms)
    expected, spread, low, high = (np.zeros(seats) for _ in range(4))
    bonus_odds = np.full(seats, np.nan)
    pay_total, bonus_total = np.zeros(trials), np.zeros(trials)
    at_plan = at_average = commission = 0.0
    stretch_cost, has_stretch = 0.0, False
    luck = _Luck(trials)
    for plan, members in groups:
        for part in np.array_split(members, max(1, -(-len(members) * trials // 4_000_000))):
            mine = paid(plan, sold[:, part], quota[part], years[part])
            total = mine.total
            expected[part], spread[part] = total.mean(0), total.std(0)
            low[part], high[part] = np.quantile(total, (0.1, 0.9), axis=0)
            pay_total += total.sum(1)
            bonus_total += mine.bonus.sum(1)
            commission += float(mine.commission.mean(0).sum())
            if plan.stretch is not None:
                bonus_odds[part] = np.where(quota[part] > 0, (mine.bonus > 0).mean(0), np.nan)
                if again is not None:
                    luck.add(mine.bonus, paid(plan, again[:, part], quota[part], years[part]).bonus)
            at_plan += float(paid(plan, quota[part], quota[part], years[part]).total.sum())
            at_average += float(paid(plan, sold[:, part].mean(0), quota[part], years[part]).total.sum())
        reach = plan.stretch.at if plan.stretch is not None else 1.0
        has_stretch |= plan.stretch is not None
        beyond = reach * (1 + (1e-6 if plan.boundary == "above" else 0.0)) * quota[members]
        stretch_cost += float(paid(plan, beyond, quota[members], years[members]).total.sum())
    sales = sold.sum(1)
    with_quota = quota > 0
    reached = np.where(with_quota, (sold >= quota * (1 - 1e-9)).mean(0), np.nan)
    return PayCost(
        quota=quota,
        sold=sold.mean(0),
        expected=expected,
        sd=spread,
        low=low,
        high=high,
        quota_odds=reached,
        bonus_odds=bonus_odds,
        total=_money(pay_total),
        commission=commission,
        bonus=_money(bonus_total),
        sales=float(sales.mean()),
        at_plan=at_plan,
        at_stretch=stretch_cost if has_stretch else None,
        at_average=at_average,
        correlation=_correlation(pay_total, sales),
        total_by_trial=pay_total,
        luck=luck.found(has_stretch, again is not None),
    )


def pay_curve(terms: PayTerms, quota: float, years: float, attainment: Array) -> tuple[Array, Array]:
    """Commission and bonus of one person at each `attainment`."""
    one = paid(terms, attainment * quota, quota, years)
    return one.commission, one.bonus


def most_bonus(terms: Sequence[PayTerms], years: Array) -> float:
    """What the bonus costs if everybody is paid it."""
    return sum(bonus_amount(plan, float(length)) for plan, length in zip(terms, years, strict=True))


def _groups(terms: Sequence[PayTerms]) -> list[tuple[PayTerms, NDArray[np.int64]]]:
    """Seats by the plan that pays them, in the order of the seats."""
    places: dict[int, list[int]] = {}
    plans = {id(plan): plan for plan in terms}
    for at, plan in enumerate(terms):
        places.setdefault(id(plan), []).append(at)
    return [(plans[key], np.array(members, dtype=np.int64)) for key, members in places.items()]


def _money(values: Array) -> Money:
    low, median, high = np.quantile(values, (0.1, 0.5, 0.9))
    return Money(float(values.mean()), float(values.std()), float(low), float(median), float(high))


def _correlation(one: Array, other: Array) -> float | None:
    spread = one.std() * other.std()
    if not spread > 1e-12 * max(abs(float(one.mean() * other.mean())), 1e-300):
        return None
    return float(np.clip(((one - one.mean()) * (other - other.mean())).mean() / spread, -1.0, 1.0))


class _Luck:
    """Sums over the seats of variances and of covariances between the two lives, batch by batch of trials."""

    def __init__(self, trials: int) -> None:
        self._edges = np.linspace(0, trials, min(BATCHES, trials) + 1).astype(int)
        self._within, self._between = np.zeros(len(self._edges) - 1), np.zeros(len(self._edges) - 1)
        self._squares = self._both = 0.0
        self._times = self._certain = 0

    def add(self, bonus: Array, again: Array) -> None:
        """Bonuses of some seats in the first and the second life."""
        mean = (bonus.mean(0) + again.mean(0)) / 2
        one, other = bonus - mean, again - mean
        # half the squared distance of two lives is what luck alone does: no mean is estimated for it
        luck = ((bonus - again) ** 2).sum(1) / 2
        both = (one**2 + other**2).sum(1) / 2
        for at, (first, last) in enumerate(zip(self._edges[:-1], self._edges[1:], strict=True)):
            self._within[at] += luck[first:last].sum()
            self._between[at] += both[first:last].sum()
        self._squares += float((bonus**2 + again**2).sum()) / 2
        self._both += float((bonus * again).sum())
        self._times += int((bonus > 0).sum() + (again > 0).sum())

    def found(self, has_stretch: bool, relived: bool) -> LuckOfBonus:
        if not has_stretch:
            return LuckOfBonus(None, 0.0, None, "the plan has no stretch bonus")
        if not relived:
            return LuckOfBonus(None, 0.0, None, "the futures were not lived a second time")
        if self._times == 0:
            return LuckOfBonus(None, 0.0, None, "it is not paid in any simulated future")
        total = float(self._between.sum())
        if total <= 0:
            return LuckOfBonus(None, 0.0, 1.0, "everybody is paid it in every simulated future")
        if self._times < LEAST_PAID:
            return LuckOfBonus(None, 0.0, None, "it is paid too rarely to tell")
        share = float(self._within.sum()) / total
        batches = len(self._within)
        scatter = (self._within - share * self._between) * batches / total
        error = float(np.sqrt((scatter**2).sum() / max(batches - 1, 1) / batches))
        return LuckOfBonus(float(min(share, 1.0)), error, self._both / self._squares)
