"""Charts of pay and of a scorecard: what they show, in both themes."""

from __future__ import annotations

import numpy as np
import pytest

from charts.palette import palette
from charts.pay_curve import pay_curve_chart, pay_curve_frame
from charts.pay_spread import BARS, pay_spread_chart, pay_spread_edges, pay_spread_frame
from charts.score_bars import MOST, ScoreBar, score_bars_chart, score_bars_frame


def test_the_bars_of_cost_hold_all_but_the_outermost_futures() -> None:
    costs = np.random.default_rng(2).normal(100.0, 10.0, 5_000).tolist()
    edges = pay_spread_edges(costs)
    worst = float(np.quantile(costs, 0.9))
    frame = pay_spread_frame(
        costs, 1.0, [(100.0, "expected"), (worst, "1 in 10")], [f"{edge:.0f}" for edge in edges]
    )
    bars = frame[frame["left"].notna()]
    assert len(bars) == BARS
    assert bars["share"].sum() == pytest.approx(0.998, abs=1e-3)
    beyond = bars[bars["worst"].astype(bool)]
    assert beyond["left"].min() >= worst
    assert frame["label"].tolist()[-2:] == ["expected", "1 in 10"]


def test_costs_that_never_vary_still_have_bars() -> None:
    frame = pay_spread_frame([5.0] * 100, 1.0, [(5.0, "a"), (5.0, "b")], [""] * (BARS + 1))
    assert frame["share"].max() == 1.0


def test_a_bar_ends_at_twice_the_benchmark() -> None:
    far = ScoreBar("Calls", 3.5, 3.0, 4.0, 1.0, "better", "350", "350 calls")
    frame = score_bars_frame([far])
    assert frame[["value", "low", "high", "end"]].to_numpy().tolist() == [[MOST] * 4]
    assert frame["text"].tolist() == ["350"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_chart_is_drawn_from_its_columns(theme: str) -> None:
    colours = palette("dark" if theme == "dark" else "light")
    curve = pay_curve_frame([0.0, 1.0], [0.0, 5.0], [0.0, 5.0], labels=[(1.0, 5.0, "quota")], tips=["0", "5"])
    spread = pay_spread_frame([1.0, 2.0], 1.0, [(1.5, "a"), (2.0, "b")], [""] * (BARS + 1))
    bars = score_bars_frame([ScoreBar("Calls", 1.0, 0.9, 1.1, 1.0, "luck", "10", "ten")])
    for chart in (
        pay_curve_chart(curve, colours, unit="k €", last=1.5),
        pay_spread_chart(spread, colours, unit="k €"),
        score_bars_chart(bars, colours, rows=1),
    ):
        text = str(chart.to_dict())
        assert colours.target in text
        assert colours.quiet in text
