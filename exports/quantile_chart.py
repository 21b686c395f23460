"""A goal's way to its deadline as a native chart of a slide."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from charts.marks import month_labels
from charts.palette import LIGHT
from exports.fan import axis_scale
from exports.judged import JudgedGoal
from exports.slide_parts import colour

_LINES = (
    ("low80", "9 in 10 above", 1.25),
    ("low50", "3 in 4 above", 1.75),
    ("middle", "Median", 3.25),
    ("high50", "1 in 4 above", 1.75),
    ("high80", "1 in 10 above", 1.25),
)


def add_quantile_chart(slide: Any, goal: JudgedGoal, *, left: int, top: int, width: int, height: int) -> None:
    """Five quantiles and the target by month, each named at its end; the goal must have a path and a target."""
    assert goal.path is not None
    assert goal.target is not None
    scale, unit = axis_scale(goal)
    data = CategoryChartData(number_format="#,##0.##")
    data.categories = month_labels(goal.path.months)
    for level, name, _ in _LINES:
        data.add_series(name, [_plain(value / scale) for value in goal.path.quantiles[level]])
    data.add_series("Goal", [goal.target / scale] * len(goal.path.months))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE, left, top, width, height, data)
    chart = frame.chart
    chart.has_legend = False
    chart.font.size = Pt(12)
    chart.font.color.rgb = colour(LIGHT.quiet)
    chart.has_title = True
    # The axis' own title would stand sideways.
    title = chart.chart_title.text_frame
    title.text = unit
    title.paragraphs[0].runs[0].font.size = Pt(13)
    title.paragraphs[0].runs[0].font.bold = False
    _axes(chart)
    last = len(goal.path.months) - 1
    crowded = _crowded(goal)
    for series, (level, name, line) in zip(chart.plots[0].series, _LINES, strict=False):
        _line(series, LIGHT.forecast, line, dashed=level != "middle")
        if level == "middle" or not crowded:
            _end_label(series, name, last, LIGHT.forecast)
    if crowded:
        chart.has_legend = True
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    target = chart.plots[0].series[len(_LINES)]
    _line(target, LIGHT.target, 2.5, dashed=False)
    _end_label(target, goal.target_text, last // 4, LIGHT.target, above=True)


def _crowded(goal: JudgedGoal) -> bool:
    """Whether names at the ends of the lines would cover each other."""
    assert goal.path is not None
    ends = sorted(goal.path.quantiles[level][-1] for level, _, _ in _LINES)
    highest = max(
        abs(goal.target or 0.0),
        *(abs(value) for _, values in goal.path.quantiles.items() for value in values),
    )
    return not min(high - low for low, high in pairwise(ends)) > 0.035 * highest


def _plain(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _axes(chart: Any) -> None:
    values, months = chart.value_axis, chart.category_axis
    values.major_gridlines.format.line.color.rgb = colour(LIGHT.grid)
    values.format.line.fill.background()
    values.tick_labels.number_format = "#,##0.##"
    values.tick_labels.number_format_is_linked = False
    months.format.line.color.rgb = colour(LIGHT.grid)
    months.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _line(series: Any, code: str, width: float, *, dashed: bool) -> None:
    series.smooth = False
    series.marker.style = XL_MARKER_STYLE.NONE
    series.format.line.color.rgb = colour(code)
    series.format.line.width = Pt(width)
    if dashed:
        series.format.line.dash_style = MSO_LINE.DASH


def _end_label(series: Any, text: str, place: int, code: str, *, above: bool = False) -> None:
    label = series.points[place].data_label
    label.position = XL_LABEL_POSITION.ABOVE if above else XL_LABEL_POSITION.RIGHT
    label.has_text_frame = True
    label.text_frame.text = text
    font = label.text_frame.paragraphs[0].runs[0].font
    font.size = Pt(12)
    font.bold = above
    font.color.rgb = colour(code)
