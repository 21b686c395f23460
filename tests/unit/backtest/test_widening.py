"""The factor by which ranges would have had to be stretched."""

from __future__ import annotations

import pytest

from simulator.backtest.findings import Fold
from simulator.backtest.scoring import replay_of
from simulator.backtest.widening import LARGEST, SMALLEST, stretch_needed
from tests.unit.backtest.folds import fold, monthly


def _replayed(folds: list[Fold]) -> float:
    return replay_of(folds, "x", "series", "").widening.factor


def test_the_factor_is_the_smallest_that_covers_eight_of_ten() -> None:
    folds = monthly([100.0 + away for away in (1, -2, 3, -4, 5, 6, -7, 20, -30, 40)])
    assert stretch_needed(folds) == pytest.approx(
        2.0
    )  # the eighth smallest distance, 20, over the reach of 10
    stretched = [fold(one.actual, one.cutoff, reach=10.0 * 2.0) for one in folds]
    assert sum(one.holds(0.8) for one in stretched) == 8


def test_each_side_has_its_own_reach() -> None:
    lopsided = Fold("2020-01-31", 1, 80.0, 90.0, 100.0, 140.0, 0.5, 0, 95, 120, 200, 1.0, 1.0)
    assert stretch_needed([lopsided]) == pytest.approx(2.0)


def test_nothing_is_offered_where_luck_explains_it() -> None:
    folds = monthly([100.0] * 19 + [150.0] * 5)
    found = replay_of(folds, "x", "series", "").widening
    assert found.factor == 1.0
    assert "Luck explains" in found.sentence


def test_too_narrow_ranges_are_widened_and_few_forecasts_are_believed_less() -> None:
    many, few = monthly([100.0, 130.0] * 60), monthly([100.0, 130.0] * 6)
    assert 1 < _replayed(few) < _replayed(many) < 3.0
    assert _replayed(many) == pytest.approx(3.0 ** (120 / 130), abs=0.01)


def test_too_wide_ranges_are_narrowed() -> None:
    assert 0.5 < _replayed(monthly([100.0, 105.0] * 30)) < 1.0


def test_the_sentence_says_how_often_and_what_luck_allows() -> None:
    sentence = replay_of(monthly([100.0, 130.0] * 12), "x", "series", "").widening.sentence
    assert (
        "for the next month held 12 of 24 times, where luck allows 15 to 23: they were too narrow" in sentence
    )


def test_the_longest_horizon_that_calls_for_it_decides() -> None:
    yearly = [fold(130.0 if at % 2 else 100.0, f"{1980 + at}-12-31", 12) for at in range(24)]
    both = monthly([100.0] * 24) + yearly
    assert replay_of(both, "x", "series", "").widening.horizon_months == 12


def test_it_stays_within_bounds() -> None:
    assert stretch_needed(monthly([1e9] * 5)) == LARGEST
    assert stretch_needed(monthly([100.0] * 5)) == SMALLEST
