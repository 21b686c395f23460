"""Stress: what may go wrong, one click each and together, with the verdict beside each."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.decide.last_date_words import points_text
from simulator.decide.stress import Outcome, StressTest
from simulator.decide.stresses import LIKELY, STRESSES, Size, as_risks, stressed
from simulator.goals.told import Told
from simulator.scenario import Goal
from ui import state
from ui.computing.stress_view import Sizes, stress_view
from ui.fields import showing
from ui.fields.typed_numbers import NotANumberError, parse_number
from ui.screens import draw as drawing
from ui.visitors import money_hidden, view_mode
from ui.wording import figures, formats, verdicts
from ui.wording.metric_words import difference_text
from ui.wording.text import plain

_CHOSEN, _SIZES = "stress_chosen", "stress_sizes"


def draw(plan: Scenario, goal: Goal) -> None:
    """The verdict with all that is switched on, then every stress with its own."""
    chosen, sizes = _chosen(), _sizes()
    top = st.container()
    found = stress_view(plan, goal, chosen, sizes)
    with top:
        _draw_together(found)
    for one in found.alone:
        _draw_one(plan, goal, one, chosen, sizes)
    _table(plan, found)


def _chosen() -> tuple[str, ...]:
    held = st.session_state.get(_CHOSEN, frozenset())
    return tuple(name for name in STRESSES if name in held)


def _sizes() -> dict[str, dict[str, float]]:
    held: dict[str, dict[str, float]] = st.session_state.get(_SIZES, {})
    return held


def _draw_together(found: StressTest) -> None:
    planned = f"As planned {verdicts.badge(found.planned)}"
    both = found.together
    if both is None:
        st.markdown(f"**Switch on what may go wrong.** {planned}")
        return
    st.markdown(f"{planned} → **{plain(both.label)}** {verdicts.badge(both.verdict)}")
    if both.reason is not None:
        st.markdown(plain(both.reason))
        return
    words = f"{_signed_points(both.change)} of the odds, ±{points_text(2 * both.standard_error)}."
    if found.interaction or found.interaction_error:
        surplus = f"{_signed_points(found.interaction)}, ±{points_text(2 * found.interaction_error)}"
        words += f" Each alone does not add up to that: {surplus} is what they do to each other."
    st.markdown(plain(words))


def _signed_points(change: float) -> str:
    text = points_text(abs(change))
    return text if not change else f"{'+' if change > 0 else formats.MINUS}{text}"


def _draw_one(plan: Scenario, goal: Goal, one: Outcome, chosen: tuple[str, ...], sizes: Sizes) -> None:
    with st.container(border=True):
        left, middle, right, last = st.columns([10, 13, 16, 6], vertical_alignment="center", gap="small")
        with left:
            _switch(one, chosen)
        with middle:
            if one.reason is None:
                st.markdown(
                    f"{verdicts.badge(one.verdict)} {plain(_signed_points(one.change)).replace(' ', formats.NBSP)}"
                )
            else:
                st.markdown(":gray-badge[does not apply]")
        with right:
            st.caption(figures.told_markdown(_told(one), plan.currency))
        with last:
            if one.reason is None and view_mode.may_edit():
                _terms(plan, goal, one, sizes)


def _told(one: Outcome) -> Told:
    """The sentence, without an amount somebody typed into a name and this visitor may not see."""
    return tuple(
        money_hidden.shown_text(piece) if isinstance(piece, str) and piece.strip() else piece
        for piece in one.words
    )


def _switch(one: Outcome, chosen: tuple[str, ...]) -> None:
    is_on = one.name in chosen
    name = f"stress_on.{one.name}"
    key = showing.key_for(name, is_on, is_on)

    def take(wanted: bool) -> object:
        held = set(_chosen())
        (held.add if wanted else held.discard)(one.name)
        st.session_state[_CHOSEN] = frozenset(held)
        return wanted

    st.toggle(
        one.label,
        value=is_on,
        key=key,
        on_change=showing.answered(name, key, take),
        disabled=one.reason is not None and not is_on,
    )


def _terms(plan: Scenario, goal: Goal, one: Outcome, sizes: Sizes) -> None:
    """How hard it hits, for whoever may move something; as a risk where a risk can say it."""
    box = st.popover("Size", icon=":material/tune:", key=f"stress_size.{one.name}", on_change="rerun")
    if not box.open:
        return
    with box:
        for size in STRESSES[one.name].sizes:
            _size_field(one, size)
        if one.name in sizes:
            st.button("As assumed", key=f"stress_reset.{one.name}", on_click=partial(_reset, one.name))
        if as_risks(plan, one.name, one.sizes):
            st.button(
                "Add to the plan's risks",
                key=f"stress_risk.{one.name}",
                icon=":material/add:",
                on_click=partial(_add_risk, one.name, dict(one.sizes)),
                help=f"With odds of {formats.percent(LIKELY)}, a guess; change it on Growth. A stress that moves two "
                "levers becomes two risks, each with odds of its own.",
            )
        st.button(
            "Set beside the plan on Compare",
            key=f"stress_compare.{one.name}",
            icon=":material/compare_arrows:",
            on_click=partial(_compare, goal.scope, one.name, dict(one.sizes)),
        )


def _size_field(one: Outcome, size: Size) -> None:
    scale = 100 if size.unit == "share" else 1
    label = f"{size.label}, %" if size.unit == "share" else size.label
    value = one.sizes[size.name]
    text = formats.decimal(value * scale, 2)
    name = f"stress_size.{one.name}.{size.name}"
    key = showing.key_for(name, value, text)

    def take(typed: str) -> object:
        try:
            wanted = round(parse_number(typed) / scale, 9)
            sized = STRESSES[one.name].sized({**one.sizes, size.name: wanted})
        except (ScenarioError, NotANumberError):
            low, high = (formats.decimal(edge * scale, 0) for edge in (size.least, size.most))
            number = "a number" if size.unit == "share" else "a whole number"
            st.toast(f"{label} = {plain(typed)}: must be {number} from {low} to {high}; it stays {text}.")
            return object()
        held = dict(_sizes())
        held[one.name] = sized
        st.session_state[_SIZES] = held
        return wanted

    st.text_input(label, value=text, key=key, on_change=showing.answered(name, key, take))


def _reset(name: str) -> None:
    held = dict(_sizes())
    held.pop(name, None)
    st.session_state[_SIZES] = held


def _add_risk(name: str, sizes: dict[str, float]) -> None:
    plan = state.scenario()
    added = as_risks(plan, name, sizes)
    try:
        new = plan.changed(risks=(*plan.risks, *added))
    except ScenarioError as error:
        st.toast(plain(error))
        return
    state.commit(new, f"{STRESSES[name].label.lower()} as a risk")
    st.toast(f"Added to the risks on Growth with odds of {formats.percent(LIKELY)}. Undo takes it back.")


def _compare(scope: str, name: str, sizes: dict[str, float]) -> None:
    from ui.screens import compare_picks

    plan = state.scenario()
    compare_picks.put_aside(STRESSES[name].label, stressed(plan, [name], {name: sizes}, scope))
    st.toast("It stands beside the plan on Compare.")


def _table(plan: Scenario, found: StressTest) -> None:
    rows = [
        _row(plan, found, one)
        for one in (*found.alone, *([found.together] if found.together is not None else []))
    ]
    drawing.show_table("As a table", lambda: pd.DataFrame(rows), key="stress")
    st.caption(
        f"{found.n_trials:,} futures, the same under every stress; ± is two standard errors. "
        "The sizes are assumptions: change them to what you know."
    )


def _row(plan: Scenario, found: StressTest, one: Outcome) -> dict[str, str]:
    goal, change = found.goal, one.median_change
    median = ""
    if change is not None and one.reason is None:
        median = difference_text(goal.metric, change, plan.currency, goal.threshold)
    return {
        "Stress": one.label,
        "Word": "does not apply" if one.reason is not None else verdicts.LOOKS[one.verdict.verdict].word,
        "Odds": "" if one.reason is not None else verdicts.odds_text(one.verdict),
        "Change": "" if one.reason is not None else _signed_points(one.change),
        "±": "" if one.reason is not None else points_text(2 * one.standard_error),
        "Median": median,
    }
