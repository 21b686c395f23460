"""The sentence under a verdict: what would make the goal realistic, or what it can bear to lose."""

from __future__ import annotations

import contextlib

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from simulator import Scenario, Verdict
from simulator.scenario import Goal, scenario_digest
from ui import dialogs
from ui.computing.advice import known_turning, sentence, turning
from ui.computing.budget import PlanTooLargeError
from ui.computing.seek_view import sought_trials
from ui.computing.views import goals_view, trials_in_view
from ui.wording import verdicts
from ui.wording.text import plain

SOON_SECONDS = 0.3
"""After the page stands, the sentence is looked for."""
_TRIED = "turning_tried"
"""In the session: plan and goal whose sentence was looked for last, so that no page asks for it without end."""


def draw_sentences(plan: Scenario, goal: Goal) -> None:
    """The sentence, computed here and now; none for a plan too large to search, or without a word."""
    with contextlib.suppress(PlanTooLargeError):
        turning(plan, goal)
        _write(plan, goal, grey=False)


def draw_last(slot: DeltaGenerator, plan: Scenario, goal: Goal, *, moved: bool) -> None:
    """The sentence in the place kept for it: at once where it is known, else once the page stands.

    moved: a lever is moved just now: the plan's own sentence stays, in grey, where it is known already, and nothing is
    computed.
    """
    if not sought_trials(plan) or not verdicts.has_word(_verdict(plan, goal)):
        return
    if known_turning(plan, goal):
        with slot:
            _write(plan, goal, grey=moved)
    elif not moved and st.session_state.get(_TRIED) != _asked(plan, goal):
        with slot.container():
            _later(plan, goal)


def _later(plan: Scenario, goal: Goal) -> None:
    begun: list[bool] = []

    @st.fragment(run_every=SOON_SECONDS)
    def find() -> None:
        """The first time with the page, which must not wait; the second time by itself."""
        if begun and known_turning(
            plan, goal
        ):  # found while a dialog stands, which a run of the page would close
            _write(plan, goal, grey=False)
        else:
            st.markdown(":gray[:material/hourglass_top: Looking for what would turn it…]")
        if not begun:
            begun.append(True)
            return
        with contextlib.suppress(PlanTooLargeError):
            turning(plan, goal)
        st.session_state[_TRIED] = _asked(plan, goal)
        if not dialogs.is_open():
            st.rerun()

    find()


def _asked(plan: Scenario, goal: Goal) -> tuple[str, str]:
    return scenario_digest(plan), goal.name


def _verdict(plan: Scenario, goal: Goal) -> Verdict:
    return goals_view(plan, trials_in_view(plan)).verdict(goal.name)


def _write(plan: Scenario, goal: Goal, *, grey: bool) -> None:
    text = plain(sentence(plan, _verdict(plan, goal), turning(plan, goal)))
    if text:
        st.markdown(f":gray[As planned: {text}]" if grey else f"**{text[:1].upper()}{text[1:]}**")
