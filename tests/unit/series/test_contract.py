"""Every history gives a model and futures: short, empty, constant, long."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from pydantic import TypeAdapter

from simulator.series import MonthlySeries, SeriesError, SeriesModel, fit_series, simulate_series

RNG = np.random.default_rng(4)
HISTORIES = {
    "one": (5.0,),
    "one zero": (0.0,),
    "zeros": (0.0,) * 30,
    "one and zeros": (0.0,) * 20 + (7.0,) + (0.0,) * 15,
    "constant": (8.0,) * 40,
    "two": (5.0, 50.0),
    "huge": (1e14,) * 3,
    "tiny": (1e-9, 2e-9, 1e-9),
    "counts": tuple(RNG.poisson(2, 30).astype(float).tolist()),
    "long": tuple(RNG.lognormal(3, 0.2, 400).tolist()),
    "exploding": tuple((1.5 ** np.arange(30)).tolist()),
}


@pytest.mark.parametrize("values", HISTORIES.values(), ids=HISTORIES.keys())
def test_any_history_gives_finite_figures_and_futures(values: tuple[float, ...]) -> None:
    model = fit_series(MonthlySeries("2020-03", values))
    figures = (model.level, model.level_sd, model.growth.mean, model.growth.sd, model.market.monthly_sd)
    assert np.isfinite(figures).all()
    assert len(model.season.index) == 12
    assert np.mean(model.season.index) == pytest.approx(1)
    futures = simulate_series(model, 14, 500, np.random.default_rng(1))
    assert futures.shape == (500, 14)
    assert np.isfinite(futures).all()
    assert (futures >= 0).all()


@pytest.mark.parametrize("values", HISTORIES.values(), ids=HISTORIES.keys())
def test_a_model_is_plain_and_comes_back_from_its_text(values: tuple[float, ...]) -> None:
    model = fit_series(MonthlySeries("2020-03", values))
    adapter = TypeAdapter(SeriesModel)
    assert adapter.validate_json(adapter.dump_json(model)) == model


def test_the_same_generator_gives_the_same_futures() -> None:
    model = fit_series(MonthlySeries("2020-03", HISTORIES["counts"]))
    first, second = (simulate_series(model, 3, 50, np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, simulate_series(model, 3, 50, np.random.default_rng(8)))


def test_growth_is_the_same_growth_at_every_interval() -> None:
    series = MonthlySeries("2020-03", tuple((100 * 1.02 ** np.arange(48)).tolist()))
    by = {interval: fit_series(series, interval).growth for interval in ("month", "quarter", "year")}
    assert all(growth.identified for growth in by.values())
    assert (1 + by["month"].mean) ** 12 == pytest.approx(1 + by["year"].mean)
    assert (1 + by["quarter"].mean) ** 4 == pytest.approx(1 + by["year"].mean)
    # to first order an sd is carried over with the slope of that power
    assert by["month"].sd * 12 * (1 + by["month"].mean) ** 11 == pytest.approx(by["year"].sd)


def test_the_unit_does_not_matter() -> None:
    values = RNG.lognormal(3, 0.2, 60)
    one, other = (fit_series(MonthlySeries("2020-03", tuple((values * unit).tolist()))) for unit in (1, 1e4))
    assert other.level == pytest.approx(one.level * 1e4)
    assert other.growth.mean == pytest.approx(one.growth.mean)
    assert other.market.walk_sd == pytest.approx(one.market.walk_sd)


@pytest.mark.parametrize("months", range(1, 11))
def test_up_to_ten_months_claim_neither_growth_nor_season(months: int) -> None:
    model = fit_series(MonthlySeries("2020-03", tuple((10 * 1.2 ** np.arange(months)).tolist())))
    assert not model.growth.identified
    assert model.growth.mean == 0
    assert model.growth.sd > 0
    assert not model.season.identified
    assert model.season.index == (1.0,) * 12
    assert f"{months} months, at least 24 are needed" in model.season.note
    assert {remark.code for remark in model.remarks} >= {"growth_refused", "season_refused"}


def test_a_wrong_request_is_refused_in_a_sentence() -> None:
    model = fit_series(MonthlySeries("2020-03", (1.0, 2.0)))
    with pytest.raises(SeriesError, match="must be month, quarter or year"):
        fit_series(model.series, "decade")  # type: ignore[arg-type]
    with pytest.raises(SeriesError, match="from 1 to 240"):
        simulate_series(model, 0, 10, np.random.default_rng(1))
    with pytest.raises(SeriesError, match="at least 1"):
        simulate_series(model, 3, 0, np.random.default_rng(1))


def test_the_model_is_frozen() -> None:
    model = fit_series(MonthlySeries("2020-03", (1.0, 2.0)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        model.level = 3.0  # type: ignore[misc]
