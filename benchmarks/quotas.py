"""A hundred and three thousand reps' quotas, against bare draws: one uniform a deal, one normal a seat and month."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from simulator.engine import Forecast, Series, simulate
from simulator.quotas.quota_sheet import moved, quota_sheet, targets
from simulator.quotas.rep_futures import rep_futures
from simulator.quotas.rep_values import quota_goal, values_from
from simulator.scenario import Scenario, parse_scenario
from simulator.scenario.quota_terms import Quotas

Paired = Callable[[Callable[[], object], Callable[[], object], int], tuple[float, float, float]]
Timed = Callable[[Callable[[], object], int], float]


def company(reps: int, teams: int) -> Scenario:
    """Teams of ramped and ramping reps who close two deals a month each."""
    each = reps // teams
    return parse_scenario(
        {
            "name": f"{reps} reps",
            "start_month": "2027-01",
            "seed": 7,
            "teams": [
                {
                    "name": f"Team {number}",
                    "inbound_per_month": {"mean": 10.0 * each, "dispersion": 20.0},
                    "stages": [{"name": "won", "rate": {"mean": 0.2, "equivalent_n": 100.0}}],
                    "cycle_days": {"mean": 48.0, "cv": 0.8, "n": 100.0},
                    "deal_size": {"family": "gamma", "mean": 25_000.0, "cv": 0.9, "n": 300.0},
                    "ramp": [0.0, 0.25, 0.5, 0.75, 1.0],
                    "annual_attrition": {"mean": 0.3, "equivalent_n": 40.0},
                    "backfill_after_months": 2,
                    "rep_spread": 0.2,
                    "reps": [{"name": f"Rep {rep}", "tenure_months": rep % 40} for rep in range(each)],
                }
                for number in range(teams)
            ],
            "goals": [{"name": "G", "metric": "bookings", "target": reps * 500_000.0, "by": "2027-12"}],
        }
    )


def bare_draws(forecast: Forecast, reps: int, trials: int) -> None:
    """As many numbers as sharing out needs at least."""
    rng = np.random.default_rng(1)
    closed = forecast.series(Series.CLOSED)[:trials].sum()
    rng.random(int(closed))
    rng.standard_normal(reps * forecast.n_months * trials)


def quotas(paired: Paired, timed: Timed) -> None:
    """Print the seconds of one core, the ratio to bare draws, and what a moved slider costs."""
    for reps, teams in ((100, 1), (100, 10), (3_000, 30)):
        scenario = company(reps, teams)
        forecast = simulate(scenario, 10_000)
        goal = quota_goal(scenario)
        futures = rep_futures(forecast, threads=1)
        values = values_from(forecast, goal, futures)
        whole, bare, ratio = paired(
            partial(rep_futures, forecast, threads=1),
            partial(bare_draws, forecast, reps, futures.n_trials),
            3,
        )
        shared = targets(forecast, values)
        terms = moved(Quotas(), 1.15)
        slider = timed(partial(quota_sheet, values, shared, terms), 3)
        layered = timed(partial(targets, forecast, values), 3)
        print(
            f"{reps:,} reps in {teams} teams, {futures.n_trials:,} futures: shared out {whole:.2f} s   bare draws "
            f"{bare:.2f} s   ratio {ratio:.1f}   targets {layered:.2f} s   a moved slider {slider * 1e3:.0f} ms",
            flush=True,
        )
