"""Where several plans end: a strip each with 8 in 10 of its futures, the median marked, the goal a line through all."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.fans_beside import LETTERS, letter_name, plan_colours
from charts.palette import Palette

ROW_HEIGHT, ROOM_FOR_AXIS = 46, 70
_LONGEST_NAME = 24
COLUMNS = ("plan", "low", "middle", "high", "name", "label", "text", "target", "tip_range")


def strips_frame(ends: pd.DataFrame, *, target: float | None, scale: float) -> pd.DataFrame:
    """One row a plan, values divided by `scale`.

    ends: columns ``plan`` (its place, from 0), ``name``, ``low``, ``middle``, ``high``, and the texts ``text`` (the
    median as it is shown) and ``tip_range``. target: None where the plans have different ones.
    """
    frame = ends.copy()
    for column in ("low", "middle", "high"):
        frame[column] = frame[column] / scale
    named = list(zip(frame["plan"], frame["name"], frame["text"], strict=True))
    frame["name"] = [letter_name(place, name, 60) for place, name, _ in named]
    frame["label"] = [
        f"{letter_name(place, name, _LONGEST_NAME)}: median {text}" for place, name, text in named
    ]
    frame["target"] = float("nan") if target is None else target / scale
    return frame.reindex(columns=list(COLUMNS))


def strips_chart(frame: pd.DataFrame, palette: Palette, *, unit: str, plans: int) -> alt.LayerChart:
    """A strip a plan, its letter, name and median written above it."""
    base = alt.Chart(frame)
    places = list(range(len(LETTERS)))
    hue = alt.Color("plan:O", scale=alt.Scale(domain=places, range=plan_colours(palette)), legend=None)
    y = alt.Y("plan:O", axis=None, scale=alt.Scale(paddingInner=0.2, paddingOuter=0.3))
    axis = alt.Axis(
        title=unit,
        titleColor=palette.quiet,
        titleFontSize=marks.FONT_SIZE,
        titleFontWeight="normal",
        labelColor=palette.quiet,
        labelFontSize=marks.FONT_SIZE,
        format=",~r",
        gridColor=palette.grid,
        domain=False,
        ticks=False,
        tickCount=5,
    )
    scale = alt.Scale(zero=False, nice=True)
    tip = [
        alt.Tooltip("name:N", title="Plan"),
        alt.Tooltip("text:N", title="Median"),
        alt.Tooltip("tip_range:N", title="8 in 10 futures"),
    ]
    dy = 10
    layers = [
        base.mark_rule(color=palette.target, strokeWidth=2.5).encode(
            x=alt.X("target:Q", axis=axis, scale=scale)
        ),
        base.mark_bar(height=12, opacity=0.4, yOffset=dy).encode(
            x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q", y=y, color=hue, tooltip=tip
        ),
        base.mark_tick(thickness=4, height=20, yOffset=dy).encode(
            x=alt.X("middle:Q", axis=axis, scale=scale), y=y, color=hue
        ),
        base.mark_text(align="left", dy=-9, fontSize=marks.FONT_SIZE, color=palette.text).encode(
            x=alt.X("low:Q", axis=axis, scale=scale), y=y, text="label:N"
        ),
    ]
    return marks.layered(layers, ROW_HEIGHT * plans + ROOM_FOR_AXIS)


def strips_finding(bound: str, best: str, most: str, worst: str, least: str) -> str:
    """The chart's title. bound: ``at least`` or ``at most``; most, least: what 9 in 10 futures keep to."""
    if best == worst:
        return f"9 in 10 futures: {bound} {most} with {best}"
    if most == least:
        return f"9 in 10 futures: {bound} {most} with each plan"
    return f"9 in 10 futures: {bound} {most} with {best}, {bound} {least} with {worst}"


def strips_alt(metric: str, ends: Sequence[tuple[str, str, str]], target: str) -> str:
    """What the picture says, for somebody who cannot see it. ends: name, median and range of each plan."""
    told = "; ".join(f"{name}: median {middle}, 8 in 10 futures {between}" for name, middle, between in ends)
    goal = f" The goal is {target}." if target else ""
    return f"Strips of {metric} at the deadline, one for each plan. {told}.{goal}"
