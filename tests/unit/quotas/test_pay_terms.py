"""What a plan pays at an attainment, worked out by hand, and the sentences for plans that make no sense."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.errors import ScenarioError
from simulator.quotas.pay_terms import bonus_amount, paid, turning_points
from simulator.scenario import parse_scenario
from simulator.scenario.pay_plan import Pay, PayTerms
from tests.statistical.small_scenarios import document

TIERS = [{"at": 0.9, "rate": 0.03}, {"at": 0.99, "rate": 0.04}]


def pay(sold: float, quota: float = 100_000.0, years: float = 1.0, **terms: Any) -> float:
    return float(paid(PayTerms.model_validate(terms), sold, quota, years).total)


def test_stepped_pays_the_rate_reached_on_everything() -> None:
    plan: dict[str, Any] = {"kind": "stepped", "base_rate": 0.02, "tiers": TIERS}
    assert pay(80_000.0, **plan) == pytest.approx(1_600)
    assert pay(95_000.0, **plan) == pytest.approx(2_850)
    assert pay(120_000.0, **plan) == pytest.approx(4_800)


def test_marginal_pays_each_rate_on_what_lies_above() -> None:
    plan: dict[str, Any] = {"kind": "marginal", "base_rate": 0.02, "tiers": TIERS}
    assert pay(80_000.0, **plan) == pytest.approx(1_600)
    assert pay(95_000.0, **plan) == pytest.approx(1_800 + 150)
    assert pay(120_000.0, **plan) == pytest.approx(1_800 + 270 + 840)


@pytest.mark.parametrize(("boundary", "wanted"), [("at", 3_600.0), ("above", 2_700.0)])
def test_a_tier_is_reached_at_or_only_above_its_attainment(boundary: str, wanted: float) -> None:
    plan: dict[str, Any] = {
        "kind": "stepped",
        "base_rate": 0.03,
        "tiers": [{"at": 0.9, "rate": 0.04}],
        "boundary": boundary,
    }
    assert pay(0.9 * 100_000.0, **plan) == pytest.approx(wanted)
    assert pay(0.9 * 70_000.0, 70_000.0, **plan) == pytest.approx(wanted * 0.7)


def test_attainment_in_whole_per_cents_rounds_a_half_up() -> None:
    plan: dict[str, Any] = {
        "kind": "stepped",
        "base_rate": 0.02,
        "tiers": [{"at": 0.9, "rate": 0.03}],
        "attainment": "whole_percent",
    }
    assert pay(89_500.0, **plan) == pytest.approx(89_500 * 0.03)
    assert pay(89_499.0, **plan) == pytest.approx(89_499 * 0.02)
    assert pay(89_500.0, **plan, boundary="above") == pytest.approx(89_500 * 0.02)
    assert pay(90_500.0, **plan, boundary="above") == pytest.approx(90_500 * 0.03)


def test_times_multiplies_the_base_rate_and_the_base_rate_may_come_from_target_pay() -> None:
    plan: dict[str, Any] = {"target_pay": 40_000.0, "tiers": [{"at": 1.0, "times": 2.0}]}
    assert pay(100_000.0, **plan) == pytest.approx(40_000)
    assert pay(110_000.0, **plan) == pytest.approx(48_000)
    assert pay(25_000.0, 25_000.0, 0.25, **plan) == pytest.approx(10_000)


def test_the_cap_ends_commission_and_leaves_the_bonus() -> None:
    bonus = {"at": 1.2, "amount": 5_000.0}
    by_attainment: dict[str, Any] = {"base_rate": 0.1, "cap": {"at": 1.5}, "stretch": bonus}
    assert pay(150_000.0, **by_attainment) == pytest.approx(20_000)
    assert pay(400_000.0, **by_attainment) == pytest.approx(20_000)
    by_amount: dict[str, Any] = {"base_rate": 0.1, "cap": {"amount": 12_000.0}, "stretch": bonus}
    assert pay(150_000.0, **by_amount) == pytest.approx(17_000)
    assert pay(100_000.0, 50_000.0, 0.5, **by_amount) == pytest.approx(11_000)


def test_the_decelerator_applies_to_everything_of_whoever_ends_below() -> None:
    plan: dict[str, Any] = {
        "base_rate": 0.1,
        "decelerator": {"below": 0.5, "times": 0.5},
        "tiers": [{"at": 1.0, "rate": 0.2}],
    }
    assert pay(40_000.0, **plan) == pytest.approx(2_000)
    assert pay(50_000.0, **plan) == pytest.approx(5_000)
    assert pay(110_000.0, **plan) == pytest.approx(12_000)


def test_the_bonus_may_be_a_share_of_target_pay() -> None:
    plan = PayTerms.model_validate(
        {"target_pay": 40_000.0, "stretch": {"at": 1.2, "share_of_target_pay": 0.25}}
    )
    assert bonus_amount(plan) == 10_000
    assert bonus_amount(plan, 0.5) == 5_000
    found = paid(plan, [119_000.0, 120_000.0], 100_000.0)
    assert found.bonus.tolist() == [0.0, 10_000.0]
    half = paid(plan, 60_000.0, 50_000.0, 0.5)
    assert float(half.bonus) == 5_000
    assert turning_points(plan) == (1.2,)


def test_a_seat_without_a_quota_gets_the_base_rate_and_no_bonus() -> None:
    plan: dict[str, Any] = {"base_rate": 0.05, "tiers": TIERS[:0], "stretch": {"at": 1.0, "amount": 9_000.0}}
    assert pay(10_000.0, 0.0, **plan) == pytest.approx(500)
    assert pay(10_000.0, 0.0, target_pay=40_000.0) == 0


def test_arrays_of_futures_and_seats() -> None:
    plan = PayTerms.model_validate({"kind": "stepped", "base_rate": 0.02, "tiers": TIERS})
    sold = np.array([[80_000.0, 95_000.0], [120_000.0, 0.0]])
    wanted = np.array([[1_600.0, 2_850.0], [4_800.0, 0.0]])
    assert paid(plan, sold, [100_000.0, 100_000.0]).total == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({}, "needs base_rate, a share of what is sold, or target_pay"),
        (
            {"base_rate": 0.02, "tiers": [TIERS[1], TIERS[0]]},
            "pay.tiers[2].at = 0.9: must lie above the tier before it at 0.99",
        ),
        ({"base_rate": 0.02, "tiers": [TIERS[0], TIERS[0]]}, "put the tiers in order"),
        ({"base_rate": 0.02, "tiers": [{"at": 0.9}]}, "give either rate or times"),
        ({"base_rate": 0.02, "tiers": [{"at": 0.9, "rate": 0.1, "times": 2.0}]}, "give either rate or times"),
        ({"base_rate": 0.02, "tiers": TIERS, "cap": {"at": 0.95}}, "must lie above the last tier at 0.99"),
        ({"base_rate": 0.02, "cap": {}}, "give either at or amount"),
        (
            {"base_rate": 0.02, "decelerator": {"below": 0.95, "rate": 0.01}, "tiers": TIERS},
            "first tier at 0.9",
        ),
        (
            {"base_rate": 0.02, "decelerator": {"below": 0.5, "rate": 0.05}},
            "must not exceed the base_rate 0.02",
        ),
        ({"base_rate": 0.02, "stretch": {"at": 1.2, "share_of_target_pay": 0.2}}, "needs target_pay"),
        ({"base_rate": 2.0}, "base_rate"),
        ({"base_rate": 0.02, "teams": [{"team": "Nobody", "base_rate": 0.1}]}, "is no team"),
        (
            {"base_rate": 0.02, "teams": [{"team": "Direct", "base_rate": 0.1}] * 2},
            "a team has two pay plans",
        ),
    ],
)
def test_nonsense_is_refused_in_a_sentence(terms: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(document(pay=terms))
    assert said in str(refused.value)
    assert "pay" in str(refused.value)


def test_a_team_may_have_a_plan_of_its_own() -> None:
    plan = Pay.model_validate({"base_rate": 0.02, "teams": [{"team": "South", "base_rate": 0.1}]})
    assert plan.of("South").base_rate == 0.1
    assert plan.of("Direct").base_rate == 0.02
