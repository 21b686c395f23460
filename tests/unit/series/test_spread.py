"""The range of a mixture, a variance with a floor, and the slope of the line through a level."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulator.series import MonthlySeries
from simulator.series.fitting import reading
from simulator.series.shown import growth_of_months
from simulator.series.spread import EIGHT_IN_TEN, drawn_beyond, eight_in_ten, expected_beyond

ONE = np.array([1.0])


def test_of_one_normal_the_range_is_its_own() -> None:
    assert eight_in_ten(ONE, np.array([3.0]), np.array([0.25]), 3.0) == pytest.approx(0.5)


def test_of_sure_and_unsure_shapes_the_range_holds_8_in_10_and_is_narrower_than_their_sd_says() -> None:
    weight, variance = np.array([0.8, 0.2]), np.array([0.01, 1.0])
    found = eight_in_ten(weight, np.zeros(2), variance, 0.0)
    reach = found * EIGHT_IN_TEN
    held = (weight * (2 * stats.norm.cdf(reach / np.sqrt(variance)) - 1)).sum()
    assert held == pytest.approx(0.8)
    assert found < np.sqrt((weight * variance).sum())


def test_a_range_around_another_value_reaches_to_where_the_belief_is() -> None:
    assert eight_in_ten(ONE, np.array([1.0]), np.array([1e-8]), 0.0) == pytest.approx(
        1 / EIGHT_IN_TEN, rel=1e-3
    )


@pytest.mark.parametrize("least", [0.0, 0.5, 1.0, 40.0])
def test_a_variance_with_a_floor_is_drawn_and_expected_above_it(least: float) -> None:
    """Inverse gamma of 12 degrees around 1, cut off below `least`; the mean of 40,000 draws within 5 errors."""
    draws = drawn_beyond(12.0, np.ones(40_000), least, np.random.default_rng(4))
    assert draws.min() >= least
    error = draws.std() / np.sqrt(len(draws))
    assert abs(draws.mean() - expected_beyond(12.0, ONE, least)[0]) <= 5 * error + 1e-9


def test_the_line_through_a_level_without_luck_is_its_growth() -> None:
    series = MonthlySeries("2020-01", tuple((100 * np.exp(0.01 * np.arange(36))).tolist()))
    read = reading(series)
    weight, mean, variance = growth_of_months(read.belief, *read.regression(series))
    assert (weight * mean).sum() == pytest.approx(0.01, rel=0.02)
    assert variance.min() >= 0
