"""A lever or two swept: the odds along their values, drawn over the three bands, and one value tried as the what-if."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.decide.sweep import Sweep
from simulator.decide.sweep_axes import LINE_POINTS, MAP_POINTS, Axis, axis
from simulator.decide.sweep_words import nearest_realistic
from simulator.scenario import Adjustment, Goal, scenario_levers
from simulator.scenario.lever_values import lever_amount
from ui import state
from ui.computing.advice import mattering
from ui.computing.sweep_view import sweep_view
from ui.fields import showing
from ui.screens import compare_sweep_charts, goal_choice
from ui.visitors import view_mode
from ui.visitors.view_mode import Deed
from ui.wording import verdicts
from ui.wording.metric_words import lever_label
from ui.wording.text import plain, shown

NONE = ""
_CHOSEN = "sweep_chosen"


def draw(plan: Scenario) -> None:
    """The choice of levers and their range, the picture, the table, and the value to try."""
    if not plan.goals:
        goal_choice.draw_none()
        return
    goal = goal_choice.chosen(plan)
    axes = _axes(plan, goal)
    if not axes:
        return
    try:
        found = sweep_view(plan, goal, axes)
    except ScenarioError as error:
        st.error(plain(error), icon=":material/error:")
        return
    compare_sweep_charts.draw(found, plan)
    if view_mode.may(Deed.WHAT_IF):
        _draw_trying(found, plan)
    compare_sweep_charts.draw_table(found, plan)
    st.caption(
        f"{plain(shown(goal.name))} · {verdicts.bands(plan.policy)} · {found.n_trials:,} futures at each value, all "
        "with the same luck; levers move for certain, from the month their terms allow, on top of what the plan keeps."
    )


def _levers(plan: Scenario) -> dict[str, str]:
    """What can be swept: a relative change moves nothing that stands at 0."""
    return {
        one.name: lever_label(one.name, plan)
        for one in scenario_levers(plan)
        if one.absolute or lever_amount(plan, one.name) > 0
    }


def _axes(plan: Scenario, goal: Goal) -> list[Axis]:
    """The levers and ranges chosen; what cannot be moved is said in a sentence."""
    levers = _levers(plan)
    if not levers:
        st.markdown("**This plan has no lever that can be moved.**")
        return []
    remembered: tuple[str, str] = st.session_state.get(_CHOSEN, (NONE, NONE))
    first = remembered[0] if remembered[0] in levers else _strongest(plan, goal, levers)
    second = remembered[1] if remembered[1] in levers and remembered[1] != first else NONE
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        _draw_lever(
            "sweep_lever", "Lever", levers, first, lambda name: (name, second if second != name else NONE)
        )
        others = {NONE: "None: a line", **{name: text for name, text in levers.items() if name != first}}
        _draw_lever("sweep_other", "Against", others, second, lambda name: (first, name))
    points = MAP_POINTS if second else LINE_POINTS
    found = []
    with st.container(horizontal=True, gap="medium"):
        for place, name in enumerate([first, second] if second else [first]):
            try:
                usual = axis(plan, name, points=points)
                found.append(_draw_range(plan, place, usual, levers[name], points))
            except ScenarioError as error:
                st.error(plain(error), icon=":material/error:")
                return []
    return found


def _strongest(plan: Scenario, goal: Goal, levers: dict[str, str]) -> str:
    ranked = [name for name in mattering(plan, goal) if name in levers]
    return next((name for name in ranked if name != "hires"), next(iter(ranked or levers)))


def _draw_lever(
    name: str, label: str, offered: dict[str, str], here: str, chosen: Callable[[str], tuple[str, str]]
) -> None:
    keys = list(offered)
    key = showing.key_for(name, (tuple(keys), here), here)

    def choose(one: str) -> object:
        st.session_state[_CHOSEN] = chosen(one)
        return tuple(keys), one

    st.selectbox(
        label,
        keys,
        index=keys.index(here),
        key=key,
        on_change=showing.answered(name, key, choose),
        format_func=lambda one: offered.get(one, one),
        width=300,
    )


def _draw_range(plan: Scenario, place: int, usual: Axis, label: str, points: int) -> Axis:
    """The range of one lever, within what it may be moved by; in per cent, or people."""
    whole = usual.terms.lever.absolute
    unit = 1 if whole else 100
    least, most = (round(unit * one) for one in (min(usual.terms.least, 0.0), max(usual.terms.most, 0.0)))
    held = st.session_state.get(f"sweep_range_{usual.lever}")
    start = (round(unit * usual.changes[0]), round(unit * usual.changes[-1]))
    here = (
        held if held is not None and least <= held[0] <= 0 <= held[1] <= most and held[0] < held[1] else start
    )
    if most - least < 2:
        return usual
    name = f"sweep_range{place}"
    key = showing.key_for(name, (usual.lever, least, most, here), here)

    def choose(ends: tuple[int, int]) -> object:
        low, high = min(ends[0], 0), max(ends[1], 0)
        kept = (low, high) if low < high else start
        st.session_state[f"sweep_range_{usual.lever}"] = kept
        return usual.lever, least, most, (kept if kept == tuple(ends) else None)

    st.slider(
        f"{plain(label)}, {'people' if whole else 'moved by, %'}",
        least,
        most,
        here,
        key=key,
        on_change=showing.answered(name, key, choose),
        width=300,
    )
    if here == start:
        return usual
    return axis(plan, usual.lever, least=here[0] / unit, most=here[1] / unit, points=points)


def _draw_trying(found: Sweep, plan: Scenario) -> None:
    """One value of each lever, with its odds, and the button that makes it the what-if."""
    places = []
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for number, one in enumerate(found.axes):
            start = nearest_realistic(found).places[number]
            held = st.session_state.get(f"sweep_try_{one.lever}")
            place = one.changes.index(held) if held in one.changes else start
            places.append(place)
            _draw_value(found, plan, number, place)
        cell = found.at(*places)
        st.button(
            "Make it the what-if",
            key="sweep_take",
            icon=":material/tune:",
            on_click=_take,
            args=(
                tuple(
                    one.terms.adjustment(one.changes[at]) for one, at in zip(found.axes, places, strict=True)
                ),
            ),
            disabled=cell.places == found.own.places,
            help="The sliders on Target stand there then; Undo takes it back.",
        )
    st.markdown(f"There: {verdicts.badge(cell.verdict)}")


def _draw_value(found: Sweep, plan: Scenario, number: int, here: int) -> None:
    one = found.axes[number]
    name = f"sweep_try{number}"
    texts = compare_sweep_charts.value_names(one, plan)
    key = showing.key_for(name, (one.lever, one.changes, here), here)

    def choose(place: int) -> object:
        st.session_state[f"sweep_try_{one.lever}"] = one.changes[place]
        return one.lever, one.changes, place

    st.selectbox(
        f"Try {plain(lever_label(one.lever, plan))} at",
        list(range(len(one.changes))),
        index=here,
        key=key,
        on_change=showing.answered(name, key, choose),
        format_func=lambda place: texts[place],
        width=300,
    )


def _take(moved: tuple[Adjustment, ...]) -> None:
    """The levers become the what-if, in the place of what was moved of the same ones."""
    levers = {one.lever for one in moved}
    others = tuple(
        one for one in state.work().moved if not isinstance(one, Adjustment) or one.lever not in levers
    )
    label = " and ".join(f"{one.lever} {one.change:+g}" for one in moved)
    state.step(replace(state.work(), moved=(*others, *(one for one in moved if one.change)), label=label))
