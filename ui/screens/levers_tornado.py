"""What moves it: every lever a like step in both directions, in points of the odds, money and points per cost."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from charts.tornado import TornadoBar, TornadoSide, tornado_chart, tornado_frame, tornado_span
from simulator import Scenario
from simulator.decide import LeverEffect, Tornado
from simulator.decide.tornado import Side
from simulator.goals import metric
from simulator.scenario import Goal
from simulator.scenario.lever_values import lever_amount
from simulator.scenario.levers import COUNTED_LEVERS
from ui.computing.tornado_view import tornado_view
from ui.screens import draw as drawing
from ui.visitors import money_hidden
from ui.wording import formats
from ui.wording.lever_values import amount_words
from ui.wording.metric_words import lever_label
from ui.wording.text import plain, sentence_list, shown

MOST_BARS = 12
LEAST_SHOWN = 0.0005
"""A bar is drawn from a twentieth of a point on."""
PER = 10_000
"""So much money is what points per cost are per."""
NAME = 34


def draw(plan: Scenario, goal: Goal) -> None:
    """The bars, what moves nothing, and the table behind them."""
    found = tornado_view(plan, goal)
    if found is None:
        st.markdown(
            "**Too many levers to try each.** This plan has so many teams and stages that a comparison would keep "
            "everybody else waiting; join teams or stages."
        )
        return
    strong = [one for one in found.effects if one.reach >= LEAST_SHOWN][:MOST_BARS]
    if strong:
        _chart(plan, found, strong)
    else:
        st.markdown(f"**{plain(finding(plan, found))}**")
    _rest(plan, found, strong)
    _table(plan, found)


def finding(plan: Scenario, found: Tornado) -> str:
    """``Win rate moves the odds most: +14 points for a tenth more``, as plain text."""
    if not any(one.matters for one in found.effects):
        return "No lever of this plan moves this goal"
    if not found.leading or found.effects[0].reach < LEAST_SHOWN:
        return f"No lever moves these odds by a step; {_name(plan, found.effects[0])} moves the outcome most"
    first, side = found.leading[0]
    names = [_name(plan, one) for one, _ in found.leading]
    verb = "moves" if len(names) == 1 else "move"
    return f"{sentence_list(names)} {verb} the odds most: {_points(side.points)} for {_step(first, side)}"


def _name(plan: Scenario, one: LeverEffect) -> str:
    label = "Hires" if one.lever.absolute else lever_label(one.lever.name, plan)
    teams = one.terms.teams
    if teams is None and one.lever.absolute and len(plan.teams) > 1:
        return f"{label} in each team"
    return label if teams is None else f"{label} of {sentence_list([shown(team) for team in teams])}"


def _points(points: float) -> str:
    """``+14 points``; tenths where it is less than one."""
    size = round(abs(points) * 100, 0 if abs(points) >= 0.0095 else 1)
    if not size:
        return "±0 points"
    number = formats.signed(formats.significant(size if points > 0 else -size, 3), points)
    return f"{number} {'point' if size == 1 else 'points'}"


def _step(one: LeverEffect, side: Side) -> str:
    """``a tenth more``, ``4 % less``, ``one hire more``."""
    more = "more" if side.change > 0 else "less"
    if one.lever.absolute:
        people = abs(round(side.change))
        return f"one hire {more}" if people == 1 else f"{people} hires {more}"
    size = abs(side.change)
    return f"a tenth {more}" if abs(size - 0.1) < 1e-9 else f"{formats.share(size)} {more}"


def _amount(plan: Scenario, one: LeverEffect, change: float) -> str:
    """What stands in the plan for a lever moved by `change`; empty where no amount does, or not for this visitor."""
    name = one.lever.name
    if name in COUNTED_LEVERS:
        return ""
    if one.lever.absolute:
        return f"{abs(round(change))} {'more' if change > 0 else 'fewer'}" if change else ""
    text = amount_words(name, plan.currency)(lever_amount(plan, name, change, one.terms.teams))
    return "" if text.startswith(money_hidden.HIDDEN) else text


def _from_to(plan: Scenario, one: LeverEffect, side: Side) -> str:
    before, after = _amount(plan, one, 0.0), _amount(plan, one, side.change)
    if one.lever.absolute or not before or before == after:
        return _step(one, side)
    return f"{before} → {after}"


def _chart(plan: Scenario, found: Tornado, strong: list[LeverEffect]) -> None:
    base = 100 * found.base
    bars = [_bar(plan, one) for one in strong]
    span = tornado_span(bars, base)
    title = finding(plan, found)
    others = "; ".join(
        f"{_name(plan, one)} {' and '.join(_points(side.points) for side in one.sides)}"
        for one in strong[1:4]
    )
    drawing.draw(
        title,
        partial(tornado_chart, rows=len(bars), span=span),
        tornado_frame(bars, base, f"{formats.percent(found.base)} as planned"),
        layout=("tornado", len(bars), *span),
        alt_text=f"{title}. {others}" if others else title,
        key="tornado",
    )
    st.caption(
        "Each lever a like step down (grey) and up (blue), everything else and all luck as it is: what it moved in the "
        "past beyond luck where that is known, otherwise a tenth; hires one person."
    )


def _bar(plan: Scenario, one: LeverEffect) -> TornadoBar:
    now = _amount(plan, one, 0.0)
    sides = tuple(
        TornadoSide(
            "more" if side.change > 0 else "less",
            100 * side.probability,
            _label(plan, one, side),
            f"{_name(plan, one)} {_from_to(plan, one, side)}: {_points(side.points)}, "
            f"odds {formats.percent(side.probability)}",
        )
        for side in one.sides
        if abs(side.points) >= LEAST_SHOWN / 10
    )
    return TornadoBar(f"{shown(_name(plan, one), NAME)} {now}".strip(), sides)


def _label(plan: Scenario, one: LeverEffect, side: Side) -> str:
    size = round(abs(side.points) * 100, 0 if abs(side.points) >= 0.0095 else 1)
    points = formats.signed(formats.significant(size if side.points > 0 else -size, 3), side.points)
    amount = _amount(plan, one, side.change).split(" a ")[0]
    return f"{points} · {amount}" if amount else points


def _rest(plan: Scenario, found: Tornado, strong: list[LeverEffect]) -> None:
    """What is not drawn, in words: nothing at all, or too little to see."""
    still = [_name(plan, one) for one in found.effects if not one.matters]
    weak = [
        _name(plan, one) for one in found.effects if one.matters and all(one is not drawn for drawn in strong)
    ]
    lines = []
    if strong and weak:
        lines.append(f"Less than that: {sentence_list(weak)}.")
    if still:
        lines.append(f"Cannot move this goal at all, exactly 0: {sentence_list(still)}.")
    lines += [
        f"{_name(plan, one)}: {one.none_less}." for one in found.effects if one.none_less and one.matters
    ]
    if lines:
        st.markdown(plain(" ".join(lines)))


def _table(plan: Scenario, found: Tornado) -> None:
    unit = "" if money_hidden.is_hidden() else "A cost belongs to the direction that helps selling. "
    drawing.show_table(
        "Points, money and cost of every step",
        lambda: table(plan, found),
        key="tornado_table",
        note=f"{found.n_trials:,} futures, the same luck in all. ± is the standard error of a difference. "
        f"Money is the change of the mean of {metric(found.money_is).label.lower()} in the goal's window. {unit}"
        "An empty cell is not known, not zero.",
    )


def table(plan: Scenario, found: Tornado) -> pd.DataFrame:
    """A row a lever and direction, in the order of the bars; no column of money for whoever may not see any."""
    rows = []
    hidden = money_hidden.is_hidden()
    for one in found.effects:
        for side in one.sides:
            row: dict[str, object] = {
                "Lever": _name(plan, one),
                "Step": _step(one, side),
                "From → to": _from_to(plan, one, side),
                "Step is": "past" if one.terms.step_source == "past" else "assumed",
                "Odds": formats.percent(side.probability),
                "Points": round(100 * side.points, 2),
                "± points": round(100 * side.error, 2),
            }
            if not hidden:
                per = side.points_per_cost
                row |= {
                    "Money": "" if side.money is None else _money(side.money, plan.currency),
                    "Cost": "" if side.cost is None else _money(side.cost, plan.currency, plus=False),
                    f"Points per {formats.money(PER, plan.currency)}": ""
                    if per is None
                    else formats.significant(100 * PER * per, 3),
                }
            rows.append(row)
    return pd.DataFrame(rows)


def _money(value: float, currency: str, *, plus: bool = True) -> str:
    text = formats.money_exact(value, currency)
    return formats.signed(text, value) if plus else text
