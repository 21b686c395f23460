"""What the seats of a plan sell towards its goal, shared out once and kept: quotas are judged from it without a run."""

from __future__ import annotations

from dataclasses import dataclass

from simulator import ENGINE_VERSION, Scenario, ScenarioError
from simulator.goals import goal_window
from simulator.goals.verdict import Verdict, judged
from simulator.quotas.quota_sheet import QuotaSheet, Targets, quota_sheet, targets
from simulator.quotas.rep_futures import affordable_trials
from simulator.quotas.rep_values import RepValues, quota_goal, rep_values
from simulator.quotas.seats import seats
from simulator.scenario import Goal, scenario_digest
from simulator.scenario.quota_terms import Quotas
from ui import cache
from ui.cache import Shelf
from ui.computing import runs

MAX_BYTES = 300 * 2**20


@dataclass(frozen=True, eq=False)
class Held:
    """What quotas are judged from; neither over-assignment nor fairness is in it."""

    values: RepValues
    shared: Targets


SHARED_OUT: Shelf[Held] = Shelf(6, MAX_BYTES, lambda held: 2 * held.values.values.nbytes)


def terms_of(plan: Scenario) -> Quotas:
    """How the plan's quotas are made; the usual terms where it does not say."""
    return plan.quotas or Quotas()


def goal_of(plan: Scenario) -> Goal | None:
    """The goal its quotas come from, None where no goal can be shared out."""
    try:
        return quota_goal(plan)
    except ScenarioError:
        return None


def held_view(plan: Scenario, goal: Goal) -> Held:
    """What every seat sells towards `goal`, whatever the over-assignment and the layers of management."""
    n_trials = cache.affordable(plan, cache.TRIALS)
    key = (
        "quotas",
        scenario_digest(plan.changed(quotas=None, pay=None)),
        goal.name,
        n_trials,
        ENGINE_VERSION,
    )
    found = SHARED_OUT.get(key)
    if found is not None:
        return found[0]
    forecast = cache.forecast(plan, n_trials)
    shared = affordable_trials(len(seats(plan)), n_trials)

    def make() -> Held:
        values = rep_values(forecast, goal, progress=runs.stop_if_asked)
        return Held(values, targets(forecast, values))

    return SHARED_OUT.find(
        key,
        make,
        len(seats(plan)) * plan.horizon_months * shared // 10,
        "Sharing every future out among the reps…",
    )


def sheet_view(plan: Scenario, goal: Goal) -> QuotaSheet:
    """The quotas as the plan sets them."""
    held = held_view(plan, goal)
    return quota_sheet(held.values, held.shared, terms_of(plan))


def plan_verdict(plan: Scenario, sheet: QuotaSheet) -> Verdict:
    """The word for what is promised: the goal itself, or the plan below its quotas."""
    goal = sheet.values.goal
    months = goal_window(plan, goal).length if goal.window == "average" else 1
    if sheet.terms.hold == "street":
        goal = goal.changed(target=sheet.plan / months, change=None, baseline=None)
    return judged(plan, goal, sheet.values.judged / months, plan.policy)
