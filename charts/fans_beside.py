"""Fans of several plans over each other: medians as lines with their names, ranges light behind them."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette

LETTERS = "ABCDEF"
_SOLID, _DASHED = [1, 0], [7, 4]
_LONGEST_NAME = 18
COLUMNS = (
    "plan",
    "t",
    "low",
    "middle",
    "high",
    "end_y",
    "end_text",
    "tip_name",
    "tip_month",
    "tip_middle",
    "tip_range",
)


def plan_colours(palette: Palette) -> list[str]:
    """A hue for each of six plans, none of them a verdict's: three, drawn solid and then dashed."""
    three = [palette.forecast, palette.people, palette.baseline]
    return [*three, *three]


def letter_name(place: int, name: str, most: int = _LONGEST_NAME) -> str:
    """``B · Two hires``: the letter that stands for a plan wherever there is no room for its name."""
    short = name if len(name) <= most else f"{name[: most - 1]}…"
    return f"{LETTERS[place]} · {short}"


def fans_frame(ways: pd.DataFrame, *, scale: float) -> pd.DataFrame:
    """One row a plan and month, values divided by `scale`.

    ways: columns ``plan`` (its place, from 0), ``name``, ``t`` (months from the first of all), ``low``, ``middle``,
    ``high``, and the texts ``tip_month``, ``tip_middle``, ``tip_range``.
    """
    frame = ways.copy()
    for column in ("low", "middle", "high"):
        frame[column] = frame[column] / scale
    frame["tip_name"] = [
        letter_name(place, name, 60) for place, name in zip(frame["plan"], frame["name"], strict=True)
    ]
    frame["end_y"], frame["end_text"] = float("nan"), ""
    ends = frame.loc[frame.groupby("plan")["t"].idxmax()]
    room = float(frame["high"].max() - min(0.0, float(frame["low"].min())))
    labels = pd.DataFrame(
        {
            "plan": ends["plan"],
            "t": ends["t"],
            "end_y": marks.spread_labels(list(ends["middle"]), 0.07 * room),
            "end_text": [
                letter_name(place, name) for place, name in zip(ends["plan"], ends["name"], strict=True)
            ],
        }
    )
    return pd.concat([frame, labels], ignore_index=True).reindex(columns=list(COLUMNS))


def fans_chart(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    months: Sequence[str],
    unit: str,
    zero: bool,
    plans: int = 6,
    height: int = 340,
) -> alt.LayerChart:
    """8 in 10 futures of each plan as a light area, its median as a line, its letter and name at the line's end.

    plans: how many there are; the areas of more are lighter.
    """
    base = alt.Chart(frame)
    x = marks.month_axis(months, palette, end_room=0.22)
    scale = alt.Scale(zero=zero, nice=True)
    axis = marks.value_axis(unit, palette)
    places = list(range(len(LETTERS)))
    hue = alt.Color("plan:O", scale=alt.Scale(domain=places, range=plan_colours(palette)), legend=None)
    dash = alt.StrokeDash(
        "plan:O", scale=alt.Scale(domain=places, range=[_SOLID] * 3 + [_DASHED] * 3), legend=None
    )
    tip = [
        alt.Tooltip("tip_name:N", title="Plan"),
        alt.Tooltip("tip_month:N", title="By the end of"),
        alt.Tooltip("tip_middle:N", title="Median"),
        alt.Tooltip("tip_range:N", title="8 in 10 futures"),
    ]
    y = alt.Y("middle:Q", axis=axis, scale=scale)
    layers = [
        base.mark_area(opacity=max(0.24 / plans, 0.05), interpolate="monotone").encode(
            x=x, y=alt.Y("low:Q", axis=axis, scale=scale), y2="high:Q", color=hue
        ),
        base.mark_line(strokeWidth=3, interpolate="monotone").encode(x=x, y=y, color=hue, strokeDash=dash),
        base.mark_point(size=120, opacity=0.001, filled=True).encode(x=x, y=y, color=hue, tooltip=tip),
        base.mark_text(align="left", dx=8, fontSize=marks.FONT_SIZE, color=palette.text).encode(
            x=x, y=alt.Y("end_y:Q", axis=axis, scale=scale), text="end_text:N"
        ),
    ]
    return marks.layered(layers, height)


def fans_finding(highest: str, high: str, lowest: str, low: str, by: str) -> str:
    """The chart's title; all texts as they are shown."""
    if highest == lowest:
        return f"The median of {highest} ends {by} at {high}"
    if high == low:
        return f"The medians end {by} at {high} alike"
    return f"The medians end {by} between {low} ({lowest}) and {high} ({highest})"


def fans_alt(metric: str, ends: Sequence[tuple[str, str, str]], by: str) -> str:
    """What the picture says, for somebody who cannot see it. ends: name, median and range of each plan."""
    told = "; ".join(f"{name}: median {middle}, 8 in 10 futures {between}" for name, middle, between in ends)
    return f"Lines of {metric} by month up to {by}, one for each plan. {told}."
