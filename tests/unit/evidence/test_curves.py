"""Conversion over time: against an independent library, and by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from simulator.evidence.curves import curves_finding
from simulator.evidence.history import History, as_it_stood
from simulator.evidence.looks import conversion
from simulator.evidence.survival import age_table, share_range, undecided_error, won_error
from tests.statistical.evidence.companies import deals_of, last_day
from tests.unit.evidence.test_chances import START, deal
from tests.unit.evidence.test_history import deals


def history_of(seed: int, *, cut: int = 0, whole: bool = False) -> History:
    """600 deals of a year; cut: those decided on its first days are missing; whole: the first is lost on its day."""
    rng = np.random.default_rng(seed)
    made, _ = deals_of(rng, np.full(600, 0.4), np.full(600, 1000.0), days=365, cycle_days=70)
    if whole:
        made.outcome[0], made.closed[0] = "lost", made.created[0]
    if cut:
        made = made.take(~(made.closed < np.datetime64("2024-01-01") + cut))
    return as_it_stood(made, last_day(365))


@pytest.mark.parametrize("cut", [0, 60])
def test_the_share_undecided_is_kaplan_and_meier_s_with_greenwood_s_error(cut: int) -> None:
    history = history_of(3, cut=cut)
    ages = age_table(history)
    seen_from = np.maximum(history.first_decision - history.entered, 0) - 0.5
    other = SurvfuncRight(history.age + 0.0, ~history.open, entry=seen_from)
    at = other.surv_times.astype(int)
    np.testing.assert_allclose(ages.undecided[at + 1], other.surv_prob, atol=1e-12)
    inside = other.surv_prob > 0
    np.testing.assert_allclose(undecided_error(ages)[at + 1][inside], other.surv_prob_se[inside], atol=1e-12)


def test_the_share_won_is_that_of_competing_risks() -> None:
    history = history_of(4, whole=True)
    ages = age_table(history)
    other = CumIncidenceRight(history.age + 0.5, np.where(history.won, 1, np.where(history.lost, 2, 0)))
    at = np.floor(other.times).astype(int)
    inside = at <= ages.longest
    np.testing.assert_allclose(ages.won_before[at[inside] + 1], other.cinc[0][inside], atol=1e-12)
    # the library's error leaves small terms out: the two agree where many are at risk
    many = inside.copy()
    many[inside] = ages.at_risk[at[inside]] > 100
    np.testing.assert_allclose(won_error(ages)[at[many] + 1], other.cinc_se[0][many], rtol=0.05)


def test_without_censoring_the_error_is_that_of_a_share() -> None:
    rows = [deal("won", 0, 5)] * 30 + [deal("lost", 0, 9)] * 50 + [deal("won", 0, 20)] * 20
    ages = age_table(as_it_stood(deals(*rows), START + dt.timedelta(days=60)))
    np.testing.assert_allclose(won_error(ages)[[6, 21]], np.sqrt([0.3 * 0.7 / 100, 0.25 / 100]), rtol=1e-9)
    low, high = share_range(np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.05, 0.0]))
    assert (low[0], high[0], low[2], high[2]) == (0.0, 0.0, 1.0, 1.0)
    assert low[1] == pytest.approx(0.5 - 1.2816 * 0.05, abs=0.003)
    assert high[1] == pytest.approx(0.5 + 1.2816 * 0.05, abs=0.003)


def test_young_quarters_are_not_losses() -> None:
    history = history_of(5)
    ages = age_table(history)
    found = curves_finding(history, ages, conversion(history, ages), cut_off=False)
    assert [one.quarter for one in found.cohorts] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    assert sum(one.entered for one in found.cohorts) == 600
    old, young = found.cohorts[0], found.cohorts[-1]
    assert old.time_share > 0.95 > 0.6 > young.time_share
    assert old.won_so_far == pytest.approx(old.expected, abs=0.02)
    assert young.won_so_far < 0.25
    assert young.low < young.expected < young.high
    assert young.expected == pytest.approx(0.4, abs=0.08)
    assert found.youngest == young
    assert f"2024-Q4 {young.won_so_far:.0%} are won so far" in found.sentence
    for one in found.cohorts:
        assert one.won + one.lost + one.open == one.entered


def test_quarters_before_an_export_begins_are_marked() -> None:
    history = history_of(6, cut=120)
    ages = age_table(history)
    found = curves_finding(history, ages, conversion(history, ages), cut_off=True)
    assert [one.cut for one in found.cohorts] == [True, True, False, False]
    assert found.youngest is not None
    assert not found.youngest.cut


def test_curves_rise_within_their_ranges_and_are_thinned() -> None:
    history = history_of(7)
    ages = age_table(history)
    found = curves_finding(history, ages, conversion(history, ages), cut_off=False)
    for curve in (found.won, found.decided):
        assert len(curve.days) == len(curve.share) == len(curve.low) == len(curve.high) <= 60
        assert (np.diff(curve.days) > 0).all()
        assert (np.diff(curve.share) >= 0).all()
        assert (np.array(curve.low) <= curve.share).all()
        assert (np.array(curve.share) <= curve.high).all()
        assert 0 <= min(curve.low) <= max(curve.high) <= 1
    assert found.won.days[-1] == ages.longest
    assert found.half_days < found.most_days <= ages.longest
    half = ages.won_before[found.half_days + 1] / ages.won_before[-1]
    assert half >= 0.5
    assert ages.won_before[found.half_days] / ages.won_before[-1] < 0.5
