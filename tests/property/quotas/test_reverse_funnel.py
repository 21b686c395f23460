"""Thinning and reverse funnels of any rates: fewest is fewest, odds rise with units, more is asked for more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulator.quotas.thinning import (
    fewest_units,
    level_values,
    odds_of_at_least,
    product_values,
    rate_values,
    sample_values,
    sized_wins,
    together,
)
from simulator.scenario.quantities import DealSize, Rate

known = st.floats(0.01, 1.0).map(lambda mean: Rate(mean=mean))
counted = st.tuples(st.floats(0, 1), st.integers(1, 400)).map(
    lambda pair: Rate(successes=float(round(pair[0] * pair[1])), trials=float(pair[1]))
)
rates = st.lists(known | counted, min_size=1, max_size=4)


@given(counted)
def test_bins_keep_the_mean(rate: Rate) -> None:
    assert rate_values(rate).mean() == pytest.approx(rate.expected, rel=1e-9)


@given(st.floats(0, 3))
def test_levels_have_mean_one(cv: float) -> None:
    assert level_values(cv).mean() == pytest.approx(1.0, rel=1e-9)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200), st.integers(1, 40))
def test_a_sample_brought_down_keeps_its_mean(sample: list[float], bins: int) -> None:
    few = sample_values(np.array(sample), bins)
    assert len(few) <= max(bins, 1)
    assert few.mean() == pytest.approx(np.mean(sample), rel=1e-9, abs=1e-9)


@given(rates)
def test_the_mean_of_a_product_is_the_product_of_the_means(parts: list[Rate]) -> None:
    found = product_values([rate_values(rate) for rate in parts])
    assert found.mean() == pytest.approx(np.prod([rate.expected for rate in parts]), rel=1e-9)


@settings(deadline=None, max_examples=60)
@given(rates, st.integers(1, 60), st.floats(0.05, 0.95))
def test_the_fewest_units_are_enough_and_one_less_is_not(parts: list[Rate], wins: int, odds: float) -> None:
    chance = product_values([rate_values(rate) for rate in parts])

    def at(units: int) -> float:
        return odds_of_at_least(wins, units, chance)

    fewest = fewest_units(at, odds)
    if fewest is None:
        return
    assert fewest >= wins
    assert at(fewest) >= odds - 1e-9
    assert at(fewest - 1) < odds


@settings(deadline=None, max_examples=40)
@given(rates, st.integers(1, 40), st.floats(0.1, 0.8))
def test_more_wins_and_better_odds_take_more_units(parts: list[Rate], wins: int, odds: float) -> None:
    chance = product_values([rate_values(rate) for rate in parts])
    found = [
        fewest_units(lambda units, k=k: odds_of_at_least(k, units, chance), q)  # type: ignore[misc]
        for k, q in ((wins, odds), (wins + 1, odds), (wins, odds + 0.1))
    ]
    if None not in found:
        one, more_wins, better_odds = found
        assert one is not None
        assert more_wins is not None
        assert better_odds is not None
        assert one < more_wins
        assert one <= better_odds


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(["gamma", "lognormal"]),
    st.floats(0, 2),
    st.floats(0.5, 200),
    st.floats(0.02, 0.9),
    st.integers(0, 400),
)
def test_money_odds_rise_with_units_and_stay_odds(
    family: str, cv: float, deals: float, rate: float, entering: int
) -> None:
    size = DealSize.model_validate({"family": family, "mean": 100.0, "cv": cv})
    wins = sized_wins(deals * 100.0, size, 100.0, level_values(0.1))
    chance = np.array([rate])
    few, more = wins.odds(entering, chance), wins.odds(entering + 10, chance)
    assert -1e-12 <= few <= more + 1e-9
    assert more <= 1 + 1e-9


@given(st.integers(1, 80), st.floats(0.02, 0.9), st.integers(1, 500))
def test_equal_sizes_are_a_count(deals: int, rate: float, entering: int) -> None:
    size = DealSize(mean=250.0, cv=0.0)
    wins = sized_wins(deals * 250.0, size, 250.0, np.ones(1))
    exact = float(stats.binom.sf(deals - 1, entering, rate))
    assert wins.odds(entering, np.array([rate])) == pytest.approx(exact, abs=1e-9)
    assert together([wins]).odds(entering, np.array([rate])) == pytest.approx(exact, abs=1e-6)
