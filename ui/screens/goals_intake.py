"""A goal in one's own words: what was understood, what is still to choose, and the finished sentence with its odds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from simulator import Scenario, Verdict, assess
from simulator.errors import ScenarioError
from simulator.goals.intake import MOST_CHARACTERS, Intake, Question
from simulator.goals.intake_choices import completed
from simulator.goals.intake_reading import read_goal
from simulator.goals.intake_sentence import written
from simulator.goals.intake_words import written_in_percent
from simulator.scenario import Goal
from ui import cache, state
from ui.fields import inputs
from ui.fields.edits import Document, with_document
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.visitors import view_mode
from ui.wording import verdicts
from ui.wording.figures import told_markdown, told_text
from ui.wording.text import plain, shown

_ROUND, _ANSWERS = "intake_round", "intake_answers"
NAMES = {
    "metric": "What",
    "scope": "For",
    "direction": "Direction",
    "by": "By when",
    "window": "Counted",
    "owner": "Owner",
    "target": "Target",
    "baseline": "Starts from",
    "change": "Change",
    "points": "Change",
    "step": "Change",
}


def draw_intake(plan: Scenario) -> None:
    """The text and everything that follows from it. What is typed or chosen stays until the goal is added."""
    if not view_mode.may_edit():
        return
    turn = int(st.session_state.get(_ROUND, 0))
    text = st.text_input(
        "Say a goal in your own words",
        key=f"intake_text{turn}",
        max_chars=MOST_CHARACTERS,
        placeholder="Make more revenue · Churn below 1 % in six months · Bookings +10 % by December",
        icon=":material/chat:",
    )
    if not text.strip():
        return
    found = _read(plan, text)
    with st.container(border=True, key="intake_box", gap="small"):
        _understood(plan, found)
        for question in found.questions:
            _question(plan, turn, question, found)
        for one in found.contradictions:
            st.markdown(f":red[:material/error: {told_markdown(one.words, plan.currency)}]")
        _finish(plan, turn, found)
        inputs.explain("intake_add")


def _read(plan: Scenario, text: str) -> Intake:
    today = dt.date.today()  # noqa: DTZ011 - the visitor's day, not a moment
    answers = _answers()
    kept = {}
    for field, value in answers.items():
        others = {name: one for name, one in answers.items() if name != field}
        base = read_goal(text, plan, others, today)
        if base.question(field) or any(one.field == field for one in base.contradictions):
            kept[field] = value
    n_trials = cache.affordable(plan, cache.TRIALS)
    parts = (text, repr(sorted(kept.items())), today.isoformat())

    def make() -> Intake:
        return completed(cache.forecast(plan, n_trials), read_goal(text, plan, kept, today))

    return cache.summary("intake", plan, n_trials, parts, make)


def _answers() -> dict[str, Any]:
    found: dict[str, Any] = st.session_state.setdefault(_ANSWERS, {})
    return found


def _understood(plan: Scenario, found: Intake) -> None:
    lines = []
    for one in found.understood:
        name = NAMES.get(one.field)
        if name is None:
            continue
        source = f" :gray[from “{plain(one.words)}”]" if one.words else " :gray[taken for granted]"
        if one.field == "baseline" and not one.words:
            source = ""
        lines.append(f"- **{name}:** {told_markdown(one.meaning, plan.currency)}{source}")
    st.markdown("\n".join(lines))
    if found.unused:
        words = ", ".join(f"“{shown(word)}”" for word in found.unused[:8])
        st.caption(f"Nothing was made of {plain(words)}.")


def _question(plan: Scenario, turn: int, question: Question, found: Intake) -> None:
    field = question.field
    label = told_text(question.asked, plan.currency)
    mark = abs(hash((label, tuple(str(one.value) for one in question.choices)))) % 10**8
    key = f"intake_{field}{turn}.{mark}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if question.choices:
            st.selectbox(
                f":material/help: {plain(label)}",
                range(len(question.choices)),
                index=None,
                key=key,
                placeholder="Choose",
                on_change=_choose,
                args=(key, question),
                format_func=lambda place: told_text(question.choices[place].label, plan.currency),
            )
        if question.free and field == "number" and found.fields.get("metric"):
            own = f"{key}.own"
            st.text_input(
                "Or another number" if question.choices else f":material/help: {plain(label)}",
                key=own,
                placeholder="5 M, 22 %, or +10 %",
                on_change=_type,
                args=(own, found.fields["metric"]),
            )
            inputs.explain(own)
    if field == "number" and not question.choices and not found.fields.get("metric"):
        st.caption(f"Then: {plain(label[0].lower() + label[1:])}")


def _choose(key: str, question: Question) -> None:
    place = st.session_state.get(key)
    if place is not None and 0 <= place < len(question.choices):
        _answers()[question.field] = question.choices[place].value


def _type(key: str, name: str) -> None:
    typed = str(st.session_state.get(key, "")).strip()
    if not typed:
        return
    try:
        value = parse_number(typed)
    except NotANumberError as error:
        state.refuse(key, typed, f"Number = {shown(typed)}: {error}.")
        return
    state.accept(key)
    is_change = typed.startswith(("+", "-", "−")) and typed.endswith("%")
    if is_change:
        answer = (("change", round(value / 100, 12)),)
    else:
        answer = (("target", round(value / 100, 12) if written_in_percent(name) else value),)
    _answers()["number"] = answer


def _finish(plan: Scenario, turn: int, found: Intake) -> None:
    goal = _goal(plan, found)
    if isinstance(goal, str):
        st.markdown(f":red[:material/error: {plain(goal)}]")
        goal = None
    if goal is not None:
        sentence = told_markdown(written(goal, plan), plan.currency)
        st.markdown(f"**{sentence}** {verdicts.badge(_judged(plan, goal))}")
        if goal.owner is None:
            st.caption("Still missing: an owner. Add it on the goal's SMART card.")
    with st.container(horizontal=True):
        if goal is not None:
            st.button(
                "Add this goal",
                key="intake_add",
                type="primary",
                icon=":material/add:",
                on_click=_add,
                args=(turn, goal),
            )
        st.button("Start over", key="intake_clear", type="tertiary", on_click=_clear, args=(turn,))


def _goal(plan: Scenario, found: Intake) -> Goal | str | None:
    """The goal; a sentence where the plan refuses it; None while something is open."""
    try:
        goal = found.goal(plan)
        if goal is not None:
            _with_goal(plan, goal)
    except (ScenarioError, ValueError) as error:
        problems = getattr(error, "problems", ())
        return (
            "; ".join(problem.rule for problem in problems) or "These numbers do not make a goal; change one."
        )
    return goal


def _with_goal(plan: Scenario, goal: Goal) -> Scenario:
    added = goal.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    def change(document: Document) -> None:
        document.setdefault("goals", []).append(added)

    return with_document(plan, change)


def _judged(plan: Scenario, goal: Goal) -> Verdict:
    n_trials = cache.affordable(plan, cache.TRIALS)

    def make() -> Verdict:
        return assess(cache.forecast(plan, n_trials), [goal], plan.policy)[0]

    return cache.summary("own goal", plan, n_trials, (goal.model_dump_json(),), make)


def _add(turn: int, goal: Goal) -> None:
    before = len(state.scenario().goals)
    inputs.take("intake_add", goal.name, "New goal", lambda: _with_goal(state.scenario(), goal), refresh=True)
    if len(state.scenario().goals) > before:
        _clear(turn)


def _clear(turn: int) -> None:
    st.session_state[_ROUND] = turn + 1
    st.session_state[_ANSWERS] = {}
