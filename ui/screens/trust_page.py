"""The Trust page: was it right before? The past replayed, the answer first."""

from __future__ import annotations

import streamlit as st

from simulator.backtest import MonthlyTable, PastDeals, Replay
from simulator.backtest.sentences import answer, naive_sentence, share_text, words_sentence
from simulator.evidence import EvidenceError
from simulator.sample import sample_evidence
from ui import state
from ui.computing import replays
from ui.computing.replays import KeptReplay, Past
from ui.fields import imports, past_file, widening
from ui.screens import trust_parts
from ui.visitors import money_hidden, open_evidence, view_mode
from ui.visitors.view_mode import Deed
from ui.wording import formats
from ui.wording.text import counted, plain

SOURCE = "past_source"
_WANTED = "trust_wanted"
_SOURCES = {"plan": "This plan's history", "file": "Another history"}
QUESTION = "Was it right before? The past replayed"


def draw_page() -> None:
    """Everything on the page."""
    place = st.container()
    chosen = _source() if view_mode.may(Deed.UPLOAD) else "plan"
    past = past_file.draw() if chosen == "file" else _of_plan()
    with place:
        if past is None:
            _nothing(chosen)
        else:
            _replayed(past, of_plan=chosen == "plan")


def _of_plan() -> Past | None:
    """What can be replayed of the plan's history; where money is hidden what was kept of it without amounts."""
    part = open_evidence.here()
    if part is not None and part.replayed is not None:
        return KeptReplay(part.replayed)
    return replays.past_of(state.work().evidence)


def _source() -> str:
    chosen = st.segmented_control(
        "Whose past",
        list(_SOURCES),
        key=SOURCE,
        format_func=lambda one: _SOURCES[one],
        default="plan",
        persist_state="session",
    )
    return chosen or "plan"


def _nothing(chosen: str) -> None:
    st.header(QUESTION, anchor=False)
    if chosen == "file":
        st.markdown(
            "A table with a month and a value, or a CRM export: what would have been forecast, and what came?"
        )
        return
    if not view_mode.may(Deed.UPLOAD):
        st.markdown("The history this plan was built on is not part of what was shared.")
        return
    st.markdown(
        "This plan rests on no history that could be replayed: bring an export on History, or look at an example."
    )
    st.button("Use the sample company", key="past_sample", type="primary", on_click=_use_sample)


def _replayed(past: Past, *, of_plan: bool) -> None:
    found = replays.kept(past)
    if found is None and st.session_state.get(_WANTED) != past.digest:
        _offer(past)
        return
    if found is None:
        heading = st.empty()
        heading.header(QUESTION, anchor=False)
        try:
            found = replays.replay(past, _cancel)
        except EvidenceError as error:
            st.info(plain(error), icon=":material/history_toggle_off:")
            return
        heading.empty()
    if of_plan and isinstance(past, PastDeals):
        replays.keep_replay(found)
    _show(found, past, of_plan=of_plan)


def _offer(past: Past) -> None:
    st.header(QUESTION, anchor=False)
    how = (
        f"month by month on {plain(past.value_column)} of {counted(len(past.series.values), 'month')}"
        if isinstance(past, MonthlyTable) and not money_hidden.is_hidden()
        else f"deal by deal on {counted(len(past.clean.deals), 'deal')}"
        if isinstance(past, PastDeals)
        else "month by month"
    )
    st.markdown(
        f"From every past month's end: what was known then, the forecast it gives, and what came — {how}. "
        "It takes some seconds."
    )
    st.button(
        "Replay the past",
        key="trust_replay",
        type="primary",
        icon=":material/history:",
        on_click=_want,
        args=(past.digest,),
    )


def _use_sample() -> None:
    imports.use_sample()
    past = replays.past_of(sample_evidence())
    if past is not None:
        _want(past.digest)


def _want(digest: str) -> None:
    st.session_state[_WANTED] = digest


def _cancel() -> None:
    st.session_state[_WANTED] = None


def _show(replay: Replay, past: Past, *, of_plan: bool) -> None:
    st.header(plain(answer(replay)), anchor=False)
    st.markdown(f"{plain(words_sentence(replay))} {plain(naive_sentence(replay))}")
    if isinstance(past, KeptReplay):
        st.caption(
            f"Deal by deal, as replayed while the deals were here (engine {plain(past.replayed.engine)}): they are not "
            "kept, the past forecasts are."
        )
    _figures(replay)
    coverage, reliability = st.columns(2, gap="medium")
    with coverage:
        trust_parts.draw_coverage(replay)
    with reliability:
        trust_parts.draw_reliability(replay)
    if not money_hidden.is_hidden():
        trust_parts.draw_past(replay, past)
    if of_plan:
        widening.draw(replay)
    trust_parts.draw_statistics(replay)


def _figures(replay: Replay) -> None:
    cover = replay.at(0.8)
    first, last = replay.folds[0].cutoff, replay.folds[-1].cutoff
    realistic = next((one for one in replay.words if one.word == "realistic"), None)
    better = 1 - replay.crps / replay.naive_crps if replay.naive_crps > 0 else 0.0
    with st.grid(4, min_column_width=170, gap="small"):
        st.metric(
            "8-in-10 ranges held",
            f"{cover.held} of {cover.folds}",
            help=f"Luck alone allows {cover.low} to {cover.high}, 19 times in 20.",
        )
        st.metric(
            "Goals called realistic, met",
            "none tried" if realistic is None else share_text(realistic.share),
            help=None if realistic is None else f"{share_text(realistic.claimed)} were claimed.",
        )
        st.metric(
            "Error against repeating the past",
            "the same"
            if abs(better) < 0.005
            else f"×{formats.decimal(1 - better, 1)}"
            if better <= -1
            else formats.signed(formats.percent(-better), -better),
            help="The distance between the whole forecast and what came (CRPS), against last year's same months.",
        )
        st.metric(
            "Past forecasts",
            f"{len(replay.folds):,}",
            help=f"Made at the ends of months, {formats.month_span(first[:7], last[:7])}.",
        )
