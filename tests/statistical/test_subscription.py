"""Customers, recurring revenue and uncertain changes against exact expectations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import beta as beta_function
from scipy.stats import beta, binom, truncnorm

from simulator import Forecast, simulate
from tests.statistical.significance import (
    assert_counts,
    assert_distribution,
    assert_mean,
    assert_sd,
    assert_share,
)
from tests.statistical.small_scenarios import Floats, initiative, month, scenario, team_document

TRIALS = 20_000
MONTHS = np.arange(12)


def subscription(churn: object, months: int = 12, inbound: float = 0.0, **fields: object) -> Forecast:
    """40 customers with 20,000 of MRR; new deals are worth 1,200 a year."""
    expansion = fields.pop("expansion", 0.0)
    opening = {
        "opening_customers": 40,
        "opening_mrr": 20_000,
        "monthly_churn": churn,
        "monthly_expansion": expansion,
    }
    team = team_document(inbound_per_month=inbound, deal_size={"family": "gamma", "mean": 1_200.0, "cv": 0.0})
    return simulate(scenario(team, months=months, recurring=opening, **fields), n_trials=TRIALS, seed=71)


def test_customers_without_new_business_are_binomial() -> None:
    """Each of 40 customers stays t + 1 months with (1 - c)^(t + 1); MRR goes with the average customer."""
    forecast = subscription(0.05)
    customers = forecast.series("customers")
    for t in (0, 5, 11):
        assert_counts(customers[:, t], binom.pmf(np.arange(41), 40, 0.95 ** (t + 1)))
    assert forecast.series("mrr") == pytest.approx(customers * 500, rel=1e-9)
    before = np.hstack([np.full((TRIALS, 1), 40), customers[:, :-1]])
    assert np.array_equal(forecast.series("churned"), before - customers)


def test_uncertain_churn_is_one_draw_for_all_months() -> None:
    """c ~ Beta(x, y): E customers_t = 40 B(x, y + t + 1) / B(x, y), and their law is the mixture of binomials."""
    x, y = 3.5, 27.5
    customers = subscription({"successes": 3, "trials": 30}).series("customers")
    assert_mean(customers, 40 * beta_function(x, y + MONTHS + 1) / beta_function(x, y))
    grid = beta.ppf((np.arange(4_000) + 0.5) / 4_000, x, y)
    assert_counts(customers[:, 11], np.mean(binom.pmf(np.arange(41)[:, None], 40, (1 - grid) ** 12), axis=1))


def test_expected_mrr_with_new_business() -> None:
    """E mrr_t = E mrr_(t-1) (1 - c)(1 + e) + bookings / 12; customers_t likewise; revenue is MRR, ARR 12 times it."""
    churn, expansion, new = 0.04, 0.01, 6.0
    forecast = subscription(churn, inbound=new, expansion=expansion)
    mrr, customers = [20_000.0], [40.0]
    for _ in range(12):
        mrr.append(mrr[-1] * (1 - churn) * (1 + expansion) + new * 1_200 / 12)
        customers.append(customers[-1] * (1 - churn) + new)
    assert_mean(forecast.series("mrr"), mrr[1:])
    assert_mean(forecast.series("customers"), customers[1:])
    assert np.array_equal(forecast.series("revenue"), forecast.series("mrr"))


def test_mrr_of_every_trial_follows_from_its_customers() -> None:
    """mrr_t = mrr_(t-1) (1 - churned / customers)(1 + e) + bookings / 12, digit by digit; a deal of 1,200 adds 100."""
    forecast = subscription({"mean": 0.1, "equivalent_n": 20}, inbound=5.0, expansion=0.02)
    customers, churned, mrr = (forecast.series(name) for name in ("customers", "churned", "mrr"))
    stock, money = np.full(TRIALS, 40.0), np.full(TRIALS, 20_000.0)
    for t in range(12):
        money = money * (1 - np.divide(churned[:, t], stock, out=np.zeros(TRIALS), where=stock > 0)) * 1.02
        money = money + forecast.series("bookings")[:, t] / 12
        stock = stock - churned[:, t] + forecast.series("closed")[:, t]
        assert np.array_equal(stock, customers[:, t])
        assert mrr[:, t] == pytest.approx(money, rel=1e-9)


def test_uncertain_expansion_is_a_truncated_normal_drawn_once() -> None:
    """Nobody churns: mrr_t = 20,000 (1 + e)^(t + 1), e normal cut to -1..1."""
    mrr = subscription(0.0, months=3, expansion={"mean": 0.3, "sd": 0.6}).series("mrr")
    first = mrr[:, 0] / 20_000 - 1
    law = truncnorm((-1 - 0.3) / 0.6, (1 - 0.3) / 0.6, loc=0.3, scale=0.6)
    assert_distribution(first, law)
    assert mrr[:, 2] == pytest.approx(20_000 * (1 + first) ** 3, rel=1e-9)


def test_churn_and_expansion_levers() -> None:
    """churn x 1.5 stops at 1; expansion x 3."""
    doubled = subscription(0.04, initiatives=[initiative("churn", 0.5, start_month=month(2))]).series(
        "customers"
    )
    assert_mean(doubled, 40 * np.where(MONTHS < 2, 0.96 ** (MONTHS + 1), 0.96**2 * 0.94 ** (MONTHS - 1)))
    assert subscription(0.5, initiatives=[initiative("churn", 4.0)]).series("customers").sum() == 0
    grown = subscription(0.0, months=2, expansion=0.01, initiatives=[initiative("expansion", 2.0)]).series(
        "mrr"
    )
    assert grown[0] == pytest.approx([20_600, 21_218])


def test_margin_is_drawn_once_and_its_lever_stops_at_one() -> None:
    """Gross profit = revenue x margin; margin normal cut to 0..1, one draw; lever 1.6 x 0.8 stops at 1."""
    forecast = subscription(0.0, months=3, costs={"gross_margin": {"mean": 0.7, "sd": 0.3}})
    margin = forecast.series("gross_profit") / forecast.series("revenue")
    assert margin[:, 2] == pytest.approx(margin[:, 0], rel=1e-9)
    assert_distribution(margin[:, 0], truncnorm(-0.7 / 0.3, 1.0, loc=0.7, scale=0.3))
    for effect, margin_now in ((0.1, 0.88), (0.6, 1.0)):
        change = [initiative("gross_margin", effect)]
        lifted = subscription(0.0, months=1, costs={"gross_margin": 0.8}, initiatives=change)
        assert lifted.series("gross_profit")[0] == pytest.approx(20_000 * margin_now)


def effects(*changes: dict[str, object], months: int = 6) -> Floats:
    """What the lever `overhead` (1,000 a month) is multiplied by, read off the profit of a company without business."""
    initiatives = [dict(one, name=f"{place}") for place, one in enumerate(changes)]
    plan = scenario(months=months, costs={"overhead_per_month": 1_000}, initiatives=initiatives)
    values: Floats = -simulate(plan, n_trials=TRIALS, seed=72).series("profit") / 1_000
    return values


def test_effects_are_pert_distributed() -> None:
    """low + width Beta(1 + 4 (mode - low) / width, 1 + 4 (high - mode) / width); mean (low + 4 mode + high) / 6."""
    low, mode, high = 0.02, 0.1, 0.6
    drawn = effects(initiative("overhead", {"low": low, "mode": mode, "high": high}))[:, 0] - 1
    width = high - low
    law = beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, loc=low, scale=width)
    assert_distribution(drawn, law)
    assert_mean(drawn, (low + 4 * mode + high) / 6)
    assert_sd(drawn, law.std())


def test_an_effect_works_with_its_probability_and_once_per_trial() -> None:
    """Bernoulli(0.3), phased over 4 months from month 1: 1 + effect x (1/4, 2/4, 3/4, 1, 1), or 1 throughout."""
    drawn = effects(initiative("overhead", 0.8, probability=0.3, start_month=month(1), phase_in_months=4))
    works = drawn[:, 5] > 1
    assert_share(works, 0.3)
    assert drawn[works] == pytest.approx(
        np.tile(1 + 0.8 * np.array([0, 0.25, 0.5, 0.75, 1, 1]), (int(works.sum()), 1))
    )
    assert np.all(drawn[~works] == 1)


def test_an_effect_without_phase_in_is_there_at_once() -> None:
    for phase in (0, 1):
        drawn = effects(initiative("overhead", 0.5, start_month=month(2), phase_in_months=phase))
        assert drawn[0] == pytest.approx([1, 1, 1.5, 1.5, 1.5, 1.5])
    begun = effects(initiative("overhead", 0.6, start_month=month(-2), phase_in_months=4))
    assert begun[0] == pytest.approx([1.45, 1.6, 1.6, 1.6, 1.6, 1.6])


def test_effects_multiply_and_are_independent() -> None:
    """E of the product = product of the expectations: (1 + .5 x .4)(1 + .25 x 1.0); four outcomes with their odds."""
    drawn = effects(
        initiative("overhead", 0.4, probability=0.5), initiative("overhead", 1.0, probability=0.25)
    )[:, 0]
    outcomes = {1.0: 0.375, 1.4: 0.375, 2.0: 0.125, 2.8: 0.125}
    for factor, chance in outcomes.items():
        assert_share(np.isclose(drawn, factor), chance, comparisons=4)


def test_costs_of_initiatives_are_certain_and_of_risks_are_not() -> None:
    """An initiative is paid in its start month whether it works or not, a risk only where it happens."""
    rival = initiative("overhead", 0.0, probability=0.2, cost=700, start_month=month(3)) | {"name": "rival"}
    course = initiative("overhead", 0.0, probability=0.2, cost=500, start_month=month(1))
    plan = scenario(months=5, initiatives=[course], risks=[rival])
    profit = simulate(plan, n_trials=TRIALS, seed=73).series("profit")
    assert np.all(profit[:, 1] == -500)
    assert set(np.unique(profit[:, 3])) == {-700.0, 0.0}
    assert_share(profit[:, 3] < 0, 0.2)
    assert profit[:, [0, 2, 4]].any() == np.False_
