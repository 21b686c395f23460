"""Widening keeps order and median, its own inverse undoes it, and nothing leaves its legal range."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator.goals import METRICS
from simulator.goals.widening import widened

FACTORS = st.floats(0.2, 5)
POSITIVE = arrays(float, st.integers(1, 60), elements=st.floats(1e-3, 1e9))
ANY = arrays(float, st.integers(1, 60), elements=st.floats(-1e9, 1e9))
SHARES = arrays(float, st.integers(1, 60), elements=st.floats(0, 1))
WITH_ZEROS = arrays(float, st.integers(1, 60), elements=st.floats(0, 1e6) | st.just(0.0))
CASES = [
    ("bookings", POSITIVE),
    ("bookings", WITH_ZEROS),
    ("profit", ANY),
    ("win_rate", SHARES),
    ("cac", POSITIVE),
]


@pytest.mark.parametrize(("name", "values"), CASES)
def test_median_and_order_stay_and_limits_hold(name: str, values: st.SearchStrategy[np.ndarray]) -> None:
    @given(values, FACTORS)
    def holds(drawn: np.ndarray, factor: float) -> None:
        out = widened(drawn, METRICS[name], factor)
        assert np.median(out) == np.median(drawn)
        order = np.argsort(drawn, kind="stable")
        assert (np.diff(out[order]) >= -1e-9 * np.abs(out[order][1:])).all()
        if name != "profit":
            assert (out >= 0).all()
        if name == "win_rate":
            assert (out <= 1).all()
        if name == "bookings" and (drawn > 0).all():
            assert (out > 0).all()

    holds()


@given(POSITIVE)
def test_a_factor_of_one_is_the_same_array(values: np.ndarray) -> None:
    assert widened(values, METRICS["bookings"], 1.0) is values


@given(POSITIVE, st.floats(0.5, 2))
def test_widening_and_narrowing_by_the_same_cancel(values: np.ndarray, factor: float) -> None:
    there = widened(values, METRICS["bookings"], factor)
    assume(np.isfinite(there).all() and (there > 0).all())
    np.testing.assert_allclose(widened(there, METRICS["bookings"], 1 / factor), values, rtol=1e-6)


def test_money_is_stretched_by_its_logarithm_and_profit_by_its_distance() -> None:
    values = np.array([50.0, 100.0, 200.0])
    np.testing.assert_allclose(widened(values, METRICS["bookings"], 2.0), [25.0, 100.0, 400.0])
    np.testing.assert_allclose(widened(values, METRICS["profit"], 2.0), [0.0, 100.0, 300.0])
    np.testing.assert_allclose(
        widened(np.array([0.0, 100.0, 200.0]), METRICS["bookings"], 2.0), [0, 100, 300]
    )
    np.testing.assert_allclose(widened(np.array([0.2, 0.5, 0.9]), METRICS["win_rate"], 2.0), [0, 0.5, 1])


def test_undefined_futures_stay_undefined() -> None:
    values = np.array([np.nan, 1.0, 2.0, 3.0, np.nan])
    out = widened(values, METRICS["cac"], 2.0)
    np.testing.assert_array_equal(np.isnan(out), np.isnan(values))
    assert out[2] == 2.0
    nothing = np.full(4, np.nan)
    np.testing.assert_array_equal(widened(nothing, METRICS["cac"], 2.0), nothing)
