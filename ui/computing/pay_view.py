"""What pay costs under a plan, kept: the futures are shared out and lived again once, whatever is paid for them."""

from __future__ import annotations

from simulator import ENGINE_VERSION, Scenario, ScenarioError
from simulator.engine.relived import relived
from simulator.quotas.pay_sheet import PaySheet, pay_goal, pay_of
from simulator.quotas.quota_sheet import QuotaSheet, quota_sheet
from simulator.quotas.rep_futures import affordable_trials
from simulator.quotas.rep_values import RepValues, rep_values
from simulator.quotas.seats import seats
from simulator.scenario import Goal, scenario_digest
from ui import cache
from ui.cache import Shelf
from ui.computing import runs
from ui.computing.budget import size
from ui.computing.quota_view import held_view, terms_of

SECOND_LIVES: Shelf[RepValues] = Shelf(4, 200 * 2**20, lambda values: values.values.nbytes)


def money_goal_of(plan: Scenario) -> Goal | None:
    """The goal whose quotas pay is reckoned against, None where there is none."""
    try:
        return pay_goal(plan)
    except ScenarioError:
        return None


def quotas_view(plan: Scenario, goal: Goal) -> QuotaSheet:
    """Everybody's quota of `goal`."""
    held = held_view(plan, goal)
    return quota_sheet(held.values, held.shared, terms_of(plan))


def pay_view(plan: Scenario, goal: Goal) -> PaySheet:
    """The cost of the plan's ``[pay]``, which it must have."""
    sheet = quotas_view(plan, goal)
    again = _again(plan, goal)
    return cache.summary(
        "pay", plan, cache.affordable(plan, cache.TRIALS), (goal.name,), lambda: pay_of(plan, sheet, again)
    )


def _again(plan: Scenario, goal: Goal) -> RepValues:
    n_trials = cache.affordable(plan, cache.TRIALS)
    bare = scenario_digest(plan.changed(quotas=None, pay=None, scorecard=None))
    key = ("pay", bare, goal.name, n_trials, ENGINE_VERSION)
    forecast = cache.forecast(plan, n_trials)
    work = n_trials * size(plan)
    shared = len(seats(plan)) * plan.horizon_months * affordable_trials(len(seats(plan)), n_trials) // 10

    def make() -> RepValues:
        second = relived(forecast, progress=runs.stop_if_asked, threads=runs.threads(work))
        return rep_values(second, goal, progress=runs.stop_if_asked)

    return SECOND_LIVES.find(key, make, work + shared, "Living every future a second time with other luck…")
