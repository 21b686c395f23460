"""The SMART card under a goal: five letters at a glance, the sentences and the fields that are missing on opening."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from simulator import Scenario
from simulator.goals.smart import MEANINGS, SmartCard, smart_card
from simulator.goals.smart_letters import Letter, State
from simulator.scenario import Goal
from ui import cache, state
from ui.fields import inputs, showing
from ui.fields.edits import with_value
from ui.fields.inputs import number_field
from ui.visitors import view_mode
from ui.wording.figures import writer
from ui.wording.metric_words import metric_words
from ui.wording.text import plain, shown

LOOKS: dict[State, tuple[str, str, str]] = {
    "ok": ("gray", ":material/check:", "holds"),
    "warn": ("violet", ":material/priority_high:", "look at it"),
    "missing": ("blue", ":material/edit_note:", "something is missing"),
    "unknown": ("gray", ":material/question_mark:", "not known"),
    "fails": ("violet", ":material/close:", "does not hold"),
}
"""Colour, icon and words of a letter's state."""
VERDICT_COLOURS: dict[State, str] = {"ok": "green", "warn": "orange", "fails": "red"}
"""Of the letter A alone, whose state is the verdict: these colours mean its three words everywhere."""
NOBODY = ""
"""In the list of goals to serve: none."""


def draw_card(plan: Scenario, number: int, goal: Goal) -> None:
    """Five letters in one line; opened, what each found, what to do, and fields for what the goal does not say yet."""
    card = _card(plan, goal)
    letters = " ".join(_letter(one) for one in card.letters)
    st.markdown(f"**SMART** {letters} {_summary(card)}")
    # A label that changed with the letters would close what somebody is filling in.
    box = st.expander(
        "Why, and what to do", key=f"smart{number}", on_change="rerun", icon=":material/checklist:"
    )
    if not box.open:
        return
    with box:
        for one in card.letters:
            _row(plan, number, goal, one)


def _card(plan: Scenario, goal: Goal) -> SmartCard:
    n_trials = cache.affordable(plan, cache.TRIALS)
    today = dt.date.today()  # noqa: DTZ011 - the visitor's day, not a moment

    def make() -> SmartCard:
        return smart_card(cache.forecast(plan, n_trials), goal, today)

    return cache.summary("smart", plan, n_trials, (goal.name, today.isoformat()), make)


def _letter(one: Letter) -> str:
    colour, icon, _ = LOOKS[one.state]
    if one.letter == "A":
        colour = VERDICT_COLOURS.get(one.state, colour)
    return f":{colour}-badge[{icon} **{one.letter}**]"


def _summary(card: SmartCard) -> str:
    fine = sum(one.state == "ok" for one in card.letters)
    if fine == len(card.letters):
        return "all five hold"
    open_letters = [MEANINGS[one.letter].lower() for one in card.letters if one.state != "ok"]
    return f"{fine} of 5 hold; open: {', '.join(open_letters)}"


def _row(plan: Scenario, number: int, goal: Goal, one: Letter) -> None:
    write = writer(plan.currency)
    fields = _FIELDS.get(one.letter)
    with st.container(border=True, key=f"smart_row{number}{one.letter}", gap="small"):
        st.markdown(
            f"{_letter(one)} **{MEANINGS[one.letter]}** · {LOOKS[one.state][2]}  \n{plain(one.said(write))}"
        )
        advice = one.advised(write)
        if advice and one.state != "ok":
            st.caption(f":material/arrow_forward: {plain(advice)}")
        if fields is not None:
            with st.grid(3, min_column_width=200, gap="small"):
                for draw_field in fields:
                    with st.container():
                        draw_field(plan, number, goal)


def _owner(_plan: Scenario, number: int, _goal: Goal) -> None:
    _text("Owner", number, "owner", "One person who answers for it.")


def _baseline(_plan: Scenario, number: int, goal: Goal) -> None:
    if goal.target is None:
        return  # a change has its start among the goal's own fields
    scale = 100 if metric_words(goal.metric).unit == "share" else 1
    number_field(
        "Baseline in %" if scale == 100 else "Baseline",
        ("goals", number, "baseline"),
        scale=scale,
        optional="computed",
        help="Where it stands now. Left empty, it is computed from the plan.",
    )


def _baseline_source(_plan: Scenario, number: int, _goal: Goal) -> None:
    _text("Baseline read in", number, "baseline_source", "For instance: accounts of 2026.")


def _source_of_truth(_plan: Scenario, number: int, _goal: Goal) -> None:
    _text(
        "Actual is read in",
        number,
        "source_of_truth",
        "The system or report that decides whether it was reached.",
    )


def _text(label: str, number: int, name: str, help_text: str) -> None:
    path = ("goals", number, name)
    inputs.text_field(
        label,
        path,
        help=help_text,
        change=lambda plan, typed: with_value(plan, path, str(typed).strip() or None),
    )


def _serves(plan: Scenario, number: int, goal: Goal) -> None:
    label, path = "Serves the goal", ("goals", number, "serves")
    value = goal.serves or NOBODY
    if not view_mode.may_edit():
        inputs.held(label, shown(value) or "none")
        return
    options = [NOBODY, *(one.name for one in plan.goals if one.name != goal.name)]
    name = inputs.name_of(path)
    key = showing.key_for(name, (value, options), value)

    def take_chosen(chosen: str | None) -> object:
        inputs.take(
            showing.present_key(name),
            chosen,
            label,
            lambda: with_value(state.scenario(), path, chosen or None),
            refresh=True,
        )
        now = state.scenario().goals[number].serves or NOBODY
        return now, options

    st.selectbox(
        label,
        options,
        index=options.index(value) if value in options else 0,
        key=key,
        on_change=showing.answered(name, key, take_chosen),
        format_func=lambda one: shown(one) or "none",
    )
    inputs.explain(key)


_FIELDS = {"S": (_owner,), "M": (_baseline, _baseline_source, _source_of_truth), "R": (_serves,)}
