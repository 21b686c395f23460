"""One's own plans: found by name, opened, renamed, duplicated, put aside, deleted and taken back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from simulator.errors import ScenarioError
from store import Capability, Saved, StoreError
from store.records import Shelf
from ui import dialogs, state
from ui.kept import keeping, keeping_choice, keeping_store
from ui.kept.keeping_words import when
from ui.kept.revisions import turn_pages
from ui.sharing import share_list
from ui.visitors import accounts
from ui.wording.text import plain

PAGE_SIZE = 8
SHELVES: dict[str, Shelf] = {"Plans": "active", "Archived": "archived", "Deleted": "deleted"}
SHARED = {"Shared by me": share_list.draw_mine, "Shared with me": share_list.draw_with_me}
_PAGE, _SEARCH, _SHELF = "library_page", "library_search", "library_shelf"
_DELETED, _REFUSED = "library_deleted", "library_refused"


@st.dialog("Library", width="large")
def show_library() -> None:
    """The dialog."""
    dialogs.opened()
    who = keeping_store.who()
    if who is None:
        st.markdown(accounts.nobody_words("no library"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        search = st.text_input("Search by name", key=_SEARCH, on_change=_first_page, icon=":material/search:")
        shelf = st.segmented_control(
            "Shelf", [*SHELVES, *SHARED], default="Plans", key=_SHELF, on_change=_first_page, required=True
        )
    if shelf in SHARED:
        _draw_shared(who, shelf)
        return
    _draw_news()
    page = int(st.session_state.get(_PAGE, 1))
    try:
        found = keeping_store.store().library(
            who, search=search, shelf=SHELVES[shelf or "Plans"], page=page, size=PAGE_SIZE
        )
    except StoreError as failure:
        st.error(plain(failure), icon=":material/error:")
        return
    if not found.entries:
        st.markdown("Nothing here." if not search else "No plan has this in its name.")
    for entry in found.entries:
        _draw_entry(who, entry, SHELVES[shelf or "Plans"])
    turn_pages(_PAGE, page, found.total, PAGE_SIZE)


def _draw_shared(who: Capability, shelf: str) -> None:
    try:
        SHARED[shelf](who)
    except StoreError as failure:
        st.error(plain(failure), icon=":material/error:")


def _first_page() -> None:
    st.session_state[_PAGE] = 1


def _draw_news() -> None:
    refused = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        st.error(plain(refused), icon=":material/error:")
    deleted: tuple[str, str] | None = st.session_state.get(_DELETED)
    if deleted is not None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"{plain(deleted[1])} is deleted.", width="content")
            st.button(
                "Undo", key="library_undo", icon=":material/undo:", on_click=_undelete, args=(deleted[0],)
            )


def _draw_entry(who: Capability, entry: Saved, shelf: Shelf) -> None:
    name = _name_of(who, entry) if shelf != "deleted" else entry.name
    version = f"version {entry.head}" if entry.head else "no version yet"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
        st.markdown(f"**{plain(name)}**  \n:gray[{when(entry.updated_at)} · {version}]", width="stretch")
        if shelf == "deleted":
            _action("Restore", "undelete", entry, _undelete)
            return
        if st.button("Open", key=f"open {entry.id}", type="tertiary", on_click=_open, args=(entry.id,)):
            st.rerun()
        with st.popover("Rename", type="tertiary", key=f"renaming {entry.id}"):
            key = f"name {entry.id}"
            st.text_input("New name", value=name, key=key, on_change=_rename, args=(entry, key))
        _action("Duplicate", "duplicate", entry, _duplicate)
        if shelf == "archived":
            _action("Restore", "unarchive", entry, _unarchive)
        else:
            _action("Archive", "archive", entry, _archive)
        st.button(
            "Delete", key=f"delete {entry.id}", type="tertiary", on_click=_delete, args=(entry.id, name)
        )


def _action(label: str, verb: str, entry: Saved, act: Callable[[str], None]) -> None:
    st.button(label, key=f"{verb} {entry.id}", type="tertiary", on_click=act, args=(entry.id,))


def _name_of(who: Capability, entry: Saved) -> str:
    """As the plan is called now: the library knows it as the last version called it."""
    try:
        draft = keeping_store.store().load_draft(who, entry.id)
    except StoreError:
        return entry.name
    return draft.scenario.name if draft is not None else entry.name


def _try(act: Callable[[Capability], None]) -> None:
    """Do it; what is refused stands in the dialog, in a sentence."""
    who = keeping_store.who()
    if who is None:
        return
    try:
        act(who)
    except ScenarioError as error:
        st.session_state[_REFUSED] = "; ".join(f"{one.field}: {one.rule}" for one in error.problems[:3])
    except StoreError as failure:
        st.session_state[_REFUSED] = str(failure)


def _open(scenario_id: str) -> None:
    _try(lambda _: keeping.show(*keeping.read(scenario_id)))


def _duplicate(scenario_id: str) -> None:
    def act(who: Capability) -> None:
        keeping_store.store().duplicate(who, scenario_id)

    _try(act)


def _archive(scenario_id: str) -> None:
    def act(who: Capability) -> None:
        keeping_store.store().archive(who, scenario_id)

    _try(act)


def _unarchive(scenario_id: str) -> None:
    def act(who: Capability) -> None:
        keeping_store.store().unarchive(who, scenario_id)

    _try(act)


def _delete(scenario_id: str, name: str) -> None:
    def act(who: Capability) -> None:
        keeping_store.store().delete(who, scenario_id)
        st.session_state[_DELETED] = (scenario_id, name)
        keeping_choice.mark_gone(scenario_id, True)

    _try(act)


def _undelete(scenario_id: str) -> None:
    def act(who: Capability) -> None:
        keeping_store.store().undelete(who, scenario_id)
        st.session_state.pop(_DELETED, None)
        keeping_choice.mark_gone(scenario_id, False)

    _try(act)


def _rename(entry: Saved, key: str) -> None:
    name = str(st.session_state[key])
    _try(lambda who: rename(who, entry, name))


def rename(who: Capability, entry: Saved, name: str) -> None:
    """Another name, for what is worked on and for the library. Raises ScenarioError for what is none, StoreError."""
    here = keeping.place()
    if here is not None and here.id == entry.id:
        state.commit(state.scenario().changed(name=name), "name", refresh=True)
        keeping.keep()
        return
    keeping_store.store().rename(who, entry.id, name)
