"""The second opinion beside the plan, computed from a forecast once and kept by fingerprint."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from charts.two_views import BANDS
from simulator import Scenario
from simulator.goals import Comparison, compare, metric
from simulator.goals.opinion import speaks_of, top_down
from simulator.goals.windows import Window
from simulator.scenario import Goal
from ui import cache
from ui.computing.fitting import fit_first


@dataclass(frozen=True, eq=False)
class Fans:
    """Both views of the company's money added up month by month: the columns of `charts.two_views.BANDS`."""

    months: tuple[str, ...]
    plan: pd.DataFrame
    history: pd.DataFrame


def comparison_view(scenario: Scenario, goal: Goal, wanted: int = cache.TRIALS) -> Comparison | None:
    """Plan and second opinion on `goal`; None where it speaks of something else, or there is none."""
    if not speaks_of(scenario, goal.metric, goal.scope):
        return None
    n_trials = cache.affordable(scenario, wanted)
    return cache.summary(
        "second opinion",
        scenario,
        n_trials,
        (goal.model_dump_json(),),
        lambda: _compared(scenario, n_trials, goal),
    )


def _compared(scenario: Scenario, n_trials: int, goal: Goal) -> Comparison | None:
    fit_first(scenario)
    return compare(cache.forecast(scenario, n_trials), goal)


def fans_view(scenario: Scenario, wanted: int = cache.TRIALS) -> Fans:
    """Both views of the metric the second opinion speaks of, to the end of the plan, which must have one."""
    n_trials = cache.affordable(scenario, wanted)
    return cache.summary("both fans", scenario, n_trials, (), lambda: _fans(scenario, n_trials))


def whole_plan(scenario: Scenario) -> Goal:
    """The money the second opinion speaks of over the whole plan, as a goal without a target."""
    opinion = scenario.second_opinion
    assert opinion is not None
    return Goal(name="whole plan", metric=opinion.metric, target=0.0, by=scenario.months[-1])


def _fans(scenario: Scenario, n_trials: int) -> Fans:
    fit_first(scenario)
    forecast = cache.forecast(scenario, n_trials)
    goal = whole_plan(scenario)
    found = metric(goal.metric)
    plan = [
        np.quantile(found.value(forecast, goal.scope, Window(0, month)), list(BANDS.values()))
        for month in range(forecast.n_months)
    ]
    history = np.quantile(
        np.cumsum(top_down(scenario, n_trials, forecast.seed), axis=1), list(BANDS.values()), axis=0
    ).T
    return Fans(
        scenario.months,
        pd.DataFrame(np.asarray(plan), columns=list(BANDS)),
        pd.DataFrame(history, columns=list(BANDS)),
    )
