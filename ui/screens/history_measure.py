"""What to measure next, on the History page: what hangs on each number, and what would settle it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts.measure import MeasureBar, measure_chart, measure_frame
from simulator import Scenario
from simulator.decide.measure import points
from simulator.scenario import Goal
from simulator.scenario.inputs import benchmarks_without_source
from ui.computing.luck_view import luck_view
from ui.computing.measure_view import MeasureView, measure_view
from ui.computing.views import trials_in_view
from ui.screens import draw, present
from ui.visitors.money_hidden import shown_text
from ui.wording import formats
from ui.wording.evidence_words import EvidenceRow, evidence_rows, most_important_first
from ui.wording.luck_words import luck_words
from ui.wording.measure_words import (
    finding,
    halved_by,
    input_name,
    known_from,
    next_words,
    widest_words,
)
from ui.wording.text import plain, shown

MOST_BARS = 8


def draw_measure(plan: Scenario) -> None:
    """The section: one sentence, the bars, the table; without a goal there is nothing a number could move."""
    if not plan.goals:
        return
    name = st.session_state.get(present.GOAL)
    goal = next((one for one in plan.goals if one.name == name), plan.goals[0])
    view = measure_view(plan, goal, trials_in_view(plan))
    st.subheader("What to measure next", anchor=False)
    words = next_words(view, plan)
    said = " ".join(
        one
        for one in (
            f"{words}.",
            widest_words(view, plan),
            luck_words(luck_view(plan, goal, trials_in_view(plan))),
        )
        if one
    )
    st.markdown(f"For **{_goal(goal)}**, {plain(said)}")
    for one in benchmarks_without_source(plan)[:3]:
        st.markdown(
            f":orange[:material/help: {plain(one.name)} is called a benchmark, but no source is named: "
            "say where it can be looked up, below, or call it a guess.]"
        )
    _bars(view, goal, plan)
    rows = evidence_rows(plan)
    draw.show_table(
        "Every number the plan rests on, and what hangs on it",
        lambda: _table(view, rows),
        key="measure_next",
        note="Points of the odds: how far they would move, up or down, once the number were known exactly "
        "(one standard deviation). Known from 'as if': no count was given, so few cases are assumed.",
    )


def _goal(goal: Goal) -> str:
    return plain(shown_text(goal.name, "this goal"))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _bars(view: MeasureView, goal: Goal, plan: Scenario) -> None:
    moving = sorted((one for one in view.ranked if one.swing), key=lambda one: -one.swing)[:MOST_BARS]
    title = finding(view, shown_text(goal.name, "this goal"), plan)
    if not moving:
        return
    bars = [
        MeasureBar(
            _capital(shown(input_name(one, plan), 60)),
            one.swing * 100,
            f"±{points(one.swing)}",
            one.grade,
            halved_by(one),
        )
        for one in moving
    ]
    said = "; ".join(f"{bar.name} {bar.text} ({bar.grade})" for bar in bars)
    draw.draw(
        title,
        measure_chart,
        measure_frame(bars),
        layout=("measure", len(bars), max(bar.points for bar in bars)),
        alt_text=f"{title}. Bars, the widest first: {said}.",
        key="measure_bars",
    )


def _table(view: MeasureView, rows: list[EvidenceRow]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Input": row.name,
                "Team": row.team or "all",
                "Moves the odds by": f"±{points(one.swing)}" if one.swing else "–",
                "Odds of another word": formats.percent(one.another_word) if one.swing else "–",
                "Known from": known_from(one),
                "Grade": row.grade,
                "Source": row.source or ("no source: a guess" if row.grade == "guess" else "not stated"),
                "Halved by": halved_by(one),
            }
            for row, one in most_important_first(rows, view.ranked)
        ]
    )
