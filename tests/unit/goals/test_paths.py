"""A goal on its way to its deadline, and the odds that costs are covered."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulator import Forecast, simulate
from simulator.engine.forecast import Series
from simulator.goals.paths import costs_covered, goal_path
from simulator.sample import sample_scenario
from simulator.scenario import Goal, parse_scenario, scenario_document

LEVELS = (0.1, 0.5, 0.9)


@pytest.fixture(scope="module")
def forecast() -> Forecast:
    """The sample company with its subscriptions."""
    return simulate(sample_scenario(), n_trials=501)


def _goal(metric: str, window: str) -> Goal:
    return Goal.model_validate(
        {"name": "G", "metric": metric, "target": 1.0, "by": "2027-08", "window": window}
    )


def test_a_total_grows_month_by_month_to_what_the_goal_asks(forecast: Forecast) -> None:
    path = goal_path(forecast, _goal("bookings", "total"), LEVELS)
    sums = forecast.series(Series.BOOKINGS)[:, :8].cumsum(axis=1)
    assert path.shape == (8, 3)
    np.testing.assert_allclose(path, np.quantile(sums, LEVELS, axis=0).T, rtol=1e-12)


@pytest.mark.parametrize(
    ("window", "first"),
    [("month", lambda t: t), ("quarter", lambda t: max(t - 2, 0)), ("average", lambda t: 0)],
)
def test_a_window_moves_with_the_month(forecast: Forecast, window: str, first: Callable[[int], int]) -> None:
    path = goal_path(forecast, _goal("bookings", window), LEVELS)
    bookings = forecast.series(Series.BOOKINGS)
    for t in range(8):
        part = bookings[:, first(t) : t + 1]
        values = part.mean(axis=1) if window == "average" else part.sum(axis=1)
        np.testing.assert_allclose(path[t], np.quantile(values, LEVELS), rtol=1e-12)


def test_a_stock_is_what_there_is_at_the_end_of_each_month(forecast: Forecast) -> None:
    path = goal_path(forecast, _goal("effective_reps", "total"), LEVELS)
    people = np.asarray(forecast.series(Series.EFFECTIVE_REPS), dtype=float)[:, :8]
    np.testing.assert_allclose(path, np.quantile(people, LEVELS, axis=0).T, rtol=1e-12)


def test_a_month_in_which_nothing_is_defined_is_not_a_number() -> None:
    document = scenario_document(sample_scenario())
    for team in document["teams"]:
        team["inbound_per_month"] = {"mean": 0.0}
        team.pop("open_pipeline", None)
    nothing = simulate(parse_scenario(document), n_trials=100)
    assert np.isnan(goal_path(nothing, _goal("average_deal_size", "total"), LEVELS)).all()


def test_costs_are_covered_where_profit_is_not_negative(forecast: Forecast) -> None:
    profit = forecast.series(Series.PROFIT)
    assert costs_covered(forecast) == (profit.sum(axis=1) >= 0).mean()
    assert costs_covered(forecast, 2) == (profit[:, :2].sum(axis=1) >= 0).mean()


def test_without_costs_there_is_nothing_to_cover() -> None:
    document = scenario_document(sample_scenario())
    document["costs"] = {}
    for team in document["teams"]:
        team.pop("annual_cost_per_rep", None)
    assert costs_covered(simulate(parse_scenario(document), n_trials=100)) is None
