"""Open deals whose sizes are listed: each keeps its size, all share one draw of their rate."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulator import ScenarioError, simulate
from simulator.engine import Series
from simulator.engine.timing import remaining_shares
from simulator.scenario import Scenario, parse_scenario
from simulator.scenario.quantities import CycleDays

SIZES = [59.0, 39.0, 34.0, 51.0, 82.0, 14.0, 11.0, 87.0, 68.0, 43.0]
TRIALS = 40_000


def company(group: dict[str, Any], cycle: dict[str, float] | None = None) -> Scenario:
    team = {
        "name": "Direct",
        "stages": [{"name": "won", "rate": 0.5}],
        "deal_size": 1000.0,
        "cycle_days": cycle or {"mean": 0.0},
        "open_pipeline": [{"count": len(SIZES), "values": SIZES, **group}],
    }
    return parse_scenario(
        {"name": "Open deals", "start_month": "2027-01", "horizon_months": 6, "teams": [team]}
    )


def test_a_known_rate_gives_the_variance_of_independent_deals() -> None:
    won = simulate(company({"win_rate": 0.3}), TRIALS, seed=0).series(Series.BOOKINGS).sum(axis=1)
    mean = 0.3 * sum(SIZES)
    variance = 0.3 * 0.7 * sum(size**2 for size in SIZES)
    assert abs(won.mean() - mean) <= 4 * math.sqrt(variance / TRIALS)
    spread = np.square(won - mean)
    assert abs(spread.mean() - variance) <= 4 * spread.std() / math.sqrt(TRIALS)
    assert set(np.unique(won % 1)) == {0.0}


def test_an_unknown_rate_is_one_draw_for_the_group() -> None:
    n, p = 20.0, 0.3
    won = simulate(company({"win_rate": {"mean": p, "equivalent_n": n}}), TRIALS, seed=0)
    total = won.series(Series.BOOKINGS).sum(axis=1)
    rate_variance = p * (1 - p) / (n + 1)
    squares = sum(size**2 for size in SIZES)
    variance = (p * (1 - p) - rate_variance) * squares + rate_variance * sum(SIZES) ** 2
    spread = np.square(total - p * sum(SIZES))
    assert abs(spread.mean() - variance) <= 4 * spread.std() / math.sqrt(TRIALS)
    # Drawn apart, deal by deal, the variance would be smaller by far more than the tolerance.
    assert variance - p * (1 - p) * squares > 8 * spread.std() / math.sqrt(TRIALS)


def test_they_close_after_what_remains_of_their_cycle() -> None:
    cycle = CycleDays(mean=60.0, cv=0.8)
    scenario = company({"win_rate": 1.0, "age_days": 45.0}, {"mean": cycle.mean, "cv": cycle.cv})
    closed = simulate(scenario, TRIALS, seed=0).series(Series.CLOSED, "Direct").mean(axis=0)
    expected = np.diff(remaining_shares(np.array([cycle.mean]), cycle.cv, 45.0, 6)[0], prepend=0.0) * len(
        SIZES
    )
    error = np.sqrt(expected * (1 - expected / len(SIZES)) / TRIALS)
    assert (np.abs(closed - expected) <= 4 * error).all()


def test_they_close_in_the_months_that_are_known() -> None:
    within = (0.5, 0.6, 0.9)
    scenario = company(
        {"win_rate": 1.0, "age_days": 45.0, "closes_within": list(within)}, {"mean": 60.0, "cv": 0.8}
    )
    closed = simulate(scenario, TRIALS, seed=0).series(Series.CLOSED, "Direct").mean(axis=0)
    expected = np.diff([0.0, *within, 0.9, 0.9, 0.9]) * len(SIZES)
    error = np.sqrt(expected * (1 - expected / len(SIZES)) / TRIALS)
    assert (np.abs(closed - expected) <= 4 * error).all()


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ({"closes_within": [0.5, 0.4], "win_rate": 0.3}, "must not fall"),
        ({"closes_within": [0.5, 1.4], "win_rate": 0.3}, "at most 1"),
        ({"values": [1.0, 2.0], "win_rate": 0.3}, "values lists 2 sizes for count = 10"),
        ({"value": 5.0, "win_rate": 0.3}, "give either value"),
        ({"values": [-1.0] * 10, "win_rate": 0.3}, "must be at least 0"),
    ],
)
def test_wrong_lists_are_refused(group: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        company(group)
