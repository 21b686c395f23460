"""Activity, hours and units against sums worked out by hand, each from its own stream."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import gamma, poisson

from simulator import Forecast, Scenario, simulate
from simulator.engine.parameter_draws import parameter_draws
from simulator.engine.routines import activity_total, hours_total, units_total
from simulator.goals import metric
from simulator.goals.windows import Window
from simulator.scenario import simulation_digest
from tests.statistical.significance import assert_counts, assert_distribution, assert_mean, assert_sd
from tests.statistical.small_scenarios import Floats, document, scenario, team_document

TRIALS = 20_000
YEAR, MARCH = Window(0, 11), Window(2, 2)


def forecast_of(*teams: dict[str, Any], months: int = 12) -> Forecast:
    """A forecast of these teams."""
    return simulate(scenario(*teams, months=months), n_trials=TRIALS, seed=77)


def value(forecast: Forecast, name: str, window: Window = YEAR, scope: str = "company") -> Floats:
    """The metric's values, (n_trials,)."""
    return metric(name).value(forecast, scope, window)


@pytest.mark.parametrize(
    ("name", "fields", "days"),
    [
        ("calls_per_rep_per_day", {"activities": {"calls": {"mean": 40, "sd": 3, "cv": 0.5}}}, 20),
        ("emails_per_rep_per_day", {"activities": {"emails": {"mean": 40, "sd": 3, "cv": 0.5}}}, 20),
        ("meetings_per_rep_per_day", {"activities": {"meetings": {"mean": 40, "sd": 3, "cv": 0.5}}}, 20),
        ("coaching_hours_per_rep", {"coaching_hours_per_rep_per_month": {"mean": 40, "sd": 3, "cv": 0.5}}, 1),
        ("training_hours_per_rep", {"training_hours_per_rep_per_month": {"mean": 40, "sd": 3, "cv": 0.5}}, 1),
    ],
)
@pytest.mark.parametrize(("window", "months"), [(YEAR, 12), (MARCH, 1)])
def test_the_mean_of_many_days_around_a_level_nobody_knows(
    name: str, fields: dict[str, Any], days: int, window: Window, months: int
) -> None:
    """N days of gamma luck: mean m, variance sd² + (m² + sd²) cv² / N."""
    made = value(
        forecast_of(team_document(headcount=4, workdays_per_month=days, **fields)), name, window=window
    )
    assert_mean(made, 40.0)
    assert_sd(made, np.sqrt(9 + (1600 + 9) * 0.25 / (4 * days * months)))


def test_one_month_of_a_known_level_is_gamma() -> None:
    """3 people x 21 days of gamma days with cv 0.8: Gamma(63 / 0.64)."""
    team = team_document(headcount=3, activities={"calls": {"mean": 25, "cv": 0.8}})
    made = activity_total(forecast_of(team), "calls", "company")[:, 5]
    assert_distribution(made, gamma(63 / 0.64, scale=25 * 0.64))


def test_known_exactly_it_is_the_number_itself() -> None:
    forecast = forecast_of(
        team_document(headcount=3, workdays_per_month=20.5, activities={"calls": 25.0}),
        team_document("South", headcount=1, workdays_per_month=20.5, activities={"calls": 45.0}),
        team_document("Idle", headcount=9),
    )
    np.testing.assert_allclose(value(forecast, "calls_per_rep_per_day"), 30.0)
    np.testing.assert_allclose(value(forecast, "calls_per_rep_per_day", scope="South"), 45.0)
    np.testing.assert_allclose(activity_total(forecast, "calls", "Direct"), 25 * 3 * 20.5)


def test_people_who_left_make_no_calls() -> None:
    """Per person: the mean stays where half of the people leave; the total falls with them."""
    forecast = forecast_of(
        team_document(headcount=40, annual_attrition=0.6, activities={"calls": {"mean": 25}})
    )
    np.testing.assert_allclose(value(forecast, "calls_per_rep_per_day"), 25.0)
    np.testing.assert_allclose(
        activity_total(forecast, "calls", "company"), forecast.series("headcount") * 25 * 21
    )


def test_who_ramps_calls_as_much_as_the_others() -> None:
    """Per person, not per full rep: four who ramp from nothing and are coached as long as everybody."""
    team = team_document(
        reps=[{"name": name, "tenure_months": 0} for name in "ABCD"],
        ramp=[0.0, 0.5, 1.0],
        activities={"calls": 25.0},
        coaching_hours_per_rep_per_month=6.0,
    )
    forecast = forecast_of(team)
    assert forecast.series("effective_reps")[0, 0] == 0
    for name, expected in (("calls_per_rep_per_day", 25.0), ("coaching_hours_per_rep", 6.0)):
        np.testing.assert_allclose(value(forecast, name), expected)
    np.testing.assert_allclose(activity_total(forecast, "calls", "company"), 25 * 4 * 21)


def test_outbound_that_is_calls_is_a_poisson_stream_beside_the_inbound() -> None:
    """Poisson(30) inbound and Poisson(2 x 21 x 0.5) outbound are told apart and stay independent."""
    team = team_document(
        inbound_per_month=30.0,
        headcount=2,
        outbound_per_rep_per_day=0.5,
        activities={"outbound": "calls"},
    )
    forecast = forecast_of(team)
    calls = activity_total(forecast, "calls", "company")
    inbound = forecast.series("entered") - calls
    for t in (0, 11):
        assert_counts(calls[:, t], poisson.pmf(np.arange(60), 21.0))
        assert_counts(inbound[:, t], poisson.pmf(np.arange(80), 30.0))
        assert_mean((calls[:, t] - 21) * (inbound[:, t] - 30), 0.0, what="covariance")
    np.testing.assert_allclose(value(forecast, "calls_per_rep_per_day"), calls.sum(axis=1) / (2 * 21 * 12))


def test_where_nothing_comes_in_by_itself_every_unit_is_a_call() -> None:
    team = team_document(
        headcount=2, outbound_per_rep_per_day=3.0, ramp=[0.5, 1.0], activities={"outbound": "calls"}
    )
    forecast = forecast_of(team)
    np.testing.assert_array_equal(activity_total(forecast, "calls", "company"), forecast.series("entered"))


def test_units_are_a_compound_sum() -> None:
    """Poisson(50) deals of mean 4 and cv 0.5: mean 200, variance 50 x 16 x 1.25; n = 25 adds (200 x 0.5)² / 25."""
    team = team_document(inbound_per_month=50.0, units_per_deal={"mean": 4.0, "cv": 0.5})
    sold = value(forecast_of(team), "units", MARCH)
    assert_mean(sold, 200.0)
    assert_sd(sold, np.sqrt(1000.0))
    known = {**team, "units_per_deal": {"mean": 4.0, "cv": 0.5, "n": 25}}
    sold = value(forecast_of(known), "units", MARCH)
    assert_mean(sold, 200.0)
    assert_sd(sold, np.sqrt(1000 * (1 + 0.01) + 200**2 * 0.01))


def test_units_of_a_fixed_number_are_deals_times_it() -> None:
    forecast = forecast_of(team_document(inbound_per_month=50.0, units_per_deal=3), team_document("Idle"))
    np.testing.assert_allclose(units_total(forecast, "company"), 3 * forecast.series("closed"))


def test_the_level_is_the_input_that_parameter_draws_names() -> None:
    team = team_document(
        headcount=2,
        activities={"calls": {"mean": 40, "sd": 3}},
        coaching_hours_per_rep_per_month={"mean": 5, "sd": 1},
        inbound_per_month=20.0,
        units_per_deal={"mean": 4.0, "cv": 0.0, "n": 9},
    )
    forecast = forecast_of(team)
    draws = parameter_draws(forecast.scenario, TRIALS, 77)
    np.testing.assert_allclose(
        value(forecast, "calls_per_rep_per_day"), draws["teams[Direct].activities.calls"]
    )
    coaching = draws["teams[Direct].coaching_hours_per_rep_per_month"]
    np.testing.assert_allclose(value(forecast, "coaching_hours_per_rep"), coaching)
    assert "teams[Direct].units_per_deal" not in draws  # all alike: nothing is left to know


def test_they_touch_no_other_digit_and_need_no_new_run() -> None:
    plain = team_document(
        headcount=4, annual_attrition=0.3, inbound_per_month=20.0, cycle_days={"mean": 30, "cv": 0.5}
    )
    counted = {
        **plain,
        "activities": {"calls": {"mean": 40, "sd": 3, "cv": 0.5}},
        "coaching_hours_per_rep_per_month": {"mean": 5, "sd": 1},
        "units_per_deal": {"mean": 4, "cv": 1.0},
        "entry_role": "mql",
    }
    before, after = scenario(plain), scenario(counted)
    assert simulation_digest(before) == simulation_digest(after)
    one, other = simulate(before, n_trials=500), simulate(after, n_trials=500)
    for series in ("entered", "bookings", "headcount"):
        np.testing.assert_array_equal(one.series(series), other.series(series))
    shared = one.under(after)
    for name in ("calls_per_rep_per_day", "coaching_hours_per_rep", "units"):
        np.testing.assert_array_equal(value(shared, name), value(other, name))
    more = scenario({**counted, "activities": {"calls": {"mean": 50, "sd": 3, "cv": 0.5}}})
    assert value(one.under(more), "calls_per_rep_per_day").mean() == pytest.approx(50, abs=1)
    np.testing.assert_array_equal(value(one.under(after), "units"), value(other, "units"))


def test_neither_chunks_nor_the_order_of_teams_change_a_digit() -> None:
    north = team_document("North", headcount=3, activities={"calls": {"mean": 10.1, "cv": 0.7}})
    south = team_document("South", headcount=2, activities={"calls": {"mean": 20.3, "cv": 0.7}})
    plans = [Scenario.model_validate(document(*order)) for order in ((north, south), (south, north))]
    made = [
        activity_total(simulate(plan, n_trials=1500, chunk_trials=chunk), "calls", "company")
        for plan, chunk in zip(plans, (500, 1500), strict=True)
    ]
    np.testing.assert_array_equal(made[0], made[1])
    longer = simulate(plans[0].changed(horizon_months=15), n_trials=1500)
    np.testing.assert_array_equal(activity_total(longer, "calls", "company")[:, :12], made[0])


def test_coaching_and_training_do_not_share_their_luck() -> None:
    team = team_document(
        headcount=4,
        coaching_hours_per_rep_per_month={"mean": 5, "sd": 1, "cv": 0.5},
        training_hours_per_rep_per_month={"mean": 5, "sd": 1, "cv": 0.5},
    )
    forecast = forecast_of(team)
    coaching, training = (
        hours_total(forecast, what, "company").sum(axis=1) for what in ("coaching hours", "training hours")
    )
    assert_mean((coaching - 240) * (training - 240), 0.0, what="covariance")


def test_an_initiative_can_raise_what_goals_count_and_nothing_else_moves() -> None:
    """Coaching +20 % for certain from July on; calls +10 % in half of the futures; units of North only."""
    plain = team_document("North", headcount=4, inbound_per_month=50.0, units_per_deal=2)
    counted = {**plain, "coaching_hours_per_rep_per_month": 5.0, "activities": {"calls": 20.0}}
    other = team_document("South", headcount=4, inbound_per_month=50.0, units_per_deal=2)
    moved = [
        {"name": "a", "lever": "coaching_hours", "effect": 0.2, "start_month": "2027-07"},
        {"name": "b", "lever": "calls", "effect": 0.1, "probability": 0.5, "start_month": "2027-01"},
        {"name": "c", "lever": "units_per_deal", "effect": 0.5, "teams": ["North"], "start_month": "2027-01"},
    ]
    before = simulate(scenario(counted, other), n_trials=TRIALS, seed=77)
    after = simulate(scenario(counted, other, initiatives=moved), n_trials=TRIALS, seed=77)
    for series in ("entered", "bookings", "headcount"):
        np.testing.assert_array_equal(before.series(series), after.series(series))
    np.testing.assert_allclose(value(after, "coaching_hours_per_rep", Window(0, 5)), 5.0)
    np.testing.assert_allclose(value(after, "coaching_hours_per_rep", Window(6, 11)), 6.0)
    calls = value(after, "calls_per_rep_per_day")
    assert_mean(calls, 21.0)
    assert set(np.round(calls, 9)) == {20.0, 22.0}
    np.testing.assert_allclose(units_total(after, "North"), 1.5 * units_total(before, "North"))
    np.testing.assert_allclose(units_total(after, "South"), units_total(before, "South"))
