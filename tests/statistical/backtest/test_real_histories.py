"""Real monthly histories replayed, and a made-up export whose future is known."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from simulator.backtest import Replay, backtest_deals, backtest_series, monthly_table, past_deals
from simulator.evidence import read_export


@lru_cache
def replayed(path: Path) -> Replay:
    history = monthly_table(read_export(path.read_bytes(), path.name))
    return backtest_series(history.series, source=history.name)


def test_yearly_totals_of_retail_hold_as_often_as_eight_in_ten_allows(real_data: Path) -> None:
    """277 monthly cut-offs of 25 years; overlapping years count for 24, a recession among them."""
    replay = replayed(real_data / "us_retail_census" / "example_retail_sales.csv")
    year = next(one for one in replay.by_horizon if one.horizon_months == 12)
    cover = year.at(0.8)
    assert cover.low <= cover.held <= cover.high
    assert cover.folds >= 260
    assert year.crps < year.naive_crps
    assert replay.crps < replay.naive_crps


def test_every_horizon_of_retail_beats_last_year(real_data: Path) -> None:
    replay = replayed(real_data / "us_retail_census" / "example_retail_sales.csv")
    assert all(one.crps < one.naive_crps for one in replay.by_horizon)


def test_goals_of_retail_called_realistic_were_met(real_data: Path) -> None:
    words = {
        one.word: one for one in replayed(real_data / "us_retail_census" / "example_retail_sales.csv").words
    }
    assert words["realistic"].share >= words["realistic"].claimed - 0.05
    assert words["unreachable"].share < 0.1


def test_three_years_of_shampoo_run_and_claim_no_more_than_they_can(real_data: Path) -> None:
    replay = replayed(real_data / "shampoo" / "ShampooSales.csv")
    assert len(replay.folds) == 24 + 22 + 13
    assert replay.crps < replay.naive_crps
    assert "few_forecasts" in [one.code for one in replay.remarks]


def test_the_quarters_that_followed_hold_in_a_seller_s_export(real_data: Path) -> None:
    data = (real_data / "maven_crm" / "iso" / "sales_pipeline.csv").read_bytes()
    replay = backtest_deals(past_deals(read_export(data, "sales_pipeline.csv")))
    quarters = {fold.cutoff: fold for fold in replay.folds if fold.horizon_months == 3}
    for cutoff, came in {"2017-06-30": 2_982_255, "2017-09-30": 2_802_496}.items():
        fold = quarters[cutoff]
        assert round(fold.actual) == came
        assert fold.holds(0.8)
        assert fold.p90 - fold.p10 <= fold.p50
