"""What all charts share: axes in months, quiet grids, labels at the end of a line that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt
import numpy as np

from charts.palette import Palette

FONT_SIZE = 13
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month_start(month: str) -> date:
    """The first day of ``YYYY-MM``."""
    return date(int(month[:4]), int(month[5:7]), 1)


def month_labels(months: Sequence[str]) -> list[str]:
    """``Jan 27``, ``Feb`` …: the year stands at the first month and at every January."""
    return [
        f"{MONTH_NAMES[int(month[5:7]) - 1]} {month[2:4]}"
        if t == 0 or month.endswith("-01")
        else MONTH_NAMES[int(month[5:7]) - 1]
        for t, month in enumerate(months)
    ]


def month_axis(months: Sequence[str], palette: Palette, *, column: str = "t", end_room: float = 0.0) -> alt.X:
    """An x axis over `column`, which counts months from 0, labelled with the names of `months` (``YYYY-MM``).

    end_room: share of the width left free at the right for labels.
    """
    n_months = len(months)
    last = max(n_months - 1, 1)
    step = max(1, round(n_months / 12))
    return alt.X(
        f"{column}:Q",
        title=None,
        scale=alt.Scale(domain=[-0.5, last + 0.5 + end_room * last], nice=False, zero=False),
        axis=alt.Axis(
            values=list(range(0, n_months, step)),
            labelExpr=label_expression(month_labels(months)),
            grid=False,
            labelColor=palette.quiet,
            labelFontSize=FONT_SIZE,
            labelOverlap="greedy",
            ticks=False,
            domainColor=palette.grid,
            labelFlush=False,
        ),
    )


def label_expression(labels: Sequence[str]) -> str:
    """A Vega expression that names month t. `labels` come from `month_labels` alone: letters, digits and blanks."""
    if not all(label.replace(" ", "").isalnum() and label.isascii() for label in labels):
        raise ValueError("month labels hold letters and digits only")
    return f"{list(labels)!r}[datum.value]"


def value_axis(title: str, palette: Palette, *, share: bool = False) -> alt.Axis:
    """A y axis with a quiet grid and the unit in its title, written above it and not sideways."""
    return alt.Axis(
        title=title,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleY=-10,
        titleX=0,
        titleColor=palette.quiet,
        titleFontSize=FONT_SIZE,
        titleFontWeight="normal",
        labelColor=palette.quiet,
        labelFontSize=FONT_SIZE,
        format=".0%" if share else ",~r",
        gridColor=palette.grid,
        domain=False,
        ticks=False,
        tickCount=5,
    )


def ground_axis(
    title: str,
    palette: Palette,
    *,
    number: str = ".0%",
    values: Sequence[float] | None = None,
    tick_count: int | None = None,
) -> alt.Axis:
    """An x axis of numbers under a chart, without a grid. number: a D3 format; values or tick_count: its marks."""
    return alt.Axis(
        title=title,
        titleColor=palette.quiet,
        titleFontSize=FONT_SIZE,
        titleFontWeight="normal",
        labelColor=palette.quiet,
        labelFontSize=FONT_SIZE,
        format=number,
        grid=False,
        ticks=False,
        domainColor=palette.grid,
        values=alt.Undefined if values is None else list(values),
        tickCount=alt.Undefined if tick_count is None else tick_count,
        labelOverlap=alt.Undefined if tick_count is None else "greedy",
    )


def named_rows(column: str, palette: Palette, *, longest: int) -> alt.Y:
    """A row for each name in `column`, in the order of the table. longest: pixels of a name before it is cut."""
    return alt.Y(
        f"{column}:N",
        sort=None,
        title=None,
        axis=alt.Axis(
            labelColor=palette.text,
            labelFontSize=FONT_SIZE,
            labelLimit=longest,
            ticks=False,
            domain=False,
            grid=False,
        ),
    )


def spread_labels(positions: Sequence[float], gap: float) -> list[float]:
    """`positions` moved apart so that neighbours are at least `gap` away from each other; their order stays."""
    order = np.argsort(np.asarray(positions, dtype=float), kind="stable")
    moved = np.asarray(positions, dtype=float)[order]
    for _ in range(50):
        close = np.flatnonzero(np.diff(moved) < gap * 0.999)
        if not close.size:
            break
        for place in close:
            push = (gap - (moved[place + 1] - moved[place])) / 2
            moved[place] -= push
            moved[place + 1] += push
    result = np.empty_like(moved)
    result[order] = moved
    return [float(value) for value in result]


def layered(layers: Sequence[alt.Chart], height: int) -> alt.LayerChart:
    """`layers` over each other, in the common frame."""
    sized: alt.LayerChart = alt.LayerChart(layer=list(layers)).properties(
        height=height, padding={"left": 4, "right": 4, "top": 12, "bottom": 4}
    )
    return sized
