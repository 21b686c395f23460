"""What a visitor whose link hides money sees of the evidence: asked of the store once a version."""

from __future__ import annotations

import streamlit as st

from ui.kept import keeping_beside
from ui.kept.keeping_open import OpenPart
from ui.visitors import money_hidden, visit

_FOUND = "open_evidence"


def here() -> OpenPart | None:
    """Comparisons and past forecasts without amounts; None for whoever sees amounts, and where none were kept."""
    opened = visit.opened_here()
    if opened is None or opened.revision is None or not money_hidden.is_hidden():
        return None
    place = (opened.revision.scenario_id, opened.revision.number)
    held: tuple[tuple[str, int], OpenPart | None] | None = st.session_state.get(_FOUND)
    if held is None or held[0] != place:
        held = (place, keeping_beside.open_part_at(opened.capability, opened.revision))
        st.session_state[_FOUND] = held
    return held[1]
