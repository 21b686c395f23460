"""The what-if strip: five sliders for the levers that matter most, Keep and Reset."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.scenario import Goal
from ui import cache, state
from ui.fields import showing
from ui.fields.inputs import sentences
from ui.wording import formats
from ui.wording.lever_values import LeverValue, lever_value
from ui.wording.text import plain

SLIDERS = 5
LEAST_ODDS, LEAST_SHARE = 0.01, 0.002
"""A lever matters if a tenth of it moves the odds, or the median as a share of the target, by more than this."""


def mattering(plan: Scenario, goal: Goal) -> list[str]:
    """The levers that move the goal's odds, or where these are 0 or 1 its median, strongest first."""
    least = LEAST_SHARE * abs(goal.threshold)
    return [
        effect.lever.name
        for effect in cache.ranking(plan, goal)
        if effect.reach > LEAST_ODDS or abs(effect.median_change) > least
    ]


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

    def present() -> int:
        """Where the lever stands now, in steps."""
        return value.steps_of(next((one for one in state.work().moved if one.lever == value.lever), None))

    steps = present()
    before, after = plain(value.words(0)), plain(value.words(steps))
    line = (
        plain(value.label)
        if not steps
        else f"{plain(value.label)} {before} → {after} ({value.relative(steps)})"
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


def moved_words(plan: Scenario) -> list[str]:
    """``Win rate 22 % → 24 %`` for every lever moved, as plain text."""
    lines = []
    for one in state.work().moved:
        value = lever_value(plan, one.lever)
        if value is not None:
            steps = value.steps_of(one)
            lines.append(f"{value.label} {value.words(0)} → {value.words(steps)}")
        else:
            lines.append(f"{one.lever} {formats.signed(formats.percent(one.change), one.change)}")
    return lines
