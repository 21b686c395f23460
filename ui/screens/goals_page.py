"""The Goals page: what is wanted, by when, and how sure one must be to call it realistic."""

from __future__ import annotations

from typing import Any

import streamlit as st

from simulator import Scenario
from simulator.scenario import Goal
from simulator.scenario.metric_names import METRIC_NAMES, RECURRING_ONLY
from ui import state
from ui.computing.views import goals_view
from ui.fields import inputs, policy
from ui.fields.edits import Document, with_document
from ui.fields.inputs import choice_field, month_field, number_field, text_field
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.visitors import view_mode
from ui.wording import formats, verdicts
from ui.wording.metric_words import WINDOWS, goal_sentence, metric_words
from ui.wording.text import counted, plain, shown

DIRECTIONS = {"at_least": "at least", "at_most": "at most"}


def draw_page() -> None:
    """Everything on the page."""
    plan = state.scenario()
    view = goals_view(plan)
    st.header(_answer(plan), anchor=False)
    if view.verdicts and view.verdicts[0].history:
        st.markdown(plain(view.verdicts[0].history))
    for number, goal in enumerate(plan.goals):
        _goal(plan, number, goal, f"{verdicts.badge(view.verdict(goal.name))}")
    if view_mode.may_edit():
        _add(plan)
    policy.draw(plan)


def _answer(plan: Scenario) -> str:
    if not plan.goals:
        return "No goal yet: add the first one below"
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


def _goal(plan: Scenario, number: int, goal: Goal, badge: str) -> None:
    at = ("goals", number)
    with st.container(border=True, key=f"goal{number}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(goal.name)}** — {goal_sentence(goal, plan)} {badge}", width="stretch")
            if not view_mode.may_edit():
                return
            st.button(
                "Remove",
                key=f"remove{number}#{state.epoch()}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_remove,
                args=(number,),
            )
        with (
            st.expander("Edit", icon=":material/edit:", key=f"edit{number}#{state.epoch()}"),
            st.grid(4, min_column_width=170, gap="small"),
        ):
            with st.container():
                text_field("Name", (*at, "name"))
            with st.container():
                choice_field(
                    "Metric",
                    (*at, "metric"),
                    metrics_of(plan),
                    words=lambda name: metric_words(name).label,
                    help=plain(metric_words(goal.metric).meaning),
                )
            with st.container():
                choice_field(
                    "Direction", (*at, "direction"), list(DIRECTIONS), words=lambda one: DIRECTIONS[one]
                )
            with st.container():
                _target(number, goal)
            if goal.target is None:
                with st.container():
                    number_field(
                        "Starting from",
                        (*at, "baseline"),
                        help="The number the change is counted from, for instance last year's.",
                    )
            with st.container():
                month_field("By the end of", (*at, "by"), plan.months)
            with st.container():
                choice_field("Counted", (*at, "window"), list(WINDOWS), words=lambda one: WINDOWS[one])
            with st.container():
                choice_field(
                    "For",
                    (*at, "scope"),
                    ["company", *plan.team_names],
                    words=lambda one: "the company" if one == "company" else shown(one),
                )
            with st.container():
                st.button(
                    "Give as a change" if goal.target is not None else "Give as a number",
                    key=f"form{number}#{state.epoch()}",
                    icon=":material/swap_horiz:",
                    on_click=_other_form,
                    args=(number,),
                    help="A target is either a number, or a change against a stated starting point.",
                )


def _target(number: int, goal: Goal) -> None:
    if goal.target is None:
        number_field("Change in %", ("goals", number, "change"), scale=100)
        return
    scale, label = (100, "Target in %") if metric_words(goal.metric).unit == "share" else (1, "Target")
    number_field(label, ("goals", number, "target"), scale=scale, help="Digits, or short: 5 M, 250 k.")


def metrics_of(plan: Scenario) -> list[str]:
    """The metrics `plan` can be asked for."""
    stages = dict.fromkeys(f"stage:{stage.name}" for team in plan.teams for stage in team.stages[:-1])
    quota = any(team.annual_quota_per_rep for team in plan.teams)
    people = any(team.reps or team.headcount or team.hires for team in plan.teams)
    left_out = set() if plan.recurring else set(RECURRING_ONLY)
    if not quota:
        left_out.add("quota_attainment")
    if not people:
        left_out |= {"rep_turnover", "activities_per_rep_per_day"}
    return [*(name for name in METRIC_NAMES if name not in left_out), *stages]


def _remove(number: int) -> None:
    plan = state.scenario()

    def change(document: Document) -> None:
        document["goals"].pop(number)

    state.commit(with_document(plan, change), f"remove {shown(plan.goals[number].name)}", refresh=True)


def _other_form(number: int) -> None:
    plan = state.scenario()
    goal = plan.goals[number]

    def change(document: Document) -> None:
        one = document["goals"][number]
        if goal.target is None:
            one.pop("change"), one.pop("baseline")
            one["target"] = round(goal.threshold, 9)
        else:
            one.pop("target")
            one["baseline"], one["change"] = goal.threshold or 1.0, 0.0

    state.commit(with_document(plan, change), "how the target is given", refresh=True)


def _add(plan: Scenario) -> None:
    key = f"new_goal#{state.epoch()}"

    def add() -> None:
        get: dict[str, Any] = {
            name: st.session_state[f"{key}.{name}"]
            for name in ("name", "metric", "direction", "target", "by", "window", "scope")
        }
        words = metric_words(get["metric"])
        name = get["name"].strip() or words.label

        def make() -> Scenario:
            target = parse_number(get["target"]) / (100 if words.unit == "share" else 1)

            def change(document: Document) -> None:
                goal = {
                    "name": name,
                    "metric": get["metric"],
                    "direction": get["direction"],
                    "target": round(target, 12),
                    "by": get["by"],
                    "window": get["window"],
                    "scope": get["scope"],
                }
                document.setdefault("goals", []).append(goal)

            return with_document(plan, change)

        try:
            inputs.take(key, get["target"], "New goal", make, refresh=True)
        except NotANumberError as error:  # pragma: no cover - take handles it
            state.refuse(key, get["target"], str(error))

    with st.expander(
        "Add a goal",
        icon=":material/add:",
        expanded=not plan.goals or state.refused(key) is not None,
        key=f"add#{state.epoch()}",
    ):
        with st.grid(4, min_column_width=170, gap="small"):
            st.selectbox(
                "Metric",
                metrics_of(plan),
                key=f"{key}.metric",
                format_func=lambda name: metric_words(name).label,
            )
            st.selectbox(
                "Direction", list(DIRECTIONS), key=f"{key}.direction", format_func=lambda one: DIRECTIONS[one]
            )
            st.text_input("Target", key=f"{key}.target", placeholder="5 M, 250 k, 22 %")
            st.selectbox(
                "By the end of",
                plan.months,
                index=len(plan.months) - 1,
                key=f"{key}.by",
                format_func=formats.month,
            )
            st.selectbox("Counted", list(WINDOWS), key=f"{key}.window", format_func=lambda one: WINDOWS[one])
            st.selectbox(
                "For",
                ["company", *plan.team_names],
                key=f"{key}.scope",
                format_func=lambda one: "the company" if one == "company" else shown(one),
            )
            st.text_input("Name", key=f"{key}.name", placeholder="left out: the metric's name")
        st.button("Add goal", type="primary", icon=":material/add:", on_click=add, key=f"{key}.add")
        inputs.explain(key)
