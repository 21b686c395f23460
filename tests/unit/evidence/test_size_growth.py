"""Growth of deal sizes, by hand: pulled towards none, and what a past mean is worth today."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.evidence.size_growth import HALF, NOT_ESTIMATED, USUAL_SD, size_growth

DAYS_BACK = np.arange(0, 1461, 2)


def grown(yearly: float, noise: float = 0.0) -> NDArray[np.float64]:
    luck = np.random.default_rng(5).normal(0, noise, len(DAYS_BACK)) if noise else 0.0
    return np.asarray(1_000 * np.exp(-np.log1p(yearly) * DAYS_BACK / 365.25 + luck))


def test_without_luck_only_the_years_own_ups_and_downs_pull_it_back() -> None:
    found = size_growth(grown(0.10), DAYS_BACK)
    span = 1460 / 365.25
    weight = HALF / (HALF + HALF / span)
    assert found.mean == pytest.approx(np.expm1(weight * np.log(1.1)), rel=1e-6)
    assert found.years == pytest.approx(span)
    assert found.sd == pytest.approx(np.sqrt(HALF * (1 - weight) + HALF))


def test_much_luck_leaves_the_usual_guess() -> None:
    few = np.arange(0, 365, 30)
    found = size_growth(np.random.default_rng(1).lognormal(9, 1.5, len(few)), few)
    assert abs(found.mean) < 0.01
    assert found.sd == pytest.approx(USUAL_SD, rel=0.01)


@pytest.mark.parametrize("days", [np.zeros(50, dtype=np.int64), np.arange(0, 80), np.arange(0, 900, 100)])
def test_too_few_deals_or_too_short_a_time_is_no_estimate(days: NDArray[np.int64]) -> None:
    """All on a day, within a quarter, or nine deals."""
    found = size_growth(np.linspace(1.0, 9.0, len(days)), days)
    assert (found.mean, found.sd, found.years) == (0.0, USUAL_SD, 0.0)
    assert (found.carried(3.0), found.variance_of_carrying(3.0)) == (1.0, 0.0)


def test_a_past_mean_is_carried_to_today_with_its_doubt() -> None:
    found = size_growth(grown(0.10, noise=0.3), DAYS_BACK)
    assert found.carried(0.0) == 1.0
    assert found.carried(2.0) == pytest.approx((1 + found.mean) ** 2)
    assert found.variance_of_carrying(2.0) > found.variance_of_carrying(1.0) > 0.0
    assert NOT_ESTIMATED.carried(2.0) == 1.0


def test_the_estimate_lies_within_its_doubt() -> None:
    """100 histories with lasting growth from the prior: the estimate's errors are as large as it says."""
    rng = np.random.default_rng(3)
    errors = []
    for _ in range(100):
        true = rng.normal(0, np.sqrt(HALF))
        amounts = np.exp(9 - true * DAYS_BACK / 365.25 + rng.normal(0, 0.8, len(DAYS_BACK)))
        found = size_growth(amounts, DAYS_BACK)
        errors.append((np.log1p(found.mean) - true) / found.lasting_sd)
    # the years' own part is absent here, so that errors are at most of the stated size
    assert 0.6 < np.std(errors) < 1 + 4 / np.sqrt(200)
    assert abs(np.mean(errors)) < 4 / np.sqrt(100)
