"""Wider or narrower ranges, as the past showed them: offered, and applied only when somebody presses."""

from __future__ import annotations

import streamlit as st

from simulator.backtest import Replay
from simulator.backtest.sentences import span
from simulator.scenario import Scenario, Widening
from ui import state
from ui.visitors import view_mode
from ui.wording import formats
from ui.wording.text import plain


def draw(replay: Replay) -> None:
    """What the past asks for, what the plan has, and the button that makes them the same."""
    plan, found = state.scenario(), replay.widening
    now = plan.widening
    with (
        st.container(border=True, key="widening_box"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        text = plain(found.sentence)
        if now is not None:
            rests = f" ({plain(now.source)})" if now.source else ""
            text += f" **The ranges of this plan are {_words(now.factor)}{rests}.** Every verdict says so."
        elif found.factor != 1.0:
            text += " The plan's ranges stay as they are until you say so."
        st.markdown(text, width="stretch")
        if not view_mode.may_edit():
            return
        if found.factor != 1.0 and (now is None or now.factor != found.factor):
            st.button(
                f"{'Widen' if found.factor > 1 else 'Narrow'} this plan's ranges: {_words(found.factor)}",
                key="widening.apply",
                icon=":material/unfold_more:" if found.factor > 1 else ":material/unfold_less:",
                on_click=_set,
                args=(Widening(factor=found.factor, source=_source(replay)),),
                help="Stretches every range around its median; every verdict that rests on it says so.",
            )
        if now is not None:
            st.button(
                "Take the ranges as they are",
                key="widening.remove",
                icon=":material/undo:",
                on_click=_set,
                args=(None,),
                help="The plan's verdicts rest on its own ranges again.",
            )


def _words(factor: float) -> str:
    return f"×{formats.decimal(factor, 2)}"


def _source(replay: Replay) -> str:
    score = next(one for one in replay.by_horizon if one.horizon_months == replay.widening.horizon_months)
    cover = score.at(0.8)
    return (
        f"replay of {len(replay.folds)} past forecasts: 8-in-10 ranges of the next {span(score.horizon_months)} held "
        f"{cover.held} of {cover.folds} times"
    )


def _set(widening: Widening | None) -> None:
    plan: Scenario = state.scenario()
    label = "take the ranges as they are" if widening is None else "stretch the ranges as the past showed"
    state.commit(plan.changed(widening=widening), label)
