"""A split adds up, keeps what was set by hand whatever the order of hands, and comes back when they let go."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.quotas.layers_split import Key, Part, Rule, Split, split
from simulator.scenario.layer_plan import LayerOverride

ROOT: Key = ("total", "", "")
AMOUNTS = st.floats(-1e9, 1e9) | st.just(0.0)
NATURALS = st.floats(0, 1e9) | st.just(0.0)


@st.composite
def _trees(draw: st.DrawFn, any_sign: bool = False) -> Part:
    """Up to four quarters of up to four months each."""
    natural = AMOUNTS if any_sign else NATURALS
    quarters = []
    for number in range(draw(st.integers(1, 4))):
        months = [
            Part(("month", "", f"{number}.{month}"), draw(natural))
            for month in range(draw(st.integers(1, 4)))
        ]
        own = math.fsum(month.natural for month in months)
        quarters.append(Part(("quarter", "", str(number)), own, tuple(months)))
    return Part(ROOT, math.fsum(one.natural for one in quarters), tuple(quarters))


def _all(part: Part) -> list[Part]:
    return [part, *(found for child in part.children for found in _all(child))]


@st.composite
def _hands(draw: st.DrawFn, tree: Part) -> dict[Key, LayerOverride]:
    found = {}
    for part in _all(tree)[1:]:
        number: dict[str, Any] = draw(
            st.sampled_from([{}, {}, {"amount": draw(AMOUNTS)}, {"share": draw(st.floats(0, 1))}])
        )
        if number:
            found[part.key] = LayerOverride.model_validate(
                {"goal": "G", "level": part.key[0], "place": part.key[2], **number}
            )
    return found


RULES = st.sampled_from([Rule(), Rule(even=False), Rule(additive=True)])


def _adds_up(part: Part, found: dict[Key, Split]) -> None:
    if not part.children:
        assert found[part.key].remainder == 0
        return
    own = found[part.key]
    inside = [found[child.key].amount for child in part.children]
    scale = max(abs(own.amount), *(abs(one) for one in inside), 1e-6)
    np.testing.assert_allclose(math.fsum(inside) + own.remainder, own.amount, atol=3e-9 * scale, rtol=0)
    for child in part.children:
        _adds_up(child, found)


@given(st.data(), AMOUNTS, RULES)
def test_children_and_remainder_always_add_up(data: st.DataObject, amount: float, rule: Rule) -> None:
    tree = data.draw(_trees(rule.additive))
    found = split(tree, amount, data.draw(_hands(tree)), rule)
    assert found[ROOT].amount == amount
    assert set(found) == {part.key for part in _all(tree)}
    _adds_up(tree, found)


@given(st.data(), AMOUNTS, RULES)
def test_no_hand_is_lost(data: st.DataObject, amount: float, rule: Rule) -> None:
    tree = data.draw(_trees(rule.additive))
    hands = data.draw(_hands(tree))
    found = split(tree, amount, hands, rule)
    above = {child.key: part.key for part in _all(tree) for child in part.children}
    for key, hand in hands.items():
        assert found[key].set_by == "hand"
        wanted = hand.amount if hand.amount is not None else (hand.share or 0) * found[above[key]].amount
        assert found[key].amount == wanted


@given(st.data(), AMOUNTS, RULES)
def test_the_order_of_hands_changes_nothing(data: st.DataObject, amount: float, rule: Rule) -> None:
    tree = data.draw(_trees(rule.additive))
    hands = data.draw(_hands(tree))
    turned = dict(data.draw(st.permutations(list(hands.items()))))
    assert split(tree, amount, hands, rule) == split(tree, amount, turned, rule)


@given(st.data(), st.floats(1, 1e9))
def test_one_hand_moves_only_its_own_level_and_below(data: st.DataObject, amount: float) -> None:
    tree = data.draw(_trees())
    quarter = data.draw(st.sampled_from(tree.children))
    month = data.draw(st.sampled_from(quarter.children))
    before = split(tree, amount, {})
    hand = LayerOverride(goal="G", level="month", place=month.key[2], amount=data.draw(AMOUNTS))
    after = split(tree, amount, {month.key: hand})
    if len(quarter.children) > 1:
        elsewhere = [one for one in _all(tree) if one not in quarter.children]
        for part in elsewhere:
            assert after[part.key].amount == before[part.key].amount
    else:
        assert after[quarter.key].set_by == "below"
        assert after[quarter.key].amount == hand.amount


@given(st.data(), st.floats(0, 1e9))
def test_without_hands_nothing_is_left_and_shares_are_those_expected(
    data: st.DataObject, amount: float
) -> None:
    tree = data.draw(_trees())
    found = split(tree, amount, {})
    for part in _all(tree):
        assert found[part.key].remainder == 0
        for child in part.children:
            if part.natural > 0:
                wanted = found[part.key].amount * (child.natural / part.natural)
                np.testing.assert_allclose(found[child.key].amount, wanted, rtol=1e-9, atol=1e-12)
