"""Retention, churn of revenue, growth and margins against closed forms and hand-made sums."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import Forecast, simulate
from simulator.goals import metric
from simulator.goals.windows import Window
from tests.statistical.significance import assert_mean, assert_sd
from tests.statistical.small_scenarios import Floats, scenario, team_document

TRIALS = 20_000
YEAR, QUARTER, MARCH, AVERAGE = Window(0, 11), Window(9, 11), Window(2, 2), Window(0, 11, averaged=True)


def value(forecast: Forecast, name: str, window: Window = YEAR, scope: str = "company") -> Floats:
    """The metric's values, (n_trials,)."""
    return metric(name).value(forecast, scope, window)


def subscriptions(*teams: dict[str, Any], **fields: Any) -> Forecast:
    """A book of 200 customers who leave at 3 % a month while the others grow by 1 %."""
    book = {
        "opening_customers": 200,
        "opening_mrr": 20_000.0,
        "monthly_churn": 0.03,
        "monthly_expansion": 0.01,
    }
    return simulate(scenario(*teams, recurring={**book, **fields}), n_trials=TRIALS, seed=5)


def test_a_cohort_keeps_what_binomial_survivors_keep() -> None:
    """Nobody new: survivors of 12 months are Binomial(200, q), q = 0.97^12; each pays 1.01^12 times as much."""
    kept, grown = 0.97**12, 1.01**12
    forecast = subscriptions()
    retention = value(forecast, "net_revenue_retention")
    assert_mean(retention, kept * grown)
    assert_sd(retention, np.sqrt(kept * (1 - kept) / 200) * grown)
    np.testing.assert_allclose(value(forecast, "mrr_growth"), retention - 1, rtol=1e-9)
    np.testing.assert_allclose(
        value(forecast, "net_revenue_retention", AVERAGE), retention ** (1 / 12), rtol=1e-9
    )
    np.testing.assert_allclose(value(forecast, "mrr_growth", AVERAGE), retention ** (1 / 12) - 1, atol=1e-9)


def test_new_customers_are_no_retention() -> None:
    """Revenue doubles through new deals; of what was there, as much stays as without them."""
    team = team_document(inbound_per_month=100.0, deal_size={"family": "gamma", "mean": 3_000.0, "cv": 0.5})
    forecast = subscriptions(team)
    retention, month = (
        value(forecast, "net_revenue_retention"),
        value(forecast, "net_revenue_retention", MARCH),
    )
    assert_mean(month, 0.97 * 1.01)
    assert retention.mean() == pytest.approx((0.97 * 1.01) ** 12, abs=0.01)
    assert value(forecast, "mrr_growth").mean() > 5


def test_net_churn_below_zero_is_sayable() -> None:
    """1 % leave, who stays grows by 3 %: 1 - 0.99 x 1.03 is a gain of 1.97 % a month."""
    forecast = subscriptions(monthly_churn=0.01, monthly_expansion=0.03)
    churn = value(forecast, "net_revenue_churn", MARCH)
    assert_mean(churn, 1 - 0.99 * 1.03)
    assert churn.mean() < 0
    assert metric("net_revenue_churn").better == -1


def test_growth_against_the_months_before() -> None:
    """Exactly 10 sales a month, then 20 from July on: growth by quarter and by month, by hand."""
    team = team_document(
        inbound_per_month=1e6,
        opportunities_per_rep_per_month=1.0,
        headcount=1,
        deal_size={"family": "gamma", "mean": 5.0, "cv": 0.0},
    )
    plan = scenario(team, adjustments=[{"lever": "deal_size", "change": 1.0, "start_month": "2027-07"}])
    forecast = simulate(plan, n_trials=100)
    money = forecast.series("revenue")
    np.testing.assert_allclose(money[0], [5.0] * 6 + [10.0] * 6)
    for window, expected in (
        (Window(6, 8), 1.0),
        (Window(5, 7), (5 + 10 + 10) / 15 - 1),
        (Window(9, 11), 0.0),
        (Window(6, 6), 1.0),
        (AVERAGE, 2 ** (1 / 11) - 1),
    ):
        np.testing.assert_allclose(value(forecast, "revenue_growth", window), expected, atol=1e-12)
    assert np.isnan(value(forecast, "revenue_growth")).all()


def test_growth_of_a_year_looks_into_the_history() -> None:
    history = {"metric": "bookings", "first_month": "2026-01", "values": [4.0] * 12}
    team = team_document(
        inbound_per_month=1e6,
        opportunities_per_rep_per_month=1.0,
        headcount=1,
        deal_size={"family": "gamma", "mean": 5.0, "cv": 0.0},
    )
    forecast = simulate(scenario(team, second_opinion=history), n_trials=100)
    np.testing.assert_allclose(value(forecast, "revenue_growth"), 0.25)
    np.testing.assert_allclose(value(forecast, "revenue_growth", Window(0, 0)), 0.25)
    np.testing.assert_allclose(value(forecast, "revenue_growth", Window(1, 1)), 0.0)


def test_margin_is_profit_over_revenue_and_no_mean_of_margins() -> None:
    """Revenue 10 and 90 at costs of 5 a month: margin 90 %, where the mean of 50 % and 94.4 % would be 72.2 %."""
    team = team_document(
        inbound_per_month=1e6,
        opportunities_per_rep_per_month=1.0,
        headcount=1,
        deal_size={"family": "gamma", "mean": 10.0, "cv": 0.0},
    )
    plan = scenario(
        team,
        months=2,
        costs={"overhead_per_month": 5.0},
        adjustments=[{"lever": "deal_size", "change": 8.0, "start_month": "2027-02"}],
    )
    forecast = simulate(plan, n_trials=100)
    np.testing.assert_allclose(forecast.series("revenue")[0], [10.0, 90.0])
    np.testing.assert_allclose(value(forecast, "profit_margin", Window(0, 1)), 0.9)
    np.testing.assert_allclose(value(forecast, "gross_margin", Window(0, 1)), 1.0)


def test_a_loss_has_a_margin_below_zero() -> None:
    team = team_document(
        inbound_per_month=1e6,
        opportunities_per_rep_per_month=1.0,
        headcount=1,
        deal_size={"family": "gamma", "mean": 10.0, "cv": 0.0},
    )
    forecast = simulate(scenario(team, costs={"overhead_per_month": 12.0}), n_trials=100)
    np.testing.assert_allclose(value(forecast, "profit_margin"), -0.2)
