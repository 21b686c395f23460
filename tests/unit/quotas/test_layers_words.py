"""What a split says: the plain twelfth, months met, hands, and what is left over."""

from __future__ import annotations

import math

import pytest

from simulator.goals.told import said
from simulator.quotas.layers import seat_targets
from simulator.quotas.layers_words import (
    hand_words,
    months_words,
    plain_words,
    remainder_words,
    small_difference,
    whole_words,
)
from tests.unit.quotas.companies import company
from tests.unit.quotas.splits import SEASON, split_of, with_hands


def test_the_plain_twelfth_is_told_what_it_gets_wrong() -> None:
    plan = company(seasonality=SEASON, start_month="2027-01")
    _, found = split_of(plan)
    told = plain_words(plan, found)
    assert told is not None
    text = said(told)
    assert text.startswith("The plain twelfth asks 250 k of January 2027, where 1")
    assert "behind by " in text
    assert "from the first month though nothing is wrong." in text
    assert "By the end of February 2027 it has asked" in text
    steady = company()
    _, even = split_of(steady)
    words = plain_words(steady, even)
    assert words is not None
    assert "the plain twelfth would do" in said(words)


def test_a_hand_is_kept_told_and_reset() -> None:
    plan = company()
    before = split_of(plan)[1]
    hands = with_hands(
        plan,
        {"level": "month", "place": "2027-02", "amount": 400_000.0},
        {"level": "team", "place": "Team 1", "amount": 2_500_000.0},
        {"level": "month", "place": "2031-02", "amount": 1.0},
    )
    _, found = split_of(hands)
    february = found.months[1]
    assert (february.target, february.way) == (400_000, "hand")
    assert [one.place for one in found.unused] == ["2031-02"]
    assert found.team_remainder == 500_000
    assert found.uncarried == 500_000
    assert "Feb 2027 is set by hand to 400 k, where " in said(hand_words(hands, found)[0])
    assert said(remainder_words(hands, found)[0]) == (
        "The teams sum up to 500 k less than the part above them: nobody has that yet."
    )
    assert [one.by_itself for one in found.months] == [one.by_itself for one in before.months]
    assert split_of(hands.changed(layers=None))[1] == before


def test_more_months_reach_their_part_where_the_goal_is_met() -> None:
    _, found = split_of(company(market={"monthly_sd": 0.1, "persistence": 0.5}))
    every, meeting = found.months_met
    assert meeting is not None
    assert every < meeting < 12
    told = months_words(found)
    assert told is not None
    assert f"Expect {every:.0f} of 12 months at their part" in said(told)


def test_a_forecast_of_nothing_is_told_and_nobody_carries_it() -> None:
    plan = company({"inbound_per_month": {"mean": 0.0}})
    forecast, found = split_of(plan)
    assert [one.target for one in found.months] == pytest.approx([250_000] * 12)
    assert "The forecast expects nothing here" in whole_words(found)[0]
    assert plain_words(plan, found) is None
    assert found.uncarried == 3_000_000
    assert math.fsum(seat_targets(forecast, found.goal)) == 0


def test_the_words_keep_quiet_about_what_is_the_luck_of_the_simulation() -> None:
    _, found = split_of(company(seasonality={"index": [1.0] * 11 + [1.04]}))
    assert small_difference(found) > 0.03
    told = plain_words(company(), found)
    assert told is not None
    assert said(told).startswith("Here the plain twelfth would do")


def test_cents_of_rounded_hands_are_no_sentence() -> None:
    hands = ({"level": "team", "place": "Team 1", "amount": 2_999_999.97},)
    _, found = split_of(with_hands(company(), *hands))
    assert found.team_remainder == pytest.approx(0.03)
    assert remainder_words(company(), found) == ()


def test_every_level_says_what_it_leaves_of_the_one_above() -> None:
    quarters = [
        {"level": "quarter", "place": f"2027-{first}", "amount": 7e5} for first in ("01", "04", "07", "10")
    ]
    months = [{"level": "month", "place": f"2027-{month}", "amount": 3e5} for month in ("01", "02", "03")]
    plan = with_hands(company(), *quarters, *months)
    _, found = split_of(plan)
    assert [said(one) for one in remainder_words(plan, found)] == [
        "The quarters sum up to 200 k less than the part above them: nobody has that yet.",
        "The months of Q1 2027 sum up to 200 k more than the part above them.",
    ]
    assert found.remainder == 0
