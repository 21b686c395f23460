"""Two forecasts of the same money over each other: the plan's, and the one its history alone gives."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from charts import marks
from charts.palette import Palette

BANDS = {"low": 0.1, "middle": 0.5, "high": 0.9}
"""The range that holds 8 in 10 futures, and the median."""
HEIGHT = 280
LABEL_SHARE = 0.09
"""Least distance between two labels at the right, as a share of the height."""
COLUMNS = (
    "t",
    *(f"{whose}_{level}" for whose in ("plan", "history") for level in BANDS),
    "end_y",
    "end_text",
    "end_kind",
    "tip_month",
    "tip_plan",
    "tip_history",
)


def two_views_frame(
    plan: pd.DataFrame,
    history: pd.DataFrame,
    *,
    month_texts: Sequence[str],
    tips: Sequence[tuple[str, str]],
    labels: tuple[str, str],
    scale: float,
) -> pd.DataFrame:
    """One row a month and one a label; values divided by `scale`.

    plan, history: the columns of BANDS, a row per month. tips: texts of plan and history by month; labels: what the two
    are called at their ends.
    """
    frame = pd.DataFrame({"t": range(len(plan))})
    for whose, table in (("plan", plan), ("history", history)):
        for level in BANDS:
            frame[f"{whose}_{level}"] = table[level].to_numpy(dtype=float) / scale
    frame["tip_month"] = list(month_texts)
    frame["tip_plan"], frame["tip_history"] = zip(*tips, strict=True)
    last = frame.iloc[-1]
    ends = [float(last["plan_middle"]), float(last["history_middle"])]
    top = float(np.nanmax([last["plan_high"], last["history_high"], 1e-12]))
    ending = pd.DataFrame(
        {
            "t": len(plan) - 1,
            "end_y": marks.spread_labels(ends, top * LABEL_SHARE),
            "end_text": list(labels),
            "end_kind": ["plan", "history"],
            "tip_month": month_texts[-1],
            "tip_plan": "",
            "tip_history": "",
        }
    )
    whole = pd.concat([frame, ending], ignore_index=True).reindex(columns=list(COLUMNS))
    for name in ("end_text", "end_kind"):
        whole[name] = whole[name].fillna("")
    return whole


def two_views_chart(
    frame: pd.DataFrame, palette: Palette, *, months: Sequence[str], unit: str, height: int = HEIGHT
) -> alt.LayerChart:
    """The plan's 80 % band in the forecast's colour, the history's outlined and dashed in that of what has been."""
    base = alt.Chart(frame)
    x = marks.month_axis(months, palette, end_room=0.2)
    axis = marks.value_axis(unit, palette)
    scale = alt.Scale(zero=True, nice=True)
    colours = {"plan": palette.forecast, "history": palette.actuals}

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=axis, scale=scale)

    layers: list[alt.Chart] = []
    for whose, opacity in (("plan", 0.26), ("history", 0.10)):
        layers.append(
            base.mark_area(color=colours[whose], opacity=opacity, interpolate="monotone").encode(
                x=x, y=y(f"{whose}_low"), y2=f"{whose}_high:Q"
            )
        )
    edge = base.mark_line(color=colours["history"], strokeWidth=1, strokeDash=[2, 3], interpolate="monotone")
    layers += [
        *(edge.encode(x=x, y=y(f"history_{level}")) for level in ("low", "high")),
        base.mark_line(color=colours["plan"], strokeWidth=3, interpolate="monotone").encode(
            x=x, y=y("plan_middle")
        ),
        base.mark_line(
            color=colours["history"], strokeWidth=2.5, strokeDash=[7, 5], interpolate="monotone"
        ).encode(x=x, y=y("history_middle")),
        base.mark_text(align="left", dx=8, fontSize=marks.FONT_SIZE, fontWeight="bold").encode(
            x=x,
            y=y("end_y"),
            text="end_text:N",
            color=alt.Color(
                "end_kind:N",
                legend=None,
                scale=alt.Scale(domain=list(colours), range=list(colours.values())),
            ),
        ),
        base.mark_bar(opacity=0.001, width=30).encode(
            x=x,
            y=y("history_low"),
            y2="plan_high:Q",
            tooltip=[
                alt.Tooltip("tip_month:N", title="By the end of"),
                alt.Tooltip("tip_plan:N", title="Plan"),
                alt.Tooltip("tip_history:N", title="History alone"),
            ],
        ),
    ]
    return marks.layered(layers, height)
