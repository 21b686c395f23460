"""Whose doing the spread of an outcome is: luck, each input, and inputs only together; bars that add up to 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("place", "name", "share", "text", "kind", "tip")
ROW_PIXELS = 46
Kind = Literal["luck", "input", "rest"]
KINDS: tuple[Kind, ...] = ("luck", "input", "rest")


@dataclass(frozen=True)
class ShareBar:
    """One part. share: of the spread, 0..1; text: the same as it is shown; tip: what is behind it, in words."""

    name: str
    share: float
    text: str
    kind: Kind
    tip: str


def luck_shares_frame(bars: Sequence[ShareBar]) -> pd.DataFrame:
    """One row a bar, in the order given."""
    rows = [(place, bar.name, bar.share, bar.text, bar.kind, bar.tip) for place, bar in enumerate(bars)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def luck_shares_chart(frame: pd.DataFrame, palette: Palette) -> alt.LayerChart:
    """A bar a part from zero, its name above it and its share at its end."""
    base = alt.Chart(frame)
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.55, paddingOuter=0.4))
    widest = max(float(frame["share"].max()), 0.01) if len(frame) else 1.0
    x = alt.X("share:Q", axis=None, scale=alt.Scale(domain=[0, widest * 1.35], nice=False, zero=True))
    colour = alt.Color(
        "kind:N",
        legend=None,
        scale=alt.Scale(domain=list(KINDS), range=[palette.baseline, palette.forecast, palette.leads]),
    )
    tips = [
        alt.Tooltip("name:N", title="Part"),
        alt.Tooltip("text:N", title="Of the spread"),
        alt.Tooltip("tip:N", title="What it is"),
    ]
    bars = base.mark_bar().encode(x=x, y=y, color=colour, tooltip=tips)
    names = base.mark_text(
        align="left", baseline="bottom", dy=-11, fontSize=marks.FONT_SIZE, color=palette.text
    ).encode(x=alt.value(0), y=y, text="name:N")
    figures = base.mark_text(
        align="left", dx=6, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.text
    ).encode(x=x, y=y, text="text:N")
    return marks.layered([bars, names, figures], max(ROW_PIXELS * len(frame), ROW_PIXELS) + 10)
