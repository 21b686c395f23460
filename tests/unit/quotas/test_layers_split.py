"""The rules of a split by hand, one by one."""

from __future__ import annotations

import pytest

from simulator.quotas.layers_split import Key, Part, Rule, Split, split
from simulator.scenario.layer_plan import LayerOverride, LayerPlan


def _month(name: str, natural: float) -> Part:
    return Part(("month", "", name), natural)


YEAR = Part(
    ("total", "", ""),
    100,
    (
        Part(("quarter", "", "Q1"), 40, (_month("Jan", 10), _month("Feb", 10), _month("Mar", 20))),
        Part(("quarter", "", "Q2"), 60, (_month("Apr", 0), _month("May", 20), _month("Jun", 40))),
    ),
)


def _split(amount: float = 1000, rule: Rule | None = None, **hands: float | str) -> dict[str, Split]:
    by_hand: dict[Key, LayerOverride] = {}
    for place, number in hands.items():
        level = "quarter" if place.startswith("Q") else "month"
        one = LayerOverride.model_validate(
            {
                "goal": "G",
                "level": level,
                "place": place,
                **({"share": float(number[:-1]) / 100} if isinstance(number, str) else {"amount": number}),
            }
        )
        by_hand[level, "", place] = one
    return {key[2] or "total": one for key, one in split(YEAR, amount, by_hand, rule).items()}


def _amounts(found: dict[str, Split]) -> dict[str, float]:
    return {name: round(one.amount, 6) for name, one in found.items()}


def test_without_a_hand_shares_are_those_expected() -> None:
    assert _amounts(_split()) == {
        "total": 1000, "Q1": 400, "Jan": 100, "Feb": 100, "Mar": 200, "Q2": 600, "Apr": 0, "May": 200, "Jun": 400,
    }  # fmt: skip


def test_a_month_set_by_hand_moves_the_others_of_its_quarter() -> None:
    found = _split(Jan=250.0)
    assert (found["Q1"].amount, found["Jan"].set_by) == (400, "hand")
    assert [found[name].amount for name in ("Jan", "Feb", "Mar")] == [250, 50, 100]
    assert found["Q1"].remainder == 0
    assert found["Q2"] == _split()["Q2"]


def test_a_quarter_set_by_hand_moves_the_other_and_its_own_months() -> None:
    found = _split(Q1=500.0)
    assert [found[name].amount for name in ("Q1", "Q2", "Jan", "Mar", "Jun")] == pytest.approx(
        [500, 500, 125, 250, 1000 / 3]
    )


def test_a_share_is_one_of_the_part_above() -> None:
    found = _split(Q1="50%", Jan="10%")
    assert (found["Q1"].amount, found["Jan"].amount) == (500, 50)
    assert found["Feb"].amount == pytest.approx(150)


def test_a_quarter_all_of_whose_months_are_set_is_their_sum() -> None:
    found = _split(Jan=1.0, Feb=2.0, Mar=3.0)
    assert (found["Q1"].amount, found["Q1"].set_by, found["Q1"].remainder) == (6, "below", 0)
    assert found["Q2"].amount == 994


def test_where_everything_is_set_the_remainder_is_shown() -> None:
    assert _split(Q1=300.0, Q2=500.0)["total"].remainder == 200
    assert _split(Q1=300.0, Jan=1.0, Feb=2.0, Mar=3.0)["Q1"].remainder == 294


def test_hands_that_exceed_the_part_above_leave_nothing_and_say_by_how_much() -> None:
    found = _split(Q1=1200.0)
    assert (found["Q2"].amount, found["total"].remainder) == (0, -200)


def test_a_month_in_which_nothing_is_expected_takes_none_of_what_is_left() -> None:
    found = _split(May=100.0, Jun=100.0)
    assert (found["Apr"].amount, found["Q2"].remainder) == (0, 400)


def test_where_nothing_is_expected_of_any_all_get_the_same() -> None:
    empty = Part(("total", "", ""), 0, (_month("Jan", 0), _month("Feb", 0)))
    assert [one.amount for one in split(empty, 10, {}).values()] == [10, 5, 5]
    nobody = split(empty, 10, {}, Rule(even=False))
    assert (nobody["total", "", ""].remainder, nobody["month", "", "Jan"].amount) == (10, 0)


def test_what_may_be_negative_shares_what_the_forecast_lacks() -> None:
    start = Part(("total", "", ""), 10, (_month("Jan", -20), _month("Feb", 30)))
    found = split(start, 40, {}, Rule(additive=True))
    assert [one.amount for one in found.values()] == [40, -5, 45]


def test_a_place_is_set_once_and_by_one_number() -> None:
    one = {"goal": "G", "level": "month", "place": "2027-01", "amount": 1.0}
    with pytest.raises(ValueError, match="two overrides set the month 2027-01 of G"):
        LayerPlan.model_validate({"overrides": (one, {**one, "amount": 2.0})})
    with pytest.raises(ValueError, match="either amount, or share"):
        LayerOverride.model_validate({**one, "share": 0.2})
    with pytest.raises(ValueError, match="team belongs to managers and reps"):
        LayerOverride.model_validate({**one, "level": "rep"})
