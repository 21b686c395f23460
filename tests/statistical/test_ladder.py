"""Floor, break-even, ladder and joint odds against exact answers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from simulator import Scenario, simulate
from simulator.goals import goal_values, meets
from simulator.goals.break_even import break_even
from simulator.goals.floor import floor
from simulator.goals.ladder import ladder
from simulator.goals.together import _pair, together
from simulator.goals.windows import Window
from simulator.scenario import Goal
from tests.statistical.significance import allowed_errors, assert_mean, assert_share
from tests.statistical.small_scenarios import month, scenario, team_document

TRIALS = 20_000
RATE, SIZE, FIXED = 6.0, 1_000.0, 4_200.0


def _seller(name: str = "Direct", rate: float = RATE, **fields: Any) -> dict[str, Any]:
    """Poisson deals of one size, closed at once."""
    size = {"family": "gamma", "mean": SIZE, "cv": 0.0}
    return team_document(name, inbound_per_month={"mean": rate}, deal_size=size, **fields)


def _company(margin: float | dict[str, float] = 0.7, **fields: Any) -> Scenario:
    return scenario(_seller(), costs={"gross_margin": margin, "overhead_per_month": FIXED}, seed=11, **fields)


def test_odds_of_covering_costs_with_poisson_deals() -> None:
    """A month is covered by 6 deals of 1,000 at a margin of 0.7; t months by 6 t. The deals are Poisson."""
    found = break_even(simulate(_company(), TRIALS))
    assert found is not None
    needed = FIXED / (0.7 * SIZE)
    assert needed == pytest.approx(6)
    for t in range(12):
        single = stats.poisson.sf(round(needed) - 1, RATE)
        summed = stats.poisson.sf(round(needed) * (t + 1) - 1, RATE * (t + 1))
        for exact, odds in ((single, found.in_month[t]), (summed, found.since_start[t])):
            error = math.sqrt(exact * (1 - exact) / TRIALS)
            assert abs(odds - exact) <= allowed_errors(24) * error


def test_the_floor_of_a_margin_that_is_not_known() -> None:
    """Costs are fixed, the margin is normal: half of the futures' floors lie below costs / median margin."""
    forecast = simulate(_company({"mean": 0.7, "sd": 0.05}), TRIALS)
    found = floor(forecast, Window(0, 11))
    costs = 12 * FIXED
    margin = stats.truncnorm((0 - 0.7) / 0.05, (1 - 0.7) / 0.05, 0.7, 0.05)
    # The quantile's error: sqrt(q (1 - q) / n) over the density of costs / margin there.
    for level, value in ((0.5, found.value), (0.1, found.low), (0.9, found.high)):
        exact = costs / margin.ppf(1 - level)
        density = margin.pdf(margin.ppf(1 - level)) * costs / exact**2
        error = math.sqrt(level * (1 - level) / TRIALS) / density
        assert value is not None
        assert abs(value - exact) <= allowed_errors(3) * error
    draws = costs / np.random.default_rng(1).choice(margin.rvs(100_000, random_state=2), 100_000)
    assert found.expected == pytest.approx(
        draws.mean(), rel=4 * draws.std() / draws.mean() / math.sqrt(TRIALS)
    )


def test_people_differ_by_future_and_so_do_their_floors() -> None:
    """Ten people at 1,200 a year leave with 30 % a year and are not replaced: the expected bill is geometric."""
    team = _seller(headcount=10, annual_cost_per_rep=1_200.0, annual_attrition=0.3)
    forecast = simulate(scenario(team, costs={"gross_margin": 0.5}, seed=3), TRIALS)
    found = floor(forecast, Window(0, 11))
    stay = 0.7 ** (1 / 12)
    people = sum(10 * stay**t for t in range(12))
    bill = np.asarray(forecast.series("rep_cost").sum(axis=1))
    assert_mean(bill, people * 100.0)
    assert found.expected == pytest.approx(bill.mean() / 0.5)
    assert found.salaries == pytest.approx(bill.mean())


def test_a_floor_found_by_odds_is_where_they_cross_one_half() -> None:
    """One deal is worth 700 of margin: the average size at which n Poisson deals pay is found between the extremes."""
    team = _seller(rate=40.0)
    team["deal_size"] = {"family": "gamma", "mean": SIZE, "cv": 0.5, "n": 20}
    plan = scenario(team, costs={"gross_margin": 0.7, "overhead_per_month": 28_000.0}, months=12, seed=5)
    forecast = simulate(plan, TRIALS)
    found = floor(forecast, Window(0, 11), "average_deal_size")
    assert found.way == "odds"
    assert found.value is not None
    values = goal_values(forecast, Goal(name="G", metric="average_deal_size", target=0, by=month(11)))
    profit = goal_values(forecast, Goal(name="P", metric="profit", target=0, by=month(11)))
    near = np.abs(values - found.value) < 15
    assert near.sum() > 300
    assert_share(profit[near] >= 0, 0.5)
    # With 480 deals expected, 28,000 a month are 12 x 28,000 / (0.7 x 480) = 1,000 a deal.
    assert found.value == pytest.approx(1_000, rel=0.02)


def test_rungs_of_a_poisson_total_are_its_quantiles() -> None:
    forecast = simulate(_company(), TRIALS)
    goal = Goal(name="G", metric="won_deals", target=0, by=month(11))
    total = stats.poisson(RATE * 12)
    for rung in ladder(forecast, goal).rungs[1:]:
        assert rung.value is not None
        assert rung.asked is not None
        assert rung.probability is not None
        exact = total.sf(rung.value - 1)
        error = math.sqrt(exact * (1 - exact) / TRIALS)
        assert abs(rung.probability - exact) <= allowed_errors(4) * error
        assert total.sf(rung.value) < rung.asked + allowed_errors(4) * error, (
            "one more is met less often than asked"
        )


def test_independent_goals_are_met_together_by_the_product_of_their_odds() -> None:
    names = ("A", "B", "C")
    plan = scenario(*(_seller(name) for name in names), seed=21)
    forecast = simulate(plan, TRIALS)
    goals = [
        Goal(name=name, metric="won_deals", target=float(target), by=month(11), scope=name)
        for name, target in zip(names, (66, 72, 80), strict=True)
    ]
    found = together(forecast, goals)
    exact = [stats.poisson.sf(goal.threshold - 1, RATE * 12) for goal in goals]
    by_count = np.array([1.0])
    for p in exact:
        by_count = np.convolve(by_count, [1 - p, p])
    for one in found.at_least:
        odds = by_count[one.count :].sum()
        error = math.sqrt(odds * (1 - odds) / TRIALS)
        assert abs(one.probability - odds) <= allowed_errors(3) * error
        assert one.interval[0] <= one.probability <= one.interval[1]
    assert found.named == ()
    for pair in found.pairs:
        assert abs(pair.difference) <= allowed_errors(3) * pair.standard_error
    for step in found.order:
        assert step.effect is not None
        assert abs(step.effect) <= allowed_errors(3) * step.standard_error


def test_the_error_of_a_difference_is_that_of_its_own_repetitions() -> None:
    """The standard error of P(both) - P(A) P(B) against its scatter over two hundred forecasts of 500 futures."""
    rng = np.random.default_rng(8)
    plan = scenario(_seller("A"), _seller("B"), seed=1)
    forecast = simulate(plan, 100_000)
    goals = [Goal(name=n, metric="won_deals", target=72.0, by=month(11), scope=n) for n in ("A", "B")]
    met = np.asarray([meets(goal_values(forecast, goal), goal) for goal in goals])
    mixed = np.where(rng.random(100_000) < 0.4, met[0], met[1])  # tied to A
    differences = [
        (a & b).mean() - a.mean() * b.mean()
        for a, b in zip(np.split(met[0], 200), np.split(mixed, 200), strict=True)
    ]
    p, q, both = met[0].mean(), mixed.mean(), (met[0] & mixed).mean()
    claimed = _pair(("A", "B"), float(both), float(p), float(q), 500, 3.0).standard_error
    scatter = float(np.std(differences, ddof=1))
    # A standard deviation of 200 values is known to 1 / sqrt(400).
    assert claimed == pytest.approx(scatter, rel=4 / math.sqrt(400))


def test_a_shared_market_pulls_goals_together() -> None:
    plan = scenario(
        _seller("A", 30.0), _seller("B", 30.0), market={"monthly_sd": 0.3, "persistence": 0.9}, seed=4
    )
    goals = [Goal(name=n, metric="won_deals", target=360.0, by=month(11), scope=n) for n in ("A", "B")]
    found = together(simulate(plan, 5_000), goals)
    assert [pair.pull for pair in found.pairs] == ["together"]
    assert found.pairs[0].is_strong
    assert all(step.clear and (step.effect or 0) > 0.3 for step in found.order)
