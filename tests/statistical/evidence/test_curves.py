"""The ranges of conversion curves, and of what a quarter brings in the end, hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simulator.evidence.curves import curves_finding
from simulator.evidence.history import as_it_stood
from simulator.evidence.looks import conversion
from simulator.evidence.survival import (
    age_table,
    share_range,
    undecided_error,
    won_cycle,
    won_cycle_error,
    won_error,
)
from tests.statistical.evidence.companies import deals_of, last_day

COMPANIES = 300
CYCLE = stats.gamma(2.0, scale=30.0)


@pytest.mark.parametrize("age", [20, 60, 150])
def test_ranges_of_the_curves_hold_the_truth(age: int) -> None:
    held = {"won": 0, "undecided": 0}
    truth = {"won": 0.35 * CYCLE.cdf(age + 1), "undecided": 1 - CYCLE.cdf(age + 1)}
    for seed in range(COMPANIES):
        made, _ = deals_of(
            np.random.default_rng(seed), np.full(400, 0.35), np.ones(400), days=365, cycle_days=60.0
        )
        ages = age_table(as_it_stood(made, last_day(365)))
        for name, share, error in (
            ("won", ages.won_before, won_error(ages)),
            ("undecided", ages.undecided, undecided_error(ages)),
        ):
            low, high = share_range(share[[age + 1]], error[[age + 1]])
            held[name] += int(low[0] <= truth[name] <= high[0])
    allowed = 3 * np.sqrt(0.8 * 0.2 / COMPANIES)
    for name, count in held.items():
        assert abs(count / COMPANIES - 0.8) <= allowed, (name, count / COMPANIES)


@pytest.mark.parametrize("days", [365, 730])
def test_the_range_of_the_mean_cycle_holds_the_truth_where_deals_are_still_open(days: int) -> None:
    truth = 60.0 - 0.5  # whole days
    deviations, counted = [], []
    for seed in range(COMPANIES):
        made, _ = deals_of(
            np.random.default_rng([seed, 1]), np.full(300, 0.35), np.ones(300), days=days, cycle_days=60.0
        )
        history = as_it_stood(made, last_day(days))
        ages = age_table(history)
        mean, cv = won_cycle(ages)
        error = won_cycle_error(ages) / mean
        deviations.append(np.log(mean / truth) / error)  # on the scale the engine draws it
        counted.append(cv / np.sqrt(history.won.sum()) / error)
    held = np.mean(np.abs(deviations) <= stats.norm.ppf(0.9))
    assert abs(held - 0.8) <= 3 * np.sqrt(0.8 * 0.2 / COMPANIES)
    assert np.mean(counted) < 0.98, "a count of the wins alone is too sure"


def test_what_a_young_quarter_brings_is_expected_right_where_won_so_far_is_far_off() -> None:
    expected, came, so_far = [], [], []
    for seed in range(120):
        made, won = deals_of(
            np.random.default_rng(seed), np.full(900, 0.35), np.ones(900), days=730, cycle_days=60.0
        )
        history = as_it_stood(made, last_day())
        ages = age_table(history)
        young = curves_finding(history, ages, conversion(history, ages), cut_off=False).cohorts[-1]
        entered = made.created >= np.datetime64(f"{young.quarter[:4]}-10-01")
        expected.append(young.expected)
        came.append(float(won[entered].mean()))
        so_far.append(young.won_so_far)
    difference = np.array(expected) - came
    assert abs(difference.mean()) <= 3 * difference.std(ddof=1) / np.sqrt(len(difference))
    assert np.mean(so_far) < 0.6 * np.mean(came)
