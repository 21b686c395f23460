"""The cost of pay of a plan: quotas of its goal, what everybody sells in every future, and the same futures relived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulator.engine.forecast import Forecast
from simulator.engine.relived import relived
from simulator.errors import ScenarioError
from simulator.goals.windows import goal_window
from simulator.quotas.pay_cost import LuckOfBonus, PayCost, pay_cost
from simulator.quotas.pay_terms import Array, bonus_amount, paid
from simulator.quotas.quota_sheet import QuotaSheet, quota_sheet, targets
from simulator.quotas.rep_values import MONEY, RepValues, is_shared, quota_goal, rep_values
from simulator.quotas.seats import Seat
from simulator.scenario.goal import Goal
from simulator.scenario.pay_plan import Pay, PayTerms
from simulator.scenario.plan import Scenario
from simulator.scenario.quota_terms import Quotas

EXAMPLE: dict[str, Any] = {
    "kind": "marginal",
    "base_rate": 0.05,
    "tiers": [{"at": 1.0, "times": 1.5}, {"at": 1.25, "times": 2.0}],
}
"""A plan to begin with: 5 % of what is sold, one and a half times that above quota, twice above 125 %. A convention."""
MIXED = "a second opinion is mixed into the futures, and the history it rests on has no second life"
EXAMPLE_STRETCH = 1.2
EXAMPLE_BONUS = 0.2
"""Of the commission at quota, paid to whoever reaches 120 %."""


@dataclass(frozen=True, eq=False)
class PaySheet:
    """What pay costs over the window of `goal`. terms, quota, years: one entry a seat, in the order of `seats`."""

    scenario: Scenario
    goal: Goal
    seats: tuple[Seat, ...]
    terms: tuple[PayTerms, ...]
    quota: Array
    years: Array
    months: int
    cost: PayCost
    n_trials: int
    knows_reps_differ: bool

    @property
    def at_quota(self) -> Array:
        """What each seat is paid at exactly its quota."""
        return np.array(
            [
                float(paid(plan, quota, quota, years).total)
                for plan, quota, years in zip(self.terms, self.quota, self.years, strict=True)
            ]
        )


def pay_goal(scenario: Scenario) -> Goal:
    """The goal whose quotas pay is reckoned against: that of the quotas if it is money, else the first one that is.

    Raises ScenarioError where there is none: commission is a share of what is sold.
    """
    found = quota_goal(scenario)
    if found.metric in MONEY:
        return found
    for goal in scenario.goals:
        if goal.metric in MONEY and is_shared(scenario, goal):
            return goal
    raise ScenarioError.single(
        "pay", found.name, "needs a goal on bookings to reckon attainment of; add one on the page Goals"
    )


def pay_sheet(forecast: Forecast) -> PaySheet:
    """What the plan's ``[pay]`` costs. Raises ScenarioError where there is no pay plan, or no goal on money."""
    scenario = forecast.scenario
    goal = pay_goal(scenario)
    values = rep_values(forecast, goal)
    again = rep_values(relived(forecast), goal)
    sheet = quota_sheet(values, targets(forecast, values), scenario.quotas or Quotas())
    return pay_of(scenario, sheet, again)


def pay_of(scenario: Scenario, sheet: QuotaSheet, again: RepValues | None) -> PaySheet:
    """The cost of ``[pay]`` against the quotas of `sheet`; again: the second life of its values."""
    pay = scenario.pay
    if pay is None:
        raise ScenarioError.single(
            "pay", "", "is missing; state what reps are paid, for instance base_rate = 0.05"
        )
    values = sheet.values
    quota = np.array([one.quota for one in sheet.reps])
    years = seat_years(scenario, values)
    terms = tuple(pay.of(seat.team) for seat in values.seats)
    mixed = scenario.second_opinion is not None and scenario.second_opinion.weight > 0
    second = None if again is None or mixed else again.values.T[: values.n_trials]
    cost = pay_cost(terms, values.values.T, quota, years, second)
    if mixed and any(plan.stretch is not None for plan in terms):
        cost = replace(cost, luck=LuckOfBonus(None, 0.0, None, MIXED))
    length = goal_window(scenario, values.goal).length
    own = {team.name: team.rep_spread > 0 for team in scenario.teams}
    differ = any(own[seat.team] for seat in values.seats)
    return PaySheet(
        scenario, values.goal, values.seats, terms, quota, years, length, cost, values.n_trials, differ
    )


def seat_years(scenario: Scenario, values: RepValues) -> Array:
    """How much of a year of the goal's window each seat is planned to be there."""
    window = goal_window(scenario, values.goal)
    starts = [
        window.first if seat.arrives is None else max(window.first, scenario.month_index(seat.arrives))
        for seat in values.seats
    ]
    return np.array([max(window.last + 1 - start, 0) / 12 for start in starts])


def example_pay(sheet: QuotaSheet) -> Pay:
    """`EXAMPLE` with a stretch bonus of a fifth of the commission a usual quota earns, to two digits."""
    quotas = [one.quota for one in sheet.reps if one.quota > 0]
    usual = float(np.median(quotas)) if quotas else 0.0
    bonus = float(f"{EXAMPLE_BONUS * EXAMPLE['base_rate'] * usual:.2g}")
    return Pay.model_validate({**EXAMPLE, "stretch": {"at": EXAMPLE_STRETCH, "amount": bonus}})


def stretch_at(sheet: PaySheet) -> float | None:
    """The attainment of the company's stretch bonus; None where it has none."""
    found = [plan for plan in sheet.terms if plan.stretch is not None]
    return found[0].stretch.at if found and found[0].stretch is not None else None


def pay_document(sheet: PaySheet) -> dict[str, Any]:
    """Plain numbers, texts, lists and tables: what the command line prints."""
    cost = sheet.cost
    luck = cost.luck
    return {
        "goal": sheet.goal.name,
        "window_months": sheet.months,
        "n_trials": sheet.n_trials,
        "currency": sheet.scenario.currency,
        "expected": cost.total.expected,
        "sd": cost.total.sd,
        "p10": cost.total.low,
        "p50": cost.total.median,
        "p90": cost.total.high,
        "commission": cost.commission,
        "bonus": cost.bonus.expected,
        "bookings": cost.sales,
        "effective_rate": cost.rate,
        "at_plan": cost.at_plan,
        "at_stretch": cost.at_stretch,
        "at_average_sales": cost.at_average,
        "correlation_with_bookings": cost.correlation,
        "stretch_bonus": {
            "luck_share": luck.share,
            "standard_error": luck.error,
            "paid_again": luck.paid_again,
            "reason": luck.reason or None,
        },
        "reps": [
            {
                "name": seat.name,
                "team": seat.team,
                "quota": float(cost.quota[at]),
                "bookings": float(cost.sold[at]),
                "expected": float(cost.expected[at]),
                "sd": float(cost.sd[at]),
                "p10": float(cost.low[at]),
                "p90": float(cost.high[at]),
                "quota_odds": _known(cost.quota_odds[at]),
                "bonus_odds": _known(cost.bonus_odds[at]),
                "stretch_bonus": bonus_amount(sheet.terms[at], float(sheet.years[at])),
            }
            for at, seat in enumerate(sheet.seats)
        ],
    }


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
