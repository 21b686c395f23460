"""How many of the deals that enter are won, and decided, by their age."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("days", "share", "low", "high", "kind", "label", "tip_days", "tip_share", "tip_range")
HEIGHT = 260


class CurveRow(NamedTuple):
    """One curve. share, low, high: 0..1 by the end of day `days`."""

    kind: str
    days: Sequence[int]
    share: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


def conversion_frame(curves: Sequence[CurveRow]) -> pd.DataFrame:
    """One row a point; each curve begins at nothing on day 0 and is named at its end."""
    rows: list[tuple[object, ...]] = []
    for curve in curves:
        rows.append((0, 0.0, 0.0, 0.0, curve.kind, "", "the start", "0 %", ""))
        for at, day in enumerate(curve.days):
            last = at == len(curve.days) - 1
            share, low, high = curve.share[at], curve.low[at], curve.high[at]
            rows.append(
                (
                    day,
                    share,
                    low,
                    high,
                    curve.kind,
                    f"{share:.0%} {curve.kind}" if last else "",
                    f"{day:,} days",
                    f"{share:.0%} {curve.kind}",
                    f"{low:.0%} to {high:.0%}",
                )
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def conversion_chart(frame: pd.DataFrame, palette: Palette, *, height: int = HEIGHT) -> alt.LayerChart:
    """Curves with their 8-in-10 bands, zero-based, named at their ends."""
    base = alt.Chart(frame)
    longest = max(float(frame["days"].max()), 1.0)
    x = alt.X(
        "days:Q",
        title="days since the deal was created",
        scale=alt.Scale(domain=[0, longest * 1.18], nice=False),
        axis=alt.Axis(
            grid=False,
            labelColor=palette.quiet,
            labelFontSize=marks.FONT_SIZE,
            titleColor=palette.quiet,
            titleFontSize=marks.FONT_SIZE,
            titleFontWeight="normal",
            domainColor=palette.grid,
            ticks=False,
            tickCount=6,
        ),
    )
    axis = marks.value_axis("share of all deals that enter", palette, share=True)
    scale = alt.Scale(domain=[0, 1], nice=False)
    colour = alt.Color(
        "kind:N",
        legend=None,
        scale=alt.Scale(domain=["won", "decided"], range=[palette.forecast, palette.baseline]),
    )
    y = alt.Y("share:Q", axis=axis, scale=scale)
    layers = [
        base.mark_area(opacity=0.22, interpolate="step-after").encode(
            x=x, y=alt.Y("low:Q", axis=axis, scale=scale), y2="high:Q", color=colour
        ),
        base.mark_line(strokeWidth=2.5, interpolate="step-after").encode(x=x, y=y, color=colour),
        base.mark_text(align="left", dx=6, fontSize=marks.FONT_SIZE, fontWeight="bold").encode(
            x=x, y=y, text="label:N", color=colour
        ),
        base.mark_point(opacity=0.001, size=300).encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("tip_days:N", title="By"),
                alt.Tooltip("tip_share:N", title="Share"),
                alt.Tooltip("tip_range:N", title="8-in-10 range"),
            ],
        ),
    ]
    return marks.layered(layers, height)
