"""The odds of a reverse funnel against brute force, and against the engine they must agree with."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from simulator import assess, simulate
from simulator.quotas.reverse_funnel import reverse_funnel
from simulator.quotas.thinning import level_values, odds_of_at_least, product_values, rate_values, sized_wins
from simulator.scenario import parse_scenario
from simulator.scenario.quantities import DealSize, Rate

DRAWS = 200_000
BINNED = 0.0005
"""What keeping a rate in bins may cost, see `thinning.BINS`."""


def tolerance(share: float, n: int) -> float:
    return 4.5 * math.sqrt(max(share * (1 - share), 1 / n) / n) + BINNED


@pytest.mark.parametrize(
    ("parts", "entering", "wins"),
    [
        (((30.0, 100.0), (2.0, 9.0)), 100, 5),
        (((3.0, 20.0), (40.0, 60.0), (11.0, 30.0)), 400, 20),
        (((0.0, 5.0), (5.0, 5.0)), 200, 8),
    ],
)
def test_counts_through_several_unknown_rates(
    parts: tuple[tuple[float, float], ...], entering: int, wins: int
) -> None:
    rng = np.random.default_rng(11)
    drawn = np.full(DRAWS, entering)
    for successes, trials in parts:
        drawn = rng.binomial(drawn, rng.beta(successes + 0.5, trials - successes + 0.5, DRAWS))
    share = float((drawn >= wins).mean())
    chance = product_values([rate_values(Rate(successes=a, trials=b)) for a, b in parts])
    assert odds_of_at_least(wins, entering, chance) == pytest.approx(share, abs=tolerance(share, DRAWS))


@pytest.mark.parametrize(
    ("family", "cv", "rate", "entering", "deals"),
    [
        ("gamma", 0.9, 0.25, 215, 50.0),
        ("lognormal", 1.5, 0.1, 300, 25.0),
        ("gamma", 2.0, 0.3, 20, 4.0),
        ("lognormal", 0.5, 0.05, 6000, 300.0),
    ],
)
def test_money_of_random_sizes(family: str, cv: float, rate: float, entering: int, deals: float) -> None:
    rng = np.random.default_rng(5)
    known = 0.1
    variance = math.log1p(known**2)
    level = np.exp(rng.normal(-variance / 2, math.sqrt(variance), DRAWS))
    won = rng.binomial(entering, rate, DRAWS)
    if family == "gamma":
        total = rng.gamma(np.maximum(won, 1) / cv**2, cv**2) * (won > 0)
    else:
        sigma = math.sqrt(math.log1p(cv**2))
        total = np.zeros(DRAWS)
        for first in range(0, DRAWS, 2000):
            part = slice(first, first + 2000)
            each = np.exp(rng.normal(-(sigma**2) / 2, sigma, (2000, int(won[part].max()))))
            total[part] = np.where(np.arange(each.shape[1]) < won[part][:, None], each, 0.0).sum(axis=1)
    share = float((total * level >= deals).mean())
    size = DealSize.model_validate({"family": family, "mean": 70.0, "cv": cv})
    found = sized_wins(deals * 70.0, size, 70.0, level_values(known)).odds(entering, np.array([rate]))
    # The engine's own sums of lognormal sizes are within 0.2 % of a quantile (docs/MODEL.md).
    assert found == pytest.approx(share, abs=tolerance(share, DRAWS) + 0.003)


def _engine_plan(**team: Any) -> dict[str, Any]:
    return {
        "name": "Plan",
        "start_month": "2027-01",
        "horizon_months": 4,
        "teams": [
            {
                "name": "Direct",
                "inbound_per_month": 60.0,
                "entry": "call",
                "stages": [
                    {"name": "offer", "rate": {"successes": 40, "trials": 100}},
                    {"name": "sale", "rate": {"mean": 0.4, "equivalent_n": 80.0}},
                ],
                "cycle_days": {"mean": 35.0, "cv": 0.6},
                "deal_size": {"family": "gamma", "mean": 1000.0, "cv": 0.8, "n": 60.0},
                "headcount": 3,
                **team,
            }
        ],
    }


@pytest.mark.parametrize(
    ("goal", "team"),
    [
        ({"metric": "won_deals", "target": 25.0}, {}),
        ({"metric": "bookings", "target": 26_000.0}, {}),
        (
            {"metric": "won_deals", "target": 30.0},
            {"open_pipeline": [{"count": 12, "win_rate": 0.4, "age_days": 20.0}]},
        ),
        ({"metric": "stage:offer", "target": 100.0}, {}),
    ],
)
def test_units_that_enter_evenly_reach_the_goal_as_often_as_in_the_engine(
    goal: dict[str, Any], team: dict[str, Any]
) -> None:
    """Poisson entries month by month are a Poisson total whose units fall on any month alike."""
    document = _engine_plan(**team) | {"goals": [{"name": "Goal", "by": "2027-04", **goal}]}
    scenario = parse_scenario(document)
    n = 40_000
    forecast = simulate(scenario, n, seed=3)
    funnel = reverse_funnel(forecast, scenario.goals[0])
    months = funnel.effort.last - funnel.effort.first + 1
    mean = 60.0 * months
    counts = np.arange(int(mean - 7 * math.sqrt(mean)), int(mean + 7 * math.sqrt(mean)))
    odds = float(stats.poisson.pmf(counts, mean) @ [funnel.law.odds(int(one)) for one in counts])
    engine = assess(forecast)[0].probability
    # Months whose units hardly ever close in time are left out of the work: less than a twentieth of one month's.
    assert odds == pytest.approx(engine, abs=tolerance(engine, n) + 0.01)
