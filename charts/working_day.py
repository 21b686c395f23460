"""How full a working day gets: a bar for the average and for each of the odds; what exceeds the day stands out."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("row", "name", "left", "right", "over", "text", "end", "rule")
ROW_HEIGHT, FOOT = 46, 58


def day_frame(rows: Sequence[tuple[str, float, str]]) -> pd.DataFrame:
    """One part of a bar a row. rows: name, how full the day is (1 is full), and what stands at the bar's end."""
    parts: list[tuple[object, ...]] = []
    for number, (name, share, text) in enumerate(rows):
        parts.append((number, name, 0.0, min(share, 1.0), False, "" if share > 1 else text, share, 1.0))
        if share > 1:
            parts.append((number, name, 1.0, share, True, text, share, 1.0))
    return pd.DataFrame(parts, columns=list(COLUMNS))


def day_chart(frame: pd.DataFrame, palette: Palette, *, rows: int, of: str) -> alt.LayerChart:
    """Bars from zero; the line is the full day. of: what 100 % is, for the axis."""
    base = alt.Chart(frame)
    axis = marks.value_axis(of, palette, share=True)
    x_scale = alt.Scale(zero=True, nice=False, padding=0)
    y = alt.Y(
        "row:O",
        title=None,
        axis=alt.Axis(labels=False, ticks=False, domain=False, grid=False),
        scale=alt.Scale(paddingInner=0.55, paddingOuter=0.5),
    )
    bars = base.mark_bar().encode(
        y=y,
        x=alt.X("left:Q", axis=axis, scale=x_scale),
        x2="right:Q",
        color=alt.condition("datum.over", alt.value(palette.unreachable), alt.value(palette.forecast)),
        tooltip=[alt.Tooltip("name:N", title="For"), alt.Tooltip("text:N", title="A day")],
    )
    labels = base.mark_text(
        color=palette.text, align="left", baseline="bottom", dy=-15, fontSize=marks.FONT_SIZE
    ).encode(y=y, x=alt.value(2), text=alt.Text("label:N"))
    labels = labels.transform_filter("datum.text != ''").transform_calculate(
        label="datum.name + ': ' + datum.text"
    )
    rule = base.mark_rule(color=palette.target, strokeWidth=2).encode(x=alt.X("max(rule):Q", scale=x_scale))
    return marks.layered([bars, labels, rule], rows * ROW_HEIGHT + FOOT)


def day_finding(names: Sequence[str], shares: Sequence[float]) -> str:
    """The chart's title. names: of the bars, as they stand inside a sentence."""
    over = [name for name, share in zip(names, shares, strict=True) if share > 1 + 1e-9]
    if not over:
        return f"The day holds it, also {names[-1]}: {_percent(shares[-1])} full"
    if len(over) == len(names):
        return f"It does not fit into the day, not even {names[0]}: {_percent(shares[0])} full"
    return f"It fits {names[0]}, but not {over[0]}: {_percent(shares[list(names).index(over[0])])} full"


def day_alt(rows: Sequence[tuple[str, float, str]]) -> str:
    """What the bars say, for those who do not see them."""
    return "How full the working day is. " + " ".join(
        f"{name}: {_percent(share)}, {text}." for name, share, text in rows
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f}\u00a0%"
