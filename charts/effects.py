"""What each initiative and each risk does to the coming months, one line each, labelled at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("t", "value", "line", "kind", "end_y", "end_text", "tip_month", "tip_name", "tip_value")
LABEL_PIXELS, HEIGHT = 20, 240


@dataclass(frozen=True)
class EffectLine:
    """One change: its name as it is shown, whether it is a risk, its difference by month and that as text."""

    name: str
    risk: bool
    values: Sequence[float]
    texts: Sequence[str]


def effects_frame(
    lines: Sequence[EffectLine], month_texts: Sequence[str], scale: float = 1.0
) -> pd.DataFrame:
    """One row a line and month, and one a label; values divided by `scale`."""
    rows: list[dict[str, object]] = []
    ends = [line.values[-1] / scale for line in lines]
    everything = [value / scale for line in lines for value in line.values]
    span = max([0.0, *everything]) - min([0.0, *everything])
    places = marks.spread_labels(ends, span * LABEL_PIXELS / HEIGHT)
    for number, line in enumerate(lines):
        kind = "risk" if line.risk else "initiative"
        label = {"end_y": places[number], "end_text": line.name, "tip_name": line.name, "tip_value": ""}
        rows += [
            {"t": t, "value": value / scale, "line": f"c{number}", "kind": kind, "end_text": "", "tip_month": month,
             "tip_name": line.name, "tip_value": text}
            for t, (value, month, text) in enumerate(zip(line.values, month_texts, line.texts, strict=True))
        ]  # fmt: skip
        rows.append(
            {
                "t": len(month_texts) - 1,
                "line": f"c{number}",
                "kind": kind,
                "tip_month": month_texts[-1],
                **label,
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def effects_chart(
    frame: pd.DataFrame, palette: Palette, *, months: Sequence[str], unit: str
) -> alt.LayerChart:
    """Initiatives as solid, risks as dashed lines around zero."""
    base = alt.Chart(frame)
    x = marks.month_axis(months, palette, end_room=0.34)
    axis = marks.value_axis(unit, palette)
    kinds = ["initiative", "risk"]
    colour = alt.Color(
        "kind:N", legend=None, scale=alt.Scale(domain=kinds, range=[palette.forecast, palette.quiet])
    )
    dash = alt.StrokeDash("kind:N", legend=None, scale=alt.Scale(domain=kinds, range=[[1, 0], [6, 4]]))
    lines = base.mark_line(strokeWidth=3, interpolate="monotone").encode(
        x=x,
        y=alt.Y("value:Q", axis=axis),
        detail="line:N",
        color=colour,
        strokeDash=dash,
    )
    points = base.mark_point(size=260, opacity=0.001, filled=True).encode(
        x=x,
        y=alt.Y("value:Q", axis=axis),
        tooltip=[
            alt.Tooltip("tip_name:N", title="What"),
            alt.Tooltip("tip_month:N", title="Month"),
            alt.Tooltip("tip_value:N", title="Expected difference"),
        ],
    )
    names = base.mark_text(align="left", dx=8, fontSize=marks.FONT_SIZE, fontWeight="bold").encode(
        x=x, y=alt.Y("end_y:Q", axis=axis), text="end_text:N", color=colour
    )
    return marks.layered([lines, points, names], HEIGHT)
