"""The bare random draws the same trials need: numpy alone, its own generators, nothing computed between them.

Each driver's draw has the family, the shape and the counts it has in the finished forecast: a negative
binomial per team and month (as numpy draws it, gamma then Poisson), a binomial per stage, a multinomial per
cohort of wins over the months in which they may close, one gamma for each month's sum of deal sizes and one
for its cycles, the market's normals, an exponential per seat and stint, capacity's uniforms, the pipeline's
binomials and closings, the churn's binomials, one Beta per rate.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from simulator.engine import Forecast, Series
from simulator.engine.timing import lag_shares, remaining_shares
from simulator.scenario import Scenario, Team

CHUNK = 2_000
Array = np.ndarray[Any, Any]


def bare_draws(forecast: Forecast, threads: int) -> None:
    """Draw once what `forecast` needed, in chunks on as many threads."""
    firsts = range(0, forecast.n_trials, CHUNK)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda first: _chunk(forecast, slice(first, first + CHUNK), first), firsts))


def _chunk(forecast: Forecast, trials: slice, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scenario = forecast.scenario
    n, months = len(range(*trials.indices(forecast.n_trials))), forecast.n_months
    rng.standard_normal((n, months))
    rng.standard_normal((n, 4))
    for team in scenario.teams:
        _team(rng, forecast, scenario, team, trials, n)
    if scenario.recurring is not None:
        rng.binomial(forecast.series(Series.OPENING_CUSTOMERS)[trials], 0.008)
        rng.beta(33.5, 3967.5, n)


def _team(
    rng: np.random.Generator, forecast: Forecast, scenario: Scenario, team: Team, trials: slice, n: int
) -> None:
    months = scenario.horizon_months

    def counts(name: str) -> Array:
        return np.asarray(forecast.series(name, team.name)[trials])

    rng.standard_normal((n, 4))
    shape = team.inbound_per_month.dispersion or 1.0
    rng.standard_gamma(shape, (n, months))
    rng.poisson(np.maximum(counts(Series.ENTERED), 1))
    units = counts(Series.ENTERED)
    for stage in team.stages:
        a, b = stage.rate.beta or (1.0, 1.0)
        rate = rng.beta(a, b, (n, 1))
        rng.binomial(units, rate)
        units = counts(Series.WORKED)
    if team.opportunities_per_rep_per_month is not None:
        rng.random((n, months))
        rng.random((n, months))
    seats = len(team.reps) + team.headcount + sum(hire.count for hire in team.hires)
    for _ in range(2):
        rng.standard_exponential((n, seats))
    won = counts(Series.WON)
    mean, cv = np.array([team.cycle_days.mean]), team.cycle_days.cv
    shares = np.diff(lag_shares(mean, cv, months)[0], prepend=0.0)
    for month in range(months):
        kept = shares[: months - month]
        rng.multinomial(won[:, month], [*kept, max(1 - kept.sum(), 0.0)])
    for group in team.open_pipeline:
        a, b = group.win_rate.beta or (1.0, 1.0)
        wins = rng.binomial(group.count, rng.beta(a, b, n))
        closing = np.diff(remaining_shares(mean, cv, group.age_days, months)[0], prepend=0.0)
        rng.multinomial(wins, [*closing, max(1 - closing.sum(), 0.0)])
    rng.standard_gamma(np.maximum(counts(Series.CLOSED), 1) / team.deal_size.spread**2)
    rng.standard_gamma(np.maximum(won, 1) / cv**2)
