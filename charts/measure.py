"""By how many points of the odds not knowing each input moves a goal: bars, the widest on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("place", "name", "points", "text", "grade", "tip_grade", "tip_halved")
ROW_PIXELS = 46
GRADES = ("measured", "benchmark", "guess")


@dataclass(frozen=True)
class MeasureBar:
    """One input. points: of the odds, 0..100; text: the same as it is shown; halved: what would halve it, in words."""

    name: str
    points: float
    text: str
    grade: str
    halved: str


def measure_frame(bars: Sequence[MeasureBar]) -> pd.DataFrame:
    """One row a bar."""
    rows = [
        (place, bar.name, bar.points, f"{bar.text}, {bar.grade}", bar.grade, bar.grade, bar.halved)
        for place, bar in enumerate(bars)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def measure_chart(frame: pd.DataFrame, palette: Palette) -> alt.LayerChart:
    """A bar an input from zero, its name above it and its points at its end; colours by grade."""
    base = alt.Chart(frame)
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.55, paddingOuter=0.4))
    widest = max(float(frame["points"].max()), 1.0) if len(frame) else 1.0
    x = alt.X("points:Q", axis=None, scale=alt.Scale(domain=[0, widest * 1.35], nice=False, zero=True))
    colour = alt.Color(
        "grade:N",
        legend=None,
        scale=alt.Scale(domain=list(GRADES), range=[palette.forecast, palette.leads, palette.stretch]),
    )
    bars = base.mark_bar().encode(
        x=x,
        y=y,
        color=colour,
        tooltip=[
            alt.Tooltip("name:N", title="Input"),
            alt.Tooltip("text:N", title="Hangs on it"),
            alt.Tooltip("tip_halved:N", title="Halved by"),
        ],
    )
    names = base.mark_text(
        align="left", baseline="bottom", dy=-11, dx=0, fontSize=marks.FONT_SIZE, color=palette.text
    ).encode(x=alt.value(0), y=y, text="name:N")
    figures = base.mark_text(
        align="left", dx=6, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.text
    ).encode(x=x, y=y, text="text:N")
    return marks.layered([bars, names, figures], max(ROW_PIXELS * len(frame), ROW_PIXELS) + 10)
