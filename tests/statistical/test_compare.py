"""Plans side by side in scenarios with a closed form: odds, means and who beats whom equal the exact ones."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simulator import Scenario, simulate
from simulator.decide.compare import Comparison, Contender, compare
from tests.statistical.small_scenarios import goal, scenario, team_document

TRIALS = 4_000
FAR = 4.0
"""Standard errors within which a share or mean of so many futures has to lie."""


def poisson(entering: float, *more: float, target: float = 100) -> Scenario:
    """Wins over a year are Poisson with mean ``12 * entering * 0.5``, plus a team for each of `more`."""
    teams = [
        team_document(
            name,
            inbound_per_month=mean,
            stages=[{"name": "sale", "rate": {"mean": 0.5}}],
        )
        for name, mean in zip(("Direct", "East", "North"), (entering, *more), strict=False)
    ]
    return scenario(*teams, goals=[goal("won_deals", target)], seed=7)


def against(one: Scenario, other: Scenario, n_trials: int = TRIALS) -> Comparison:
    return compare([Contender("A", one), Contender("B", other)], n_trials=n_trials)


def test_the_odds_of_each_are_the_exact_ones() -> None:
    found = against(poisson(16), poisson(18))
    for name, mean in (("A", 96), ("B", 108)):
        exact = float(stats.poisson.sf(99, mean))
        verdict = found.standing(name).verdict
        assert verdict is not None
        assert abs(verdict.probability - exact) < FAR * math.sqrt(exact * (1 - exact) / TRIALS)


def test_the_difference_of_means_is_the_exact_one_and_better_known_than_from_two_lucks() -> None:
    found = against(poisson(16), poisson(18)).of("B", "A")
    assert found is not None
    assert found.mean is not None
    assert found.mean_interval is not None
    error = (found.mean_interval[1] - found.mean_interval[0]) / 2 / 1.96
    assert abs(found.mean - 12) < FAR * error
    independent = math.sqrt((96 + 108) / TRIALS)
    assert error < 0.7 * independent


def test_the_difference_of_odds_is_the_exact_one() -> None:
    found = against(poisson(16), poisson(18)).of("B", "A")
    assert found is not None
    exact = float(stats.poisson.sf(99, 108) - stats.poisson.sf(99, 96))
    error = (found.odds_interval[1] - found.odds_interval[0]) / 2 / 1.96
    assert abs(found.odds - exact) < FAR * error


def test_a_team_more_wins_whenever_it_sells_at_all() -> None:
    """What a further team sells is independent of the rest, whose luck stays the same: B - A is Poisson(0.72)."""
    one, other = poisson(16), poisson(16, 0.12)
    found = against(one, other).of("B", "A")
    assert found is not None
    exact = 1 - math.exp(-0.72)
    assert abs(found.wins - exact) < FAR * math.sqrt(exact * (1 - exact) / TRIALS)
    assert found.losses == 0
    assert found.beats == pytest.approx(found.wins + found.ties / 2, abs=1e-12)
    assert found.beats_interval[0] < (1 + exact) / 2 < found.beats_interval[1]
    assert found.mean is not None
    assert abs(found.mean - 0.72) < FAR * math.sqrt(0.72 / TRIALS)
    assert (found.low, found.median, found.high) == (0, 1, 2)


def test_deals_a_tenth_larger_win_wherever_there_is_a_deal() -> None:
    def plan(size: float) -> Scenario:
        team = team_document(inbound_per_month=0.1, deal_size={"family": "gamma", "mean": size, "cv": 0.8})
        return scenario(team, goals=[goal("bookings", 1_000)], seed=0)

    one, other = plan(1_000), plan(1_100)
    values = simulate(one, TRIALS).series("bookings").sum(axis=1)
    found = against(one, other).of("B", "A")
    assert found is not None
    assert found.wins == np.mean(values > 0)
    assert found.ties == np.mean(values == 0)
    assert found.mean == pytest.approx(0.1 * values.mean(), rel=1e-9)


def test_where_less_is_better_the_smaller_one_wins() -> None:
    fewer = goal("won_deals", 100, direction="at_most")
    one = poisson(16).changed(goals=(fewer,))
    other = poisson(16, 0.12).changed(goals=(fewer,))
    found = against(one, other)
    contrast = found.of("A", "B")
    assert contrast is not None
    assert contrast.losses == 0
    assert contrast.wins > 0.4
    assert contrast.mean is not None
    assert contrast.mean < 0
    assert found.leading is not None
    assert found.leading.a == "A"


def test_the_best_of_three_alike_is_each_a_third_of_the_time() -> None:
    plan = poisson(16)
    found = compare([Contender(name, plan) for name in "ABC"], n_trials=500)
    assert [one.best for one in found.standings] == pytest.approx([1 / 3] * 3, abs=1e-12)


def test_costs_add_up_to_the_profit() -> None:
    team = team_document(inbound_per_month=20, headcount=3, annual_cost_per_rep=24_000)
    plan = scenario(
        team,
        goals=[{**goal("bookings", 100), "by": "2027-06"}],
        costs={"gross_margin": {"mean": 0.5}, "marketing_per_month": 10, "overhead_per_month": 5},
    )
    costs = compare([Contender("A", plan)], n_trials=500).standings[0].costs
    assert costs.months == ("2027-01", "2027-06")
    assert (costs.people, costs.marketing, costs.overhead) == pytest.approx((36_000, 60, 30))
    spent = costs.people + costs.marketing + costs.overhead + costs.changes
    assert costs.profit == pytest.approx(costs.gross_profit - spent)
    exact = 0.5 * 6 * 20
    assert abs(costs.gross_profit - exact) < FAR * 0.5 * math.sqrt(120 / 500)
