"""A goal in layers: quarters and months, teams and managers, each with its own word, and what was set by hand."""

from __future__ import annotations

from functools import partial

import streamlit as st

from charts.layer_shares import hand_finding, shares_chart, shares_finding, shares_frame
from simulator import Scenario
from simulator.goals.told import Figure, said
from simulator.quotas.layers import Layers
from simulator.quotas.layers_words import (
    expects_nothing,
    hand_words,
    months_words,
    plain_name,
    plain_words,
    remainder_words,
    small_difference,
    whole_words,
)
from simulator.scenario import Goal
from ui import state
from ui.computing.layers_view import LayersView, layers_view
from ui.fields import showing
from ui.screens import draw as drawing
from ui.screens import quotas_layers_capacity, quotas_layers_hands, quotas_layers_tables
from ui.visitors import view_mode
from ui.wording import formats, verdicts
from ui.wording.metric_words import goal_sentence, value_text
from ui.wording.text import counted, plain, shown

_GOAL = "layers_goal_name"
MOST_HANDS = 4
"""Sentences about what was set by hand."""


def draw(plan: Scenario) -> None:
    """The layers of one goal; the leader chooses which."""
    if not plan.goals:
        st.markdown("**No goal yet.** A goal is split here into quarters and months, teams and people.")
        st.page_link("../pages/goals.py", label="Set a goal", icon=":material/flag:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        goal = _goal_choice(plan)
        quotas_layers_hands.draw_year(plan)
    view = layers_view(plan, goal)
    found = view.found
    st.markdown(f"**{_answer(plan, found)}**")
    for text in whole_words(found):
        st.markdown(plain(text))
    for told in remainder_words(plan, found):
        st.warning(plain(said(told, partial(write, plan, found))), icon=":material/calculate:")
    if found.adds_over_time and len(found.months) > 1 and found.amount > 0 and not expects_nothing(found):
        _chart(plan, view)
    for sentence in (plain_words(plan, found), *hand_words(plan, found)[:MOST_HANDS], months_words(found)):
        if sentence is not None:
            st.markdown(plain(said(sentence, partial(write, plan, found))))
    quotas_layers_tables.draw_periods(plan, found)
    _uneven_months()
    quotas_layers_tables.draw_people(plan, view)
    if view_mode.may_edit():
        quotas_layers_hands.draw_editor(plan, found)
    else:
        quotas_layers_hands.draw_held(plan, found)
    quotas_layers_tables.draw_milestones(plan, view)
    quotas_layers_capacity.draw(plan, view)


def _uneven_months() -> None:
    """Where history shows that months of a quarter differ, which the plan's one win rate does not: trust quarters."""
    evidence = state.work().evidence
    pattern = evidence.series.quarter if evidence is not None and evidence.series is not None else None
    if pattern is not None:
        st.caption(f":material/info: {plain(pattern.sentence)} Judge by quarters here.")


def _goal_choice(plan: Scenario) -> Goal:
    wanted = st.session_state.get(_GOAL)
    if wanted is None and plan.quotas is not None:
        wanted = plan.quotas.goal
    goal = next((one for one in plan.goals if one.name == wanted), plan.goals[0])
    names = [one.name for one in plan.goals]
    if len(names) < 2:
        return goal
    key = showing.key_for("layers_goal", (names, goal.name), goal.name)

    def choose(name: str | None) -> object:
        st.session_state[_GOAL] = name or goal.name
        return names, name

    st.selectbox(
        "Goal",
        names,
        index=names.index(goal.name),
        key=key,
        on_change=showing.answered("layers_goal", key, choose),
        format_func=shown,
        width=420,
    )
    return goal


def _answer(plan: Scenario, found: Layers) -> str:
    parts = counted(len(found.months), "month")
    if found.teams and found.goal.scope == "company":
        parts += f" and {counted(len(found.teams), 'team')}"
    return f"{goal_sentence(found.goal, plan)} in {parts}: {verdicts.badge(found.verdict)}"


def write(plan: Scenario, found: Layers, figure: Figure) -> str:
    """A figure of a sentence as this visitor may see it."""
    match figure.unit:
        case "odds":
            return formats.odds(figure.value)
        case "share":
            return formats.percent(figure.value, 1 if figure.value < 0.1 else 0)
        case _:
            return value_text(found.goal.metric, figure.value, plan.currency, whole=found.amount)


def _finding(found: Layers, shares: list[float], names: list[str]) -> str:
    own = [one.by_itself.target / found.amount if one.by_itself is not None else 0.0 for one in found.months]
    by_hand = [t for t, one in enumerate(found.months) if one.way == "hand"]
    if not by_hand:
        return shares_finding(shares, names, plain_name(len(names)), small_difference(found))
    widest = max(by_hand, key=lambda t: abs(shares[t] - own[t]))
    return hand_finding(names, widest, shares[widest], own[widest])


def _chart(plan: Scenario, view: LayersView) -> None:
    found = view.found
    months = found.months
    names = [formats.month(plan.months[one.period.first]) for one in months]
    shares = [one.share or 0.0 for one in months]
    name = plain_name(len(months))
    plain_share = 1 / len(months)
    tips = [
        (
            called,
            value_text(found.goal.metric, one.target, plan.currency, whole=found.amount),
            verdicts.odds_text(one.to_date) if one.to_date is not None else "",
        )
        for called, one in zip(names, months, strict=True)
    ]
    frame = shares_frame(
        shares,
        [one.way == "hand" for one in months],
        plain_share,
        f"{name} {formats.percent(plain_share, 1)}",
        tips,
    )
    title = _finding(found, shares, names)
    axis_months = tuple(plan.months[one.period.first] for one in months)
    drawing.draw(
        title,
        lambda data, palette: shares_chart(data, palette, months=axis_months),
        frame,
        layout=("layer_shares", axis_months),
        alt_text=f"{title}. One column for each month: its share of the goal; the line is the {name}.",
        key="layer_shares",
    )
