"""Partial pooling, by hand and at its ends."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import optimize, special, stats

from simulator.evidence.pooling import differing, own_weight, pooled_means, pooled_rates, rank_test

LIKE = (np.array([30, 31, 29, 1]), np.array([100, 100, 100, 3]))
UNLIKE = (np.array([90, 30, 150, 2]), np.array([300, 300, 300, 3]))


def test_many_cases_stand_and_few_are_pulled_where_members_differ() -> None:
    found = pooled_rates(*UNLIKE)
    assert found.p_value < 0.001
    assert found.pull[:3].max() < 0.1
    assert found.pull[3] > 0.5
    assert found.value[3] < 0.6 < 2 / 3


def test_everybody_is_pulled_where_members_are_alike() -> None:
    found = pooled_rates(*LIKE)
    assert found.p_value == 1.0
    assert found.overdispersion == 0.0
    assert found.pull.min() > 0.6
    assert np.ptp(found.value) < 0.02


def test_the_likeliest_overdispersion_is_that_of_a_direct_search() -> None:
    won, closed = np.array([40, 52, 61, 30]), np.array([130, 130, 130, 100])

    def loss(at: npt.NDArray[np.float64]) -> float:
        mu, rho = special.expit(at[0]), special.expit(at[1])
        return -float(stats.betabinom(closed, mu * (1 / rho - 1), (1 - mu) * (1 / rho - 1)).logpmf(won).sum())

    best = optimize.minimize(loss, np.array([-1.0, -3.0]), method="Nelder-Mead")
    found = pooled_rates(won, closed)
    assert found.overdispersion == pytest.approx(float(special.expit(best.x[1])), rel=0.02)
    none = -float(stats.binom(closed, won.sum() / closed.sum()).logpmf(won).sum())
    expected = stats.chi2.sf(2 * (none - best.fun), 1) / 2
    assert 0.001 < expected < 0.2
    assert found.p_value == pytest.approx(expected, rel=0.02)


def test_the_range_is_as_wide_as_the_sample_that_is_stated() -> None:
    found = pooled_rates(*UNLIKE)
    a, b = found.value * found.equivalent_n, (1 - found.value) * found.equivalent_n
    np.testing.assert_allclose(found.low, stats.beta(a, b).ppf(0.1), rtol=1e-6)
    np.testing.assert_allclose(found.high, stats.beta(a, b).ppf(0.9), rtol=1e-6)


def test_all_won_or_all_lost_is_no_difference() -> None:
    for won in (np.array([10, 20, 5]), np.array([0, 0, 0])):
        found = pooled_rates(won, np.array([10, 20, 5]))
        assert found.p_value == 1.0
        assert np.isfinite(found.value).all()
        assert (found.low <= found.high).all()


def test_thousands_of_members_are_pooled_in_one_go() -> None:
    rng = np.random.default_rng(5)
    closed = rng.integers(1, 12, 5000)
    found = pooled_rates(rng.binomial(closed, 0.3), closed)
    assert found.group == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / closed.sum()))
    assert len(found.value) == 5000


def test_means_are_pulled_by_how_well_they_are_known() -> None:
    mean, n = np.array([100.0, 400.0, 150.0, np.nan]), np.array([400, 400, 2, 0])
    found = pooled_means(mean, np.full(4, 1.0), n, 0.001)
    assert found.pull[0] < 0.02
    assert 0.2 < found.pull[2] < 1
    assert found.pull[3] == pytest.approx(1.0)
    assert found.value[3] == pytest.approx(found.group)
    np.testing.assert_allclose(
        np.log(found.value[:3]),
        np.log(mean[:3]) * (1 - found.pull[:3]) + np.log(found.group) * found.pull[:3],
    )
    assert (found.low < found.value).all()
    assert found.high[3] / found.low[3] > found.high[0] / found.low[0]


def test_a_cell_counts_for_itself_as_far_as_cells_stray_from_what_is_expected() -> None:
    expected = np.full(4, 0.5)
    seen = np.array([200.0, 200.0, 200.0, 4.0])
    close = own_weight(np.array([100.0, 99.0, 101.0, 2.0]), seen, expected)
    far = own_weight(np.array([160.0, 40.0, 170.0, 2.0]), seen, expected)
    assert (close < far).all()
    assert far[0] > 0.95
    assert far[3] < 0.6
    assert own_weight(np.array([0.0]), np.array([0.0]), np.array([0.3]))[0] == 0.0


def test_ranks_are_compared_as_kruskal_and_wallis_do() -> None:
    rng = np.random.default_rng(2)
    values = rng.gamma(2.0, 50.0, 300).round(-1)
    member = rng.integers(0, 4, 300)
    values[member == 2] += 40
    expected = stats.kruskal(*(values[member == at] for at in range(4))).pvalue
    assert rank_test(values, member, 4) == pytest.approx(expected)
    assert rank_test(np.ones(30), member[:30], 4) == 1.0
    assert rank_test(values[:5], np.zeros(5, dtype=int), 4) == 1.0


def test_several_tests_stand_together() -> None:
    assert differing([0.02, 0.5, 0.5]) == [False, False, False]
    assert differing([0.01, 0.02, 0.5]) == [True, True, False]
    assert differing([]) == []
