"""The what-if strip: five sliders for the levers that matter most, Keep and Reset."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.scenario import Adjustment, DatedChange, Goal
from ui import state
from ui.computing.advice import mattering
from ui.fields import showing
from ui.fields.inputs import sentences
from ui.wording import formats
from ui.wording.lever_values import LeverValue, lever_value
from ui.wording.text import plain

SLIDERS = 5


def sliders(plan: Scenario, goal: Goal) -> list[LeverValue]:
    """The levers that matter most and can be moved, strongest first; moved ones always stay in sight."""
    moved = [one.lever for one in state.work().moved]
    ranked = [*mattering(plan, goal), *moved]
    values = {name: value for name in ranked if (value := lever_value(plan, name)) is not None}
    first = list(values)[:SLIDERS]
    hidden = [name for name in moved if name in values and name not in first]
    return [values[name] for name in [*first, *hidden]]


def draw_slider(value: LeverValue) -> None:
    """One lever: what the plan holds, and what the slider makes of it."""
    name = f"lever.{value.lever}"

    def tried() -> Adjustment | None:
        """The what-if of this lever."""
        moved = (one for one in state.work().moved if isinstance(one, Adjustment))
        return next((one for one in moved if one.lever == value.lever), None)

    def present() -> int:
        """Where the lever stands now, in steps."""
        return value.steps_of(tried())

    steps, exact = present(), value.exactly(tried())
    before, after = plain(value.words(0)), plain(value.words(exact))
    line = (
        plain(value.label)
        if not exact
        else f"{plain(value.label)} {before} → {after} ({value.relative(exact)})"
    )
    key = showing.key_for(name, (steps, value.words(0)), steps)

    def move(chosen: int) -> object:
        if chosen != present():
            label = f"{value.label} to {value.words(chosen)}"
            try:
                state.move_lever(value.adjustment(chosen), label)
            except ScenarioError as error:
                state.refuse(
                    showing.present_key(name), chosen, sentences(error, value.label, value.words(chosen))
                )
        return present(), value.words(0)

    st.select_slider(
        line,
        options=value.steps,
        value=steps,
        key=key,
        on_change=showing.answered(name, key, move),
        format_func=value.words,
    )
    problem = state.refused(key)
    if problem:
        st.markdown(f":red[{plain(problem.sentence)}]")


def draw_buttons() -> None:
    """Keep and Reset."""
    tried = [one for one in state.work().moved if isinstance(one, DatedChange)]
    if tried:
        st.caption(f"Tried as initiatives: {plain(', '.join(tried_words(one) for one in tried))}.")
    nothing = not state.work().moved
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Keep",
            key="keep",
            type="primary",
            icon=":material/check:",
            on_click=state.keep_what_if,
            disabled=nothing,
            help="The what-if becomes the plan. Undo takes it back.",
        )
        st.button(
            "Reset",
            key="reset",
            icon=":material/replay:",
            on_click=state.reset_what_if,
            disabled=nothing,
            help="All levers back to the plan.",
        )


def tried_words(one: DatedChange) -> str:
    """``Plan: Win rate +10 % from Mar 2027, works with 70 %`` as plain text."""
    people = one.lever == "hires"
    effect = one.effect.mode
    change = f"+{formats.decimal(effect)}" if people else formats.signed(formats.percent(effect), effect)
    odds = f", works with {formats.percent(one.probability)}" if one.probability < 1 else ""
    return f"{one.name} {change} from {formats.month(one.start_month)}{odds}"


def moved_words(plan: Scenario) -> list[str]:
    """``Win rate 22 % → 24 %`` for every lever moved, as plain text."""
    lines = []
    for one in state.work().moved:
        if isinstance(one, DatedChange):
            lines.append(tried_words(one))
            continue
        value = lever_value(plan, one.lever)
        if value is not None:
            lines.append(f"{value.label} {value.words(0)} → {value.words(value.exactly(one))}")
        else:
            lines.append(f"{one.lever} {formats.signed(formats.percent(one.change), one.change)}")
    return lines
