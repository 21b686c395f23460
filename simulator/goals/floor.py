"""The floor: what must be reached so that the cost of staying in business is covered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from simulator.engine.forecast import COMPANY, Forecast, Series
from simulator.engine.streams import Floats
from simulator.goals.covering import Yes, covered, has_costs, spending, unstated_costs
from simulator.goals.metrics import metric
from simulator.goals.values import metric_values
from simulator.goals.windows import Window, goal_window
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario

SALES = frozenset({"bookings", "won_deals", "new_customers", "units"})
"""Grow with sales: their floor is what the sales of the window would have had to be, all else as it came."""
READ_IN_A_MONTH = frozenset({"mrr", "arr", "arpa"})
"""Money that recurs: their floor pays for the month they are read in."""
LEAST_BESIDE = 30
"""Futures on either side of a floor that is found by odds, at least."""
CLEAR = 4.0
"""Standard errors by which the odds must lie on their side of one half, below and above such a floor."""


@dataclass(frozen=True)
class Floor:
    """The value of one metric at which costs are as likely as not covered, in the metric's unit.

    value: None where there is none, `reason` says why. expected: the mean of the futures' own floors; low, high:
    1 in 10 and 9 in 10 of them are lower. All three are None where the floor is found by odds, or is not finite.
    covered: odds that costs are covered over `window`, whose months the costs are of. way: ``exact``, from each
    future's own costs, or ``odds``, where the odds of covering them cross one half.
    salaries .. changes: mean costs in the window. unstated: costs the plan gives no number for, so not in it.
    """

    metric: str
    scope: str
    window: Window
    value: float | None
    expected: float | None
    low: float | None
    high: float | None
    covered: float | None
    way: Literal["exact", "odds"]
    salaries: float
    marketing: float
    overhead: float
    changes: float
    unstated: tuple[str, ...]
    reason: str | None = None

    @property
    def costs(self) -> float:
        """Mean costs besides cost of sales in the window."""
        return self.salaries + self.marketing + self.overhead + self.changes

    def document(self) -> dict[str, Any]:
        """The floor as the command line prints it."""
        left_out = ("metric", "scope", "window", "unstated")
        own = {one: getattr(self, one) for one in self.__dataclass_fields__ if one not in left_out}
        return {**own, "unstated": list(self.unstated)}


def floor(forecast: Forecast, window: Window, name: str = "revenue", scope: str = COMPANY) -> Floor:
    """The floor of the metric `name` over `window`, revenue's where none is named. KeyError: no such metric.

    Revenue: costs / gross margin, future by future. Bookings, deals: the future's own, times what all sales of the
    window would have had to be multiplied with for profit to be 0; MRR already there at its start helps to pay.
    MRR, ARR, revenue per account: what pays for the month they are read in. Profit, its margin: 0. Any other: where
    the odds of covering costs, given its value, cross one half. docs/MODEL.md has the formulas.
    """
    found = metric(name)
    window = cost_window(window, name)
    scenario = forecast.scenario
    if not has_costs(scenario):
        return _without(name, scope, window, scenario)
    yes = covered(forecast, window)
    assert yes is not None
    own = own_floors(forecast, window, name, scope)
    value = expected = low = high = None
    if own is None:
        value = half_point(metric_values(forecast, name, scope, window), yes, found.better)
    else:
        value, low, high = (_finite(float(q)) for q in _quantiles(own, (0.5, 0.1, 0.9)))
        expected = _finite(float(own.mean()))
    spent = spending(forecast, window)
    share = float(yes.mean())
    return Floor(
        metric=name,
        scope=scope,
        window=window,
        value=value,
        expected=expected,
        low=low,
        high=high,
        covered=share,
        way="odds" if own is None else "exact",
        salaries=float(spent.salaries.mean()),
        marketing=float(spent.marketing.mean()),
        overhead=float(spent.overhead.mean()),
        changes=float(spent.changes.mean()),
        unstated=unstated_costs(scenario),
        reason=None if value is not None else _why_none(share, exact=own is not None),
    )


def goal_floor(forecast: Forecast, goal: Goal) -> Floor:
    """The floor of the goal's metric over the goal's window."""
    return floor(forecast, goal_window(forecast.scenario, goal), goal.metric, goal.scope)


def is_under(found: Floor, goal: Goal) -> bool:
    """Whether meeting `goal` and no more leaves costs rather uncovered than covered: it lies on the floor's wrong side.

    False where there is no floor, and for a goal against the metric's own direction (bookings of at most …): reaching
    more of it is no harm to the costs.
    """
    better = metric(goal.metric).better
    if found.value is None or (goal.direction == "at_least") != (better > 0):
        return False
    slack = 1e-12 * abs(found.value)
    return better * (found.value - goal.threshold) > slack


def cost_window(window: Window, name: str) -> Window:
    """The months whose costs count: those of the window; for what recurs the month it is read in, unless averaged."""
    return Window(window.last, window.last) if name in READ_IN_A_MONTH and not window.averaged else window


def own_floors(forecast: Forecast, window: Window, name: str, scope: str = COMPANY) -> Floats | None:
    """Each future's own floor, shape (n_trials,), inf where nothing would cover it; None where there is no formula.

    A future covers its costs exactly where its value, before any second opinion and widening, is at least its floor.
    window: as `cost_window` gives it.
    """
    found = metric(name)
    if name in ("profit", "profit_margin"):
        return np.zeros(forecast.n_trials)
    if name in SALES or (name == "revenue" and scope != COMPANY):
        return _times(found.value(forecast, scope, window), _sales_needed(forecast, window))
    if name == "gross_margin":
        revenue = _over(forecast, Series.REVENUE, window)
        return _divided(spending(forecast, window).total, revenue)
    if name in ("revenue", "mrr", "arr", "arpa") and scope == COMPANY:
        needed = _divided(spending(forecast, window).total, _margin(forecast, window))
        if name == "revenue":
            return needed / window.length if window.averaged else needed
        if name == "arpa":
            return None if window.averaged else _per_account(forecast, window, needed)
        return needed / window.length * (12 if name == "arr" else 1)
    return None


def half_point(values: Floats, yes: Yes, better: int) -> float | None:
    """The value at which the odds of `yes` cross one half, better values having better odds; None where they do not.

    The cut that puts the fewest futures on the wrong side: with odds that only rise along the values that is where they
    are one half (isotonic regression, Ayer, Brunk, Ewing, Reid and Silverman 1955). It counts only where the odds are
    clear of one half on both sides.
    """
    known = np.isfinite(values)
    order = np.argsort(values[known] * better, kind="stable")
    ordered, hits = values[known][order], yes[known][order]
    n = len(ordered)
    if n < 2 * LEAST_BESIDE:
        return None
    before = np.concatenate(([0], np.cumsum(hits)))
    misses_above = (n - np.arange(n + 1)) - (before[-1] - before)
    wrong = (before + misses_above).astype(float)
    between = np.concatenate(([False], ordered[1:] != ordered[:-1], [False]))
    wrong[~between] = math.inf
    cut = int(np.argmin(wrong))
    if not math.isfinite(wrong[cut]) or not LEAST_BESIDE <= cut <= n - LEAST_BESIDE:
        return None
    below, above = before[cut] / cut, (before[-1] - before[cut]) / (n - cut)
    if 0.5 - below < CLEAR * 0.5 / math.sqrt(cut) or above - 0.5 < CLEAR * 0.5 / math.sqrt(n - cut):
        return None
    return float((ordered[cut - 1] + ordered[cut]) / 2)


def _sales_needed(forecast: Forecast, window: Window) -> Floats:
    """What the sales of the window would have had to be multiplied with for profit to be 0; 0 where none are needed."""
    total = spending(forecast, window).total
    earned = _over(forecast, Series.GROSS_PROFIT, window)
    if forecast.scenario.recurring is None:
        return _divided(total, earned)
    from_sales = _earned_by_sales(forecast, window)
    return np.maximum(_divided(total - (earned - from_sales), from_sales), 0.0)


def _earned_by_sales(forecast: Forecast, window: Window) -> Floats:
    """Gross profit in the window from what was sold in it, customers lost and expansion as they came; (n_trials,)."""
    months = slice(max(window.first - 1, 0), window.last + 1)
    mrr = np.asarray(forecast.series(Series.MRR)[:, months], dtype=float)
    sold = np.asarray(forecast.series(Series.BOOKINGS)[:, months], dtype=float) / 12
    revenue = np.asarray(forecast.series(Series.REVENUE)[:, months], dtype=float)
    margin = _ratio(np.asarray(forecast.series(Series.GROSS_PROFIT)[:, months], dtype=float), revenue)
    first = 1 if window.first else 0
    from_sales, earned = np.zeros(len(mrr)), np.zeros(len(mrr))
    for t in range(first, mrr.shape[1]):
        if t > first:  # what was sold this month has not had the time to leave or grow
            from_sales = from_sales * _ratio(mrr[:, t] - sold[:, t], mrr[:, t - 1])
        from_sales = from_sales + sold[:, t]
        earned += from_sales * margin[:, t]
    return earned


def _margin(forecast: Forecast, window: Window) -> Floats:
    """Gross margin over the window; where nothing was earned in it, that of all months; 0 where it is never seen."""
    revenue, earned = _over(forecast, Series.REVENUE, window), _over(forecast, Series.GROSS_PROFIT, window)
    everything = Window(0, forecast.n_months - 1)
    usual = _ratio(
        _over(forecast, Series.GROSS_PROFIT, everything), _over(forecast, Series.REVENUE, everything)
    )
    return np.where(revenue > 0, _ratio(earned, revenue), usual)


def _per_account(forecast: Forecast, window: Window, needed: Floats) -> Floats:
    return _divided(needed, np.asarray(forecast.series(Series.CUSTOMERS)[:, window.last], dtype=float))


def _over(forecast: Forecast, name: str, window: Window) -> Floats:
    return np.asarray(forecast.series(name)[:, window.months].sum(axis=1), dtype=float)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    """0 where there is nothing to divide by."""
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)


def _divided(top: Floats, bottom: Floats) -> Floats:
    """How much is needed: 0 where nothing is, inf where something is and nothing brings it."""
    never = np.where(top > 0, math.inf, 0.0)
    return np.divide(top, bottom, out=never, where=bottom > 0)


def _times(value: Floats, factor: Floats) -> Floats:
    """`value` times `factor`, inf staying so; inf too where more than nothing would be needed of what is nothing."""
    known = np.isfinite(factor) & ((value > 0) | (factor <= 1))
    return np.where(known, value * np.where(known, factor, 0.0), math.inf)


def _quantiles(values: Floats, levels: tuple[float, ...]) -> Floats:
    """Nearest ranks: an infinite value must not spoil its neighbours."""
    return np.asarray(np.quantile(values, levels, method="higher"), dtype=float)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _why_none(share: float, *, exact: bool) -> str:
    if exact:
        return "in half of the futures or more nothing is earned that could cover the costs, however much is reached"
    if share >= 0.5:
        return "no value of it is seen at which covering the costs becomes unlikely"
    return "no value of it is seen at which covering the costs becomes likely"


def _without(name: str, scope: str, window: Window, scenario: Scenario) -> Floor:
    return Floor(
        metric=name,
        scope=scope,
        window=window,
        value=None,
        expected=None,
        low=None,
        high=None,
        covered=None,
        way="exact",
        salaries=0.0,
        marketing=0.0,
        overhead=0.0,
        changes=0.0,
        unstated=unstated_costs(scenario),
        reason="the plan gives no costs of people, marketing or overhead",
    )
