"""A forecast of the past knows nothing of what came after it, of the order of rows, or of the unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.backtest import Fold, PastDeals, Replay, backtest_deals, backtest_series, past_deals
from simulator.evidence import read_export
from simulator.evidence.opportunities import Deals
from simulator.sample import sample_company
from simulator.series import MonthlySeries

MONTHS = st.lists(st.floats(0.0, 1e6, allow_subnormal=False), min_size=16, max_size=30).filter(
    lambda values: sum(value > 0 for value in values) > 3
)


def _replayed(values: list[float]) -> Replay:
    return backtest_series(MonthlySeries("2015-01", tuple(values)), n_trials=200)


def _by_cutoff(replay: Replay) -> dict[tuple[str, int], Fold]:
    return {(fold.cutoff, fold.horizon_months): fold for fold in replay.folds}


@settings(max_examples=25)
@given(values=MONTHS, later=st.lists(st.floats(0.0, 1e7), min_size=1, max_size=14))
def test_months_that_come_later_change_no_fold(values: list[float], later: list[float]) -> None:
    short, long = _by_cutoff(_replayed(values)), _by_cutoff(_replayed([*values, *later]))
    assert short.keys() <= long.keys()
    for key, fold in short.items():
        assert long[key] == fold


def _forecast(fold: Fold) -> tuple[object, ...]:
    """Everything of a fold that does not depend on what came."""
    ranges = (fold.p025, fold.p10, fold.p25, fold.p50, fold.p75, fold.p90, fold.p975)
    return (*ranges, *((goal.target, goal.odds, goal.word) for goal in fold.goals))


@settings(max_examples=25)
@given(values=MONTHS, at=st.integers(12, 15), factor=st.floats(2.0, 50.0))
def test_what_comes_after_a_cut_off_moves_no_forecast_made_at_it(
    values: list[float], at: int, factor: float
) -> None:
    """Other than adding months this finds a forecast that saw a month of its own horizon."""
    other = [*values[:at], *(factor * (value + 1.0) for value in values[at:])]
    one, two = _replayed(values), _replayed(other)
    for before, after in zip(one.folds, two.folds, strict=True):
        months_known = (int(before.cutoff[:4]) - 2015) * 12 + int(before.cutoff[5:7])
        if months_known <= at:
            assert _forecast(after) == _forecast(before)
    assert any(after.actual != before.actual for before, after in zip(one.folds, two.folds, strict=True))


@settings(max_examples=15)
@given(values=MONTHS, power=st.integers(-6, 6))
def test_the_unit_changes_no_place_and_no_word(values: list[float], power: int) -> None:
    """Powers of two scale floats without rounding."""
    one, other = _replayed(values), _replayed([value * 2.0**power for value in values])
    for before, after in zip(one.folds, other.folds, strict=True):
        assert after.pit == pytest.approx(before.pit, abs=0.011)
        assert after.p50 == pytest.approx(before.p50 * 2.0**power, rel=1e-6, abs=1e-9)
        assert [goal.odds for goal in after.goals] == pytest.approx(
            [goal.odds for goal in before.goals], abs=0.011
        )


@pytest.fixture(scope="module")
def past() -> PastDeals:
    """Two years of a company: short enough to be replayed again and again."""
    whole = past_deals(read_export(sample_company(5), "deals.csv"))
    deals = whole.clean.deals
    return _with(whole, deals.take(deals.created < np.datetime64("2024-11-01")))


def _with(past: PastDeals, deals: Deals) -> PastDeals:
    return replace(past, clean=replace(past.clean, deals=deals))


UNTIL = dt.date(2024, 10, 31)


def _deals_replay(past: PastDeals, until: dt.date) -> dict[tuple[str, int], Fold]:
    return _by_cutoff(backtest_deals(past, until=until, n_trials=200))


def test_deals_that_come_later_change_no_fold(past: PastDeals) -> None:
    """Cut off at August, the file of August gives the folds that the file of October gives."""
    deals = past.clean.deals
    cut = np.datetime64("2024-08-31")
    early = deals.take(deals.created <= cut)
    known = early.closed <= cut
    as_known = replace(
        early,
        outcome=np.where(known, early.outcome, "open"),
        closed=np.where(known, early.closed, np.datetime64("NaT")),
        amount=np.where(known | (early.outcome == "open"), early.amount, np.nan),
    )
    short, long = _deals_replay(_with(past, as_known), dt.date(2024, 8, 31)), _deals_replay(past, UNTIL)
    assert short.keys() <= long.keys()
    assert short
    for key, fold in short.items():
        if key[0] < "2024-08-01":
            assert long[key] == fold


def test_what_became_of_deals_later_moves_no_forecast(past: PastDeals) -> None:
    """After June every deal that closes is won for a hundred times its amount, and no new one comes."""
    deals = past.clean.deals.take(past.clean.deals.created <= np.datetime64("2024-06-30"))
    later = (deals.outcome != "open") & (deals.closed > np.datetime64("2024-06-30"))
    other = replace(
        deals,
        outcome=np.where(later, "won", deals.outcome),
        amount=np.where(later, 100 * np.nan_to_num(deals.amount, nan=1e4), deals.amount),
    )
    one, two = _deals_replay(past, UNTIL), _deals_replay(_with(past, other), UNTIL)
    early = [key for key in one if key[0] <= "2024-06-30"]
    assert early
    for key in early:
        assert _forecast(two[key]) == _forecast(one[key])
    assert any(two[key].actual != one[key].actual for key in early)


def test_the_order_of_deals_changes_nothing(past: PastDeals) -> None:
    deals = past.clean.deals
    order = np.random.default_rng(0).permutation(len(deals))
    shuffled = deals.take(order)  # type: ignore[arg-type]  # places instead of a mask: numpy takes both
    until = dt.date(2024, 7, 31)
    assert _deals_replay(_with(past, shuffled), until) == _deals_replay(past, until)


def test_how_many_threads_work_changes_nothing(past: PastDeals) -> None:
    until = dt.date(2024, 8, 31)
    one, two = (backtest_deals(past, until=until, n_trials=200, threads=threads) for threads in (1, 2))
    assert one == two


def test_of_a_long_history_the_folds_used_are_those_of_all(
    past: PastDeals, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = _deals_replay(past, dt.date(2024, 9, 30))
    monkeypatch.setattr("simulator.backtest.deals_replay.MOST_CUTOFFS", 3)
    some = _deals_replay(past, dt.date(2024, 9, 30))
    assert 0 < len({cutoff for cutoff, _ in some}) <= 3 < len({cutoff for cutoff, _ in every})
    assert some.items() <= every.items()
