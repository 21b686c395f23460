"""The yardstick repeats last year."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.backtest.naive import naive_point, naive_sample


def test_it_repeats_the_same_months_of_last_year() -> None:
    known = np.arange(1.0, 25.0)
    assert naive_point(known, 1) == 13
    assert naive_point(known, 3) == 13 + 14 + 15
    assert naive_point(known, 12) == known[12:].sum()


def test_its_spread_are_its_past_errors_both_ways() -> None:
    known = np.concatenate([np.full(12, 10.0), np.full(12, 13.0)])
    sample = naive_sample(known, 1)
    assert set(sample) == {16.0, 10.0}
    assert sample.mean() == naive_point(known, 1)
    assert set(naive_sample(known, 12)) == {12 * 13.0 - 36, 12 * 13.0 + 36}


def test_without_a_year_it_repeats_the_last_month() -> None:
    known = np.array([5.0, 7.0, 6.0])
    assert naive_point(known, 3) == 18
    assert sorted(set(naive_sample(known, 1))) == [4.0, 5.0, 7.0, 8.0]
    assert list(naive_sample(known, 12)) == [72.0]


@pytest.mark.parametrize("months", [1, 2, 4, 11, 12, 13, 14, 23, 24, 25, 40])
@pytest.mark.parametrize("horizon", [1, 3, 12])
def test_every_length_gives_a_sample_around_the_point_and_nothing_below_zero(
    months: int, horizon: int
) -> None:
    known = np.random.default_rng(months).gamma(2.0, 50.0, months)
    sample = naive_sample(known, horizon)
    assert len(sample) >= 1
    assert (sample >= 0).all()
    if sample.min() > 0:  # nothing was cut off at zero
        assert np.median(sample) == pytest.approx(naive_point(known, horizon))


def test_exact_repetition_has_no_error() -> None:
    known = np.tile(np.arange(1.0, 13.0), 3)
    assert set(naive_sample(known, 3)) == {6.0}
