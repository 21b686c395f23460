"""Scores against closed forms and numbers counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simulator.backtest.scores import coverage, crps, histogram, independent_folds, pit, wilson
from tests.unit.backtest.folds import fold, monthly


@pytest.mark.parametrize("actual", [-1.3, 0.0, 0.4, 2.5])
@pytest.mark.parametrize(("mean", "sd"), [(0.0, 1.0), (1000.0, 50.0)])
def test_crps_of_a_normal_forecast_is_its_closed_form(actual: float, mean: float, sd: float) -> None:
    """Gneiting and Raftery 2007, equation 21; the sample is the normal's quantiles, so that no luck is in it."""
    sample = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000, mean, sd)
    exact = sd * (
        actual * (2 * stats.norm.cdf(actual) - 1) + 2 * stats.norm.pdf(actual) - 1 / math.sqrt(math.pi)
    )
    assert crps(sample, mean + sd * actual) == pytest.approx(exact, rel=2e-4)


def test_crps_of_one_value_is_the_absolute_error_and_of_nothing_but_zeros_zero() -> None:
    assert crps(np.array([7.0]), 10.0) == pytest.approx(3.0)
    assert crps(np.zeros(5), 0.0) == 0.0


def test_the_place_of_what_came_spreads_ties_over_their_step() -> None:
    sample = np.array([0.0, 0.0, 0.0, 1.0])
    assert pit(sample, 0.0, 0.0) == 0.0
    assert pit(sample, 0.0, 1.0) == pytest.approx(4 / 5)
    assert pit(sample, 2.0, 0.5) == pytest.approx(4.5 / 5)
    assert pit(sample, -1.0, 0.5) == pytest.approx(0.5 / 5)


def test_the_places_of_discrete_outcomes_are_uniform() -> None:
    """Counts around one: without spreading ties a histogram of their places would have holes."""
    rng = np.random.default_rng(0)
    places = [
        pit(rng.poisson(1.0, 400).astype(float), float(rng.poisson(1.0)), rng.random()) for _ in range(4000)
    ]
    counts, _ = np.histogram(places, bins=10, range=(0, 1))
    assert stats.chisquare(counts).pvalue > 0.001


def test_coverage_counts_what_lies_inside_ends_included() -> None:
    found = coverage(monthly([90.0, 110.0, 100.0, 89.9, 111.0] * 2), 0.8)
    assert (found.folds, found.held, found.share) == (10, 6, 0.6)


def test_what_luck_allows_is_the_binomial_of_independent_forecasts() -> None:
    found = coverage(monthly([100.0] * 24), 0.8)
    assert found.independent == pytest.approx(24)
    assert (found.low, found.high) == (15, 23)  # 0.025 and 0.975 quantile of Binomial(24, 0.8)
    assert found.finding == "too wide"
    assert coverage(monthly([100.0] * 19 + [0.0] * 5), 0.8).finding == "as it should"
    assert coverage(monthly([100.0] * 14 + [0.0] * 10), 0.8).finding == "too narrow"


def test_forecasts_that_share_months_count_for_fewer() -> None:
    assert independent_folds(monthly([100.0] * 25, 12)) == pytest.approx(1 + 24 / 12)
    assert independent_folds(monthly([100.0] * 25, 3)) == pytest.approx(1 + 24 / 3)
    far_apart = [fold(1.0, f"{year}-12-31", 12) for year in range(2000, 2006)]
    assert independent_folds(far_apart) == pytest.approx(6)
    assert independent_folds([]) == 0
    both = monthly([100.0] * 25, 12) + monthly([100.0] * 25, 1)
    assert 3 < independent_folds(both) < 25


def test_the_variance_of_overlapping_hits_is_not_less_than_said() -> None:
    """Totals over 12 months of independent luck, a month apart: the share that holds varies as much as stated."""
    rng = np.random.default_rng(1)
    luck = rng.normal(size=(3000, 71))
    totals = np.stack([luck[:, at : at + 12].sum(axis=1) for at in range(60)], axis=1) / math.sqrt(12)
    shares = (np.abs(totals) < stats.norm.ppf(0.9)).mean(axis=1)
    stated = 0.8 * 0.2 / independent_folds(monthly([100.0] * 60, 12))
    assert shares.var() < stated


def test_wilson_s_interval() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    low, high = wilson(0, 20)
    assert low == 0.0
    assert high == pytest.approx(0.1611, abs=1e-4)


def test_the_histogram_has_every_fold() -> None:
    folds = [fold(1.0, pit=value) for value in (0.0, 0.05, 0.55, 0.999, 1.0)]
    assert histogram(folds) == (2, 0, 0, 0, 0, 1, 0, 0, 0, 2)
