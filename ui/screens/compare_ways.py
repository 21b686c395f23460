"""The ways of the plans compared, month by month, over each other."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from charts.deadline_strips import strips_alt, strips_chart, strips_finding, strips_frame
from charts.fans_beside import LETTERS, fans_alt, fans_chart, fans_finding, fans_frame
from simulator.decide.standing import Standing
from simulator.scenario import Goal
from simulator.scenario.months import month_number, month_text
from ui.computing.compare_view import ComparisonView, Way
from ui.screens import draw as drawing
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.metric_words import metric_words, value_text
from ui.wording.text import shown
from words.metrics import axis_title, bound_words


def draw(view: ComparisonView) -> None:
    """The chart, where the plans judged count one thing in one currency."""
    found = view.found
    judged = [one for one in found.standings if one.goal is not None and one.verdict is not None]
    kinds = {(one.goal.metric, one.goal.window) for one in judged if one.goal is not None}
    words = metric_words(found.metric)
    currencies = {one.scenario.currency for one in judged}
    if not judged or len(kinds) > 1 or (words.unit == "money" and len(currencies) > 1):
        return
    goal, currency = judged[0].goal, judged[0].scenario.currency
    assert goal is not None
    whole = goal.threshold
    hidden = words.unit == "money" and money_hidden.is_hidden()
    if hidden and whole <= 0:
        st.caption("Amounts are not shared, so the ways to this goal are not shown.")
        return
    places = {one.name: place for place, one in enumerate(found.standings)}
    first = min(month_number(way.months[0]) for way in view.ways)
    last = max(month_number(way.months[-1]) for way in view.ways)
    months = tuple(month_text(number) for number in range(first, last + 1))

    def text(value: float) -> str:
        return value_text(goal.metric, value, currency, whole=whole)

    frame = pd.concat([_rows(way, places[way.name], first, text) for way in view.ways], ignore_index=True)
    largest = float(frame["high"].max())
    scale, letter = (
        (whole / 100, "% of goal")
        if hidden
        else (0.01, "%")
        if words.unit == "share"
        else formats.scale_of(largest)
        if words.unit in ("money", "count")
        else (1.0, "")
    )
    unit = axis_title(words.label, "count" if hidden else words.unit, letter, currency, goal.window)
    zero = words.additive or words.unit != "share"
    ends = sorted(
        ((float(way.quantiles[-1, 1]), way) for way in view.ways), key=lambda pair: (pair[0], pair[1].name)
    )
    names = {way.name: f"{LETTERS[places[way.name]]} · {shown(way.name, 30)}" for way in view.ways}
    told = [
        (names[way.name], text(end), f"{text(way.quantiles[-1, 0])} to {text(way.quantiles[-1, 2])}")
        for end, way in ends
    ]
    by = formats.month(months[-1])
    drawing.draw(
        fans_finding(told[-1][0], told[-1][1], told[0][0], told[0][1], by),
        lambda data, palette: fans_chart(
            data, palette, months=months, unit=unit, zero=zero, plans=len(view.ways)
        ),
        fans_frame(frame, scale=scale),
        layout=("fans_beside", months, unit, zero, len(view.ways)),
        alt_text=fans_alt(words.label, told, by),
        key="compare_fans",
    )
    st.caption("Lines are medians; the light areas hold 8 in 10 of each plan's futures.")
    _draw_ends(view, judged, goal, unit, scale, text)


def _draw_ends(
    view: ComparisonView,
    judged: list[Standing],
    goal: Goal,
    unit: str,
    scale: float,
    text: Callable[[float], str],
) -> None:
    """Where each plan ends, against the goal where they have the same one."""
    places = {one.name: place for place, one in enumerate(view.found.standings)}
    ends = pd.DataFrame(
        [
            {
                "plan": places[way.name],
                "name": shown(way.name),
                "low": way.quantiles[-1, 0],
                "middle": way.quantiles[-1, 1],
                "high": way.quantiles[-1, 2],
                "text": text(way.quantiles[-1, 1]),
                "tip_range": f"{text(way.quantiles[-1, 0])} to {text(way.quantiles[-1, 2])}",
            }
            for way in view.ways
        ]
    ).fillna(0.0)
    targets = {one.goal.threshold for one in judged if one.goal is not None}
    target = goal.threshold if len(targets) == 1 else None
    at_least = goal.direction == "at_least"
    kept = sorted(
        ((one.nine_in_ten, one.name) for one in judged if one.nine_in_ten is not None), reverse=at_least
    )
    if not kept:
        return
    names = {name: f"{LETTERS[place]} · {shown(name, 30)}" for name, place in places.items()}
    told = [
        (names[way.name], text(way.quantiles[-1, 1]), ends["tip_range"][row])
        for row, way in enumerate(view.ways)
    ]
    count = len(view.ways)
    drawing.draw(
        strips_finding(
            bound_words(goal), names[kept[0][1]], text(kept[0][0]), names[kept[-1][1]], text(kept[-1][0])
        ),
        lambda data, palette: strips_chart(data, palette, unit=unit, plans=count),
        strips_frame(ends, target=target, scale=scale),
        layout=("deadline_strips", unit, count),
        alt_text=strips_alt(
            metric_words(goal.metric).label, told, text(target) if target is not None else ""
        ),
        key="compare_strips",
    )
    line = " The line is the goal." if target is not None else ""
    st.caption(f"Strips hold 8 in 10 futures at the deadline, the mark is the median.{line}")


def _rows(way: Way, place: int, first: int, text: Callable[[float], str]) -> pd.DataFrame:
    start = month_number(way.months[0]) - first
    frame = pd.DataFrame(way.quantiles, columns=["low", "middle", "high"]).bfill().fillna(0.0)
    frame.insert(0, "plan", place)
    frame.insert(1, "name", shown(way.name))
    frame.insert(2, "t", range(start, start + len(frame)))
    frame["tip_month"] = [formats.month(month) for month in way.months]
    frame["tip_middle"] = [text(value) for value in frame["middle"]]
    frame["tip_range"] = [
        f"{text(low)} to {text(high)}" for low, high in zip(frame["low"], frame["high"], strict=True)
    ]
    return frame
