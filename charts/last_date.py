"""Until when it is worth beginning: the odds added by the month in which something begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("t", "points", "line", "kind", "tip_month", "tip", "start_y", "last_y", "last_text")
KINDS = ("hire", "initiative", "lever")
LABEL_GAP = 0.085
HEIGHT = 320


@dataclass(frozen=True)
class DateLine:
    """One thing that could begin: points of odds added by the month t it begins in. last: t of the last useful one."""

    name: str
    kind: Literal["hire", "initiative", "lever"]
    months: Sequence[int]
    points: Sequence[float]
    tips: Sequence[str]
    last: int | None
    last_text: str


def last_date_frame(lines: Sequence[DateLine], month_texts: Sequence[str]) -> pd.DataFrame:
    """One row for every line and month, then each line's label at its beginning and its last useful month."""
    rows: list[dict[str, object]] = []
    for line in lines:
        rows += [
            {
                "t": t,
                "points": value,
                "line": line.name,
                "kind": line.kind,
                "tip_month": month_texts[t],
                "tip": tip,
            }
            for t, value, tip in zip(line.months, line.points, line.tips, strict=True)
        ]
    begun = [line for line in lines if line.months]
    reach = max((abs(value) for line in lines for value in line.points), default=0.0) or 1.0
    places = marks.spread_labels([line.points[0] for line in begun], LABEL_GAP * reach)
    rows += [
        {"t": line.months[0] - 0.12, "start_y": y, "line": line.name, "kind": line.kind}
        for line, y in zip(begun, places, strict=True)
    ]
    rows += [
        {
            "t": line.last,
            "last_y": line.points[list(line.months).index(line.last)],
            "line": line.name,
            "kind": line.kind,
            "last_text": line.last_text,
        }
        for line in begun
        if line.last is not None
    ]
    frame = pd.DataFrame(rows).reindex(columns=list(COLUMNS))
    for name in ("line", "kind", "tip_month", "tip", "last_text"):
        frame[name] = frame[name].fillna("")
    return frame


def last_date_chart(
    frame: pd.DataFrame, palette: Palette, *, months: Sequence[str], height: int = HEIGHT
) -> alt.LayerChart:
    """A line each, labelled where it begins; a ring at its last useful month."""
    base = alt.Chart(frame)
    axis = marks.month_axis(months, palette)
    room = 0.42 * max(len(months) - 1, 1)
    x = axis.scale(alt.Scale(domain=[-0.5 - room, len(months) - 0.5], nice=False, zero=False))
    y_axis = marks.value_axis("points of odds added by its start; ring: last useful", palette)
    colour = alt.Color(
        "kind:N",
        legend=None,
        scale=alt.Scale(domain=list(KINDS), range=[palette.people, palette.forecast, palette.baseline]),
    )

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=y_axis, scale=alt.Scale(zero=True))

    layers = [
        base.mark_line(strokeWidth=3, point=alt.OverlayMarkDef(size=28, filled=True)).encode(
            x=x,
            y=y("points"),
            color=colour,
            detail="line:N",
            tooltip=[
                alt.Tooltip("line:N", title=" "),
                alt.Tooltip("tip_month:N", title="Begins"),
                alt.Tooltip("tip:N", title="Adds"),
            ],
        ),
        base.transform_filter("isValid(datum.last_y)")
        .mark_point(size=190, strokeWidth=2.5, filled=False)
        .encode(x=x, y=y("last_y"), color=colour, tooltip=["line:N", alt.Tooltip("last_text:N", title=" ")]),
        base.transform_filter("isValid(datum.start_y)")
        .mark_text(align="right", dx=-8, fontSize=marks.FONT_SIZE, fontWeight="bold", limit=190)
        .encode(x=x, y=y("start_y"), text="line:N", color=colour),
    ]
    return marks.layered(layers, height)
