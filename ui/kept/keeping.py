"""What one tab keeps: the plan is written as it is edited, and comes back by the address ``?s=``.

A plan has a place: `Work.place` says which, undo and redo carry it along, so that opening another plan never writes
over the one before. Levers that are moved but not kept are written beside the plan and come back with it.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field, replace
from datetime import datetime

import streamlit as st

from simulator import Scenario
from simulator.decide.plan_moves import Change
from simulator.evidence import Evidence
from store import (
    Action,
    Capability,
    Draft,
    DraftConflict,
    NotFound,
    Opened,
    Revision,
    RevisionConflict,
    StoreError,
)
from ui import state
from ui.kept import keeping_beside, keeping_store
from ui.kept.keeping_aside import Aside, aside_of, text_of
from ui.serving.interruption import undisturbed
from ui.state import Work

LINK = "s"  # the address of a kept plan; Streamlit drops it from the URL on a page change
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 2.0, 15.0
_KEEPING = "keeping"
NOTHING_HERE = (
    "There is no plan at this address, or it is not yours to see. This is the sample company; your own plans are "
    "in the library, under Plan."
)


@dataclass(frozen=True)
class Place:
    """Where a plan is kept. base: the revision it began from, 0 for none; version: of its draft, 0 for none.

    scenario, evidence, moved, author: as they were last written. clean: the document of revision `base`, where known.
    taken: versions of others that were taken over here, each with the base one had before.
    link: id and token of the edit link it was opened through.
    """

    id: str
    base: int
    version: int
    scenario: Scenario
    evidence: Evidence | None
    at: datetime
    clean: Scenario | None = None
    link: tuple[str, str] | None = None
    moved: tuple[Change, ...] = ()
    author: str = ""
    taken: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Trouble:
    """Why nothing was kept, and when to try again."""

    sentence: str
    not_before: float
    pause: float


@dataclass
class Keeping:
    """What this tab knows about what is kept; keys are `Work.place`.

    It is changed in place, unlike everything else in a session: a script may be stopped whenever it touches the
    session, also between a write to the database and the note that it was made; then the plan would be created twice.
    """

    places: dict[str, Place] = field(default_factory=dict)
    address: str | None = None  # what the address last held, as far as the server knows
    trouble: Trouble | None = None
    elsewhere: dict[str, Draft] = field(default_factory=dict)  # what another tab wrote meanwhile
    saved_elsewhere: dict[str, RevisionConflict] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)  # deleted meanwhile
    notice: str | None = None


def of_session() -> Keeping:
    """The tab's own."""
    if _KEEPING not in st.session_state:
        st.session_state[_KEEPING] = Keeping()
    found: Keeping = st.session_state[_KEEPING]
    return found


def why_not() -> str | None:
    """Why nothing is kept just now, in a sentence; None while all is well."""
    trouble, failure = of_session().trouble, keeping_store.keeper().failure
    return trouble.sentence if trouble is not None else str(failure) if failure is not None else None


def place() -> Place | None:
    """Where the present plan is kept; None while it is nowhere."""
    return of_session().places.get(state.work().place)


def attend() -> None:
    """Follow the address, keep what was edited, put the plan's address back: once a rerun, before anything is drawn."""
    keeping, asked = of_session(), st.query_params.get(LINK)
    if keeping_store.keeper().failure is not None:
        _knock()
    if asked is not None and asked != keeping.address:
        _arrive(keeping, asked)
    keep(levers=False)
    _show_address(keeping)


def leave() -> None:
    """At the end of a rerun: write what the page changed, and levers that were moved, which nobody waits for."""
    if not state.is_read_only():
        keep()
        _show_address(of_session())


def who_at(known: Place | None) -> Capability | None:
    """Who asks for what is kept there: through the link it was opened by, if by one."""
    return keeping_store.who(known.link[0] if known is not None and known.link is not None else None)


def try_again() -> None:
    """Where something went wrong: is the store there again? Then write what is due."""
    keeping = of_session()
    _knock()
    keep()
    trouble = keeping.trouble
    is_over = trouble is not None and time.monotonic() >= trouble.not_before
    if is_over and keeping_store.keeper().failure is None:
        keeping.trouble = None  # nothing was due any more: what could not be read is read by the rerun


def _knock() -> None:
    with contextlib.suppress(StoreError):
        keeping_store.store()


@undisturbed()
def keep(*, levers: bool = True) -> None:
    """Write the plan if it was edited, or (`levers`) only levers moved. What goes wrong is remembered and shown."""
    keeping, work = of_session(), state.work()
    if state.is_read_only() or not _is_due(keeping, work, levers):
        return
    who = who_at(keeping.places.get(work.place))
    if who is None:
        return
    known = keeping.places.get(work.place)
    try:
        try:
            keeping.places[work.place] = _write(who, work, known)
        except DraftConflict as conflict:
            if known is None or not _moved_levers_only(conflict.draft, known):
                raise
            known = replace(known, version=conflict.draft.version)
            keeping.places[work.place] = _write(who, work, known)
    except DraftConflict as conflict:
        keeping.elsewhere[work.place] = conflict.draft
    except NotFound:
        keeping.gone.add(work.place)
    except StoreError as failure:
        keeping.trouble = _trouble(failure, keeping.trouble)
    else:
        keeping.trouble = None
        keeping.notice = None


def _is_due(keeping: Keeping, work: Work, levers: bool) -> bool:
    if work.place in keeping.elsewhere or work.place in keeping.gone:
        return False
    if keeping.trouble is not None and time.monotonic() < keeping.trouble.not_before:
        return False
    known = keeping.places.get(work.place)
    if known is None:
        return (levers and bool(work.moved)) or not state.is_sample()
    same = work.scenario is known.scenario or work.scenario == known.scenario
    named = known.version and known.author != keeping_store.typed_name()
    moved = levers and work.moved != known.moved
    return not same or work.evidence is not known.evidence or moved or bool(named)


def _moved_levers_only(draft: Draft, known: Place) -> bool:
    """Whether another tab has written nothing of the plan since: who moved levers last, keeps theirs."""
    return draft.scenario == known.scenario and draft.base == known.base


def base_of(work: Work, known: Place) -> int:
    """The version that `work` began from: an older one where undo went back before somebody's version was taken."""
    return next((base for number, base in known.taken if work.since < number), known.base)


def _write(who: Capability, work: Work, known: Place | None) -> Place:
    author = keeping_store.typed_name()
    aside = text_of(Aside(work.evidence, work.moved, author))
    if known is None:
        saved = keeping_store.store().create(who, work.scenario, draft=True)
        known = Place(saved.id, 0, 1, work.scenario, None, saved.updated_at)
        if not aside:
            return replace(known, evidence=work.evidence)
    base = base_of(work, known)
    draft = keeping_store.store().save_draft(
        who, known.id, work.scenario, base=base, version=known.version, aside=aside
    )
    written = replace(known, scenario=work.scenario, evidence=work.evidence, moved=work.moved)
    return replace(written, version=draft.version, at=draft.at, author=author)


def _trouble(failure: StoreError, before: Trouble | None) -> Trouble:
    pause = min(before.pause * 2, LONGEST_PAUSE_SECONDS) if before is not None else FIRST_PAUSE_SECONDS
    return Trouble(str(failure), time.monotonic() + pause, pause)


def _arrive(keeping: Keeping, asked: str) -> None:
    """The address names a plan this tab does not show: a reload, a link, a second tab, Back."""
    if keeping.trouble is not None and time.monotonic() < keeping.trouble.not_before:
        return
    if not keeping.places and not state.is_sample():
        keeping.address = asked  # edited while the plan could not be read: the edits stay
        return
    try:
        found = read(asked)
    except NotFound:
        keeping.address, keeping.notice = asked, NOTHING_HERE
    except StoreError as failure:
        keeping.trouble = _trouble(failure, keeping.trouble)
    else:
        keeping.address, keeping.trouble, keeping.notice = asked, None, None
        if keeping.places:
            show(*found)
        else:
            keeping.places[found[1].id] = found[1]
            state.begin_with(found[0])


def read(scenario_id: str) -> tuple[Work, Place]:
    """The plan as one left it: one's draft, else the newest version. Raises StoreError."""
    who = keeping_store.who()
    if who is None:
        raise NotFound
    opened = keeping_store.store().open(who, scenario_id)
    draft = keeping_store.store().load_draft(who, scenario_id) if Action.DRAFT in opened.may else None
    if draft is not None:
        return of_draft(draft, opened)
    if opened.revision is None:
        raise NotFound
    return of_revision(who, opened.revision)


def of_draft(
    draft: Draft, opened: Opened | None = None, link: tuple[str, str] | None = None
) -> tuple[Work, Place]:
    """A draft as work, and where it is kept."""
    aside = aside_of(draft.aside, draft.scenario)
    keeping_store.remember_name(aside.author)
    head = opened.revision if opened is not None else None
    clean = head.scenario if head is not None and head.number == draft.base else None
    work = Work(draft.scenario, aside.moved, "open a plan", aside.evidence, place=draft.scenario_id)
    at = (draft.scenario_id, draft.base, draft.version, draft.scenario, aside.evidence, draft.at)
    return work, Place(*at, clean, link, aside.moved, aside.author)


def of_revision(who: Capability, of: Revision) -> tuple[Work, Place]:
    """A saved version as work, with the evidence it was saved with, and where it is kept."""
    work = Work(of.scenario, (), "open a plan", keeping_beside.evidence_at(who, of), place=of.scenario_id)
    return work, Place(of.scenario_id, of.number, 0, of.scenario, work.evidence, of.at, clean=of.scenario)


def show(work: Work, known: Place) -> None:
    """Make another plan, or another state of this one, the present one; undo comes back to what was before."""
    keeping = of_session()
    key = next((key for key, one in keeping.places.items() if one.id == known.id), known.id)
    keeping.places[key] = known
    keeping.elsewhere.pop(key, None)
    keeping.saved_elsewhere.pop(key, None)
    keeping.gone.discard(key)
    state.step(replace(work, place=key), refresh=True)


def _show_address(keeping: Keeping) -> None:
    here = keeping.places.get(state.work().place)
    asked = st.query_params.get(LINK)
    if here is not None:
        keeping.address = here.link[1] if here.link is not None else here.id
        if asked != keeping.address:
            st.query_params[LINK] = keeping.address
    elif asked is not None and (keeping.address is not None or keeping.trouble is None):
        keeping.address = None
        st.query_params.pop(LINK, None)
