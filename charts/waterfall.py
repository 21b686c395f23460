"""From an old number to a new one: a row for every difference, each a bar from where the one before it ended."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from charts import marks
from charts.palette import Palette, verdict_colour

COLUMNS = (
    "row", "kind", "label", "begin", "finish", "low", "high", "text", "text_x", "edge", "next_row", "tip", "word",
    "word_x",
)  # fmt: skip
ROW_PIXELS, AXIS_PIXELS = 44, 76
"""Of a row, and of what a page takes from the height for the axis."""
ROOM_AT_THE_RIGHT = 0.28
LEAST_SPAN = 0.12
"""Of odds: a waterfall of less is drawn this wide, so that a point does not look like a landslide."""


_NO_TEXTS = dict.fromkeys(("kind", "label", "text", "tip", "word"), "")


@dataclass(frozen=True)
class Step:
    """One row: what it is called, what it moves, that as text, and twice its standard error (0: exact)."""

    label: str
    moved: float
    text: str
    tip: str
    either_side: float = 0.0


def waterfall_frame(
    first: tuple[str, float, str],
    steps: Sequence[Step],
    last: tuple[str, float, str],
    *,
    bands: Sequence[tuple[str, float, float]] = (),
    domain: tuple[float, float],
) -> pd.DataFrame:
    """One row for the old number, each step and the new one; then the bands, each with its word.

    first, last: name, number and that as text. The steps lead from the one to the other.
    """
    rows: list[dict[str, object]] = []
    at = first[1]
    rows.append(_end(0, *first))
    for number, step in enumerate(steps, 1):
        to = at + step.moved
        kind = "up" if step.moved > 0 else "down" if step.moved < 0 else "same"
        rows.append(
            {
                "row": number, "kind": kind, "label": step.label, "begin": at, "finish": to,
                "low": to - step.either_side, "high": to + step.either_side,
                "text": step.text, "text_x": max(at, to, to + step.either_side), "tip": step.tip,
            }
        )  # fmt: skip
        at = to
    rows.append(_end(len(steps) + 1, *last))
    for row, following in itertools.pairwise(rows):
        row["next_row"] = following["row"]
    low, high = domain
    for word, begin, end in bands:
        begin, end = max(begin, low), min(end, high)
        if end > begin:
            rows.append(
                {"kind": "band", "word": word, "begin": begin, "finish": end, "word_x": (begin + end) / 2}
            )
    frame = pd.DataFrame([{**_NO_TEXTS, **row} for row in rows]).reindex(columns=list(COLUMNS))
    frame["edge"] = low
    for name in _NO_TEXTS:
        frame[name] = frame[name].map(_drawable)
    return frame


def _drawable(text: str) -> str:
    """Signs the text face lacks would pull a whole label of a picture into another face."""
    return text.replace("\N{RIGHTWARDS ARROW}", "to").replace("\N{MINUS SIGN}", "\N{EN DASH}")


def _end(row: int, label: str, value: float, text: str) -> dict[str, object]:
    return {
        "row": row, "kind": "end", "label": label, "begin": value, "finish": value, "low": value, "high": value,
        "text": text, "text_x": value, "tip": text,
    }  # fmt: skip


def domain_of(values: Sequence[float], *, odds: bool) -> tuple[float, float]:
    """The range of the axis for a waterfall through `values`, with room for texts at its right."""
    low, high = min(values), max(values)
    if odds:
        span = max(high - low, LEAST_SPAN)
        middle = min(max((low + high) / 2, span / 2), 1 - span / 2)
        low, high = max(min(low, middle - span / 2), 0.0), min(max(high, middle + span / 2), 1.0)
        low = max(low - 0.06 * span, 0.0)
    else:
        span = (high - low) or abs(high) or 1.0
        low, high = low - 0.08 * span, high + 0.02 * span
    return float(f"{low:.6g}"), float(f"{high + (high - low) * ROOM_AT_THE_RIGHT:.6g}")


def waterfall_chart(
    frame: pd.DataFrame, palette: Palette, *, rows: int, domain: tuple[float, float], unit: str, odds: bool
) -> alt.LayerChart:
    """Rows downwards, the label above its bar; what adds in blue, what takes in grey, both with their sign."""
    base = alt.Chart(frame)
    axis = _axis(palette, unit, domain if odds else None)
    scale = alt.Scale(domain=list(domain), nice=False, zero=False, clamp=True)

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=axis, scale=scale)

    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[rows - 0.55, -1.0], nice=False, zero=False))
    tips = [alt.Tooltip("label:N", title="Difference"), alt.Tooltip("tip:N", title="Contribution")]
    is_row = base.transform_filter("isValid(datum.row)")
    is_step = base.transform_filter("datum.kind == 'up' || datum.kind == 'down'")
    layers = []
    for word in ("unreachable", "stretch", "realistic"):
        band = base.transform_filter(f"datum.kind == 'band' && datum.word == '{word}'")
        layers += [
            band.mark_rect(opacity=0.16, color=verdict_colour(palette, word)).encode(
                x=x("begin"), x2="finish:Q", y=alt.value(0), y2=alt.value("height")
            ),
            band.mark_text(baseline="top", dy=3, fontSize=marks.FONT_SIZE, color=palette.text).encode(
                x=x("word_x"), y=alt.value(0), text="word:N"
            ),
        ]
    layers.append(
        base.transform_filter("isValid(datum.next_row)")
        .mark_rule(color=palette.quiet, strokeDash=[2, 3])
        .encode(x=x("finish"), y=y, y2="next_row:Q")
    )
    for kind, colour in (("up", palette.forecast), ("down", palette.baseline)):
        layers.append(
            base.transform_filter(f"datum.kind == '{kind}'")
            .mark_bar(height=15, color=colour)
            .encode(x=x("begin"), x2="finish:Q", y=y, tooltip=tips)
        )
    layers += [
        is_step.mark_rule(color=palette.text, strokeWidth=1.5).encode(x=x("low"), x2="high:Q", y=y),
        base.transform_filter("datum.kind == 'end'")
        .mark_point(filled=True, size=190, shape="diamond", opacity=1, color=palette.text)
        .encode(x=x("finish"), y=y, tooltip=tips),
        is_row.mark_text(align="left", dx=4, dy=-19, fontSize=marks.FONT_SIZE, color=palette.text).encode(
            x=x("edge"), y=y, text="label:N"
        ),
        is_row.mark_text(
            align="left", dx=10, fontSize=marks.FONT_SIZE, fontWeight="bold", color=palette.text
        ).encode(x=x("text_x"), y=y, text="text:N"),
    ]
    return marks.layered(layers, round((rows + 0.45) * ROW_PIXELS) + AXIS_PIXELS)


def _axis(palette: Palette, unit: str, odds: tuple[float, float] | None) -> alt.Axis:
    """odds: the range where shares are shown, which get ticks of their own: none stands in the room for texts."""
    axis = alt.Axis(
        title=unit,
        titleColor=palette.quiet,
        titleFontSize=marks.FONT_SIZE,
        titleFontWeight="normal",
        labelColor=palette.quiet,
        labelFontSize=marks.FONT_SIZE,
        format=",~r" if odds is None else ".0%",
        gridColor=palette.grid,
        domain=False,
        ticks=False,
        tickCount=5,
        labelOverlap="greedy",
    )
    if odds is not None:
        step = next(step for step in (2, 5, 10, 20) if odds[1] - odds[0] < 0.075 * step or step == 20)
        axis["values"] = [tick / 100 for tick in range(0, 101, step) if odds[0] <= tick / 100 <= odds[1]]
    return axis
