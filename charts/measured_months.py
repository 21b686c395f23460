"""What happened month by month, and the course read from it: columns of actuals with a line over them."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("t", "left", "right", "zero", "value", "fitted", "label", "tip_month", "tip_value", "tip_fitted")


def measured_frame(
    values: Sequence[float],
    fitted: Sequence[float],
    month_texts: Sequence[str],
    tips: Sequence[tuple[str, str]],
    label: str = "level",
) -> pd.DataFrame:
    """One row a month. `fitted` belongs to the last months; those before it did not count. tips: value, fitted."""
    months = len(values)
    course = [np.nan] * (months - len(fitted)) + list(fitted)
    shown, read = zip(*tips, strict=True)
    return pd.DataFrame(
        {
            "t": range(months),
            "left": [t - 0.42 for t in range(months)],
            "right": [t + 0.42 for t in range(months)],
            "zero": 0.0,
            "value": list(values),
            "fitted": course,
            "label": [""] * (months - 1) + [label],
            "tip_month": list(month_texts),
            "tip_value": list(shown),
            "tip_fitted": list(read),
        },
        columns=list(COLUMNS),
    )


def measured_chart(
    frame: pd.DataFrame, palette: Palette, *, months: Sequence[str], unit: str, height: int = 240
) -> alt.LayerChart:
    """Columns from zero in the colour of actuals, the course in that of forecasts."""
    base = alt.Chart(frame)
    x = marks.month_axis(months, palette, end_room=0.2)
    side = marks.month_axis(months, palette, column="left", end_room=0.2)
    axis, scale = marks.value_axis(unit, palette), alt.Scale(zero=True, nice=True)
    tips = [
        alt.Tooltip("tip_month:N", title="Month"),
        alt.Tooltip("tip_value:N", title="Came"),
        alt.Tooltip("tip_fitted:N", title="Expected"),
    ]
    y = alt.Y("value:Q", axis=axis, scale=scale)
    course = alt.Y("fitted:Q", axis=axis, scale=scale)
    layers = [
        base.mark_bar(color=palette.actuals, opacity=0.35).encode(
            x=side, x2="right:Q", y=y, y2="zero:Q", tooltip=tips
        ),
        base.mark_line(color=palette.forecast, strokeWidth=3).encode(x=x, y=course),
        base.mark_text(
            align="left", dx=16, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.forecast
        ).encode(x=x, y=course, text="label:N"),
    ]
    return marks.layered(layers, height)
