"""The Goals page: what is wanted, how far each goal can go, what goes together, and when a goal is realistic."""

from __future__ import annotations

import math

import streamlit as st

from simulator import Scenario
from simulator.goals.ladder import ladder
from simulator.scenario import Goal
from ui import cache, state
from ui.computing.views import goals_view
from ui.fields import policy
from ui.fields.edits import Document, with_document
from ui.screens import goals_catalogue, goals_ladder, goals_list, goals_together
from ui.visitors import view_mode
from ui.wording import formats, verdicts
from ui.wording.metric_words import metric_words
from ui.wording.text import counted, plain

FIRST_METRIC = "bookings"
"""Of the goal that is proposed where there is none."""


def draw_page() -> None:
    """Everything on the page: the answer, the goals, how far each can go, what goes together, more goals, the bands."""
    plan = state.scenario()
    if not plan.goals:
        _draw_empty()
    else:
        view = goals_view(plan)
        st.header(_answer(plan), anchor=False)
        if view.verdicts[0].history:
            st.markdown(plain(view.verdicts[0].history))
        goals_list.draw_goals(plan)
        goals_ladder.draw_ladder(plan)
        goals_together.draw_together(plan)
    goals_catalogue.draw_catalogue(plan)
    policy.draw(plan)


def _draw_empty() -> None:
    st.header("No goal yet", anchor=False)
    if not view_mode.may_edit():
        return
    st.markdown("Begin with what is realistic as things stand, then change it; or choose another goal below.")
    st.button(
        "Propose a first goal", key="propose_goal", type="primary", icon=":material/flag:", on_click=_propose
    )


def _propose() -> None:
    """The first goal: as much as is still realistic by the end of the plan, rounded down to two figures."""
    plan = state.scenario()
    if plan.goals:
        return
    name = metric_words(FIRST_METRIC).label
    wanted = Goal(name=name, metric=FIRST_METRIC, target=0.0, by=plan.months[-1])
    value = ladder(cache.forecast(plan, cache.affordable(plan, cache.TRIALS)), wanted).rung("target").value
    target = _rounded_down(value or 1.0)

    def change(document: Document) -> None:
        document["goals"] = [{"name": name, "metric": FIRST_METRIC, "target": target, "by": plan.months[-1]}]

    state.commit(with_document(plan, change), "a first goal", refresh=True)


def _rounded_down(value: float) -> float:
    size = 10.0 ** (math.floor(math.log10(value)) - 1)
    return float(f"{math.floor(value / size + 1e-9) * size:.12g}")


def _answer(plan: Scenario) -> str:
    view = goals_view(plan)
    realistic = sum(one.verdict == "realistic" for one in view.verdicts)
    joint = plain(formats.odds(view.joint, view.joint_interval, view.n_trials))
    if len(plan.goals) == 1:
        return f"One goal, {verdicts.headline(view.verdicts[0])}"
    if not any(verdicts.has_word(one) for one in view.verdicts):
        return f"{counted(len(plan.goals), 'goal')}, not enough history for a word; odds of all together: {joint}"
    verb = "is" if realistic == 1 else "are"
    return (
        f"{realistic} of {counted(len(plan.goals), 'goal')} {verb} realistic; odds of all together: {joint}"
    )
