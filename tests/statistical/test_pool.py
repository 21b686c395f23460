"""The second opinion's pool: P = (1 - w) P_plan + w P_history, the same for every other metric."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator import Forecast, simulate
from simulator.goals import assess, goal_values, meets
from simulator.goals.opinion import top_down
from simulator.goals.paths import goal_path
from simulator.goals.values import top_down_values
from simulator.goals.windows import goal_window
from simulator.scenario import Goal, Scenario, parse_scenario
from tests.statistical.significance import allowed_errors

TRIALS = 20_000
MONTHS = tuple(90_000 * math.exp(0.3 * math.sin(3.7 * month)) for month in range(30))
PLAN = parse_scenario(
    {
        "name": "pool",
        "start_month": "2027-01",
        "seed": 0,
        "teams": [
            {
                "name": "Direct",
                "inbound_per_month": {"mean": 30.0, "sd": 3.0, "dispersion": 10.0},
                "stages": [{"name": "won", "rate": {"successes": 30, "trials": 100}}],
                "deal_size": {"mean": 10_000.0, "cv": 0.8},
            }
        ],
        "second_opinion": {"weight": 0.0, "first_month": "2024-07", "values": list(MONTHS)},
        "goals": [
            {"name": name, "metric": metric, "target": target, "by": "2027-12", "window": window}
            for name, metric, target, window in (
                ("total", "bookings", 1_080_000.0, "total"),
                ("revenue", "revenue", 1_080_000.0, "total"),
                ("month", "bookings", 90_000.0, "month"),
                ("average", "bookings", 92_000.0, "average"),
                ("deals", "won_deals", 108.0, "total"),
                ("profit", "profit", 1_000_000.0, "total"),
            )
        ],
    }
)
TOUCHED = ("total", "revenue", "month", "average")


def _weighted(weight: float) -> Scenario:
    opinion = PLAN.second_opinion
    assert opinion is not None
    return PLAN.changed(second_opinion=opinion.changed(weight=weight))


@pytest.fixture(scope="module")
def forecast() -> Forecast:
    return simulate(PLAN, TRIALS)


def _odds(forecast: Forecast, weight: float) -> dict[str, float]:
    return {one.name: one.probability for one in assess(forecast.under(_weighted(weight)))}


def _goal(name: str) -> Goal:
    return next(goal for goal in PLAN.goals if goal.name == name)


@pytest.mark.parametrize("weight", [0.1, 0.5, 0.85])
def test_the_odds_are_the_weighted_mean_of_both(forecast: Forecast, weight: float) -> None:
    plan, pooled = _odds(forecast, 0.0), _odds(forecast, weight)
    for name in TOUCHED:
        goal = _goal(name)
        window = goal_window(PLAN, goal)
        top = float(meets(top_down_values(forecast, window), goal).mean())
        bottom = plan[name]
        # only which futures were picked is luck: a sample without replacement of the one, its rest of the other
        error = math.sqrt(weight * (1 - weight) * (bottom * (1 - bottom) + top * (1 - top)) / TRIALS)
        expected = (1 - weight) * bottom + weight * top
        assert abs(pooled[name] - expected) <= allowed_errors(len(TOUCHED)) * error, name
        assert abs(top - bottom) > 0.02, "a pool of the same odds shows nothing"


@pytest.mark.parametrize("weight", [0.0, 0.1, 0.333, 0.5, 1.0])
def test_exactly_that_share_of_futures_follows_the_history(forecast: Forecast, weight: float) -> None:
    goal = _goal("total")
    plan, pooled = (goal_values(forecast.under(_weighted(one)), goal) for one in (0.0, weight))
    assert int((plan != pooled).sum()) == round(weight * TRIALS)


def test_they_are_spread_over_all_futures(forecast: Forecast) -> None:
    goal = _goal("total")
    plan, pooled = (goal_values(forecast.under(_weighted(one)), goal) for one in (0.0, 0.4))
    first = float((plan != pooled)[: TRIALS // 2].mean())
    assert abs(first - 0.4) <= allowed_errors() * math.sqrt(0.24 / TRIALS)


def test_more_weight_keeps_the_futures_that_follow_it_already(forecast: Forecast) -> None:
    goal = _goal("total")
    plan, some, more = (goal_values(forecast.under(_weighted(one)), goal) for one in (0.0, 0.3, 0.6))
    assert not ((some != plan) & (more == plan)).any()


def test_all_of_the_weight_is_the_history_and_nothing_else(forecast: Forecast) -> None:
    under = forecast.under(_weighted(1.0))
    for name in TOUCHED:
        goal = _goal(name)
        np.testing.assert_array_equal(
            np.sort(goal_values(under, goal)), np.sort(top_down_values(forecast, goal_window(PLAN, goal)))
        )
    path = goal_path(under, _goal("total"), (0.5,))[:, 0]
    totals = np.cumsum(top_down(PLAN, TRIALS, 0), axis=1)
    np.testing.assert_allclose(path, np.median(totals, axis=0), rtol=1e-9)


def test_what_it_does_not_speak_of_is_untouched(forecast: Forecast) -> None:
    plan, pooled = _odds(forecast, 0.0), _odds(forecast, 0.5)
    assert {name for name in plan if plan[name] != pooled[name]} == set(TOUCHED)
    verdicts = {one.name: one.second_opinion for one in assess(forecast.under(_weighted(0.5)))}
    assert verdicts == {name: 0.5 if name in TOUCHED else None for name in plan}


def test_which_futures_follow_is_independent_of_how_good_they_are(forecast: Forecast) -> None:
    goal = _goal("total")
    plan, pooled = (goal_values(forecast.under(_weighted(one)), goal) for one in (0.0, 0.5))
    good = plan > np.median(plan)
    share = float(((plan != pooled) & good).mean()) * 2
    assert abs(share - 0.5) <= allowed_errors() * math.sqrt(0.25 / TRIALS)


def test_a_good_future_of_the_plan_takes_a_good_one_of_the_history(forecast: Forecast) -> None:
    """So that goals that are met together in the plan still are."""
    total, deals = _goal("total"), _goal("deals")
    values = goal_values(forecast.under(_weighted(1.0)), total)
    wins = goal_values(forecast, deals)
    assert np.corrcoef(values, wins)[0, 1] > 0.3


def test_neither_threads_nor_chunks_nor_the_order_of_asking_change_a_digit() -> None:
    plan = _weighted(0.4)
    one = simulate(plan, 3_000, threads=1, chunk_trials=700)
    two = simulate(plan, 3_000, threads=4, chunk_trials=2_000)
    for goal in reversed(plan.goals):
        np.testing.assert_array_equal(goal_values(one, goal), goal_values(two, goal))


def test_another_seed_gives_other_futures() -> None:
    assert not np.array_equal(top_down(PLAN, 200, 0), top_down(PLAN, 200, 1))


def test_first_pooled_then_widened(forecast: Forecast) -> None:
    goal = _goal("total")
    pooled = goal_values(forecast.under(_weighted(0.5)), goal)
    both = goal_values(forecast.under(_weighted(0.5).changed(widening={"factor": 1.5})), goal)
    middle = np.median(pooled)
    np.testing.assert_allclose(np.log(both / middle), 1.5 * np.log(pooled / middle), atol=1e-3)
