"""Churn by month of tenure: what is drawn and what the title says."""

from __future__ import annotations

import pytest

from charts.palette import LIGHT
from charts.tenure import LEAST_AT_RISK, tenure_chart, tenure_finding, tenure_frame


def test_months_hardly_anybody_reached_are_not_drawn() -> None:
    frame = tenure_frame([100, 60, LEAST_AT_RISK, LEAST_AT_RISK - 1, 500], [10, 3, 0, 5, 5], 0.05, "5 %")
    assert frame["month"].tolist() == [1, 2, 3]
    assert frame["share"].tolist() == [0.1, 0.05, 0.0]


def test_the_columns_begin_at_zero_and_the_line_is_labelled() -> None:
    document = tenure_chart(tenure_frame([100] * 12, [2] * 12, 0.02, "all 2 %"), LIGHT, months=12).to_dict()
    bars, rule, label = document["layer"]
    assert bars["encoding"]["y"]["scale"]["zero"] is True
    assert rule["mark"]["type"] == "rule"
    assert label["mark"]["type"] == "text"


@pytest.mark.parametrize(
    ("shares", "overall", "words"),
    [
        ([0.054, 0.01], 0.0082, "The first month loses most: 5.4% of customers against 0.8% over all"),
        ([0.001], 0.01, "The first month loses little"),
        ([0.01], 0.01, "leave alike"),
        ([], 0.0, "Nobody has left"),
        ([0.0], 0.0, "Nobody has left"),
    ],
)
def test_the_title_compares_the_first_month_with_all(shares: list[float], overall: float, words: str) -> None:
    assert words in tenure_finding(shares, overall)
