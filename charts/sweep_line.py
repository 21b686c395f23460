"""Odds along one lever: a line with its range, the three bands behind it, and where the plan stands."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette, verdict_colour

COLUMNS = (
    "change", "odds", "low", "high", "kind", "text", "tip_value", "tip_odds", "word", "from_odds", "to_odds",
)  # fmt: skip
HEIGHT = 390
MOST_TICKS = 6
ROOM_AT_THE_RIGHT = 0.14


_NO_TEXTS = dict.fromkeys(("kind", "text", "tip_value", "tip_odds", "word"), "")


@dataclass(frozen=True)
class Point:
    """One value of the lever: its change, what that makes of it, the odds with their range, and these as texts."""

    change: float
    name: str
    amount: str
    odds: float
    low: float
    high: float
    odds_text: str
    word: str


def sweep_line_frame(
    points: Sequence[Point],
    own: int,
    bands: Sequence[tuple[str, float, float]],
    turns: Sequence[tuple[float, float, str]] = (),
) -> pd.DataFrame:
    """The line, its ticks, the plan's own place, the bands, and the `turns` (change, odds, text) into another word."""
    rows: list[dict[str, object]] = [
        {
            "kind": "line", "change": one.change, "odds": one.odds, "low": one.low, "high": one.high, "word": one.word,
            "tip_value": f"{one.name} ({one.amount})" if one.amount else one.name, "tip_odds": one.odds_text,
        }
        for one in points
    ]  # fmt: skip
    for place in _ticks(len(points), own):
        one = points[place]
        rows.append({"kind": "tick", "change": one.change, "odds": 0.0, "text": one.name})
        rows.append({"kind": "amount", "change": one.change, "odds": 0.0, "text": one.amount})
    rows.append(
        {"kind": "own", "change": points[own].change, "odds": points[own].odds, "text": points[own].odds_text}
    )
    end = points[-1].change
    rows += [
        {
            "kind": "band",
            "change": end,
            "word": word,
            "from_odds": low,
            "to_odds": high,
            "odds": (low + high) / 2,
        }
        for word, low, high in bands
    ]
    rows += [{"kind": "turn", "change": change, "odds": odds, "text": text} for change, odds, text in turns]
    frame = pd.DataFrame([{**_NO_TEXTS, **row} for row in rows]).reindex(columns=list(COLUMNS))
    for name in _NO_TEXTS:
        frame[name] = frame[name].str.replace("\N{MINUS SIGN}", "\N{EN DASH}")
    return frame


def _ticks(count: int, own: int) -> list[int]:
    """At most `MOST_TICKS` evenly spaced places, the plan's own among them and none too near to it."""
    step = next(step for step in itertools.count(1) if count / step <= MOST_TICKS)
    return [place for place in range(count) if (place - own) % step == 0]


def sweep_line_chart(
    frame: pd.DataFrame, palette: Palette, *, first: float, last: float, title: str
) -> alt.LayerChart:
    """The line in the forecast's blue; each band in its word's colour, with the word at the right."""
    base = alt.Chart(frame)
    span = last - first
    x = alt.X(
        "change:Q",
        title=title,
        scale=alt.Scale(domain=[first - 0.03 * span, last + ROOM_AT_THE_RIGHT * span], nice=False, zero=False),
        axis=alt.Axis(
            labels=False, ticks=False, grid=False, domain=False, titleColor=palette.quiet,
            titleFontSize=marks.FONT_SIZE, titleFontWeight="normal", offset=36,
        ),
    )  # fmt: skip
    axis = marks.value_axis("odds", palette, share=True)
    axis["values"] = [0, 0.2, 0.4, 0.6, 0.8, 1]
    scale = alt.Scale(domain=[0, 1.02], nice=False)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=axis, scale=scale)

    def kind(name: str) -> alt.Chart:
        return base.transform_filter(f"datum.kind == '{name}'")

    layers: list[alt.Chart] = []
    for word in ("unreachable", "stretch", "realistic"):
        band = kind("band").transform_filter(f"datum.word == '{word}'")
        layers += [
            band.mark_rect(opacity=0.16, color=verdict_colour(palette, word)).encode(
                x=alt.value(0), x2=alt.value("width"), y=y("from_odds"), y2="to_odds:Q"
            ),
            band.mark_text(align="right", dx=-4, fontSize=marks.FONT_SIZE, color=palette.text).encode(
                x=alt.value("width"), y=y("odds"), text="word:N"
            ),
        ]
    tips = [alt.Tooltip("tip_value:N", title="Lever"), alt.Tooltip("tip_odds:N", title="Odds"), "word:N"]
    layers += [
        kind("own").mark_rule(color=palette.target, strokeWidth=2, strokeDash=[5, 4]).encode(x=x),
        kind("line").mark_area(color=palette.forecast, opacity=0.25).encode(x=x, y=y("low"), y2="high:Q"),
        kind("line").mark_line(color=palette.forecast, strokeWidth=3).encode(x=x, y=y("odds")),
        kind("line").mark_point(filled=True, size=200, opacity=0.001).encode(x=x, y=y("odds"), tooltip=tips),
        kind("turn")
        .mark_point(size=110, strokeWidth=2.5, color=palette.text, fill=palette.background, opacity=1)
        .encode(x=x, y=y("odds")),
        kind("turn")
        .mark_text(
            align="right", dx=-10, dy=-11, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.text
        )
        .encode(x=x, y=y("odds"), text="text:N"),
        kind("own")
        .mark_point(filled=True, size=150, color=palette.target, shape="diamond", opacity=1)
        .encode(x=x, y=y("odds")),
        kind("own")
        .mark_text(
            align="left", dx=10, dy=14, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.text
        )
        .encode(x=x, y=y("odds"), text="text:N"),
        kind("tick")
        .mark_text(baseline="top", dy=6, fontSize=marks.FONT_SIZE, color=palette.text)
        .encode(x=x, y=y("odds"), text="text:N"),
        kind("amount")
        .mark_text(baseline="top", dy=22, fontSize=marks.FONT_SIZE, color=palette.quiet)
        .encode(x=x, y=y("odds"), text="text:N"),
    ]
    return marks.layered(layers, HEIGHT)
