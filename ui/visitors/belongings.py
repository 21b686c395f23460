"""Plans this browser made before anybody signed in: offered to the account, once a visit, and only when asked for."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from store import Actor, Capability, Saved, StoreError
from store.records import Shelf
from ui.kept import keeping_store
from ui.visitors import accounts
from ui.wording.text import counted, plain

_FOUND, _SAID = "belongings_found", "belongings_said"
_PAGE = 100
_SHELVES: tuple[Shelf, ...] = ("active", "archived")


def draw_offer() -> None:
    """Above the page, while there is something to bring along and nobody has said no."""
    said = st.session_state.pop(_SAID, None)
    if said is not None:
        st.info(plain(said), icon=":material/move_to_inbox:")
    browser = accounts.browser()
    if accounts.visitor().account is None or browser is None:
        return
    if _FOUND not in st.session_state:
        st.session_state[_FOUND] = _count(browser)
    found: int = st.session_state[_FOUND]
    if not found:
        return
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="small", key="belongings"
    ):
        st.markdown(
            f"**{counted(found, 'plan')} made in this browser before you signed in.**", width="stretch"
        )
        st.button("Bring them to my account", key="belongings_bring", on_click=_bring, args=(browser,))
        st.button("Not now", key="belongings_leave", type="tertiary", on_click=_leave)


def bring(browser: str, account: Actor) -> int:
    """Make `account` the owner of what the browser made; how many plans that were. Raises StoreError.

    Each by a manage link of its own that is ended at once: the way any owner hands a plan over.
    """
    before, store = Capability(Actor(browser)), keeping_store.store()
    brought = 0
    for saved in list(_plans(browser)):
        link = store.share(before, saved.id, "manage")
        opened = store.resolve(account, link.token)
        store.take_over(opened.capability, saved.id)
        store.revoke(Capability(account), link.link.id)
        brought += 1
    return brought


def _plans(browser: str) -> Iterator[Saved]:
    for shelf in _SHELVES:
        page = 1
        while True:
            found = keeping_store.store().library(
                Capability(Actor(browser)), shelf=shelf, page=page, size=_PAGE
            )
            yield from found.entries
            if page * _PAGE >= found.total:
                break
            page += 1


def _count(browser: str) -> int:
    try:
        return sum(
            keeping_store.store().library(Capability(Actor(browser)), shelf=shelf, size=1).total
            for shelf in _SHELVES
        )
    except StoreError:
        return 0


def _bring(browser: str) -> None:
    who = accounts.visitor()
    if who.account is None:
        return
    try:
        brought = bring(browser, who.actor)
    except StoreError as failure:
        st.session_state[_SAID] = f"Not all plans were brought along: {failure}"
        st.session_state.pop(_FOUND, None)
    else:
        st.session_state[_FOUND] = 0
        st.session_state[_SAID] = (
            f"{counted(brought, 'plan')} brought along: they are in the library, under Plan."
        )


def _leave() -> None:
    st.session_state[_FOUND] = 0
