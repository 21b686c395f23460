"""The top-down model: what it refuses, what it finds, and that the same seed draws the same futures."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator.outlook import Outlook, fit_outlook, outlook_paths
from simulator.outlook.paths import MOST_TIMES_LARGEST


def _rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def _fit(values: np.ndarray | list[float]) -> Outlook:
    return fit_outlook(tuple(float(value) for value in values), _rng())


@pytest.mark.parametrize(
    "values", [[1.0] * 7, [0.0] * 12, [-1.0, *[1.0] * 11], [float("nan"), *[1.0] * 11], [], [np.inf] * 9]
)
def test_what_it_cannot_use_is_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="at least 8 months, none below 0 and one above it"):
        _fit(values)


def test_the_same_month_again_and_again_goes_on() -> None:
    found = _fit([500.0] * 15)
    np.testing.assert_allclose(outlook_paths(found, 6, 200, _rng()), 500.0)
    assert "the same" in found.note


@pytest.mark.parametrize("n", [8, 9, 13, 23, 24, 25, 37, 600])
def test_any_length_gives_futures(n: int) -> None:
    values = 1000 * np.exp(_rng(n).normal(0, 0.2, n))
    found = _fit(values)
    paths = outlook_paths(found, 12, 300, _rng())
    assert paths.shape == (300, 12)
    assert np.isfinite(paths).all()
    assert (paths >= 0).all()
    assert found.n_months == min(n, 120)
    assert not found.seasonal or n >= 24
    assert 500 < np.median(paths) < 2000


def test_months_without_a_sale_are_taken_and_nothing_falls_below_nothing() -> None:
    values = _rng(3).gamma(0.6, 1000.0, 30)
    values[[0, 4, 5, 11, 17]] = 0
    found = _fit(values)
    paths = outlook_paths(found, 12, 2000, _rng())
    assert found.scale == "root"
    assert (paths >= 0).all()
    assert 0.3 < np.median(paths.sum(axis=1)) / (12 * values.mean()) < 2


def test_a_growth_known_from_few_months_stays_payable() -> None:
    values = 100 * 1.6 ** np.arange(8) * np.exp(_rng(1).normal(0, 0.2, 8))
    paths = outlook_paths(_fit(values), 120, 500, _rng())
    assert paths.max() <= MOST_TIMES_LARGEST * values.max() * (1 + 1e-9)


def test_a_season_is_found_where_there_is_one_and_only_there() -> None:
    months = np.arange(48)
    luck = _rng(4).normal(0, 0.05, 48)
    swing = 0.4 * np.sin(2 * np.pi * months / 12)
    assert _fit(1000 * np.exp(luck + swing)).seasonal
    assert not _fit(1000 * np.exp(luck)).seasonal
    assert not _fit(1000 * np.exp(luck + swing)[:23]).seasonal


def test_the_futures_keep_the_season() -> None:
    months = np.arange(60)
    values = 1000 * np.exp(_rng(5).normal(0, 0.03, 60) + 0.5 * np.cos(2 * np.pi * months / 12))
    middle = np.median(outlook_paths(_fit(values), 12, 2000, _rng()), axis=0)
    np.testing.assert_allclose(
        middle / middle.mean(), values.reshape(5, 12).mean(0) / values.mean(), atol=0.06
    )


def test_months_skipped_are_the_months_between() -> None:
    """Two months later means two months of a growth later, and less sure."""
    values = 1000 * 1.03 ** np.arange(40) * np.exp(_rng(6).normal(0, 0.02, 40))
    found = _fit(values)
    near, far = (outlook_paths(found, 3, 4000, _rng(), skip=skip) for skip in (0, 6))
    assert np.median(far[:, 0]) / np.median(near[:, 0]) == pytest.approx(1.03**6, abs=0.03)
    assert far[:, 0].std() > near[:, 0].std()


def test_the_next_month_goes_on_where_the_last_one_was() -> None:
    values = 1000 * 1.03 ** np.arange(40) * np.exp(_rng(6).normal(0, 0.02, 40))
    middle = np.median(outlook_paths(_fit(values), 3, 4000, _rng()), axis=0)
    np.testing.assert_allclose(middle, 1000 * 1.03 ** np.arange(40, 43), rtol=0.02)


def test_what_is_not_known_of_the_level_is_shared_by_all_months() -> None:
    """Nine noisy months: their mean is known to a third of their sd, and a future that lies high stays high."""
    values = 1000 * np.exp(_rng(0).normal(0, 0.2, 9))
    paths = np.log(outlook_paths(_fit(values), 6, 8000, _rng()))
    assert np.corrcoef(paths[:, 0], paths[:, 5])[0, 1] > 0.2


def test_the_same_seed_gives_the_same_futures_and_another_gives_others() -> None:
    values = tuple(1000 * np.exp(_rng(7).normal(0, 0.2, 30)))
    first, again = (fit_outlook(values, _rng(1)) for _ in range(2))
    for one, other in zip(first.draws, again.draws, strict=True):
        np.testing.assert_array_equal(one.state, other.state)
    np.testing.assert_array_equal(
        outlook_paths(first, 6, 100, _rng(2)), outlook_paths(again, 6, 100, _rng(2))
    )
    assert not np.array_equal(outlook_paths(first, 6, 100, _rng(2)), outlook_paths(first, 6, 100, _rng(3)))


def test_fewer_months_are_known_less_well() -> None:
    values = 1000 * np.exp(_rng(8).normal(0, 0.2, 96))

    def width(n: int) -> float:
        total = outlook_paths(_fit(values[-n:]), 12, 4000, _rng()).sum(axis=1)
        low, high = np.quantile(total, [0.1, 0.9])
        return float((high - low) / np.median(total))

    widths = [width(n) for n in (10, 30, 96)]
    assert all(shorter > longer for shorter, longer in pairwise(widths)), widths


def test_the_shampoo_series_grows_and_has_no_season(real_data: Path) -> None:
    table = pd.read_csv(real_data / "shampoo" / "ShampooSales.csv")
    values = pd.to_numeric(table.iloc[:, -1], errors="coerce").dropna()
    found = _fit(values.to_numpy())
    assert not found.seasonal
    assert found.level != "level"
