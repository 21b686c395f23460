"""Odds that were claimed against goals that were met: on the diagonal the odds were right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("claimed", "met", "low", "high", "word", "text", "even", "tip_met", "tip_luck")


@dataclass(frozen=True)
class OddsPoint:
    """Goals of like odds: shares 0..1; low, high: where the true share may lie; word: the verdict they got."""

    claimed: float
    met: float
    low: float
    high: float
    word: str
    goals: int


def reliability_frame(points: Sequence[OddsPoint]) -> pd.DataFrame:
    """One row a point, and two for the ends of the diagonal."""
    rows = [
        (
            one.claimed,
            one.met,
            one.low,
            one.high,
            one.word,
            f"{one.goals:,}",
            one.claimed,
            f"{one.met:.0%} of {one.goals:,} goals; {one.claimed:.0%} claimed",
            f"{one.low:.0%} to {one.high:.0%}",
        )
        for one in points
    ]
    ends = [(end, None, None, None, "", "", end, "", "") for end in (0.0, 1.0)]
    return pd.DataFrame([*rows, *ends], columns=list(COLUMNS))


def reliability_chart(frame: pd.DataFrame, palette: Palette, *, height: int = 260) -> alt.LayerChart:
    """Points in the colours of the words, with what luck allows, around the diagonal."""
    base = alt.Chart(frame)
    axis = marks.value_axis("goals met", palette, share=True)
    x_axis = alt.Axis(
        title="odds that were claimed",
        titleColor=palette.quiet,
        titleFontSize=marks.FONT_SIZE,
        titleFontWeight="normal",
        labelColor=palette.quiet,
        labelFontSize=marks.FONT_SIZE,
        format=".0%",
        gridColor=palette.grid,
        ticks=False,
        domainColor=palette.grid,
        tickCount=5,
    )
    scale = alt.Scale(domain=[-0.02, 1.02], nice=False)
    x = alt.X("claimed:Q", axis=x_axis, scale=scale)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=axis, scale=scale)

    words = ["realistic", "stretch", "unreachable"]
    colour = alt.Color(
        "word:N",
        legend=None,
        scale=alt.Scale(domain=words, range=[palette.realistic, palette.stretch, palette.unreachable]),
    )
    tip = [alt.Tooltip("tip_met:N", title="Met"), alt.Tooltip("tip_luck:N", title="Luck allows")]
    layers = [
        base.mark_line(color=palette.target, strokeDash=[6, 4], strokeWidth=2).encode(x=x, y=y("even")),
        base.mark_rule(strokeWidth=3, opacity=0.55).encode(x=x, y=y("low"), y2="high:Q", color=colour),
        base.mark_point(filled=True, size=130, opacity=1).encode(x=x, y=y("met"), color=colour, tooltip=tip),
    ]
    return marks.layered(layers, height)
