"""Goal seek against closed forms: of Poisson deals every threshold is known exactly."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from simulator import Scenario, simulate
from simulator.decide.realistic_date import realistic_date
from simulator.decide.seek import Seeker, seek
from simulator.decide.sought import LeverTurn, Sought
from simulator.goals.verdict import goal_values, meets
from simulator.scenario import Adjustment, with_adjustments
from tests.statistical.small_scenarios import goal, month, scenario, team_document

MEAN, RATES = 100.0, (0.5, 0.6)
EXPECTED = 12 * MEAN * RATES[0] * RATES[1]
"""Deals of a year: 360."""
TARGET, WANTED = 380, 0.60
TRIALS = 10_000
WIDE = 3 / 1.95996
"""From the half width stated, which holds 95 of 100, to one that holds all but 3 of 1000."""


def _plan(target: float = TARGET, metric: str = "won_deals", **fields: Any) -> Scenario:
    stages = [{"name": "meeting", "rate": {"mean": RATES[0]}}, {"name": "sale", "rate": {"mean": RATES[1]}}]
    team = team_document(
        inbound_per_month={"mean": MEAN},
        stages=stages,
        deal_size={"family": "gamma", "mean": 1000.0, "cv": 0.0},
    )
    return scenario(team, seed=11, **{"goals": [goal(metric, target)], **fields})


@lru_cache(maxsize=8)
def _sought(plan: Scenario, trials: int = TRIALS) -> Sought:
    return seek(simulate(plan, trials), plan.goals[0], WANTED)


def _turn(sought: Sought, lever: str) -> LeverTurn:
    return next(one for one in sought.levers if one.lever.name == lever)


def _needed_mean(deals: int, odds: float = WANTED) -> float:
    """The mean of a Poisson count that reaches `deals` with these odds: P(N >= k) is the gamma integral P(k, mean)."""
    return float(special.gammaincinv(deals, odds))


@pytest.mark.parametrize("lever", ["volume", "stage:meeting", "win_rate"])
def test_the_threshold_of_what_multiplies_the_deals_is_the_exact_one(lever: str) -> None:
    turn = _turn(_sought(_plan()), lever)
    exact = turn.start * _needed_mean(TARGET) / EXPECTED
    assert turn.feasible
    assert turn.at.verified
    assert turn.resolution is not None
    assert turn.sampling is not None
    assert turn.sampling < 0.01 * exact
    assert abs(turn.at.amount - exact) <= turn.resolution + WIDE * turn.sampling


def test_the_threshold_of_deal_size_is_the_exact_one() -> None:
    plan = _plan(TARGET * 1000.0, "bookings")
    turn = _turn(_sought(plan), "deal_size")
    # So many deals come with the wanted odds; with one less they would have to be that much larger.
    sure = int(stats.poisson(EXPECTED).isf(WANTED)) + 1
    sure = max(k for k in range(sure - 3, sure + 4) if stats.poisson.sf(k - 1, EXPECTED) >= WANTED)
    spread = np.sqrt(WANTED * (1 - WANTED) / TRIALS)
    reachable = [
        k for k in range(sure - 5, sure + 6) if abs(stats.poisson.sf(k - 1, EXPECTED) - WANTED) < 4 * spread
    ]
    exact = {TARGET * 1000.0 / k for k in {sure, *reachable, *(k - 1 for k in reachable)}}
    assert turn.resolution is not None
    assert min(turn.at.amount - one for one in exact if turn.at.amount - one > -1e-6) <= turn.resolution


def test_the_realistic_target_is_the_exact_one() -> None:
    found = _sought(_plan()).target
    assert found is not None
    low, high = found.interval
    exact = max(k for k in range(300, 420) if stats.poisson.sf(k - 1, EXPECTED) >= WANTED)
    assert low - 1 <= exact <= high + 1
    assert found.verified


def test_the_realistic_date_is_the_exact_month() -> None:
    plan = _plan(450)
    monthly = EXPECTED / 12
    odds = {months: float(stats.poisson.sf(449, monthly * months)) for months in range(12, 40)}
    exact = min(months for months, one in odds.items() if one >= WANTED)
    assert abs(odds[exact] - WANTED) > 0.05
    assert abs(odds[exact - 1] - WANTED) > 0.05
    found = realistic_date(simulate(plan, 2_000), plan.goals[0], WANTED)
    assert found.by == month(exact - 1)
    assert found.verified
    assert found.odds is not None
    assert abs(found.odds - odds[exact]) < 4 * np.sqrt(odds[exact] * (1 - odds[exact]) / 2_000)


def test_a_goal_that_is_met_names_the_first_month_of_its_run() -> None:
    plan = _plan(200)
    exact = min(months for months in range(1, 13) if stats.poisson.sf(199, EXPECTED / 12 * months) >= WANTED)
    found = realistic_date(simulate(plan, 2_000), plan.goals[0], WANTED)
    assert found.met
    assert found.by == month(exact - 1)


def test_a_date_beyond_the_months_looked_at_is_none() -> None:
    plan = _plan(100_000)
    found = realistic_date(simulate(plan, 200), plan.goals[0], WANTED, most_months=30)
    assert found.by is None
    assert found.looked_until == month(29)
    assert found.best_odds == 0


def test_what_no_value_within_bounds_reaches_says_how_close_it_gets() -> None:
    plan = _plan(740)
    turn = _turn(_sought(plan), "volume")
    exact = float(stats.poisson.sf(739, 2 * EXPECTED))
    assert not turn.feasible
    assert turn.at.change == 1.0
    assert turn.at.amount == 2 * MEAN
    assert abs(turn.at.odds - exact) < 3 * np.sqrt(exact * (1 - exact) / TRIALS)
    assert turn.at.verified
    assert not _turn(_sought(plan), "win_rate").feasible
    assert _turn(_sought(plan), "win_rate").at.amount == 1.0


@pytest.mark.parametrize("lever", ["cycle_days", "gross_margin", "marketing", "overhead", "deal_size"])
def test_a_lever_that_cannot_matter_changes_nothing_at_all(lever: str) -> None:
    sought = _sought(_plan())
    turn = _turn(sought, lever)
    assert turn.shape == "no effect"
    assert not turn.feasible
    assert turn.at.odds == sought.verdict.probability
    assert turn.at.change == 0


def test_how_far_a_lever_may_fall_is_the_exact_threshold_too() -> None:
    plan = _plan(330)
    sought = _sought(plan)
    turn = _turn(sought, "win_rate")
    exact = RATES[1] * _needed_mean(330) / EXPECTED
    assert sought.met
    assert turn.feasible
    assert turn.at.change == 0
    assert turn.lost
    assert turn.falls_to is not None
    assert turn.resolution is not None
    assert turn.sampling is not None
    assert abs(turn.falls_to.amount - exact) <= turn.resolution + WIDE * turn.sampling


@pytest.mark.parametrize("lever", ["volume", "win_rate", "stage:meeting"])
def test_the_found_value_reaches_the_odds_and_one_step_less_does_not(lever: str) -> None:
    plan = _plan()
    turn = _turn(_sought(plan), lever)
    assert turn.resolution is not None

    def odds(amount: float) -> float:
        moved = with_adjustments(plan, Adjustment(lever=lever, change=amount / turn.start - 1))
        return float(meets(goal_values(simulate(moved, TRIALS), plan.goals[0]), plan.goals[0]).mean())

    assert odds(turn.at.amount) >= WANTED > odds(turn.at.amount - turn.resolution)
    assert odds(turn.at.amount) == turn.at.odds


def test_the_order_of_teams_and_levers_changes_no_digit() -> None:
    first = team_document(
        "A", inbound_per_month={"mean": 20.0}, stages=[{"name": "sale", "rate": {"mean": 0.3}}]
    )
    other = team_document(
        "B", inbound_per_month={"mean": 37.0}, stages=[{"name": "sale", "rate": {"mean": 0.7}}]
    )
    plans = [
        scenario(*teams, goals=[goal("won_deals", 400)], seed=3) for teams in ((first, other), (other, first))
    ]
    seekers = [Seeker(simulate(plan, 2_000), plan.goals[0], WANTED) for plan in plans]
    forward = {one.lever.name: seekers[0].lever(one).document() for one in seekers[0].terms}
    backward = {one.lever.name: seekers[1].lever(one).document() for one in reversed(seekers[1].terms)}
    assert forward == backward
    assert forward["win_rate"]["feasible"]


def test_a_goal_of_at_most_is_reached_by_less() -> None:
    plan = _plan(330, goals=[{**goal("won_deals", 330), "direction": "at_most"}])
    turn = _turn(_sought(plan), "volume")
    # P(N <= 330) at least 0.6: the gamma distribution's upper tail.
    exact = MEAN * float(special.gammainccinv(331, WANTED)) / EXPECTED
    assert turn.feasible
    assert turn.at.change < 0
    assert turn.resolution is not None
    assert turn.sampling is not None
    assert abs(turn.at.amount - exact) <= turn.resolution + WIDE * turn.sampling


def test_a_lever_that_may_fail_has_to_do_more() -> None:
    terms = [{"lever": "volume", "probability": 0.9}]
    plan, certain = _plan(lever_terms=terms), _plan()
    turn = _turn(_sought(plan), "volume")
    now = float(stats.poisson.sf(TARGET - 1, EXPECTED))
    exact = MEAN * _needed_mean(TARGET, (WANTED - 0.1 * now) / 0.9) / EXPECTED
    assert turn.resolution is not None
    assert turn.sampling is not None
    assert abs(turn.at.amount - exact) <= turn.resolution + WIDE * turn.sampling
    assert turn.at.amount > _turn(_sought(certain), "volume").at.amount


def test_a_goal_without_the_wanted_odds_at_any_change_of_a_lever_that_may_fail() -> None:
    plan = _plan(lever_terms=[{"lever": "volume", "probability": 0.3}])
    turn = _turn(_sought(plan), "volume")
    now = float(stats.poisson.sf(TARGET - 1, EXPECTED))
    best = 0.3 + 0.7 * now
    assert not turn.feasible
    assert abs(turn.at.odds - best) < 3 * np.sqrt(best * (1 - best) / TRIALS)


def test_a_lever_that_helps_only_so_far_is_found_where_it_does() -> None:
    """Deals that are open at the start close in March only with a cycle that is neither too short nor too long."""
    team = team_document(
        cycle_days={"mean": 45.0, "cv": 0.2},
        open_pipeline=[{"count": 100, "win_rate": {"mean": 0.5}, "age_days": 0}],
    )
    plan = scenario(team, goals=[{**goal("won_deals", 25), "by": month(2), "window": "month"}], seed=2)
    turn = _turn(_sought(plan, 2_000), "cycle_days")
    assert turn.shape == "both ways"
    assert turn.feasible
    assert 45 < turn.at.amount < 75
    assert turn.resolution is not None

    def odds(days: float) -> float:
        moved = with_adjustments(plan, Adjustment(lever="cycle_days", change=days / 45 - 1))
        return float(meets(goal_values(simulate(moved, 2_000), plan.goals[0]), plan.goals[0]).mean())

    assert odds(turn.at.amount) >= WANTED > odds(turn.at.amount - turn.resolution)
    assert odds(90.0) < odds(70.0)
