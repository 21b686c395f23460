"""How productive somebody is by month on the team."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("tenure", "share", "text")


def ramp_frame(ramp: Sequence[float]) -> pd.DataFrame:
    """One row per month of tenure; the last value stays, so two more months are drawn."""
    values = [*ramp, ramp[-1], ramp[-1]]
    return pd.DataFrame(
        {
            "tenure": range(1, len(values) + 1),
            "share": values,
            "text": [f"{value:.0%}" if t < len(ramp) else "" for t, value in enumerate(values)],
        },
        columns=list(COLUMNS),
    )


def ramp_chart(frame: pd.DataFrame, palette: Palette, *, height: int = 220) -> alt.LayerChart:
    """Share of full productivity over months on the team."""
    base = alt.Chart(frame)
    x = alt.X(
        "tenure:Q",
        scale=alt.Scale(nice=False),
        axis=alt.Axis(
            title="month on the team",
            tickMinStep=1,
            grid=False,
            ticks=False,
            labelColor=palette.quiet,
            titleColor=palette.quiet,
            labelFontSize=marks.FONT_SIZE,
            titleFontSize=marks.FONT_SIZE,
            titleFontWeight="normal",
            domainColor=palette.grid,
            format="d",
        ),
    )
    y = alt.Y(
        "share:Q",
        axis=marks.value_axis("share of full productivity", palette, share=True),
        scale=alt.Scale(zero=True),
    )
    line = base.mark_line(color=palette.forecast, strokeWidth=3).encode(x=x, y=y)
    dots = base.mark_point(color=palette.forecast, filled=True, size=80, opacity=1).encode(
        x=x, y=y, tooltip=[alt.Tooltip("tenure:Q", title="Month"), alt.Tooltip("text:N", title="Productive")]
    )
    names = base.mark_text(dy=-13, fontSize=marks.FONT_SIZE, color=palette.text).encode(
        x=x, y=y, text="text:N"
    )
    return marks.layered([line, dots, names], height)


def ramp_finding(ramp: Sequence[float]) -> str:
    """The chart's title."""
    full = max(ramp)
    if ramp[0] >= full:
        return "A new hire is fully productive from the first month"
    month = next(t for t, value in enumerate(ramp, 1) if value >= full)
    lost = sum(1 - value / full for value in ramp) if full else 0.0
    return f"A new hire is fully productive in month {month}; getting there costs {lost:.1f} months of work"
