"""Rates of members as points with their ranges, against the group's: what is luck stands on the dashed line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("place", "name", "own", "value", "low", "high", "end", "group", "text", "tip_range", "tip_pull")
ROW_PIXELS = 40
MOST_ROWS = 12


@dataclass(frozen=True)
class MemberRow:
    """One member: own rate, pooled rate and its range, 0..1; text at the end of the row; tips in words."""

    name: str
    own: float
    value: float
    low: float
    high: float
    text: str
    tip_range: str
    tip_pull: str


def members_frame(rows: Sequence[MemberRow], group: float) -> pd.DataFrame:
    """One row a member, the highest rate first."""
    ordered = sorted(rows, key=lambda row: -row.value)
    return pd.DataFrame(
        [
            (
                place,
                row.name,
                row.own,
                row.value,
                row.low,
                row.high,
                max(row.high, row.own),
                group,
                row.text,
                row.tip_range,
                row.tip_pull,
            )
            for place, row in enumerate(ordered)
        ],
        columns=list(COLUMNS),
    )


def members_chart(frame: pd.DataFrame, palette: Palette) -> alt.LayerChart:
    """A dot with its range a member, its own rate as a ring, the group dashed."""
    base = alt.Chart(frame)
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.4, paddingOuter=0.4))
    axis = alt.Axis(
        format=".0%",
        title=None,
        grid=False,
        labelColor=palette.quiet,
        labelFontSize=marks.FONT_SIZE,
        domain=False,
        ticks=False,
        tickCount=5,
    )
    lowest = float(frame[["low", "own"]].min().min()) if len(frame) else 0.0
    highest = float(frame[["high", "own"]].max().max()) if len(frame) else 1.0
    room = max(highest - lowest, 0.02)
    scale = alt.Scale(domain=[max(lowest - 0.1 * room, 0.0), highest + 0.45 * room], nice=False, zero=False)
    tips = [
        alt.Tooltip("name:N", title="Name"),
        alt.Tooltip("text:N", title="Rate"),
        alt.Tooltip("tip_range:N", title="8-in-10 range"),
        alt.Tooltip("tip_pull:N", title="Stands on"),
    ]

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=axis, scale=scale)

    layers = [
        base.mark_rule(color=palette.quiet, strokeDash=[5, 4], strokeWidth=1.5).encode(x=x("group")),
        base.mark_rule(color=palette.forecast, strokeWidth=5, opacity=0.35).encode(
            x=x("low"), x2="high:Q", y=y
        ),
        base.mark_point(color=palette.quiet, size=55, strokeWidth=1.5).encode(x=x("own"), y=y),
        base.mark_point(color=palette.forecast, filled=True, size=110, opacity=1).encode(
            x=x("value"), y=y, tooltip=tips
        ),
        base.mark_text(
            align="left", baseline="bottom", dy=-8, fontSize=marks.FONT_SIZE, color=palette.text
        ).encode(x=alt.value(0), y=y, text="name:N"),
        base.mark_text(
            align="left", dx=8, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.text
        ).encode(x=x("end"), y=y, text="text:N"),
    ]
    return marks.layered(layers, max(ROW_PIXELS * len(frame), ROW_PIXELS) + 30)
