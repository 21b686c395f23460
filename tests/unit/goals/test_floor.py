"""The floor and break-even where everything is known: by hand, to the last digit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator import Forecast, Scenario, assess, simulate
from simulator.engine.forecast import Series
from simulator.goals import goal_values, goal_window
from simulator.goals.break_even import break_even
from simulator.goals.covering import covered, unstated_costs
from simulator.goals.floor import floor, goal_floor, half_point, is_under, own_floors
from simulator.goals.paths import costs_covered
from simulator.goals.windows import Window
from simulator.sample import sample_scenario
from simulator.scenario import Goal, parse_scenario, scenario_document

YEAR = Window(0, 11)
MARGIN = 0.75
MONTHLY = 10 * 1_200 / 12 + 300 + 200
"""Ten people, marketing, overhead."""


def _plan(**fields: Any) -> Scenario:
    """Ten people sell twenty deals of 100 a month; nothing is left to luck but the count, which `exact` removes."""
    team = {
        "name": "Direct",
        "inbound_per_month": {"mean": 20.0},
        "stages": [{"name": "sale", "rate": 1.0}],
        "deal_size": {"family": "gamma", "mean": 100.0, "cv": 0.0},
        "headcount": 10,
        "annual_cost_per_rep": 1_200.0,
    }
    return parse_scenario(
        {
            "name": "plain",
            "start_month": "2027-01",
            "teams": [team],
            "costs": {"gross_margin": MARGIN, "marketing_per_month": 300.0, "overhead_per_month": 200.0},
            **fields,
        }
    )


def _forecast(plan: Scenario, *, sold: float = 2_000.0) -> Forecast:
    """A forecast in which every future books `sold` each month, put in by hand where the engine would draw."""
    made = simulate(plan, n_trials=200)
    shape = (plan.horizon_months, 200)
    arrays = {scope: dict(of) for scope, of in made._arrays.items()}
    bookings = np.full(shape, sold)
    mrr = bookings
    if plan.recurring is not None:
        mrr = plan.recurring.opening_mrr + np.cumsum(bookings / 12, axis=0)
    for scope in arrays.values():
        if Series.BOOKINGS in scope:
            scope[Series.BOOKINGS] = bookings.copy()
    company = arrays["company"]
    company.pop(Series.BOOKINGS, None)
    spent = np.full(shape, MONTHLY) + np.asarray(company[Series.CHANGE_COST])
    company |= {
        Series.REVENUE: mrr.copy(),
        Series.GROSS_PROFIT: mrr * MARGIN,
        Series.PROFIT: mrr * MARGIN - spent,
    }
    if plan.recurring is not None:
        company[Series.MRR] = mrr.copy()
    return Forecast(plan, made.seed, 200, arrays)


RECURRING = {"opening_customers": 10, "opening_mrr": 100.0, "monthly_churn": {"mean": 0.0}}


def test_revenue_pays_for_people_marketing_overhead_and_cost_of_sales() -> None:
    found = floor(_forecast(_plan()), YEAR)
    assert found.value == pytest.approx(12 * MONTHLY / MARGIN, rel=1e-12)
    assert found.expected == pytest.approx(found.value, rel=1e-12)
    assert found.low == pytest.approx(found.value)
    assert found.high == pytest.approx(found.value)
    assert (found.salaries, found.marketing, found.overhead, found.changes) == (12_000, 3_600, 2_400, 0)
    assert found.costs == pytest.approx(12 * MONTHLY)
    assert found.unstated == ()


@pytest.mark.parametrize(
    ("window", "months", "part"),
    [("total", 12, 1), ("month", 1, 1), ("quarter", 3, 1), ("average", 12, 12)],
)
def test_a_window_has_its_own_costs(window: str, months: int, part: int) -> None:
    forecast = _forecast(_plan())
    goal = Goal.model_validate(
        {"name": "G", "metric": "bookings", "target": 1.0, "by": "2027-12", "window": window}
    )
    found = goal_floor(forecast, goal)
    assert found.value == pytest.approx(months * MONTHLY / MARGIN / part, rel=1e-12)
    assert found.window == goal_window(forecast.scenario, goal)


def test_without_subscriptions_bookings_have_the_floor_of_revenue_and_deals_that_by_their_size() -> None:
    forecast = simulate(_plan(), n_trials=500)
    revenue, bookings = floor(forecast, YEAR), floor(forecast, YEAR, "bookings")
    deals = floor(forecast, YEAR, "won_deals")
    assert bookings.value == pytest.approx(revenue.value)
    assert deals.value == pytest.approx((revenue.value or 0) / 100)


def test_a_margin_is_enough_where_it_turns_revenue_into_costs() -> None:
    found = floor(_forecast(_plan()), YEAR, "gross_margin")
    assert found.value == pytest.approx(MONTHLY / 2_000)


def test_profit_has_its_floor_at_nothing() -> None:
    found = floor(_forecast(_plan()), YEAR, "profit")
    assert (found.value, found.expected) == (0.0, 0.0)


def test_what_recurs_pays_for_the_month_it_is_read_in() -> None:
    forecast = _forecast(_plan(recurring=RECURRING))
    for name, times in (("mrr", 1), ("arr", 12)):
        assert floor(forecast, YEAR, name).value == pytest.approx(times * MONTHLY / MARGIN)
        averaged = floor(forecast, Window(0, 11, averaged=True), name)
        assert averaged.value == pytest.approx(times * MONTHLY / MARGIN)


def test_new_subscriptions_pay_for_what_the_old_ones_leave() -> None:
    """Each month's bookings b bring b/12 in that month and every later one: 78 twelfths of b in a year."""
    forecast = _forecast(_plan(recurring=RECURRING), sold=600.0)
    missing = 12 * MONTHLY - 12 * 100.0 * MARGIN
    times = missing / (MARGIN * 600 / 12 * 78)
    found = floor(forecast, YEAR, "bookings")
    assert found.value == pytest.approx(12 * 600 * times, rel=1e-12)
    assert found.covered == 0.0


def test_only_sales_of_the_window_are_asked_for_more() -> None:
    """By October 900 of new MRR have come on top of 100, and stay; the last three months sell twelfths of 1, 2, 3 b."""
    forecast = _forecast(_plan(recurring=RECURRING), sold=1_200.0)
    found = floor(forecast, Window(9, 11), "bookings")
    missing = 3 * MONTHLY - 3 * (100 + 900) * MARGIN
    assert found.value == pytest.approx(3 * 1_200 * missing / (MARGIN * 100 * 6), rel=1e-12)


def test_what_leaves_and_what_grows_leaves_and_grows_in_what_was_sold_too() -> None:
    """Each month 3 % more than stays: what was sold in month u has grown by 1.03 each month after it, exactly."""
    growth, size = 1.03, 40_000.0
    plan = _plan(recurring={**RECURRING, "monthly_expansion": {"mean": growth - 1}})
    team = plan.teams[0].changed(
        inbound_per_month={"mean": 0.0},
        open_pipeline=({"count": 1, "win_rate": {"mean": 1.0}, "age_days": 0.0, "value": size},),
    )
    forecast = simulate(plan.changed(teams=(team,)), n_trials=100)  # one deal, in the first month
    months = sum(growth**t for t in range(12))
    old = sum(100 * growth ** (t + 1) for t in range(12))
    np.testing.assert_allclose(forecast.series("revenue").sum(axis=1), old + size / 12 * months)
    found = floor(forecast, YEAR, "bookings")
    needed = (12 * MONTHLY / MARGIN - old) / (months / 12)
    assert found.value == pytest.approx(needed, rel=1e-12)


def test_where_old_customers_pay_for_everything_no_new_sale_is_needed() -> None:
    rich = {**RECURRING, "opening_mrr": 5_000.0}
    found = floor(_forecast(_plan(recurring=rich)), YEAR, "bookings")
    assert (found.value, found.covered) == (0.0, 1.0)


def test_an_initiative_counts_in_the_window_it_starts_in() -> None:
    training = {
        "name": "Training",
        "lever": "win_rate",
        "effect": {"low": 0.0, "mode": 0.0, "high": 0.0},
        "start_month": "2027-05",
        "cost": 900.0,
    }
    forecast = _forecast(_plan(initiatives=[training]))
    assert floor(forecast, Window(0, 3)).changes == 0
    assert floor(forecast, Window(0, 4)).value == pytest.approx((5 * MONTHLY + 900) / MARGIN)


def test_without_costs_there_is_none_and_it_says_why() -> None:
    plan = _plan(costs={"gross_margin": 0.8})
    plan = plan.changed(teams=(plan.teams[0].changed(annual_cost_per_rep=0.0),))
    found = floor(simulate(plan, n_trials=100), YEAR)
    assert (found.value, found.covered) == (None, None)
    assert found.reason == "the plan gives no costs of people, marketing or overhead"
    assert break_even(simulate(plan, n_trials=100)) is None


def test_what_is_in_no_floor_is_named() -> None:
    assert unstated_costs(_plan()) == ()
    assert unstated_costs(_plan(costs={"overhead_per_month": 10.0})) == ("cost of sales", "marketing")
    free = _plan()
    assert "salaries" in unstated_costs(free.changed(teams=(free.teams[0].changed(annual_cost_per_rep=0.0),)))


def test_where_nothing_is_ever_earned_there_is_no_floor() -> None:
    plan = _plan(costs={"gross_margin": 0.0, "overhead_per_month": 10.0})
    found = floor(simulate(plan, n_trials=100), YEAR)
    assert (found.value, found.expected, found.covered) == (None, None, 0.0)
    assert found.reason is not None
    assert "nothing is earned" in found.reason


def test_costs_are_covered_exactly_where_a_future_reaches_its_own_floor() -> None:
    document = scenario_document(sample_scenario())
    document["costs"]["overhead_per_month"] = 1_120_000.0  # about as often covered as not
    del document["second_opinion"]
    forecast = simulate(parse_scenario(document), n_trials=1_000)
    yes = covered(forecast, YEAR)
    assert yes is not None
    assert 0.05 < yes.mean() < 0.95
    for name in ("revenue", "bookings", "won_deals", "gross_margin", "profit"):
        own = own_floors(forecast, YEAR, name)
        assert own is not None
        goal = Goal(name="G", metric=name, target=0.0, by="2027-12")
        np.testing.assert_array_equal(goal_values(forecast, goal) >= own * (1 - 1e-12), yes, err_msg=name)
    assert costs_covered(forecast) == yes.mean() == floor(forecast, YEAR).covered


def test_a_goal_under_the_floor_is_flagged_even_if_it_is_realistic() -> None:
    forecast = _forecast(_plan())
    easy = Goal(name="easy", metric="bookings", target=20_000.0, by="2027-12")
    enough = easy.changed(target=24_000.0)
    assert assess(forecast, [easy])[0].verdict == "realistic"
    assert is_under(goal_floor(forecast, easy), easy)
    assert not is_under(goal_floor(forecast, enough), enough)
    assert not is_under(goal_floor(forecast, easy), easy.changed(direction="at_most"))


def test_a_bound_from_above_is_under_the_floor_where_it_allows_too_much() -> None:
    """Churn c loses all of the margin: costs are covered where it is small."""
    plan = _plan(recurring={**RECURRING, "opening_mrr": 2_500.0, "monthly_churn": {"mean": 0.5}})
    forecast = simulate(plan, n_trials=200)
    goal = Goal(name="G", metric="churn_rate", direction="at_most", target=0.3, by="2027-12")
    found = replace(goal_floor(forecast, goal), value=0.2)
    assert is_under(found, goal)
    assert not is_under(found, goal.changed(target=0.15))


def test_odds_cross_one_half_where_yes_and_no_change_places() -> None:
    values = np.arange(1_000.0)
    rng = np.random.default_rng(3)
    yes = rng.random(1_000) < np.where(values < 600, 0.1, 0.9)
    found = half_point(values, yes, 1)
    assert found is not None
    assert found == pytest.approx(600, abs=15)
    assert half_point(-values, yes, -1) == pytest.approx(-found)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.98, 1.0])
def test_odds_that_do_not_depend_on_the_value_cross_nowhere(share: float) -> None:
    rng = np.random.default_rng(4)
    values = rng.random(5_000)
    assert half_point(values, rng.random(5_000) < share, 1) is None


def test_break_even_by_month_since_the_start_and_over_all() -> None:
    """A subscription that grows by 100 a month from 100: costs of 1,500 need an MRR of 2,000 at a margin of 0.75."""
    plan = _plan(horizon_months=48, recurring=RECURRING)
    found = break_even(_forecast(plan, sold=1_200.0))
    assert found is not None
    # MRR of month t (from 0) is 100 + 100 (t + 1); its own costs first at t = 18; all since the start once
    # 0.75 (100 n + 100 n (n + 1) / 2) reaches 1,500 n: n + 1 = 38, the 37th month.
    assert found.first_month == "2028-07"
    assert found.first_since_start == "2030-01"
    assert found.in_month == (0.0,) * 18 + (1.0,) * 30
    assert found.since_start == (0.0,) * 36 + (1.0,) * 12
    assert found.period == 1.0


def test_break_even_that_never_comes() -> None:
    found = break_even(_forecast(_plan(), sold=10.0))
    assert found is not None
    assert (found.first_month, found.first_since_start, found.period) == (None, None, 0.0)
