"""A monthly quantity with its range, against a dashed line: units entering, bookings, effective reps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from charts import marks
from charts.palette import Palette

HEIGHT = 260
LABEL_PIXELS = 24
"""Least distance between two labels at the right."""
COLUMNS = (
    "t",
    "low",
    "middle",
    "high",
    "compare",
    "end_y",
    "end_text",
    "end_kind",
    "tip_month",
    "tip_middle",
    "tip_range",
    "tip_compare",
)


def band_frame(
    low: npt.ArrayLike,
    middle: npt.ArrayLike,
    high: npt.ArrayLike,
    *,
    compare: npt.ArrayLike | None,
    month_texts: Sequence[str],
    tips: Sequence[tuple[str, str, str]],
    middle_text: str,
    compare_text: str,
    scale: float = 1.0,
    height: int = HEIGHT,
) -> pd.DataFrame:
    """One row a month and one a label. tips: texts of the middle, the range and the line compared with, per month."""
    frame = pd.DataFrame(
        {
            "low": np.asarray(low, float) / scale,
            "middle": np.asarray(middle, float) / scale,
            "high": np.asarray(high, float) / scale,
        }
    )
    n_months = len(frame)
    frame.insert(0, "t", range(n_months))
    frame["compare"] = np.nan if compare is None else np.asarray(compare, float) / scale
    for name in ("end_text", "end_kind"):
        frame[name] = ""
    frame["end_y"] = np.nan
    frame["tip_month"] = list(month_texts)
    frame["tip_middle"], frame["tip_range"], frame["tip_compare"] = zip(*tips, strict=True)
    ends = [(float(frame["middle"].iloc[-1]), middle_text, "middle")]
    if compare is not None:
        ends.append((float(frame["compare"].iloc[-1]), compare_text, "compare"))
    top = max(float(frame["high"].max()), float(np.nanmax([0.0, *frame["compare"]])))
    places = marks.spread_labels([place for place, _, _ in ends], top * LABEL_PIXELS / height)
    labels = pd.DataFrame(
        {
            "t": n_months - 1,
            "end_y": places,
            "end_text": [text for _, text, _ in ends],
            "end_kind": [kind for _, _, kind in ends],
            "tip_month": month_texts[-1],
            "tip_middle": "",
            "tip_range": "",
            "tip_compare": "",
        }
    )
    return pd.concat([frame, labels], ignore_index=True).reindex(columns=list(COLUMNS))


def band_chart(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    months: Sequence[str],
    unit: str,
    compare_title: str,
    height: int = HEIGHT,
) -> alt.LayerChart:
    """An 80 % band with its median and, dashed, what it is compared with; zero-based."""
    base = alt.Chart(frame)
    x = marks.month_axis(months, palette, end_room=0.2)
    axis = marks.value_axis(unit, palette)
    scale = alt.Scale(zero=True, nice=True)
    shape: Literal["monotone"] = "monotone"

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=axis, scale=scale)

    colour = alt.Color(
        "end_kind:N",
        legend=None,
        scale=alt.Scale(domain=["middle", "compare"], range=[palette.forecast, palette.quiet]),
    )
    layers = [
        base.mark_area(color=palette.forecast, opacity=0.24, interpolate=shape).encode(
            x=x, y=y("low"), y2="high:Q"
        ),
        base.mark_line(color=palette.baseline, strokeDash=[6, 5], strokeWidth=2.5, interpolate=shape).encode(
            x=x, y=y("compare")
        ),
        base.mark_line(color=palette.forecast, strokeWidth=3, interpolate=shape).encode(x=x, y=y("middle")),
        base.mark_text(align="left", dx=8, fontSize=marks.FONT_SIZE, fontWeight="bold").encode(
            x=x, y=y("end_y"), text="end_text:N", color=colour
        ),
        base.mark_bar(opacity=0.001, width=30).encode(
            x=x,
            y=y("low"),
            y2="high:Q",
            tooltip=[
                alt.Tooltip("tip_month:N", title="Month"),
                alt.Tooltip("tip_middle:N", title="Median"),
                alt.Tooltip("tip_range:N", title="8 in 10 futures"),
                alt.Tooltip("tip_compare:N", title=compare_title),
            ],
        ),
    ]
    return marks.layered(layers, height)
