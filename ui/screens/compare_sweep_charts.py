"""The line, the map and the table of a sweep."""

from __future__ import annotations

import pandas as pd

from charts.sweep_line import Point, sweep_line_chart, sweep_line_frame
from charts.sweep_map import MapCell, sweep_map_chart, sweep_map_frame
from simulator import Scenario
from simulator.decide.sweep import Cell, Sweep
from simulator.decide.sweep_axes import Axis
from simulator.decide.sweep_words import amount, change_text, sweep_finding
from simulator.goals import metric
from simulator.goals.verdict import word as word_of
from ui.screens import draw as drawing
from ui.visitors import money_hidden
from ui.wording import formats, verdicts
from ui.wording.figures import told_text
from ui.wording.metric_words import lever_label, value_text
from ui.wording.text import shown


def draw(found: Sweep, plan: Scenario) -> None:
    """The picture, its finding above it."""
    if len(found.axes) == 1:
        _draw_line(found, plan)
    else:
        _draw_map(found, plan)


def amounts(one: Axis, plan: Scenario) -> list[str]:
    """What each value makes of the plan's own number; empty where that is people, or an amount that is hidden."""
    hidden = one.unit.startswith("money") and money_hidden.is_hidden()
    if one.terms.lever.absolute or hidden:
        return [""] * len(one.changes)
    return [told_text(amount(one, place), plan.currency).split(" a ")[0] for place in range(len(one.changes))]


def value_names(one: Axis, plan: Scenario) -> list[str]:
    """``+10 % (24 %)`` for each value."""
    return [
        f"{change_text(one, change)} ({text})" if text else change_text(one, change)
        for change, text in zip(one.changes, amounts(one, plan), strict=True)
    ]


def _called(one: Axis, plan: Scenario) -> str:
    label = lever_label(one.lever, plan)
    return label if one.terms.teams is None else f"{label} ({', '.join(one.terms.teams)})"


def _cell_text(cell: Cell) -> str:
    """The odds in per cent without the sign; with decimals where a whole number would lie in another word's band."""
    odds, policy = cell.odds, cell.verdict.policy
    if 0 < odds < 0.005 or 0.995 <= odds < 1:
        return "<1" if odds < 0.5 else ">99"
    for digits in (0, 1, 2):
        shown_odds = round(odds, digits + 2)
        if word_of(shown_odds, policy) == word_of(odds, policy):
            break
    return formats.decimal(100 * shown_odds, digits)


def _title(one: Axis, plan: Scenario, *, column: bool = False) -> str:
    label = shown(lever_label(one.lever, plan), 40)
    if one.terms.lever.absolute:
        return f"{label}, people in each team"
    return f"{label}, moved by{' %' if column else ''}"


def _draw_line(found: Sweep, plan: Scenario) -> None:
    (one,) = found.axes
    texts = amounts(one, plan)
    points = [
        Point(
            change,
            change_text(one, change),
            texts[place],
            cell.odds,
            *cell.verdict.interval,
            verdicts.odds_text(cell.verdict),
            cell.verdict.verdict,
        )
        for place, (change, cell) in enumerate(zip(one.changes, found.cells, strict=True))
    ]
    policy = found.policy
    bands = [
        ("unreachable", 0.0, policy.unreachable_below),
        ("stretch", policy.unreachable_below, policy.realistic_at_least),
        ("realistic", policy.realistic_at_least, 1.0),
    ]
    turns = [
        (turn.change, turn.edge, _turn_text(one, turn.between, turn.change)) for turn in found.crossings()
    ]
    frame = sweep_line_frame(points, one.own, bands if found.has_words else [], turns)
    title = told_text(sweep_finding(found, lambda one: _called(one, plan)), plan.currency)
    first, last, name = one.changes[0], one.changes[-1], _title(one, plan)
    drawing.draw(
        title,
        lambda data, palette: sweep_line_chart(data, palette, first=first, last=last, title=name),
        frame,
        layout=("sweep_line", first, last, name),
        alt_text=f"{title}. Odds from {points[0].odds_text} at {points[0].name} to {points[-1].odds_text} at "
        f"{points[-1].name}; the plan stands at {points[one.own].odds_text}.",
        key="sweep_line",
    )


def _turn_text(one: Axis, between: tuple[float, float], change: float) -> str:
    if one.terms.lever.absolute:
        return f"+{between[1]:g}"
    return change_text(one, round(change, 2))


def _draw_map(found: Sweep, plan: Scenario) -> None:
    across, upwards = found.axes
    cells = [
        MapCell(
            cell.places[0],
            cell.places[1],
            cell.odds,
            _cell_text(cell),
            verdicts.odds_text(cell.verdict),
            cell.verdict.verdict,
        )
        for cell in found.cells
    ]
    named = [
        [
            (change_text(one, change), text)
            for change, text in zip(one.changes, amounts(one, plan), strict=True)
        ]
        for one in (across, upwards)
    ]
    frame = sweep_map_frame(cells, named[0], named[1], (across.own, upwards.own))
    title = told_text(sweep_finding(found, lambda one: _called(one, plan)), plan.currency)
    columns, rows = len(across.changes), len(upwards.changes)
    names = (_title(across, plan, column=True), _title(upwards, plan))
    drawing.draw(
        title,
        lambda data, palette: sweep_map_chart(
            data, palette, columns=columns, rows=rows, across=names[0], upwards=names[1]
        ),
        frame,
        layout=("sweep_map", columns, rows, *names),
        alt_text=f"{title}. A cell for each pair of values with its odds in per cent; check is realistic, triangle is "
        f"stretch, cross is unreachable; the dashed frame is the plan at {verdicts.odds_text(found.own.verdict)}.",
        key="sweep_map",
    )


def draw_table(found: Sweep, plan: Scenario) -> None:
    """Every value with its odds, and the same as CSV."""
    drawing.show_table("Every value", lambda: sweep_table(found, plan), key="sweep_table")


def sweep_table(found: Sweep, plan: Scenario) -> pd.DataFrame:
    """A row a value (pair of values): odds in per cent with their range, what they moved, the word and the median."""
    rows = []
    for cell in found.cells:
        row: dict[str, object] = {}
        for one, place in zip(found.axes, cell.places, strict=True):
            name = shown(lever_label(one.lever, plan), 40)
            row[name] = change_text(one, one.changes[place])
            text = amounts(one, plan)[place]
            if text:
                row[f"{name}, value"] = text
        low, high = cell.verdict.interval
        row |= {
            "Odds, %": round(100 * cell.odds, 2),
            "at least": round(100 * low, 2),
            "at most": round(100 * high, 2),
            "Points from the plan": round(100 * cell.moved, 2),
            "Word": cell.verdict.verdict + (" (borderline)" if cell.verdict.borderline else ""),
        }
        if cell.verdict.p50 is not None:
            whole = found.goal.threshold
            row[f"Median {metric(found.goal.metric).label.lower()}"] = value_text(
                found.goal.metric, cell.verdict.p50, plan.currency, whole=whole
            )
        rows.append(row)
    return pd.DataFrame(rows)
