"""Odds over two levers: a cell for each pair, in its word's colour and its sign, and lines where the word turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette, verdict_colour

COLUMNS = (
    "kind", "x", "x2", "y", "y2", "middle_x", "middle_y", "word", "text", "tip_x", "tip_y", "tip_odds",
)  # fmt: skip
CELL_PIXELS, AXIS_PIXELS, SMALL = 40, 64, 12
LEFT, BELOW = 0.19, 1.75
"""Kept free for what the levers' values are called: a share of the columns, and rows."""
SIGNS = {
    "realistic": "M-0.8,0L-0.25,0.6L0.85,-0.65",
    "stretch": "M0,-0.75L0.85,0.7L-0.85,0.7Z",
    "unreachable": "M-0.65,-0.65L0.65,0.65M0.65,-0.65L-0.65,0.65",
}
"""Check, triangle and cross, as the words carry them everywhere."""


_NO_TEXTS = dict.fromkeys(("kind", "word", "text", "tip_x", "tip_y", "tip_odds"), "")


@dataclass(frozen=True)
class MapCell:
    """The odds at one pair of places, as a number in per cent, with their word."""

    x: int
    y: int
    odds: float
    text: str
    tip: str
    word: str


def sweep_map_frame(
    cells: Sequence[MapCell],
    across: Sequence[tuple[str, str]],
    upwards: Sequence[tuple[str, str]],
    own: tuple[int, int],
) -> pd.DataFrame:
    """across, upwards: what the values of the two levers are called, change and amount."""
    rows: list[dict[str, object]] = [
        {
            "kind": "cell", "x": one.x - 0.5, "x2": one.x + 0.5, "y": one.y - 0.5, "y2": one.y + 0.5,
            "middle_x": one.x, "middle_y": one.y, "word": one.word, "text": one.text,
            "tip_x": _joined(across[one.x]), "tip_y": _joined(upwards[one.y]), "tip_odds": one.tip,
        }
        for one in cells
    ]  # fmt: skip
    words = {(one.x, one.y): one.word for one in cells}
    for (x, y), word in words.items():
        if words.get((x + 1, y), word) != word:
            rows.append({"kind": "edge", "x": x + 0.5, "x2": x + 0.5, "y": y - 0.5, "y2": y + 0.5})
        if words.get((x, y + 1), word) != word:
            rows.append({"kind": "edge", "x": x - 0.5, "x2": x + 0.5, "y": y + 0.5, "y2": y + 0.5})
    every = 2 if len(across) > 5 and max(len(amount) for _, amount in across) > 5 else 1
    for x, (change, amount) in enumerate(across):
        rows.append({"kind": "across", "middle_x": x, "middle_y": -0.5, "text": _short(change)})
        if (x - own[0]) % every == 0:
            rows.append({"kind": "across_amount", "middle_x": x, "middle_y": -0.5, "text": amount})
    for y, (change, amount) in enumerate(upwards):
        rows.append({"kind": "upwards", "middle_x": -0.5, "middle_y": y, "text": change})
        rows.append({"kind": "upwards_amount", "middle_x": -0.5, "middle_y": y, "text": amount})
    present = [word for word in SIGNS if word in words.values()]
    rows += [
        {
            "kind": "legend",
            "middle_x": len(across) * (0.3 * place - 0.05) - 0.5,
            "middle_y": -1.85,
            "word": word,
        }
        for place, word in enumerate(present)
    ]
    x, y = own
    rows.append({"kind": "own", "x": x - 0.5, "x2": x + 0.5, "y": y - 0.5, "y2": y + 0.5})
    frame = pd.DataFrame([{**_NO_TEXTS, **row} for row in rows]).reindex(columns=list(COLUMNS))
    for name in _NO_TEXTS:
        frame[name] = frame[name].str.replace("\N{MINUS SIGN}", "\N{EN DASH}")
    return frame


def _short(change: str) -> str:
    """Columns are narrow on a phone: the unit stands in the title."""
    return change.removesuffix("%").rstrip()


def _joined(named: tuple[str, str]) -> str:
    change, amount = named
    return f"{change} ({amount})" if amount else change


def sweep_map_chart(
    frame: pd.DataFrame, palette: Palette, *, columns: int, rows: int, across: str, upwards: str
) -> alt.LayerChart:
    """Cells with their odds in per cent; a thick line where the word turns, a frame around the plan as it is.

    across, upwards: titles of the axes; columns are labelled without a unit, which belongs into `across`.
    """
    base = alt.Chart(frame)
    x_scale = alt.Scale(domain=[-0.5 - LEFT * columns, columns - 0.5], nice=False, zero=False)
    y_scale = alt.Scale(domain=[-0.5 - BELOW, rows - 0.5], nice=False, zero=False)
    plain: dict[str, Any] = {"labels": False, "ticks": False, "grid": False, "domain": False}
    title: dict[str, Any] = {
        "titleColor": palette.quiet,
        "titleFontSize": marks.FONT_SIZE,
        "titleFontWeight": "normal",
    }
    x_axis = alt.Axis(title=across, **plain, **title)
    y_axis = alt.Axis(
        title=upwards,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleX=0,
        titleY=-10,
        **plain,
        **title,
    )

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=x_axis, scale=x_scale)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=y_axis, scale=y_scale)

    def kind(name: str) -> alt.Chart:
        return base.transform_filter(f"datum.kind == '{name}'")

    tips = [
        alt.Tooltip("tip_x:N", title="Across"),
        alt.Tooltip("tip_y:N", title="Upwards"),
        alt.Tooltip("tip_odds:N", title="Odds"),
        alt.Tooltip("word:N", title="Word"),
    ]
    layers: list[alt.Chart] = []
    for word in (*SIGNS, "unknown"):
        known = " && ".join(f"datum.word != '{one}'" for one in SIGNS)
        which = f"datum.word == '{word}'" if word in SIGNS else known
        cell = kind("cell").transform_filter(which)
        colour = verdict_colour(palette, word)
        layers.append(
            cell.mark_rect(color=colour, opacity=0.34, stroke=palette.background, strokeWidth=1).encode(
                x=x("x"), x2="x2:Q", y=y("y"), y2="y2:Q", tooltip=tips
            )
        )
        if word in SIGNS:
            layers.append(
                cell.mark_point(
                    shape=SIGNS[word], size=60, strokeWidth=1.8, color=palette.text, yOffset=-9, opacity=0.85
                ).encode(x=x("middle_x"), y=y("middle_y"), tooltip=tips)
            )
    for word, sign in SIGNS.items():
        layers.append(
            kind("legend")
            .transform_filter(f"datum.word == '{word}'")
            .mark_point(shape=sign, size=60, strokeWidth=1.8, color=palette.text)
            .encode(x=x("middle_x"), y=y("middle_y"))
        )
    layers += [
        kind("legend")
        .mark_text(align="left", dx=10, fontSize=SMALL, color=palette.text)
        .encode(x=x("middle_x"), y=y("middle_y"), text="word:N"),
        kind("edge")
        .mark_rule(color=palette.text, strokeWidth=2.5)
        .encode(x=x("x"), x2="x2:Q", y=y("y"), y2="y2:Q"),
        kind("own")
        .mark_rect(fillOpacity=0, stroke=palette.text, strokeWidth=2, strokeDash=[4, 3], clip=True)
        .encode(x=x("x"), x2="x2:Q", y=y("y"), y2="y2:Q"),
        kind("cell")
        .mark_text(dy=8, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.text)
        .encode(x=x("middle_x"), y=y("middle_y"), text="text:N", tooltip=tips),
        kind("across")
        .mark_text(baseline="top", dy=5, fontSize=SMALL, color=palette.text)
        .encode(x=x("middle_x"), y=y("middle_y"), text="text:N"),
        kind("across_amount")
        .mark_text(baseline="top", dy=21, fontSize=SMALL, color=palette.quiet)
        .encode(x=x("middle_x"), y=y("middle_y"), text="text:N"),
        kind("upwards")
        .mark_text(align="right", dx=-5, dy=-7, fontSize=SMALL, color=palette.text)
        .encode(x=x("middle_x"), y=y("middle_y"), text="text:N"),
        kind("upwards_amount")
        .mark_text(align="right", dx=-5, dy=8, fontSize=SMALL, color=palette.quiet)
        .encode(x=x("middle_x"), y=y("middle_y"), text="text:N"),
    ]
    return marks.layered(layers, round((rows + BELOW) * CELL_PIXELS) + AXIS_PIXELS)
