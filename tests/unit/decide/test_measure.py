"""Which number to measure next: order, zeros, words, and the cost in time."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import simulate
from simulator.decide import MeasureNext, luck_shares, measure_next, worth_measuring
from simulator.decide.learning import ASSUMED_CASES
from simulator.decide.measure import halving_words, points
from simulator.scenario import Scenario, parse_scenario
from simulator.scenario.inputs import benchmarks_without_source, counted_grades, plan_inputs

SOUTH: dict[str, Any] = {
    "name": "South",
    "inbound_per_month": {"mean": 40.0},
    "stages": [{"name": "offer", "rate": 0.5}, {"name": "won", "rate": {"successes": 6.0, "trials": 20.0}}],
    "deal_size": {"mean": 1000.0, "cv": 0.8, "n": 400.0},
}
NORTH: dict[str, Any] = {
    **SOUTH,
    "name": "North",
    "stages": [
        {"name": "offer", "rate": 0.5},
        {"name": "won", "rate": {"successes": 600.0, "trials": 2000.0}},
    ],
}


def company(*teams: dict[str, Any], target: float = 140_000.0, **parts: Any) -> Scenario:
    goal = {"name": "Bookings", "metric": "bookings", "target": target, "by": "2027-12"}
    document = {
        "name": "Two",
        "start_month": "2027-01",
        "teams": list(teams or (SOUTH, NORTH)),
        "goals": [goal],
    }
    return parse_scenario({**document, **parts})


def ranked(plan: Scenario, trials: int = 4_000) -> tuple[MeasureNext, ...]:
    return measure_next(simulate(plan, trials), plan.goals[0])


def by_name(plan: Scenario) -> dict[str, MeasureNext]:
    return {one.name: one for one in ranked(plan)}


def test_the_least_known_rate_that_matters_comes_first() -> None:
    found = ranked(company())
    assert found[0].name == "win rate of South"
    assert worth_measuring(found) is found[0]
    assert [one.per_ten_deals for one in found] == sorted((one.per_ten_deals for one in found), reverse=True)
    sure = next(one for one in found if one.name == "win rate of North")
    assert found[0].swing > 5 * sure.swing
    assert found[0].per_ten > sure.per_ten


def test_every_input_is_there_once_and_what_is_exactly_known_with_zeros() -> None:
    plan = company()
    found = ranked(plan)
    assert sorted(one.input.path for one in found) == sorted(one.path for one in plan_inputs(plan))
    for one in found:
        if one.name in ("rate to offer of South", "leads per month of North", "growth of volume a year"):
            assert (one.share, one.swing, one.another_word, one.per_ten, one.per_ten_deals) == (0, 0, 0, 0, 0)
            assert one.cases is None
            assert "less than can be told from luck" in one.sentence


def test_the_order_of_teams_changes_nothing() -> None:
    one, other = ranked(company(SOUTH, NORTH)), ranked(company(NORTH, SOUTH))
    assert [(a.name, a.swing, a.share, a.per_ten_deals) for a in one] == [
        (b.name, b.swing, b.share, b.per_ten_deals) for b in other
    ]


def test_the_first_look_agrees_with_the_shares_that_are_shown() -> None:
    forecast = simulate(company(), 4_000)
    goal = forecast.scenario.goals[0]
    shares = luck_shares(forecast, goal)
    for one in measure_next(forecast, goal):
        assert one.share == pytest.approx(shares.of(one.input).first, abs=0.02)


def test_halving_takes_three_times_what_is_known_and_the_time_is_that_of_the_plans_pace() -> None:
    rate = by_name(company())["win rate of South"]
    assert rate.cases == 21.0  # 20 deals and the half case of the prior on either side
    assert rate.halving == pytest.approx(63.0)
    assert rate.halving_months == pytest.approx(
        63.0 / 20.0, rel=0.02
    )  # 40 leads a month, half of them offers
    assert halving_words(rate) == "63 more closed deals (about 3 months at the plan's pace)"
    assert rate.sentence.startswith(
        f"±{points(rate.swing)} of the odds hang on the win rate of South; 63 more"
    )


def test_where_the_goal_is_far_away_the_spread_decides_and_no_word_is_promised() -> None:
    found = ranked(company(target=1e9))
    assert all(one.swing == 0 for one in found)
    assert worth_measuring(found) is None
    assert found[0].share > 0


def test_a_spread_without_a_count_is_taken_as_the_assumed_number_of_cases() -> None:
    growth = {"interval": "year", "volume": {"mean": 0.0, "sd": 0.3, "grade": "guess"}}
    one = by_name(company(growth=growth))["growth of volume a year"]
    assert (one.cases, one.assumed, one.case) == (ASSUMED_CASES["guess"], True, ("year", "years"))
    assert one.halving == pytest.approx(3 * ASSUMED_CASES["guess"])
    assert one.halving_months == pytest.approx(36 * ASSUMED_CASES["guess"])


def test_the_plan_that_is_shown_says_the_grades() -> None:
    """A kept forecast may be that of a plan which differs in its sources and grades alone."""
    graded = {**SOUTH, "deal_size": {**SOUTH["deal_size"], "grade": "benchmark", "source": "price list"}}
    forecast = simulate(company(), 500)
    plan = company(graded, NORTH)
    found = measure_next(forecast, plan.goals[0], plan)
    assert next(one for one in found if one.name == "deal size of South").grade == "benchmark"


def test_open_deals_are_one_input_of_their_team_and_share_what_is_decided() -> None:
    groups = [
        {"count": 60, "win_rate": {"mean": 0.5, "equivalent_n": 8.0}, "age_days": 10.0, "value": 1500.0},
        {
            "count": 30,
            "win_rate": {"mean": 0.2, "equivalent_n": 8.0},
            "age_days": 90.0,
            "values": [900.0] * 30,
        },
        {"count": 9, "win_rate": 0.1},
    ]
    plan = company(
        {**SOUTH, "open_pipeline": groups, "cycle_days": {"mean": 40.0, "cv": 0.5}}, target=120_000.0
    )
    one = by_name(plan)["win rate of the open deals of South"]
    assert one.swing > 0.02
    assert one.cases == pytest.approx(16.0)
    assert one.halving is not None
    assert one.halving > 3 * 8.0, "each group sees only its part of the cases"


def test_grades_are_counted_and_a_number_without_one_is_a_guess() -> None:
    plan = company(SOUTH)
    assert counted_grades(plan) == {"measured": 2, "benchmark": 0, "guess": 4}
    assert not any(one.stated for one in plan_inputs(plan))
    risk = {
        "name": "Storm",
        "lever": "volume",
        "effect": -0.1,
        "start_month": "2027-01",
        "grade": "benchmark",
    }
    named = company(SOUTH, risks=[risk])
    assert [one.name for one in benchmarks_without_source(named)] == ["Storm"]
    sourced = company(SOUTH, risks=[{**risk, "source": "weather service"}])
    assert not benchmarks_without_source(sourced)


def test_points_are_whole_and_small_ones_say_so() -> None:
    assert [points(share) for share in (0.0, 0.004, 0.01, 0.094)] == [
        "under 1 point",
        "under 1 point",
        "1 point",
        "9 points",
    ]


def test_one_trial_more_or_less_of_a_goal_that_is_undefined_is_borne() -> None:
    """A ratio with nothing below the line is undefined: it misses the goal and stands at the mean for the spread."""
    goal = {"name": "Rate", "metric": "win_rate", "target": 0.3, "by": "2027-01"}
    plan = company({**SOUTH, "inbound_per_month": {"mean": 1.0, "sd": 0.5}}, goals=[goal], horizon_months=1)
    assert all(0 <= one.share <= 1 and one.swing >= 0 for one in ranked(plan))
