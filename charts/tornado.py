"""What moves the odds: for every lever a bar to either side of today's odds, the longest on top."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

COLUMNS = ("place", "name", "side", "from", "to", "left", "right", "tip", "base", "top")
ROW_PIXELS, EDGE_PIXELS = 46, 56
LABEL_ROOM = 0.55
"""Room for the labels at either end, as a share of the span of the bars."""
LEAST_SPAN = 4.0


@dataclass(frozen=True)
class TornadoSide:
    """A lever a step in one direction: ``more`` or ``less``, the odds 0..100, its label and what a hover says."""

    side: str
    odds: float
    label: str
    tip: str


@dataclass(frozen=True)
class TornadoBar:
    """One lever: its name with what stands in the plan, and its one or two sides."""

    name: str
    sides: tuple[TornadoSide, ...]


def tornado_frame(bars: Sequence[TornadoBar], base: float, base_text: str) -> pd.DataFrame:
    """A row a side, and one for today's odds (0..100)."""
    rows: list[dict[str, object]] = []
    for place, bar in enumerate(bars):
        for number, one in enumerate(bar.sides):
            right = one.odds > base or (one.odds == base and one.side == "more")
            rows.append(
                {
                    "place": place,
                    "name": "" if number else bar.name,
                    "side": one.side,
                    "from": base,
                    "to": one.odds,
                    "left": "" if right else one.label,
                    "right": one.label if right else "",
                    "tip": one.tip,
                }
            )
    rows.append({"side": "base", "base": base, "top": base_text})
    frame = pd.DataFrame(rows).reindex(columns=list(COLUMNS))
    for name in ("name", "side", "left", "right", "tip", "top"):
        frame[name] = frame[name].fillna("")
    return frame


def tornado_span(bars: Sequence[TornadoBar], base: float) -> tuple[float, float]:
    """The odds the axis runs over, room for labels included: it may go beyond 0 and 100, no bar does."""
    ends = [base, *(one.odds for bar in bars for one in bar.sides)]
    low, high = min(ends), max(ends)
    span = max(high - low, LEAST_SPAN)
    middle = (low + high) / 2
    low, high = min(low, middle - span / 2), max(high, middle + span / 2)
    return math.floor(low - LABEL_ROOM * span), math.ceil(high + LABEL_ROOM * span)


def tornado_chart(
    frame: pd.DataFrame, palette: Palette, *, rows: int, span: tuple[float, float]
) -> alt.LayerChart:
    """Blue where the lever is raised, grey where it is lowered; today's odds as a dark rule through all of them."""
    base = alt.Chart(frame)
    low, high = span
    step = next(step for step in (1, 2, 5, 10, 20, 25, 50) if (high - low) / step <= 8 or step == 50)
    ticks = [tick for tick in range(0, 101, step) if low <= tick <= high]
    axis = alt.Axis(
        title="odds of the goal",
        values=ticks,
        labelExpr="datum.value + ' %'",
        titleColor=palette.quiet,
        titleFontSize=marks.FONT_SIZE,
        titleFontWeight="normal",
        labelColor=palette.quiet,
        labelFontSize=marks.FONT_SIZE,
        gridColor=palette.grid,
        domain=False,
        ticks=False,
    )
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    x = alt.X("to:Q", axis=axis, scale=scale)
    places = list(range(rows))
    y = alt.Y("place:O", axis=None, scale=alt.Scale(domain=places, paddingInner=0.55, paddingOuter=0.4))
    colour = alt.Color(
        "side:N",
        legend=None,
        scale=alt.Scale(domain=["more", "less"], range=[palette.forecast, palette.baseline]),
    )
    sides = base.transform_filter("datum.side != 'base'")
    bars = sides.mark_bar().encode(
        x=x,
        x2="from:Q",
        y=y,
        color=colour,
        tooltip=[alt.Tooltip("tip:N", title="If")],
    )
    to_right = sides.mark_text(
        align="left", dx=6, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.text
    ).encode(x=x, y=y, text="right:N")
    to_left = sides.mark_text(
        align="right", dx=-6, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.text
    ).encode(x=x, y=y, text="left:N")
    names = sides.mark_text(
        align="left", baseline="bottom", dy=-11, fontSize=marks.FONT_SIZE, color=palette.text
    ).encode(x=alt.value(0), y=y, text="name:N")
    today = base.transform_filter("datum.side == 'base'")
    at = alt.X("base:Q", axis=axis, scale=scale)
    rule = today.mark_rule(color=palette.target, strokeWidth=2).encode(x=at)
    label = today.mark_text(
        baseline="bottom", dy=-2, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.text
    ).encode(x=at, y=alt.value(0), text="top:N")
    return marks.layered([bars, rule, names, to_right, to_left, label], ROW_PIXELS * rows + EDGE_PIXELS)
