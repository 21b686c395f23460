"""Odds of covering costs by month: in the month alone, and all costs since the start."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("t", "value", "line", "half", "end_y", "end_text", "tip_month", "tip_single", "tip_whole")
LABEL_PIXELS, HEIGHT = 20, 240
NAMES = {"single": "that month", "whole": "since the start"}


def break_even_frame(
    in_month: Sequence[float],
    since_start: Sequence[float],
    month_texts: Sequence[str],
    tips: Sequence[tuple[str, str]],
) -> pd.DataFrame:
    """One row a line and month, and one a label; odds 0..1, tips: both as text."""
    lines = {"single": in_month, "whole": since_start}
    places = marks.spread_labels([in_month[-1], since_start[-1]], LABEL_PIXELS / HEIGHT)
    rows: list[dict[str, object]] = []
    for (line, values), place in zip(lines.items(), places, strict=True):
        rows += [
            {
                "t": t,
                "value": value,
                "line": line,
                "half": 0.5,
                "end_text": "",
                "tip_month": month,
                "tip_single": tip[0],
                "tip_whole": tip[1],
            }
            for t, (value, month, tip) in enumerate(zip(values, month_texts, tips, strict=True))
        ]
        rows.append(
            {
                "t": len(month_texts) - 1,
                "line": line,
                "end_y": place,
                "end_text": NAMES[line],
                "tip_month": "",
                "tip_single": "",
                "tip_whole": "",
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def break_even_chart(frame: pd.DataFrame, palette: Palette, *, months: Sequence[str]) -> alt.LayerChart:
    """Two lines of odds, the dashed rule where covering costs is as likely as not."""
    base = alt.Chart(frame)
    x = marks.month_axis(months, palette, end_room=0.3)
    axis = marks.value_axis("futures that cover their costs", palette, share=True)
    scale = alt.Scale(domain=[0, 1], nice=False)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=axis, scale=scale)

    lines = list(NAMES)
    colour = alt.Color(
        "line:N", legend=None, scale=alt.Scale(domain=lines, range=[palette.quiet, palette.forecast])
    )
    dash = alt.StrokeDash("line:N", legend=None, scale=alt.Scale(domain=lines, range=[[6, 4], [1, 0]]))
    layers = [
        base.mark_line(color=palette.target, strokeWidth=1, strokeDash=[2, 4]).encode(x=x, y=y("half")),
        base.mark_line(strokeWidth=3, interpolate="monotone").encode(
            x=x, y=y("value"), detail="line:N", color=colour, strokeDash=dash
        ),
        base.mark_point(size=260, opacity=0.001, filled=True).encode(
            x=x,
            y=y("value"),
            tooltip=[
                alt.Tooltip("tip_month:N", title="Month"),
                alt.Tooltip("tip_single:N", title="That month"),
                alt.Tooltip("tip_whole:N", title="Since the start"),
            ],
        ),
        base.mark_text(align="left", dx=8, fontSize=marks.FONT_SIZE, fontWeight="bold").encode(
            x=x, y=y("end_y"), text="end_text:N", color=colour
        ),
    ]
    return marks.layered(layers, HEIGHT)


def break_even_alt(month_texts: Sequence[str], tips: Sequence[tuple[str, str]]) -> str:
    """The odds in words, first, middle and last month."""
    places = sorted({0, len(month_texts) // 2, len(month_texts) - 1})
    parts = [f"{month_texts[t]}: {tips[t][0]} in the month, {tips[t][1]} since the start" for t in places]
    return "Odds of covering costs. " + "; ".join(parts) + "."
