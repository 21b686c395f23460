"""Where in the forecast's range the months that came lay: even columns are right, a heap in the middle is too wide."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("left", "right", "zero", "count", "even", "low", "high", "tip_place", "tip_count")


def places_frame(counts: Sequence[int], low: float, high: float) -> pd.DataFrame:
    """One row a part of the range, from its lower end to its upper one. low, high: what luck allows of each."""
    parts = len(counts)
    return pd.DataFrame(
        {
            "left": [at / parts + 0.004 for at in range(parts)],
            "right": [(at + 1) / parts - 0.004 for at in range(parts)],
            "zero": 0.0,
            "count": list(counts),
            "even": sum(counts) / parts,
            "low": low,
            "high": high,
            "tip_place": [
                f"above {at / parts:.0%} to {(at + 1) / parts:.0%} of futures" for at in range(parts)
            ],
            "tip_count": [f"{count:,}" for count in counts],
        },
        columns=list(COLUMNS),
    )


def places_chart(frame: pd.DataFrame, palette: Palette, *, height: int = 200) -> alt.LayerChart:
    """Columns from zero, the even height as a line, what luck allows as a band."""
    base = alt.Chart(frame)
    y_axis = marks.value_axis("forecasts", palette)
    x_axis = marks.ground_axis("share of futures below what came", palette, values=[0, 0.2, 0.4, 0.6, 0.8, 1])
    x = alt.X("left:Q", axis=x_axis, scale=alt.Scale(domain=[0, 1], nice=False))

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=y_axis, scale=alt.Scale(zero=True))

    tip = [alt.Tooltip("tip_place:N", title="What came lay"), alt.Tooltip("tip_count:N", title="Forecasts")]
    layers = [
        base.mark_bar(color=palette.unknown, opacity=0.35).encode(x=x, x2="right:Q", y=y("low"), y2="high:Q"),
        base.mark_bar(color=palette.actuals, opacity=0.7).encode(
            x=x, x2="right:Q", y=y("zero"), y2="count:Q", tooltip=tip
        ),
        base.mark_rule(color=palette.target, strokeWidth=2, strokeDash=[6, 4]).encode(y=y("even")),
    ]
    return marks.layered(layers, height)
