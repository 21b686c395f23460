"""The people's scorecard: from a table somebody brought, else from the plan's history; reckoned once for each."""

from __future__ import annotations

import streamlit as st

from simulator import Scenario
from simulator.evidence import EvidenceError, read_upload
from simulator.evidence.kinds import KindEvidence, ScoreRows
from simulator.scorecard import Scorecard, Sheet, scorecard, sheet_of_evidence, sheet_of_rows
from simulator.scorecard.joined import joined
from simulator.scorecard.reading import ReadSheet, sheet_of_table
from ui import state

_BROUGHT, _CARD, _REFUSED, _TURN = "score_brought", "score_card", "score_refused", "score_turn"


def brought() -> ReadSheet | None:
    """The table somebody brought in this session."""
    found: ReadSheet | None = st.session_state.get(_BROUGHT)
    return found


def refused() -> tuple[str, ...]:
    """Why the last file could not be used."""
    sentences: tuple[str, ...] = st.session_state.get(_REFUSED, ())
    return sentences


def bring(data: bytes, name: str) -> None:
    """Read a file; what cannot be used is said and leaves everything as it is."""
    try:
        found = sheet_of_table(read_upload(data, name))
    except EvidenceError as error:
        st.session_state[_REFUSED] = error.sentences
        return
    st.session_state[_REFUSED] = ()
    st.session_state[_BROUGHT] = found
    st.session_state[_TURN] = turn() + 1


def bring_rows(evidence: KindEvidence) -> None:
    """A table of scorecards that was read on History."""
    if isinstance(evidence.findings, ScoreRows):
        sheet = sheet_of_rows(evidence.findings, evidence.currency, evidence.source)
        st.session_state[_REFUSED] = ()
        st.session_state[_BROUGHT] = ReadSheet(sheet, evidence.remarks)
        st.session_state[_TURN] = turn() + 1


def is_brought(evidence: KindEvidence) -> bool:
    """Whether these very numbers are what people are compared by."""
    found = brought()
    return found is not None and found.remarks is evidence.remarks and found.sheet.source == evidence.source


def forget() -> None:
    """Back to the plan's own history."""
    st.session_state.pop(_BROUGHT, None)
    st.session_state[_REFUSED] = ()
    st.session_state[_TURN] = turn() + 1


def turn() -> int:
    """Changes with the table: choices among people begin anew."""
    number: int = st.session_state.get(_TURN, 0)
    return number


def sheet_here() -> Sheet | None:
    """What there is to compare people by, a file joined with the history of the same people; None where nothing is."""
    found, evidence = brought(), state.work().evidence
    history = None if evidence is None else sheet_of_evidence(evidence)
    if found is None:
        return history
    return found.sheet if history is None else joined(found.sheet, history)


def card_here(plan: Scenario) -> Scorecard | None:
    """The scorecard under the plan's benchmarks; None where there is nothing to compare people by."""
    basis = (brought(), state.work().evidence, plan.scorecard)
    kept: tuple[object, Scorecard | None] | None = st.session_state.get(_CARD)
    if (
        kept is not None
        and isinstance(kept[0], tuple)
        and all(
            one is other or (at == 2 and one == other)
            for at, (one, other) in enumerate(zip(kept[0], basis, strict=True))
        )
    ):
        return kept[1]
    sheet = sheet_here()
    card = None if sheet is None or not sheet.samples else scorecard(sheet, plan.scorecard)
    st.session_state[_CARD] = (basis, card)
    return card
