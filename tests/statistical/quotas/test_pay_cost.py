"""Pay against closed forms: 500 reps with normal attainment, and how far luck decides a bonus."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from simulator.quotas.pay_cost import pay_cost
from simulator.quotas.pay_normal import pay_of_normal
from simulator.scenario.pay_plan import PayTerms
from tests.statistical.significance import allowed_errors

QUOTAS = np.repeat([75e3, 100e3, 200e3, 300e3, 400e3, 500e3], [150, 150, 100, 50, 25, 25])
"""500 quotas between 75 and 500 thousand, 83.75 M in all."""
STEPS: dict[str, Any] = {
    "kind": "stepped",
    "base_rate": 0.02,
    "tiers": [{"at": 0.90, "rate": 0.03}, {"at": 0.99, "rate": 0.04}],
}
BOOKED = PayTerms.model_validate({**STEPS, "boundary": "above", "attainment": "whole_percent"})
"""The convention that gives the published figure: attainment booked in whole per cents, 90 % and 99 % still paid at the
lower rate, the rate reached applied to all of the rep's sales."""


def terms(**fields: Any) -> PayTerms:
    return PayTerms.model_validate(fields)


def test_500_reps_expect_2_859_382_by_the_closed_form() -> None:
    found = pay_of_normal(BOOKED, QUOTAS, 1.0, 0.1)
    assert len(QUOTAS) == 500
    assert QUOTAS.sum() == 83_750_000
    assert round(found.sold) == 83_750_000
    assert round(found.expected) == 2_859_382
    assert found.rate == pytest.approx(0.0341419, abs=5e-8)


def test_the_same_plan_on_unrounded_attainment_expects_2_885_242() -> None:
    """.02 E[a; a < .9] + .03 E[a; .9 ≤ a < .99] + .04 E[a; a ≥ .99], times 83.75 M."""
    plan = terms(**STEPS)

    def part(low: float, high: float) -> float:
        a, b = (low - 1) / 0.1, (high - 1) / 0.1
        density = stats.norm.pdf(a) - stats.norm.pdf(b)
        return float(stats.norm.cdf(b) - stats.norm.cdf(a) + 0.1 * density)

    by_hand = 0.02 * part(-np.inf, 0.9) + 0.03 * part(0.9, 0.99) + 0.04 * part(0.99, np.inf)
    found = pay_of_normal(plan, QUOTAS, 1.0, 0.1)
    assert found.expected == pytest.approx(by_hand * 83.75e6, rel=1e-12)
    assert round(found.expected) == 2_885_242


@pytest.mark.parametrize("booked", [True, False])
def test_500_reps_by_simulation(booked: bool) -> None:
    """Expected cost and its spread within their standard errors of the closed form."""
    rng = np.random.default_rng(2_027)
    attained = rng.normal(1.0, 0.1, (8_000, 500))
    plan = BOOKED if booked else terms(**STEPS)
    if booked:
        attained = attained.round(2)
    exact = pay_of_normal(plan, QUOTAS, 1.0, 0.1)
    cost = pay_cost([plan] * 500, attained * QUOTAS, QUOTAS, np.ones(500))
    error = cost.total.sd / np.sqrt(8_000)
    assert cost.total.expected == pytest.approx(exact.expected, abs=allowed_errors() * error)
    assert cost.total.sd == pytest.approx(exact.sd, rel=allowed_errors() / np.sqrt(2 * 8_000))
    assert error < 600
    # a normal sum: 1 in 10 above mean + 1.2816 sd; the error of a quantile is sqrt(.09 / n) / density
    quantile = exact.expected + 1.2815515655 * exact.sd
    slack = np.sqrt(0.09 / 8_000) / 0.1755 * exact.sd
    assert cost.total.high == pytest.approx(quantile, abs=allowed_errors() * slack)
    assert cost.at_plan == pytest.approx(0.04 * 83.75e6)
    assert cost.rate == pytest.approx(exact.rate, rel=1e-3)


@pytest.mark.parametrize(
    "fields",
    [
        {"base_rate": 0.05, "tiers": [{"at": 1.0, "rate": 0.08}, {"at": 1.2, "rate": 0.12}]},
        {"base_rate": 0.05, "tiers": [{"at": 1.0, "times": 2.0}], "cap": {"at": 1.3}},
        {"base_rate": 0.05, "tiers": [{"at": 1.0, "times": 2.0}], "cap": {"amount": 9_000.0}},
        {"kind": "stepped", "base_rate": 0.05, "decelerator": {"below": 0.7, "rate": 0.01}},
        {"target_pay": 8_000.0, "stretch": {"at": 1.1, "share_of_target_pay": 0.5}},
    ],
)
def test_every_shape_of_plan_agrees_with_its_closed_form(fields: dict[str, Any]) -> None:
    plan, quotas = terms(**fields), np.array([100_000.0, 150_000.0])
    rng = np.random.default_rng(11)
    attained = np.maximum(rng.normal(0.95, 0.3, (60_000, 2)), 0.0)
    exact = pay_of_normal(plan, quotas, 0.95, 0.3)
    cost = pay_cost([plan] * 2, attained * quotas, quotas, np.ones(2))
    error = cost.total.sd / np.sqrt(60_000)
    assert cost.total.expected == pytest.approx(exact.expected, abs=allowed_errors(5) * error)
    assert cost.total.sd == pytest.approx(exact.sd, rel=0.03)
    assert cost.sales == pytest.approx(exact.sold, rel=0.005)


def two_lives(seats: int, ability: float, luck: float, trials: int = 20_000) -> tuple[Any, Any]:
    """Attainment = 1 + ability x + luck e; x is shared by both lives of a future, e is not."""
    rng = np.random.default_rng(5)
    x = rng.standard_normal((trials, seats))
    lives = [1 + ability * x + luck * rng.standard_normal((trials, seats)) for _ in range(2)]
    return lives[0], lives[1]


@pytest.mark.parametrize(("ability", "luck"), [(0.1, 0.1), (0.05, 0.2), (0.2, 0.05)])
def test_the_share_of_luck_is_that_of_the_normal_model(ability: float, luck: float) -> None:
    """With ρ = ability² / (ability² + luck²) and q the odds of the bonus,
    luck's share = 1 - (Φ₂(z, z; ρ) - q²) / (q (1 - q)), Φ₂ the bivariate normal: a known closed form (z = threshold).
    """
    sd = float(np.hypot(ability, luck))
    rho, z = ability**2 / sd**2, -0.1 / sd
    q = float(stats.norm.cdf(z))
    both = float(stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([z, z]))
    exact = 1 - (both - q * q) / (q * (1 - q))
    one, again = two_lives(10, ability, luck)
    plan = terms(base_rate=0.02, stretch={"at": 1.1, "amount": 5_000.0})
    found = pay_cost([plan] * 10, one * 1e5, np.full(10, 1e5), np.ones(10), again * 1e5).luck
    assert found.share == pytest.approx(exact, abs=allowed_errors(3) * found.error)
    assert 0.001 < found.error < 0.02
    assert found.paid_again == pytest.approx(both / q, abs=0.03)


def test_without_differences_that_last_all_of_it_is_luck() -> None:
    one, again = two_lives(20, 0.0, 0.1)
    plan = terms(base_rate=0.02, stretch={"at": 1.1, "amount": 5_000.0})
    found = pay_cost([plan] * 20, one * 1e5, np.full(20, 1e5), np.ones(20), again * 1e5).luck
    assert found.share == pytest.approx(1.0, abs=allowed_errors() * found.error)
    assert found.error < 0.01
    assert found.paid_again == pytest.approx(stats.norm.sf(1), abs=0.01)


def test_without_luck_none_of_it_is() -> None:
    one, again = two_lives(20, 0.1, 0.0)
    plan = terms(base_rate=0.02, stretch={"at": 1.1, "amount": 5_000.0})
    found = pay_cost([plan] * 20, one * 1e5, np.full(20, 1e5), np.ones(20), again * 1e5).luck
    assert found.share == 0.0
    assert found.paid_again == 1.0


def test_a_bonus_that_is_certain_or_never_paid_leaves_nothing_to_divide() -> None:
    one, again = two_lives(3, 0.0, 0.01)
    quota = np.full(3, 1e5)
    for at, said in ((0.5, "everybody is paid it"), (2.0, "not paid in any")):
        plan = terms(base_rate=0.02, stretch={"at": at, "amount": 5_000.0})
        found = pay_cost([plan] * 3, one * 1e5, quota, np.ones(3), again * 1e5).luck
        assert found.share is None
        assert said in found.reason
    plain = pay_cost([terms(base_rate=0.02)] * 3, one * 1e5, quota, np.ones(3), again * 1e5)
    assert plain.luck.reason == "the plan has no stretch bonus"
    assert plain.at_stretch is None
    assert plain.total.expected == pytest.approx(0.02 * plain.sales)
    assert plain.correlation == pytest.approx(1.0)
