"""Links that were made: state, last use, an end to one or to all; and what others have shared."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from store import Capability, Link, Opened, Saved, SharedEntry, StoreError
from ui.kept import keeping_store
from ui.kept.keeping_words import when
from ui.visitors import visit
from ui.wording.text import counted, plain

WORDS = {"view": "View", "live": "Live view", "edit": "Edit", "manage": "Manage (yours)"}
MOST_SHOWN = 50
MOST_SHARED = 20
_REFUSED = "links_refused"


def draw_links(who: Capability, links: Sequence[Link], scenario_id: str) -> None:
    """The links of one plan, open ones first."""
    _draw_refusal()
    if not links:
        return
    open_ones = [one for one in links if one.state == "open"]
    shared = [one for one in open_ones if one.kind != "manage"]
    st.markdown(f"**Links to this plan** ({counted(len(shared), 'open link')})")
    for link in [*open_ones, *(one for one in links if one.state != "open")][:MOST_SHOWN]:
        _draw_link(who, link)
    if len(shared) > 1:
        st.button(
            "Revoke all",
            key="revoke_all",
            icon=":material/link_off:",
            on_click=revoke_all,
            args=(scenario_id,),
            help="Every link to this plan ends at once, in open tabs too. Your manage link stays.",
        )


def _draw_link(who: Capability, link: Link, name: str = "") -> None:
    del who
    kind = WORDS[link.kind] + (f" of version {link.revision}" if link.revision else "")
    if link.hide_money:
        kind += ", money hidden"
    title = f"**{kind}**" + (f" for {plain(link.label)}" if link.label else "")
    if name:
        title = f"**{plain(name)}** · {title}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
        st.markdown(f"{title}  \n:gray[{state_words(link)} · {use_words(link)}]", width="stretch")
        if link.state == "open":
            st.button("Revoke", key=f"revoke {link.id}", type="tertiary", on_click=revoke, args=(link.id,))


def state_words(link: Link) -> str:
    """``open until 21 Dec 2026, 14:02``, as markdown."""
    if link.state == "revoked" and link.revoked_at is not None:
        return f"revoked {when(link.revoked_at)}"
    if link.expires_at is None:
        return "open until you revoke it"
    return f"{'expired' if link.state == 'expired' else 'open until'} {when(link.expires_at)}"


def use_words(link: Link) -> str:
    """``opened 3 times, last 14:02``."""
    if link.last_used_at is None:
        return "never opened"
    return f"opened {counted(link.use_count, 'time')}, last {when(link.last_used_at)}"


def revoke(link_id: str) -> None:
    """End one link at once."""
    _try(lambda who: keeping_store.store().revoke(who, link_id))


def revoke_all(scenario_id: str) -> None:
    """End every link others have to one plan; one's own way back in stays."""

    def act(who: Capability) -> None:
        store = keeping_store.store()
        for link in store.links(who, scenario_id):
            if link.state == "open" and link.kind != "manage":
                store.revoke(who, link.id)

    _try(act)


def revoke_mine() -> None:
    """End every link others have to any plan of one's own."""

    def act(who: Capability) -> None:
        store = keeping_store.store()
        for link in store.my_links(who):
            if link.state == "open" and link.kind != "manage":
                store.revoke(who, link.id)

    _try(act)


def _try(act: object) -> None:
    who = keeping_store.who()
    if who is None or not callable(act):
        return
    try:
        act(who)
    except StoreError as failure:
        st.session_state[_REFUSED] = str(failure)


def _draw_refusal() -> None:
    refused = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        st.error(plain(refused), icon=":material/error:")


def draw_mine(who: Capability) -> None:
    """Everything one has shared and that still opens, over all plans."""
    _draw_refusal()
    store = keeping_store.store()
    links = [one for one in store.my_links(who) if one.state == "open" and one.kind != "manage"]
    if not links:
        st.markdown("No link of yours is open. **Share** stands above every plan.")
        return
    names = _names(who, links)
    for link in links[:MOST_SHOWN]:
        _draw_link(who, link, names.get(link.scenario_id, "A plan"))
    if len(links) > MOST_SHOWN:
        st.caption(f"And {len(links) - MOST_SHOWN:,} more.")
    st.button("Revoke all", key="revoke_mine", icon=":material/link_off:", on_click=revoke_mine)


def _names(who: Capability, links: Sequence[Link]) -> dict[str, str]:
    store = keeping_store.store()
    found: dict[str, str] = {}
    for scenario_id in dict.fromkeys(link.scenario_id for link in links[:MOST_SHOWN]):
        saved: Saved = store.open(who, scenario_id).saved
        found[scenario_id] = saved.name
    return found


def draw_with_me(who: Capability) -> None:
    """What others have shared: plans whose link this browser or account has opened and which still opens."""
    entries = keeping_store.store().shared_with_me(who.actor, size=MOST_SHARED)
    if not entries:
        st.markdown("Nothing yet. Whatever link you open stands here afterwards, as long as it works.")
    for entry in entries:
        _draw_entry(entry)


def _draw_entry(entry: SharedEntry) -> None:
    try:
        opened: Opened = keeping_store.store().open(entry.capability, entry.scenario_id)
    except StoreError:
        return
    name = visit.name_shown(opened)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
        kind = WORDS[entry.kind] + (", money hidden" if opened.hide_money else "")
        st.markdown(f"**{plain(name)}**  \n:gray[{kind} · {when(entry.updated_at)}]", width="stretch")
        key = f"shared {entry.scenario_id} {entry.kind} {entry.capability.link_id}"
        if st.button("Open", key=key, type="tertiary", on_click=visit.come_back, args=(entry,)):
            st.rerun()
