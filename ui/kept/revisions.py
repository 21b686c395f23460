"""Versions of a plan: saved under one's name, listed, compared with what is on the screen, brought back."""

from __future__ import annotations

import logging
from dataclasses import replace

import streamlit as st

from simulator.errors import ScenarioError
from simulator.scenario.changes import differences
from store import Capability, DraftConflict, RevisionConflict, RevisionLine, StoreError
from ui import dialogs, state
from ui.kept import keeping, keeping_store
from ui.kept.keeping import Place
from ui.kept.keeping_aside import Aside, aside_of, text_of
from ui.kept.keeping_beside import evidence_at, keep_evidence
from ui.kept.keeping_words import when
from ui.sharing import manage_link
from ui.visitors import accounts
from ui.wording.text import plain

LOG = logging.getLogger("ui.kept.revisions")
PAGE_SIZE, RECENT = 8, 3
MOST_DIFFERENCES = 12
_PAGE, _COMPARED, _NAME = "versions_page", "versions_compared", "author_typed"


def draw_save() -> None:
    """In the menu: under which name, and the button."""
    if keeping.who_at(keeping.place()) is None:
        return
    key = state.work().place
    known = keeping.of_session()
    stuck = key in known.elsewhere or key in known.gone or key in known.saved_elsewhere
    if accounts.visitor().account is None:  # an account's own name stands there
        _recall_name()
        st.text_input(
            "Your name in the history",
            value=keeping_store.author(),
            key=_NAME,
            on_change=_take_name,
            max_chars=60,
            help="Stands beside the versions you save. May stay empty.",
        )
    st.button(
        "Save a version",
        key="version_save",
        icon=":material/bookmark_add:",
        type="primary",
        on_click=_save,
        disabled=stuck,
        width="stretch",
        help="Edits are kept anyway; a version stays as it is and can be brought back. Levers moved but not kept are "
        "not part of it.",
    )


def _take_name() -> None:
    st.session_state[keeping_store.AUTHOR] = str(st.session_state[_NAME]).strip()


def _recall_name() -> None:
    """A new tab of a browser whose newest plans carry a name takes that one; asked once."""
    who = keeping_store.who()
    if who is None or keeping_store.AUTHOR in st.session_state:
        return
    st.session_state[keeping_store.AUTHOR] = ""
    try:
        for entry in keeping_store.store().library(who, size=RECENT).entries:
            draft = keeping_store.store().load_draft(who, entry.id)
            keeping_store.remember_name(aside_of(draft.aside, draft.scenario).author if draft else "")
    except StoreError as failure:
        LOG.info("No name was found: %s", str(failure))


def _save() -> None:
    save_version()


def save_version(*, quiet: bool = False) -> str | None:
    """The plan as it stands becomes a version; where somebody saved one meanwhile, the visitor is asked.

    quiet: says nothing (a callback within a dialog must not: Streamlit would draw it over the page). The answer is why
    nothing was saved, where there is nobody to ask.
    """
    known, work = keeping.of_session(), state.work()
    here = known.places.get(work.place)
    who = keeping.who_at(here)
    if who is None or state.is_read_only():
        return None
    try:
        if here is None:
            saved = keeping_store.store().create(who, work.scenario)
            here = Place(saved.id, 1, 0, work.scenario, None, saved.updated_at, clean=work.scenario)
            known.places[work.place] = here
            line = keeping_store.store().history(who, saved.id, size=1).lines[0]
        else:
            _stop_at_another_tab(who, here)
            line = keeping_store.store().save(
                who, here.id, work.scenario, expected=keeping.base_of(work, here)
            )
        known.places[work.place] = _after(who, here, line)
    except RevisionConflict as conflict:
        known.saved_elsewhere[work.place] = conflict
    except DraftConflict as conflict:
        known.elsewhere[work.place] = conflict.draft
    except StoreError as failure:
        if not quiet:
            st.toast(f"Not saved as a version. {plain(failure)}", icon=":material/error:")
        return str(failure)
    else:
        keep_evidence(who, line, work.evidence)
        if line.number == 1:
            manage_link.offer(who, here.id)
        if not quiet:
            st.toast(
                f"Saved as version {line.number}: {plain(line.summary)}", icon=":material/bookmark_added:"
            )
    return None


def _after(who: Capability, here: Place, line: RevisionLine) -> Place:
    """The place once a version is saved, which has ended the draft: what stands beside the plan begins a new one."""
    work, author = state.work(), keeping_store.typed_name()
    here = replace(here, base=line.number, version=0, scenario=work.scenario, clean=work.scenario, at=line.at)
    try:
        draft = keeping_store.store().save_draft(
            who,
            here.id,
            work.scenario,
            base=line.number,
            version=0,
            aside=text_of(Aside(work.evidence, work.moved, author)),
        )
    except StoreError:  # the version is saved all the same
        return here
    return replace(here, version=draft.version, evidence=work.evidence, moved=work.moved, author=author)


def _stop_at_another_tab(who: Capability, here: Place) -> None:
    """Saving ends the draft; what another tab has written to it since must not go with it."""
    draft = keeping_store.store().load_draft(who, here.id)
    if draft is not None and draft.version != here.version:
        raise DraftConflict(draft)


@st.dialog("Versions", width="large")
def show_versions() -> None:
    """The history: who, when, what; compare with now, bring back."""
    dialogs.opened()
    here, who = keeping.place(), keeping.who_at(keeping.place())
    if here is None or who is None:
        st.markdown("No version is saved yet. **Save a version** stands in the Plan menu.")
        return
    page = int(st.session_state.get(_PAGE, 1))
    try:
        found = keeping_store.store().history(who, here.id, page=page, size=PAGE_SIZE)
    except StoreError as failure:
        st.error(plain(failure), icon=":material/error:")
        return
    if not found.lines:
        st.markdown("No version is saved yet. **Save a version** stands in the Plan menu.")
    for line in found.lines:
        _draw_line(who, line)
    turn_pages(_PAGE, page, found.total, PAGE_SIZE)


def _draw_line(who: Capability, line: RevisionLine) -> None:
    by = f" by {plain(line.author)}" if line.author else ""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f"**Version {line.number}**{by} · {when(line.at)}  \n{plain(line.summary)}", width="stretch"
            )
            st.button(
                "Compare",
                key=f"compare{line.number}",
                type="tertiary",
                on_click=_compare,
                args=(line.number,),
                help="What differs from what is on the screen now",
            )
            if st.button(
                "Bring back",
                key=f"restore{line.number}",
                type="tertiary",
                on_click=bring_back,
                args=(line.number,),
                help="It becomes the plan again; Undo takes that back",
            ):
                st.rerun()
        if st.session_state.get(_COMPARED) == line.number:
            _draw_comparison(who, line)


def _compare(number: int) -> None:
    st.session_state[_COMPARED] = None if st.session_state.get(_COMPARED) == number else number


def _draw_comparison(who: Capability, line: RevisionLine) -> None:
    try:
        old = keeping_store.store().revision(who, line.scenario_id, line.number).scenario
    except StoreError as failure:
        st.error(plain(failure), icon=":material/error:")
        return
    found = differences(old, state.scenario())
    if not found:
        st.markdown("The plan is what it was in this version.")
        return
    lines = [f"- {plain(one.words)}" for one in found[:MOST_DIFFERENCES]]
    more = len(found) - MOST_DIFFERENCES
    st.markdown("Since then:\n\n" + "\n".join([*lines, *([f"- and {more} more"] if more > 0 else [])]))


def bring_back(number: int) -> None:
    """An old version is the plan again, as an edit: undo takes it back, and saving makes it the newest version."""
    here, who = keeping.place(), keeping.who_at(keeping.place())
    if here is None or who is None:
        return
    try:
        old = keeping_store.store().revision(who, here.id, number)
        label = f"bring back version {number}"
        brought = replace(
            state.work(), scenario=old.scenario, moved=(), evidence=evidence_at(who, old), label=label
        )
        state.step(brought, refresh=True)
    except (StoreError, ScenarioError) as failure:
        st.toast(plain(failure), icon=":material/error:")


def turn_pages(key: str, page: int, total: int, size: int) -> None:
    """Newer and older, where there is more than one page."""
    last = max(1, -(-total // size))
    if last == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for label, step in (("Newer", -1), ("Older", 1)):
            st.button(
                label,
                key=f"{key}{step}",
                disabled=not 1 <= page + step <= last,
                on_click=_turn,
                args=(key, page + step),
            )
        st.caption(f"Page {page} of {last}, {total:,} in all", width="content")


def _turn(key: str, page: int) -> None:
    st.session_state[key] = page
