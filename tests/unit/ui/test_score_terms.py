"""The table of benchmarks: what is typed stands in the plan, what is usual does not, a number from nowhere is not."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.errors import ScenarioError
from simulator.sample import sample_evidence, sample_scenario
from simulator.scorecard import Scorecard, scorecard, sheet_of_evidence
from ui.screens.quotas_score_terms import rows_of, write_rows


@pytest.fixture(scope="module")
def card() -> Scorecard:
    """The sample company's, under no stated terms."""
    sheet = sheet_of_evidence(sample_evidence())
    assert sheet is not None
    return scorecard(sheet)


def typed(card: Scorecard, metric: str, **cells: Any) -> list[dict[str, Any]]:
    return [{**row, **(cells if row["metric"] == metric else {})} for row in rows_of(card)]


def test_what_is_usual_is_not_written(card: Scorecard) -> None:
    assert write_rows(sample_scenario(), rows_of(card), card) == sample_scenario()


def test_a_rate_is_typed_in_per_cent_and_comes_back(card: Scorecard) -> None:
    rows = typed(card, "Win rate", benchmark=30, source="board", points=2)
    plan = write_rows(sample_scenario(), rows, card)
    assert plan.scorecard is not None
    terms = plan.scorecard.of("win_rate")
    assert terms is not None
    assert (terms.benchmark, terms.points, terms.source) == (0.3, 200.0, "board")
    again = scorecard(card.sheet, plan.scorecard)
    assert [row for row in rows_of(again) if row["metric"] == "Win rate"] == [
        {"metric": "Win rate", "benchmark": 30.0, "source": "board", "points": 2.0, "counts": "yes"}
    ]
    assert write_rows(plan, rows_of(again), again) == plan


def test_a_metric_is_left_out_of_the_score(card: Scorecard) -> None:
    plan = write_rows(sample_scenario(), typed(card, "Bookings", counts="no"), card)
    assert plan.scorecard is not None
    again = scorecard(card.sheet, plan.scorecard)
    assert [one.metric.name for one in again.metrics if not one.counts] == ["bookings"]


def test_terms_of_metrics_that_are_not_on_the_table_stay(card: Scorecard) -> None:
    before = sample_scenario().changed(
        scorecard={"metrics": [{"metric": "calls", "benchmark": 40.0, "source": "board"}]}
    )
    plan = write_rows(before, typed(card, "Bookings", counts="no"), card)
    assert plan.scorecard is not None
    assert [one.metric for one in plan.scorecard.metrics] == ["calls", "bookings"]


def test_a_benchmark_without_a_source_is_refused(card: Scorecard) -> None:
    with pytest.raises(ScenarioError, match="needs a source"):
        write_rows(sample_scenario(), typed(card, "Win rate", benchmark=30), card)
