"""What would make it realistic: tornado, goal seek and plan as multiples of one forecast, and what one luck saves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.workloads import company
from simulator.decide import tornado
from simulator.decide.plan_search import find_plans
from simulator.decide.response import Response, another_seed
from simulator.decide.seek import seek
from simulator.decide.terms import terms
from simulator.engine import Forecast, simulate
from simulator.goals.verdict import goal_values, meets
from simulator.scenario import Goal, Scenario, parse_scenario, scenario_document, with_adjustments

Timed = Callable[[Callable[[], object], int], float]
LIMITS = {"tornado": 3.0, "goal seek": 5.0, "plan": 15.0}
"""Seconds promised with 10,000 futures of one team on two cores."""
RUNS = 3


def team_of_15_levers() -> Scenario:
    """One team with every lever there is, all with costs, and a goal that is a stretch."""
    document = scenario_document(company(1, 10, 12, recurring=True))
    document["teams"][0]["stages"].insert(1, {"name": "offer", "rate": {"successes": 900, "trials": 1080}})
    document["goals"][0]["target"] = 9.8e6
    plain = parse_scenario(document)
    document["lever_terms"] = [
        {"lever": one.lever.name, "cost": 20_000.0, "cost_per_step": 15_000.0} for one in terms(plain)
    ]
    return parse_scenario(document)


def levers(trials: int, timed: Timed) -> None:
    """Print seconds and multiples of one forecast, each beside its limit, and the gain of common random numbers."""
    scenario = team_of_15_levers()
    goal = scenario.goals[0]
    one = timed(lambda: simulate(scenario, trials), 7)
    forecast = simulate(scenario, trials)
    odds = meets(goal_values(forecast, goal), goal).mean()
    print(f"levers: {scenario.name}, {len(terms(scenario))} levers, {trials:,} trials, odds {odds:.0%}")
    print(f"  one forecast {one * 1e3:6.0f} ms")
    searches: dict[str, Callable[[], object]] = {
        "tornado": lambda: tornado(Response(forecast), goal),
        "goal seek": lambda: seek(Response(forecast), goal),
        "plan": lambda: find_plans(Response(forecast), goal),
    }
    for name, search in searches.items():
        seconds = timed(search, RUNS)
        print(
            f"  {name:<9} {seconds:6.2f} s = {seconds / one:5.1f} forecasts (limit {LIMITS[name]:.0f} s)",
            flush=True,
        )
    gain(scenario, forecast, goal)


def gain(scenario: Scenario, forecast: Forecast, goal: Goal) -> None:
    """Print how much less a difference varies on one luck than on two, which is how many times fewer trials do."""
    base = goal_values(forecast, goal)
    print("  one luck for both against two: variance of a difference per trial, and trials saved")
    for one in terms(scenario):
        if one.lever.name not in ("deal_size", "win_rate", "volume", "cycle_days", "hires", "ramp_months"):
            continue
        moved = with_adjustments(scenario, one.adjustment(one.step))
        lots = [
            goal_values(simulate(moved, forecast.n_trials, seed, like=forecast), goal)
            for seed in (forecast.seed, another_seed(forecast.seed))
        ]
        mean = [float((values - base).var()) for values in lots]
        met = [float((meets(values, goal).astype(float) - meets(base, goal)).var()) for values in lots]
        print(
            f"    {one.lever.name:<12} odds {met[0]:.4f} / {met[1]:.4f} = 1 / {met[1] / np.maximum(met[0], 1e-12):4.0f}"
            f"   mean {mean[0]:.2e} / {mean[1]:.2e} = 1 / {mean[1] / np.maximum(mean[0], 1e-12):4.0f}",
            flush=True,
        )
