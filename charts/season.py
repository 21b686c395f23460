"""Twelve columns: how strong each calendar month is against an average one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("place", "name", "index", "text")


def season_frame(index: Sequence[float]) -> pd.DataFrame:
    """January .. December, rescaled to mean 1."""
    mean = sum(index) / len(index)
    scaled = [value / mean for value in index]
    return pd.DataFrame(
        {
            "place": range(12),
            "name": list(marks.MONTH_NAMES),
            "index": scaled,
            "text": [f"{value * 100:.0f}" for value in scaled],
        },
        columns=list(COLUMNS),
    )


def season_top(frame: pd.DataFrame) -> float:
    """Where the y axis ends: room for the numbers above the highest column."""
    return math.ceil(float(frame["index"].max()) * 1.15 * 5) / 5


def season_chart(frame: pd.DataFrame, palette: Palette, *, height: int = 220) -> alt.LayerChart:
    """Columns from zero, 100 being an average month."""
    base = alt.Chart(frame)
    x = alt.X(
        "name:O",
        sort=list(marks.MONTH_NAMES),
        title=None,
        axis=alt.Axis(
            labelAngle=0,
            labelFontSize=marks.FONT_SIZE,
            labelColor=palette.quiet,
            ticks=False,
            domainColor=palette.grid,
            labelOverlap="greedy",
        ),
    )
    axis = marks.value_axis("average month = 100 %", palette, share=True)
    y = alt.Y("index:Q", axis=axis, scale=alt.Scale(domain=[0, season_top(frame)]))
    bars = base.mark_bar(color=palette.forecast, opacity=0.85).encode(
        x=x,
        y=y,
        tooltip=[alt.Tooltip("name:N", title="Month"), alt.Tooltip("text:N", title="% of an average month")],
    )
    names = base.mark_text(dy=-8, fontSize=marks.FONT_SIZE, color=palette.text).encode(
        x=x, y=y, text="text:N"
    )
    return marks.layered([bars, names], height)


def season_finding(index: Sequence[float]) -> str:
    """The chart's title."""
    scaled = [float(value) for value in season_frame(index)["index"]]
    high, low = scaled.index(max(scaled)), scaled.index(min(scaled))
    if scaled[high] - scaled[low] < 0.01:
        return "No month is stronger than another"
    names = marks.MONTH_NAMES
    return (
        f"{names[high]} is the strongest month ({scaled[high] * 100:.0f} % of an average one), "
        f"{names[low]} the weakest ({scaled[low] * 100:.0f} %)"
    )
