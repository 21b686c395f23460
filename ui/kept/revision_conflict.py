"""Somebody saved a version meanwhile: who, what, and the ways on, none of which loses anything silently."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from simulator import Scenario
from simulator.scenario.merging import Merge, merge
from store import RevisionConflict, StoreError
from ui import state
from ui.kept import keeping, keeping_choice, keeping_store
from ui.kept.keeping_words import when
from ui.kept.revisions import save_version
from ui.wording.text import counted, plain


def draw_conflict() -> None:
    """The question, where there is one. Nothing has been written."""
    conflict = keeping.of_session().saved_elsewhere.get(state.work().place)
    if conflict is None:
        return
    merged = _merge(conflict)
    with st.container(border=True, key="version_conflict"):
        who = plain(conflict.head.author) or "Somebody"
        st.markdown(
            f":orange[:material/call_merge:] **{who} saved version {conflict.head.number} since yours began "
            f"({when(conflict.head.at)}).** Yours is not saved as a version yet; nothing is lost."
        )
        lines = "\n".join(f"- {plain(line.summary)}" for line in conflict.since[:5])
        st.markdown(f"What they changed:\n\n{lines}")
        with st.container(horizontal=True, gap="small"):
            st.button("Keep mine as a new plan", key="conflict_copy", on_click=_keep_copy)
            st.button("Take theirs", key="conflict_theirs", on_click=_take_theirs, args=(conflict,))
            if merged is not None and merged.scenario is not None and not merged.clashes:
                st.button(
                    "Merge both", key="conflict_merge", on_click=_merge_and_save, args=(conflict, False)
                )
            elif merged is not None and merged.clashes:
                st.button(
                    "Merge, mine where both changed",
                    key="conflict_merge",
                    on_click=_merge_and_save,
                    args=(conflict, False),
                )
                st.button(
                    "Merge, theirs where both changed",
                    key="conflict_merge_theirs",
                    on_click=_merge_and_save,
                    args=(conflict, True),
                )
        if merged is not None and merged.clashes:
            paths = ", ".join(plain(clash.path) for clash in merged.clashes[:6])
            st.caption(f"Both changed {counted(len(merged.clashes), 'field')}: {paths}")


def _merge(conflict: RevisionConflict, *, theirs: bool = False) -> Merge | None:
    """Mine and theirs together; None where the version mine began from cannot be read."""
    here, who = keeping.place(), keeping.who_at(keeping.place())
    base = keeping.base_of(state.work(), here) if here is not None else 0
    if here is None or who is None or not base:
        return None
    try:
        known = here.clean if base == here.base else None
        begun = known or keeping_store.store().revision(who, here.id, base).scenario
        newest = keeping_store.store().revision(who, here.id, conflict.head.number).scenario
    except StoreError:
        return None
    found = merge(begun, state.scenario(), newest)
    if theirs and found.clashes:
        return merge(begun, state.scenario(), newest, take_theirs=[clash.path for clash in found.clashes])
    return found


def _keep_copy() -> None:
    known, key = keeping.of_session(), state.work().place
    known.saved_elsewhere.pop(key, None)
    keeping_choice.keep_as_copy()


def _take_theirs(conflict: RevisionConflict) -> None:
    known, work = keeping.of_session(), state.work()
    here = known.places.get(work.place)
    who = keeping.who_at(here)
    if here is None or who is None:
        return
    try:
        newest = keeping_store.store().revision(who, here.id, conflict.head.number)
    except StoreError as failure:
        st.toast(plain(failure), icon=":material/error:")
        return
    _go_on_from(newest.number, newest.scenario)
    state.step(
        replace(
            work,
            scenario=newest.scenario,
            moved=(),
            label=f"take version {newest.number}",
            since=newest.number,
        ),
        refresh=True,
    )


def _go_on_from(number: int, clean: Scenario | None) -> None:
    """Their version is known from here on; whoever undoes back to before it is asked again when saving."""
    known, work = keeping.of_session(), state.work()
    here = known.places[work.place]
    taken = (*here.taken, (number, keeping.base_of(work, here)))
    known.places[work.place] = replace(here, base=number, clean=clean, taken=taken)
    known.saved_elsewhere.pop(work.place, None)


def _merge_and_save(conflict: RevisionConflict, theirs: bool) -> None:
    known, work = keeping.of_session(), state.work()
    merged = _merge(conflict, theirs=theirs)
    here = known.places.get(work.place)
    if merged is None or merged.scenario is None or here is None:
        rule = f" {plain(merged.problems[0])}" if merged is not None and merged.problems else ""
        st.toast(f"The two do not fit together; keep yours as a new plan or take theirs.{rule}")
        return
    number = conflict.head.number
    _go_on_from(number, None)
    state.step(replace(work, scenario=merged.scenario, moved=(), label="merge", since=number), refresh=True)
    save_version()
