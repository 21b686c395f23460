"""A goal of one's own: any metric there is, with its odds before it is added."""

from __future__ import annotations

from typing import Any

import streamlit as st

from simulator import Scenario, Verdict, assess
from simulator.errors import ScenarioError
from simulator.goals import Baseline, baseline, missing
from simulator.goals.catalogue import rounded
from simulator.scenario import Goal
from simulator.scenario.metric_names import COMPANY_ONLY, METRIC_NAMES, PERCENT_RANGES
from ui import cache, state
from ui.fields import inputs
from ui.fields.edits import Document, with_document
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.screens.goals_fields import DIRECTIONS
from ui.screens.goals_missing import draw_missing
from ui.wording import formats, verdicts
from ui.wording.metric_words import WINDOWS, goal_sentence, metric_words, start_text, value_text
from ui.wording.text import plain, shown

_SIGNS = ("+", "-", formats.MINUS)


def draw(plan: Scenario) -> None:
    """The form, behind a fold unless the plan has no goal yet."""
    key = f"new_goal#{state.epoch()}"
    with st.expander(
        "A goal of your own",
        icon=":material/edit:",
        expanded=not plan.goals or state.refused(key) is not None,
        key=f"add#{state.epoch()}",
    ):
        asked = _fields(plan, key)
        lacking = missing(
            plan,
            asked["metric"],
            "company" if asked["metric"] in COMPANY_ONLY else asked["scope"],
            asked["window"],
            asked["by"],
        )
        draw_missing(lacking)
        st.button(
            "Add goal",
            type="primary",
            icon=":material/add:",
            on_click=_add,
            args=(key, asked),
            key=f"{key}.add",
            disabled=any(one.blocks for one in lacking),
        )
        inputs.explain(key)
        if state.refused(key) is None and not any(one.blocks for one in lacking):
            _glance(plan, asked)


def _fields(plan: Scenario, key: str) -> dict[str, Any]:
    stages = dict.fromkeys(f"stage:{stage.name}" for team in plan.teams for stage in team.stages[:-1])
    with st.grid(4, min_column_width=170, gap="small"):
        name = st.selectbox(
            "Metric",
            [*METRIC_NAMES, *stages],
            key=f"{key}.metric",
            format_func=lambda one: metric_words(one).label,
        )
        better = metric_words(name).direction
        return {
            "metric": name,
            "direction": st.selectbox(
                "Direction",
                list(DIRECTIONS),
                index=list(DIRECTIONS).index(better),
                key=f"{key}.direction.{better}",
                format_func=lambda one: DIRECTIONS[one],
            ),
            "target": st.text_input("Target", key=f"{key}.target", placeholder="5 M, 22 %, or +10 %"),
            "by": st.selectbox(
                "By the end of",
                plan.months,
                index=len(plan.months) - 1,
                key=f"{key}.by",
                format_func=formats.month,
            ),
            "window": st.selectbox(
                "Counted", list(WINDOWS), key=f"{key}.window", format_func=lambda one: WINDOWS[one]
            ),
            "scope": st.selectbox(
                "For",
                ["company", *plan.team_names],
                key=f"{key}.scope",
                format_func=lambda one: "the company" if one == "company" else shown(one),
            ),
            "name": st.text_input("Name", key=f"{key}.name", placeholder="left out: the metric's name"),
        }


def _with_goal(plan: Scenario, asked: dict[str, Any]) -> Scenario:
    """`plan` with what was asked for as its last goal. Raises NotANumberError, ScenarioError."""
    added = _goal(plan, asked)

    def change(document: Document) -> None:
        document.setdefault("goals", []).append(added)

    return with_document(plan, change)


def _goal(plan: Scenario, asked: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, as the document holds it. Raises NotANumberError."""
    name, typed = asked["metric"], asked["target"]
    target = parse_number(typed)
    words = metric_words(name)
    aim: dict[str, Any] = {"target": round(target / (100 if words.unit == "share" else 1), 12)}
    if _is_change(name, typed):
        start = _start(plan, asked)
        if start is None or start.value <= 0:
            raise NotANumberError("is a change, and nothing says what it is counted from; give a number")
        aim = {
            "change": round(target / 100, 12),
            "baseline": rounded(start.value),
            "baseline_source": start.source,
        }
    fields = {one: asked[one] for one in ("metric", "direction", "by", "window", "scope")}
    return {"name": asked["name"].strip() or words.label, **fields, **aim}


def _is_change(name: str, typed: str) -> bool:
    """``+10 %``: a change, where the metric itself is not one and cannot be below zero."""
    text = typed.strip()
    return name not in PERCENT_RANGES and text.startswith(_SIGNS) and text.endswith("%")


def _start(plan: Scenario, asked: dict[str, Any]) -> Baseline | None:
    n_trials = cache.affordable(plan, cache.TRIALS)
    parts = tuple(asked[one] for one in ("metric", "scope", "window", "by"))
    return cache.summary(
        "baseline", plan, n_trials, parts, lambda: baseline(cache.forecast(plan, n_trials), *parts)
    )


def _glance(plan: Scenario, asked: dict[str, Any]) -> None:
    """What the plan starts from, and the odds of what was typed."""
    try:
        if not asked["target"].strip():
            start = _start(plan, asked)
            if start is not None:
                value = value_text(asked["metric"], start.value, plan.currency)
                st.caption(f"It starts from {plain(value)}. {plain(start.sentence)}")
            return
        goal = _with_goal(plan, asked).goals[-1]
        verdict = _judged(plan, goal)
    except NotANumberError:
        return
    except ScenarioError as error:
        st.caption(plain("; ".join(problem.rule for problem in error.problems)))
        return
    start_words = start_text(goal, plan)
    st.markdown(
        f"{goal_sentence(goal, plan)}{f', {start_words}' if start_words else ''} {verdicts.badge(verdict)}"
    )


def _judged(plan: Scenario, goal: Goal) -> Verdict:
    n_trials = cache.affordable(plan, cache.TRIALS)

    def make() -> Verdict:
        return assess(cache.forecast(plan, n_trials), [goal], plan.policy)[0]

    return cache.summary("own goal", plan, n_trials, (goal.model_dump_json(),), make)


def _add(key: str, asked: dict[str, Any]) -> None:
    typed = st.session_state[f"{key}.target"]
    now = {
        **asked,
        **{
            name: st.session_state[f"{key}.{name}"]
            for name in ("metric", "target", "by", "window", "scope", "name")
        },
    }

    inputs.take(key, typed, "New goal", lambda: _with_goal(state.scenario(), now), refresh=True)
