"""The page of a link that shows no plan: ended, away for a moment, or the owner's own way back in."""

from __future__ import annotations

import streamlit as st

from store import Opened, StoreError
from ui.kept import keeping, keeping_store
from ui.visitors import visit
from ui.visitors.visit import Visit
from ui.wording.text import plain

TRY_EVERY_SECONDS = 5


def draw(here: Visit) -> None:
    """Everything on the page; one and the same for every cause a stranger may not know."""
    if here.again:
        _draw_away(here.sentence)
    elif here.opened is not None:
        _draw_manage(here.opened)
    else:
        st.header("No plan here", anchor=False)
        st.markdown(f"{plain(here.sentence)} Ask whoever sent you the link for a new one.")
        st.button("Go to my own plans", key="visit_leave", icon=":material/home:", on_click=visit.begin_anew)


@st.fragment(run_every=TRY_EVERY_SECONDS)
def _draw_away(sentence: str) -> None:
    if st.session_state.get("visit_away_drawn"):
        st.session_state["visit_away_drawn"] = False
        st.rerun()
    st.session_state["visit_away_drawn"] = True
    st.header("One moment", anchor=False)
    st.markdown(f"{plain(sentence)} This page tries again every {TRY_EVERY_SECONDS} seconds.")


def _draw_manage(opened: Opened) -> None:
    """Nothing changes by opening an address: mail scanners open them too."""
    st.header(f"This is the manage link of {plain(opened.saved.name)}", anchor=False)
    st.markdown(
        "Whoever holds it owns the plan. Use it where the browser that made the plan has lost its cookie: the plan "
        "then belongs to this browser and to no other."
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Make it mine in this browser",
            key="visit_take_over",
            type="primary",
            icon=":material/key:",
            on_click=take_over,
        )
        st.button("Leave it", key="visit_leave", on_click=visit.begin_anew)


def take_over() -> None:
    """The plan belongs to this browser from here on, with its versions and links."""
    opened, who = visit.opened_here(), keeping_store.who()
    if opened is None:
        return
    if who is None:
        st.toast("This browser is not known to the server; allow its cookie and reload.")
        return
    try:
        keeping_store.store().take_over(opened.capability, opened.saved.id)
        found = keeping.read(opened.saved.id)
    except StoreError as failure:
        st.toast(plain(failure), icon=":material/error:")
        return
    visit.go_to(*found)
    st.toast("The plan is yours in this browser now.", icon=":material/key:")
