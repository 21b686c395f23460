"""What a reverse funnel is made of, read from one forecast: rates with their levers, time to close, size, effort."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.engine.effects import Effects
from simulator.engine.expected import drawn_effects
from simulator.engine.forecast import COMPANY, Forecast, Series
from simulator.engine.recurring import draw_churn, draw_expansion
from simulator.engine.streams import Floats
from simulator.engine.timing import lag_shares
from simulator.engine.volume import draw_growth_rate
from simulator.goals.metrics import metric
from simulator.goals.windows import Window, goal_window
from simulator.quotas.thinning import level_values, product_values, rate_values, sample_values
from simulator.scenario.goal import Goal
from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.metric_names import ROLE_METRICS
from simulator.scenario.roles import ENTRY, place_of, qualified_place
from simulator.scenario.team import Team

MONEY = frozenset({"bookings", "revenue", "mrr", "arr"})
DEALS = frozenset({"won_deals", "new_customers"})
WORTH_WORKING = 0.05
"""A month counts as one of work if at least this share of what the best month brings in still closes in the window."""


@dataclass(frozen=True)
class Effort:
    """Months ``first .. last`` in which the work for a goal is done.

    weights: mean effective reps by month, ones where the team has nobody; reps, rep_days: mean effective reps and
    working days of all of them, 0 where nobody. spread: equally likely values of rep_days.
    """

    first: int
    last: int
    weights: Floats
    reps: float
    rep_days: float
    spread: Floats


def steps_to(team: Team, name: str) -> int | None:
    """Stages between what enters and what the metric counts; -1: all of them, and the close; None: no such way."""
    if name in MONEY or name in DEALS:
        return -1
    if name == "entered":
        return 0
    stages = [stage.name for stage in team.stages]
    if name.startswith(STAGE_PREFIX):
        wanted = name.removeprefix(STAGE_PREFIX)
        return stages.index(wanted) + 1 if wanted in stages else None
    place = qualified_place(team) if name == "qualified_leads" else None
    for metric_name, role in ROLE_METRICS.items():
        if metric_name == name:
            place = place_of(team, role)
    return None if place is None else place - ENTRY


def stage_values(effects: Effects, team: Team, steps: int) -> list[Floats]:
    """Equally likely values of the rate into each of the first `steps` stages, initiatives and levers included."""
    found = []
    for position, stage in enumerate(team.stages[:steps]):
        lever = f"{STAGE_PREFIX}{stage.name}"
        factor = effects.factor(lever, team.name)
        if position == len(team.stages) - 1:
            factor = factor * effects.factor("win_rate", team.name)
        values = product_values([rate_values(stage.rate), sample_values(factor.mean(axis=0))])
        found.append(np.clip(values, 0.0, 1.0))
    return found


def closing_shares(effects: Effects, team: Team, window: Window) -> Floats:
    """Share of the units won in each month that close inside `window`, shape (equally likely cycles, months)."""
    months = window.last + 1
    inside = np.arange(months)
    factor = effects.factor("cycle_days", team.name)[:months].mean(axis=0)
    cycle = team.cycle_days
    known = 0.0 if cycle.n is None else cycle.cv / math.sqrt(cycle.n)
    means = cycle.mean * product_values([level_values(known), sample_values(factor)], 64)
    if means.max() < 1e-6:
        return np.asarray((inside >= window.first)[None, :], dtype=float)
    by_lag = lag_shares(np.maximum(means, 1e-6), cycle.cv, months)
    later = by_lag[:, window.last - inside]
    before = np.where(inside < window.first, by_lag[:, np.maximum(window.first - 1 - inside, 0)], 0.0)
    return np.asarray(later - before)


def effort(forecast: Forecast, team: Team, window: Window, shares: Floats | None) -> Effort:
    """The months in which work for `window` is done: those whose units still close in it; for a stage its own."""
    first, last = window.first, window.last
    if shares is not None and shares.max() > 0:
        mean = shares.mean(axis=0)
        counting = np.flatnonzero(mean >= WORTH_WORKING * mean.max())
        first, last = int(counting[0]), int(counting[-1])
    months = slice(first, last + 1)
    reps = np.asarray(forecast.series(Series.EFFECTIVE_REPS, team.name), dtype=float)[:, months]
    by_month = reps.mean(axis=0)
    days = reps.sum(axis=1) * team.workdays_per_month
    staffed = by_month.sum() > 0
    return Effort(
        first,
        last,
        by_month if staffed else np.ones(len(by_month)),
        float(by_month.mean()),
        float(days.mean()),
        sample_values(days),
    )


def deal_level(forecast: Forecast, effects: Effects, team: Team, window: Window) -> tuple[float, Floats]:
    """Mean size of a deal that closes in the window, and equally likely factors of mean 1 on it.

    Growth and levers count as in the months in which the deals close.
    """
    scenario = forecast.scenario
    months = np.arange(window.first, window.last + 1)
    closed = np.asarray(forecast.series(Series.CLOSED, team.name), dtype=float)[:, window.months].mean(axis=0)
    weights = closed if closed.sum() > 0 else np.ones(len(months))
    factor = effects.factor("deal_size", team.name)
    factor = factor[window.months] if len(factor) > 1 else factor
    growth = scenario.growth.deal_size
    if growth.mean or growth.sd:
        rate = draw_growth_rate(growth, forecast.luck(0, forecast.n_trials), "deal_size")
        factor = factor * np.exp(np.log1p(rate) * months[:, None] / scenario.growth.months)
    by_trial = factor[0] if len(factor) == 1 else weights @ factor / weights.sum()
    mean = float(by_trial.mean())
    size = team.deal_size
    known = 0.0 if size.n is None else size.spread / math.sqrt(size.n)
    level = product_values([level_values(known), sample_values(by_trial / mean)], 64)
    return size.mean_size * mean, level


def open_deals(forecast: Forecast, team: Team, window: Window, mean_size: float) -> tuple[Floats, float]:
    """Deals of the open pipeline closing in the window, equally likely values, and the mean worth of one."""
    closed = np.asarray(forecast.series(Series.PIPELINE_CLOSED, team.name), dtype=float)[:, window.months]
    worth = expected = 0.0
    for group in team.open_pipeline:
        wins = group.count * group.win_rate.expected
        each = mean_size if group.value is None else group.value
        if group.values:
            each = sum(group.values) / len(group.values)
        worth, expected = worth + wins * each, expected + wins
    return sample_values(closed.sum(axis=1), 16), worth / expected if expected else mean_size


def team_share(forecast: Forecast, goal: Goal, team: Team, window: Window) -> float:
    """The part of a goal of the company that falls to `team`: its part of what the plan is expected to bring."""
    if goal.scope != COMPANY or len(forecast.scenario.teams) == 1:
        return 1.0
    name = "bookings" if goal.metric in MONEY else goal.metric
    parts = {}
    for one in forecast.scenario.teams:
        counts = steps_to(one, name) is not None
        parts[one.name] = float(metric(name).value(forecast, one.name, window).mean()) if counts else 0.0
    whole = sum(parts.values())
    return parts[team.name] / whole if whole else 1 / len(parts)


def bookings_wanted(forecast: Forecast, goal: Goal) -> tuple[float, Window]:
    """The bookings (annual, where business is recurring) that bring a money goal to its target on average, and when.

    MRR, ARR and recurring revenue grow in proportion to what is booked, customers lost and expansion at their mean: the
    plan's bookings are scaled from what the opening customers bring alone to the target.
    """
    window = goal_window(forecast.scenario, goal)
    target = goal.threshold * (window.length if window.averaged else 1)
    whole = Window(window.first, window.last)
    if goal.metric not in ("mrr", "arr") and (
        goal.metric == "bookings" or forecast.scenario.recurring is None
    ):
        return target, whole
    alone = _opening_alone(forecast)
    if goal.metric == "revenue":
        without = float(alone[whole.months].sum())
        expected = float(metric("revenue").value(forecast, COMPANY, whole).mean())
    else:
        scale = 12.0 if goal.metric == "arr" else 1.0
        months = alone[whole.months] if window.averaged else alone[window.last : window.last + 1]
        without = scale * float(months.mean())
        expected = float(metric(goal.metric).value(forecast, COMPANY, window).mean())
        target = goal.threshold
    until = Window(0, window.last)
    booked = float(metric("bookings").value(forecast, COMPANY, until).mean())
    if expected <= without:
        return math.inf if target > without else 0.0, until
    return max(0.0, (target - without) / (expected - without)) * booked, until


def _opening_alone(forecast: Forecast) -> Floats:
    """Mean MRR by month if nothing new were sold, shape (months,)."""
    recurring = forecast.scenario.recurring
    assert recurring is not None
    luck, effects = forecast.luck(0, forecast.n_trials), drawn_effects(forecast)
    churn = np.minimum(draw_churn(recurring, luck) * effects.factor("churn"), 1.0)
    growth = np.maximum(1 + draw_expansion(recurring, luck) * effects.factor("expansion"), 0.0)
    kept = np.broadcast_to((1 - churn) * growth, (forecast.n_months, max(churn.shape[1], growth.shape[1])))
    return np.asarray(recurring.opening_mrr * np.cumprod(kept, axis=0).mean(axis=1))
