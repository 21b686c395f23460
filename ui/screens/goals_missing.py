"""What a goal's metric needs and the plan does not say."""

from __future__ import annotations

import streamlit as st

from simulator.goals import MissingInput
from ui.wording.text import plain, shown

PAGES = {"Team": "team", "Growth": "growth", "History": "history"}


def draw_missing(missing: tuple[MissingInput, ...]) -> None:
    """Each missing input in a sentence, with the way to where it is entered."""
    for one in missing:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(plain(shown(one.sentence, 300)), width="stretch")
            if one.blocks:
                draw_way(one)


def draw_way(one: MissingInput) -> None:
    """The page on which it is entered."""
    st.page_link(f"../pages/{PAGES[one.page]}.py", label=f"To {one.page}", icon=":material/arrow_forward:")
