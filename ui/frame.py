"""What stands above every page: which plan, in what state, and the way back."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from store import Opened
from ui import dialogs, state
from ui.fields import plan_file
from ui.handouts import papers
from ui.kept import keeping, keeping_words, library, revision_conflict, revisions
from ui.sharing import manage_link, share, shared_banner
from ui.visitors import belongings, sign_in_page, view_mode, visit, visit_page
from ui.visitors.view_mode import Deed
from ui.wording import formats
from ui.wording.text import counted, plain

VERSIONS, LIBRARY, SHARE = "versions", "library", "share"
_DIALOG = "dialog_asked_for"


def presenting() -> bool:
    """True at ``?present=1``: one answer, large, with nothing around it."""
    return st.query_params.get("present") == "1"


def present(on: bool) -> None:
    """Start or end presenting; the address says which, so that it can be shared and bookmarked."""
    if on:
        st.query_params["present"] = "1"
    else:
        st.query_params.pop("present", None)


def draw_frame(page: StreamlitPage) -> None:
    """Draw what every page has in common, before the page itself."""
    dialogs.none_yet()
    state.start()
    here = visit.attend()
    if here is not None and not here.shows_plan:
        visit_page.draw(here)
        st.stop()
    if here is None:
        keeping.attend()
    opened = visit.opened_here()
    if opened is not None:
        shared_banner.watch()
    if presenting():
        return
    if here is not None and opened is not None:
        _draw_for_visitor(page, opened)
    else:
        _draw_for_editor(page)


def _draw_for_visitor(page: StreamlitPage, opened: Opened) -> None:
    """A plan to look at: nothing here changes it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="frame"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{plain(state.scenario().name)}**")
            shared_banner.draw_banner(opened)
        if view_mode.may(Deed.COPY):
            st.button(
                "Make a copy",
                key="make_copy",
                icon=":material/content_copy:",
                type="tertiary",
                on_click=shared_banner.make_copy,
                help="A plan of your own that begins with this one; the shared plan stays as it is.",
            )
        _draw_present(page)
        _draw_hand_out(hide_money=opened.hide_money)
        if view_mode.may(Deed.LIST):
            st.button(
                "My plans",
                key="my_plans",
                icon=":material/folder_open:",
                type="tertiary",
                on_click=_go_to_library,
            )
        sign_in_page.draw_offer()
    shared_banner.draw_remarks(opened)


def _draw_present(page: StreamlitPage) -> None:
    if page.title == "Target":
        st.button(
            "Present",
            key="present",
            icon=":material/slideshow:",
            type="tertiary",
            on_click=present,
            args=(True,),
        )


def _draw_hand_out(*, hide_money: bool) -> None:
    menu = st.popover(
        "Hand out", icon=":material/download:", key="hand_out_menu", type="tertiary", on_change="rerun"
    )
    if menu.open:
        with menu:
            papers.draw(hide_money=hide_money)


def _draw_for_editor(page: StreamlitPage) -> None:
    """One's own plan, or one to be edited."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="frame"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{plain(state.scenario().name)}**")
            st.markdown(_state_words())
        undo, redo = state.can_undo(), state.can_redo()
        st.button(
            "Undo",
            key="undo",
            icon=":material/undo:",
            type="tertiary",
            shortcut="Ctrl+Z",
            on_click=state.undo,
            disabled=undo is None,
            help=f"Take back: {plain(undo)}" if undo else "Nothing to take back",
        )
        st.button(
            "Redo",
            key="redo",
            icon=":material/redo:",
            type="tertiary",
            shortcut="Ctrl+Y",
            on_click=state.redo,
            disabled=redo is None,
            help=f"Do again: {plain(redo)}" if redo else "Nothing to do again",
        )
        if view_mode.may(Deed.SHARE):
            st.button("Share", key=SHARE, icon=":material/share:", type="tertiary", on_click=_ask_to_share)
        _draw_present(page)
        _draw_hand_out(hide_money=False)
        menu = st.popover(
            "Plan", icon=":material/description:", key="plan_menu", type="tertiary", on_change="rerun"
        )
        if menu.open:
            with menu:
                _draw_versions()
                plan_file.draw()
                sign_in_page.draw_account()
    manage_link.draw()
    belongings.draw_offer()
    keeping_words.draw_notices()
    revision_conflict.draw_conflict()
    dialog = st.session_state.pop(_DIALOG, None)
    if dialog == VERSIONS:
        revisions.show_versions()
    elif dialog == LIBRARY:
        library.show_library()
    elif dialog == SHARE and view_mode.may(Deed.SHARE):
        share.show_share()


def _draw_versions() -> None:
    revisions.draw_save()
    with st.container(horizontal=True, gap="small"):
        st.button("Versions", key=VERSIONS, icon=":material/history:", on_click=_ask, args=(VERSIONS,))
        st.button("Library", key=LIBRARY, icon=":material/folder_open:", on_click=_ask, args=(LIBRARY,))


def _ask(dialog: str) -> None:
    """Open a dialog; the menu closes, it would lie over it."""
    st.session_state[_DIALOG] = dialog
    st.session_state["plan_menu"] = False


def _go_to_library() -> None:
    visit.begin_anew()
    _ask(LIBRARY)


def _ask_to_share() -> None:
    share.begin()
    _ask(SHARE)


def _state_words() -> str:
    plan, through = state.scenario(), visit.opened_here()
    span = formats.month_span(plan.months[0], plan.months[-1])
    if through is not None:
        span = f"{span} · {shared_banner.kind_words(through)}"
    moved = len(state.work().moved)
    if moved:
        return f":gray[{span}] · :orange[what-if: {counted(moved, 'lever')} moved, not kept]"
    return f":gray[{span}] · {keeping_words.saved_words()}"
