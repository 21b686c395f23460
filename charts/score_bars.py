"""One person's metrics against their benchmarks: a bar each with its range, the peers' middle as a tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = (
    "place",
    "name",
    "zero",
    "value",
    "low",
    "high",
    "peers",
    "benchmark",
    "kind",
    "text",
    "end",
    "tip",
)
ROW_PIXELS = 38
MOST = 2.0
"""Bars end at twice the benchmark; the text says what they stand for."""


@dataclass(frozen=True)
class ScoreBar:
    """One metric. value, low, high, peers: over the benchmark, more is better (1 is at it); kind: clearly ``better`` or
    ``worse`` than it, or no more than ``luck`` away; text: the figure itself; tip: in words.
    """

    name: str
    value: float
    low: float
    high: float
    peers: float
    kind: Literal["better", "worse", "luck"]
    text: str
    tip: str


def score_bars_frame(bars: Sequence[ScoreBar]) -> pd.DataFrame:
    """One row a metric, in the order given."""
    return pd.DataFrame(
        [
            (
                place,
                bar.name,
                0.0,
                min(bar.value, MOST),
                min(bar.low, MOST),
                min(bar.high, MOST),
                min(bar.peers, MOST),
                1.0,
                bar.kind,
                bar.text,
                min(max(bar.high, bar.value, bar.peers), MOST),
                bar.tip,
            )
            for place, bar in enumerate(bars)
        ],
        columns=list(COLUMNS),
    )


def score_bars_chart(frame: pd.DataFrame, palette: Palette, *, rows: int) -> alt.LayerChart:
    """Bars from zero, the benchmark dashed at 100 %. rows: how many metrics there are."""
    base = alt.Chart(frame)
    y = alt.Y(
        "place:O",
        axis=None,
        scale=alt.Scale(paddingInner=0.35, paddingOuter=0.3),
    )
    axis = marks.ground_axis("of the benchmark", palette, values=[0, 0.5, 1, 1.5, 2])
    scale = alt.Scale(domain=[0, MOST + 0.45], nice=False)

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=axis, scale=scale)

    colour = alt.Color(
        "kind:N",
        legend=None,
        scale=alt.Scale(
            domain=["better", "worse", "luck"],
            range=[palette.realistic, palette.unreachable, palette.baseline],
        ),
    )
    return marks.layered(
        [
            base.mark_bar(height={"band": 0.55}, opacity=0.85).encode(
                x=x("zero"),
                x2=alt.X2("value:Q"),
                y=y,
                color=colour,
                tooltip=[alt.Tooltip("tip:N", title=" ")],
            ),
            base.mark_rule(strokeWidth=2.5, color=palette.text).encode(x=x("low"), x2=alt.X2("high:Q"), y=y),
            base.mark_tick(thickness=3, color=palette.people, height={"band": 0.8}).encode(x=x("peers"), y=y),
            base.mark_rule(color=palette.target, strokeDash=[5, 4], strokeWidth=1.5).encode(x=x("benchmark")),
            base.mark_text(align="left", dx=8, fontSize=marks.FONT_SIZE, color=palette.text).encode(
                x=x("end"), y=y, text="text:N"
            ),
            base.mark_text(align="left", dx=4, dy=-18, fontSize=marks.FONT_SIZE, color=palette.quiet).encode(
                x=x("zero"), y=y, text="name:N"
            ),
        ],
        70 + ROW_PIXELS * max(rows, 1) + 12 * max(rows, 1),
    )
