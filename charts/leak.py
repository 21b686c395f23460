"""Units a month from step to step of a funnel, and how many are lost between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("place", "name", "units", "lost_to", "text", "lost_text", "tip")
ROW_PIXELS = 54


@dataclass(frozen=True)
class FunnelRow:
    """What reaches a step a month. lost: gone on the way from the step before it; tip: in words."""

    name: str
    units: float
    lost: float
    text: str
    lost_text: str
    tip: str


def leak_frame(rows: Sequence[FunnelRow]) -> pd.DataFrame:
    """One row a step, in the order of the funnel."""
    return pd.DataFrame(
        [
            (place, row.name, row.units, row.units + row.lost, row.text, row.lost_text, row.tip)
            for place, row in enumerate(rows)
        ],
        columns=list(COLUMNS),
    )


def leak_chart(frame: pd.DataFrame, palette: Palette) -> alt.LayerChart:
    """Bars from zero for what gets through, and beside each what was lost on the way to it."""
    base = alt.Chart(frame)
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.5, paddingOuter=0.4))
    most = max(float(frame["units"].max()), float(frame["lost_to"].max()), 1.0) if len(frame) else 1.0
    scale = alt.Scale(domain=[0, most * 1.3], nice=False, zero=True)

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=None, scale=scale)

    tips = [alt.Tooltip("name:N", title="Step"), alt.Tooltip("tip:N", title="A month")]
    layers = [
        base.mark_bar(color=palette.unreachable, opacity=0.35).encode(
            x=x("units"), x2="lost_to:Q", y=y, tooltip=tips
        ),
        base.mark_bar(color=palette.forecast).encode(x=x("units"), y=y, tooltip=tips),
        base.mark_text(
            align="left", baseline="bottom", dy=-13, fontSize=marks.FONT_SIZE, color=palette.text
        ).encode(x=alt.value(0), y=y, text="text:N"),
        base.mark_text(
            align="left", dx=6, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.unreachable
        ).encode(x=x("lost_to"), y=y, text="lost_text:N"),
    ]
    return marks.layered(layers, max(ROW_PIXELS * len(frame), ROW_PIXELS) + 16)
