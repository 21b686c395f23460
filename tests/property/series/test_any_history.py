"""Whatever the months hold, there is a model, and futures that can be."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.series import MonthlySeries, fit_series, fitted_course, simulate_series

VALUES = st.one_of(
    st.just(0.0),
    st.floats(0, 1e15, allow_nan=False),
    st.floats(0, 100),
    st.integers(0, 20).map(float),
)


@settings(max_examples=60)
@given(st.lists(VALUES, min_size=1, max_size=70), st.integers(1, 12))
def test_any_months_give_a_model_and_futures(values: list[float], month: int) -> None:
    series = MonthlySeries(f"2011-{month:02d}", tuple(values))
    model = fit_series(series)
    assert model == fit_series(MonthlySeries(series.first_month, series.values)), "the same twice"
    figures = (
        model.level,
        model.level_sd,
        model.growth.mean,
        model.growth.sd,
        model.market.monthly_sd,
        model.market.walk_sd,
    )
    assert np.isfinite(figures).all()
    assert model.level >= 0
    assert 0 <= model.market.persistence < 1
    assert abs(np.mean(model.season.index) - 1) < 1e-9
    assert min(model.season.index) >= 0
    course = fitted_course(model)
    assert 1 <= len(course) <= len(values)
    assert np.isfinite(course).all()
    futures = simulate_series(model, 5, 60, np.random.default_rng(0))
    assert np.isfinite(futures).all()
    assert futures.min() >= 0
    assert futures.max() <= 1500 * max(values) + 1e-6, "a thousand times the largest and what was added to it"


@settings(max_examples=25)
@given(st.lists(st.floats(1, 1000), min_size=3, max_size=50), st.floats(1e-3, 1e6))
def test_another_unit_is_the_same_history(values: list[float], unit: float) -> None:
    one = fit_series(MonthlySeries("2011-05", tuple(values)))
    other = fit_series(MonthlySeries("2011-05", tuple(value * unit for value in values)))
    assert abs(other.growth.mean - one.growth.mean) <= 1e-6 * (1 + abs(one.growth.mean))
    assert abs(other.level / unit - one.level) <= 1e-5 * (one.level + 1e-9)
    assert other.season.identified == one.season.identified
