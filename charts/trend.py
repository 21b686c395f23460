"""What really happened, month by month: columns of actuals."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("left", "right", "zero", "value", "tip_month", "tip_value")


def trend_frame(
    values: Sequence[float], month_texts: Sequence[str], value_texts: Sequence[str], scale: float = 1.0
) -> pd.DataFrame:
    """One row a month; values divided by `scale`."""
    return pd.DataFrame(
        {
            "left": [t - 0.42 for t in range(len(values))],
            "right": [t + 0.42 for t in range(len(values))],
            "zero": 0.0,
            "value": [value / scale for value in values],
            "tip_month": list(month_texts),
            "tip_value": list(value_texts),
        },
        columns=list(COLUMNS),
    )


def trend_chart(
    frame: pd.DataFrame, palette: Palette, *, months: Sequence[str], unit: str, height: int = 200
) -> alt.LayerChart:
    """Columns from zero in the colour of actuals."""
    base = alt.Chart(frame)
    x = marks.month_axis(months, palette, column="left")
    y = alt.Y("value:Q", axis=marks.value_axis(unit, palette), scale=alt.Scale(zero=True))
    bars = base.mark_bar(color=palette.actuals, opacity=0.75).encode(
        x=x,
        x2="right:Q",
        y=y,
        y2="zero:Q",
        tooltip=[alt.Tooltip("tip_month:N", title="Month"), alt.Tooltip("tip_value:N", title="Actual")],
    )
    return marks.layered([bars], height)


def trend_finding(what: str, values: Sequence[float]) -> str:
    """The chart's title: the last half against the first, said only where it is more than a tenth."""
    half = len(values) // 2
    if half < 3 or sum(values[:half]) <= 0:
        return f"{what} by month"
    change = (sum(values[-half:]) / half) / (sum(values[:half]) / half) - 1
    if abs(change) < 0.1:
        return f"{what} hold their level"
    verb, side = ("grew", "above") if change > 0 else ("fell", "below")
    return f"{what} {verb}: the last {half} months are {abs(change):.0%} {side} the first {half}"
