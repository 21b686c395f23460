"""What the pages draw, computed from a forecast once and kept by fingerprint: small tables and numbers, no trials."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from charts.fan import LEVELS
from simulator import Forecast, Scenario, Verdict, assess
from simulator.engine.forecast import COMPANY, Series
from simulator.goals import goal_window, joint_probability, target_at, wilson_interval
from simulator.goals.paths import costs_covered, goal_path
from simulator.scenario import Goal, Team, scenario_digest
from ui import cache

Values = npt.NDArray[np.float64]
MORE_TRIALS_FOR = "more_trials_for"
"""In the session: the digest of the plan that more futures were asked for."""


@dataclass(frozen=True)
class GoalsView:
    """Every goal judged, and all of them at once."""

    verdicts: tuple[Verdict, ...]
    joint: float
    joint_interval: tuple[float, float]
    n_trials: int

    def verdict(self, goal: str) -> Verdict:
        """The verdict of the goal called `goal`."""
        return next(one for one in self.verdicts if one.name == goal)


@dataclass(frozen=True, eq=False)
class PathView:
    """One goal on its way to the deadline.

    quantiles: the columns of `charts.fan.LEVELS`, a row per month. people_share: in which share of futures people are
    the limit. realistic: the most demanding target that would still be realistic. covered: odds that profit is not
    negative.
    """

    months: tuple[str, ...]
    quantiles: pd.DataFrame
    realistic: float | None
    nine_in_ten: float | None
    covered: float | None
    people_share: tuple[float, ...]
    has_capacity: bool
    n_trials: int


@dataclass(frozen=True, eq=False)
class MonthsView:
    """A monthly series: 1 in 10, median, 9 in 10 and mean by month."""

    months: tuple[str, ...]
    low: Values
    middle: Values
    high: Values
    mean: Values


def trials_in_view(scenario: Scenario) -> int:
    """How many futures the visitor sees `scenario` judged by: more where a borderline verdict was asked for more."""
    asked = st.session_state.get(MORE_TRIALS_FOR) == scenario_digest(scenario)
    return cache.MORE_TRIALS if asked else cache.TRIALS


def goals_view(scenario: Scenario, wanted: int = cache.TRIALS) -> GoalsView:
    """All goals of `scenario` judged."""
    n_trials = cache.affordable(scenario, wanted)

    def make() -> GoalsView:
        forecast = cache.forecast(scenario, n_trials)
        verdicts = tuple(assess(forecast, scenario.goals, scenario.policy))
        joint = joint_probability(forecast, scenario.goals)
        return GoalsView(verdicts, joint, wilson_interval(round(joint * n_trials), n_trials), n_trials)

    return cache.summary("goals", scenario, n_trials, (), make)


def path_view(scenario: Scenario, goal: Goal, wanted: int = cache.TRIALS) -> PathView:
    """The way of one goal's metric to its deadline."""
    n_trials = cache.affordable(scenario, wanted)
    return cache.summary("path", scenario, n_trials, (goal.name,), lambda: _path(scenario, goal, n_trials))


def _path(scenario: Scenario, goal: Goal, n_trials: int) -> PathView:
    forecast = cache.forecast(scenario, n_trials)
    last = goal_window(scenario, goal).last
    quantiles = goal_path(forecast, goal, list(LEVELS.values()))
    nine = target_at(forecast, goal, 0.9)
    return PathView(
        months=scenario.months[: last + 1],
        quantiles=pd.DataFrame(quantiles, columns=list(LEVELS)),
        realistic=target_at(forecast, goal, scenario.policy.realistic_at_least),
        nine_in_ten=nine,
        covered=costs_covered(forecast, last + 1),
        people_share=_people_share(forecast, scenario, goal.scope, last),
        has_capacity=any(
            team.opportunities_per_rep_per_month is not None for team in _teams(scenario, goal.scope)
        ),
        n_trials=n_trials,
    )


def _teams(scenario: Scenario, scope: str) -> list[Team]:
    return [team for team in scenario.teams if scope in (COMPANY, team.name)]


def _people_share(forecast: Forecast, scenario: Scenario, scope: str, last: int) -> tuple[float, ...]:
    """In which share of futures people are the limit, by month; teams weighted by the work in front of them."""
    bound, demand = np.zeros(last + 1), np.zeros(last + 1)
    for team in _teams(scenario, scope):
        weight = forecast.series(Series.DEMAND, team.name)[:, : last + 1].mean(axis=0) + 1e-9
        bound += weight * forecast.series(Series.PEOPLE_BIND, team.name)[:, : last + 1].mean(axis=0)
        demand += weight
    return tuple(float(share) for share in bound / demand)


def months_view(
    scenario: Scenario, series: str, scope: str = COMPANY, wanted: int = cache.TRIALS
) -> MonthsView:
    """One series of the forecast by month."""
    n_trials = cache.affordable(scenario, wanted)

    def make() -> MonthsView:
        values = np.asarray(cache.forecast(scenario, n_trials).series(series, scope), dtype=float)
        low, middle, high = np.quantile(values, [0.1, 0.5, 0.9], axis=0)
        return MonthsView(scenario.months, low, middle, high, values.mean(axis=0))

    return cache.summary("months", scenario, n_trials, (series, scope), make)
