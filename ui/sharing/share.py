"""The Share dialog: what kind of link, for how long, what it gives away; the link itself, once; and all there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import streamlit as st

from store import Link, NewLink, StoreError
from store.records import LinkKind
from store.sharing import DAYS
from ui import dialogs, state
from ui.kept import keeping, keeping_store, revisions
from ui.kept.keeping_words import zone_of
from ui.sharing import share_link, share_list
from ui.wording import formats
from ui.wording.text import plain

KINDS: dict[LinkKind, tuple[str, str]] = {
    "view": ("View", "This version, with these digits, also after you have changed the plan."),
    "live": ("Live view", "Always the version you saved last."),
    "edit": ("Edit", "They change the plan and save versions; who saves second is asked."),
}
PERIODS = {1: "1 day", 7: "7 days", 30: "30 days", 90: "90 days"}
_KIND, _HIDE, _DAYS, _FOR = "share_kind", "share_hide_money", "share_days", "share_label"
_MADE, _REFUSED = "share_made", "share_refused"


@dataclass(frozen=True)
class Made:
    """A link just made; its address is shown this once."""

    link: Link
    address: str


def begin() -> None:
    """The dialog opens as if for the first time: a link made before is not shown again."""
    for key in (_KIND, _HIDE, _DAYS, _FOR, _MADE, _REFUSED):
        st.session_state.pop(key, None)


def made_to_look_at(scenario_id: str) -> str | None:
    """The address of the link just made to look at this plan; None where there is none, or one that lets edit."""
    made: Made | None = st.session_state.get(_MADE)
    if made is None or made.link.kind == "edit" or made.link.scenario_id != scenario_id:
        return None
    return made.address


@st.dialog("Share", width="medium", on_dismiss="rerun")
def show_share() -> None:
    """The dialog."""
    dialogs.opened()
    made: Made | None = st.session_state.get(_MADE)
    if made is None:
        _draw_choice()
    else:
        _draw_made(made)
    here, who = keeping.place(), keeping_store.who()
    if here is None or who is None:
        return
    try:
        links = keeping_store.store().links(who, here.id)
    except StoreError as failure:
        st.error(plain(failure), icon=":material/error:")
        return
    share_list.draw_links(who, links, here.id)


def _draw_choice() -> None:
    refused = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        st.error(plain(refused), icon=":material/error:")
    st.session_state.setdefault(_KIND, "view")
    st.segmented_control(
        "What they may do",
        list(KINDS),
        key=_KIND,
        format_func=lambda one: KINDS[one][0],
        required=True,
        on_change=_usual_days,
    )
    kind: LinkKind = st.session_state[_KIND] or "view"
    st.caption(KINDS[kind][1])
    st.session_state.setdefault(_DAYS, DAYS[kind])
    st.segmented_control(
        "Ends after", list(PERIODS), key=_DAYS, format_func=lambda one: PERIODS[one], required=True
    )
    hide = st.toggle(
        "Hide money",
        key=_HIDE,
        disabled=kind == "edit",
        help="Odds, percentages and counts stay; no amount is sent. Whoever edits sees amounts.",
    )
    st.text_input(
        "For whom",
        key=_FOR,
        max_chars=60,
        placeholder="may stay empty",
        help="Stands beside the versions they save without giving a name."
        if kind == "edit"
        else "Only you read it, in the list.",
    )
    days = int(st.session_state[_DAYS] or DAYS[kind] or 30)
    st.markdown(plain(promise(kind, until(days), hide_money=hide and kind != "edit")))
    words = saving_words()
    if words:
        st.caption(words)
    st.button("Make the link", key="share_make", type="primary", icon=":material/add_link:", on_click=make)


def _usual_days() -> None:
    kind: LinkKind = st.session_state[_KIND] or "view"
    st.session_state[_DAYS] = DAYS[kind]


def until(days: int) -> str:
    """``21 Dec 2026``: the day a link made now ends, by the viewer's clock."""
    zone = zone_of(st.context.timezone) or UTC
    return formats.day((datetime.now(UTC) + timedelta(days=days)).astimezone(zone).date())


def promise(kind: LinkKind, day: str, *, hide_money: bool) -> str:
    """What making the link gives away, in one sentence."""
    if kind == "edit":
        return f"Anyone with this link can see and change names and amounts until {day}."
    if hide_money:
        return f"Anyone with this link can see names, odds and percentages, and no amounts, until {day}."
    return f"Anyone with this link can see names and amounts until {day}."


def saving_words() -> str:
    """What is saved before the link is made; empty where the version on the screen is saved already."""
    kept = " Levers moved but not kept are not part of it." if state.work().moved else ""
    if _is_saved():
        return kept.strip()
    return f"What is on the screen is saved as a version first: a link shows saved versions.{kept}"


def _is_saved() -> bool:
    here = keeping.place()
    return here is not None and here.base > 0 and here.clean == state.scenario()


def make() -> None:
    """Save what is on the screen where it is not saved, then make the link that was chosen."""
    kind: LinkKind = st.session_state.get(_KIND) or "view"
    days = int(st.session_state.get(_DAYS) or DAYS[kind] or 30)
    hide = bool(st.session_state.get(_HIDE)) and kind != "edit"
    trouble = None if _is_saved() else revisions.save_version(quiet=True)
    here, who = keeping.place(), keeping_store.who()
    if here is None or who is None or not _is_saved():
        st.session_state[_REFUSED] = (
            f"No link was made: the plan could not be saved as a version. "
            f"{trouble or 'Close this: what to choose stands above the plan.'}"
        )
        return
    try:
        new: NewLink = keeping_store.store().share(
            who,
            here.id,
            kind,
            revision=here.base if kind == "view" else None,
            hide_money=hide,
            days=days,
            label=str(st.session_state.get(_FOR, "")),
        )
    except StoreError as failure:
        st.session_state[_REFUSED] = f"No link was made. {failure}"
    else:
        st.session_state[_MADE] = Made(new.link, share_link.address_of(new.token))


def _draw_made(made: Made) -> None:
    link = made.link
    with st.container(border=True, key="share_made_box"):
        st.markdown(
            f"**Your {KINDS[link.kind][0].lower()} link.** Copy it now: it is shown this once and kept nowhere."
        )
        share_link.draw_address(made.address)
        days = (link.expires_at - link.created_at).days if link.expires_at is not None else 0
        st.caption(plain(promise(link.kind, until(days), hide_money=link.hide_money)))
    st.button("Make another", key="share_again", icon=":material/add_link:", on_click=begin)
