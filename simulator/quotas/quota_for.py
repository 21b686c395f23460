"""What quota gives my reps a fair chance, and the plan its odds? Solved from both ends, from the same futures."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats
from simulator.errors import ScenarioError
from simulator.quotas.quota_sheet import Odds, Targets, share_by_trial, targets, whole_odds
from simulator.quotas.rep_values import RepValues, rep_values
from simulator.scenario.goal import Goal


@dataclass(frozen=True, eq=False)
class FairPlan:
    """A plan at the wanted odds, and quotas at which every rep has the same odds.

    quotas: of every seat in `values`, 0 for who sells nothing by then; odds: of each, NaN without a quota; street: the
    sum of the quotas. most: what is sold with the plan's odds. plan: what can be promised, the smaller of `most` and
    `street`, so that the quotas carry it; plan_odds: its odds, never below those wanted. over_assignment: street over
    plan, 1 or more. at_quota: expected share of reps at quota, and its 1 in 10 and 9 in 10.
    """

    values: RepValues
    wanted_plan: float
    wanted_reps: float
    most: float
    plan: float
    plan_odds: Odds
    quotas: Floats
    odds: Floats
    street: float
    over_assignment: float
    at_quota: float
    at_quota_range: tuple[float, float]


def quota_for(forecast: Forecast, goal: Goal, plan_odds: float = 0.7, rep_odds: float = 0.6) -> FairPlan:
    """The largest plan with `plan_odds`, and the largest quota of every rep with `rep_odds`.

    Raises ScenarioError where either lies outside of 0.01 to 0.99, or the goal is none reps carry.
    """
    values = rep_values(forecast, goal)
    return fair_plan(values, targets(forecast, values), plan_odds, rep_odds)


def fair_plan(values: RepValues, shared: Targets, plan_odds: float, rep_odds: float) -> FairPlan:
    """The same from what the seats sell."""
    for field, odds in (("plan_odds", plan_odds), ("rep_odds", rep_odds)):
        if not 0.01 <= odds <= 0.99:
            raise ScenarioError.single(field, f"{odds:g}", "must lie between 0.01 and 0.99 (0.7 for 70 %)")
    ranked = values.ranked
    most = float(ranked[len(ranked) - max(math.ceil(plan_odds * len(ranked) - 1e-9), 1)])
    quotas = shared.pools.quota_at(rep_odds) if values.seats else np.zeros(0)
    share = share_by_trial(values.values, quotas)
    low, high = (float(one) for one in np.quantile(share, [0.1, 0.9])) if share.size else (0.0, 0.0)
    street = math.fsum(quotas)
    plan = min(most, street)
    return FairPlan(
        values,
        plan_odds,
        rep_odds,
        most,
        plan,
        whole_odds(values, plan),
        quotas,
        np.where(quotas > 0, shared.pools.odds(quotas), np.nan) if quotas.size else quotas,
        street,
        street / plan if plan > 0 else 1.0,
        float(np.mean(shared.pools.odds(quotas)[quotas > 0])) if share.size else 0.0,
        (low, high),
    )
