"""The owner's own way back in: made at the first version, shown once, for the day the browser loses its cookie."""

from __future__ import annotations

import streamlit as st

from store import Capability, StoreError
from ui.kept import keeping_store
from ui.serving.entrance import rules
from ui.sharing import share_link

_SHOWN = "manage_link_shown"


def offer(who: Capability, scenario_id: str) -> None:
    """Make the link and show it until it is put away. An account needs none: it is the way back in."""
    if who.link_id is not None or rules().way != "none":
        return
    try:
        store = keeping_store.store()
        if any(link.kind == "manage" for link in store.links(who, scenario_id)):
            return
        new = store.share(who, scenario_id, "manage")
    except StoreError:
        return  # the version is saved all the same
    st.session_state[_SHOWN] = share_link.address_of(new.token)


def draw() -> None:
    """Above the page, once."""
    address = st.session_state.get(_SHOWN)
    if address is None:
        return
    with st.container(border=True, key="manage_link"):
        st.markdown(
            ":material/key: **Keep this link for yourself.** The plan belongs to this browser. If it ever loses its "
            "cookies, this link makes the plan yours again. It is shown this once; whoever has it owns the plan."
        )
        st.code(address, language=None, wrap_lines=True)
        st.button("I have kept it", key="manage_link_kept", icon=":material/check:", on_click=put_away)


def put_away() -> None:
    """Not to be shown again."""
    st.session_state.pop(_SHOWN, None)
