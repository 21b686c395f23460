"""Through which link somebody is here, and what they may now: asked of the store again at every rerun.

A link that lets nothing be changed makes the whole session one that looks (`state.is_read_only`). An edit link belongs
to the plan it opens (`Place.link`), which is kept, saved and undone as any other, through that link.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from store import Action, Actor, NotFound, Opened, Role, SharedEntry, StoreError
from store.access import SCENARIO_ID
from store.sharing import TOKEN
from ui import state
from ui.kept import keeping, keeping_beside, keeping_store
from ui.kept.keeping import LINK, Place
from ui.serving.interruption import undisturbed
from ui.state import Work
from ui.visitors import money_hidden

NOTHING_SHARED = "There is no plan at this address, or it is no longer shared."
STILL_KEPT = " What you changed is kept: a new link to edit brings it back."
AWAY = "The plan cannot be read just now."
MOST_SHARED = 100
STRONGER = ("view", "live", "edit")
_VISIT, _EDITED = "visit", "visit_edited"


@dataclass(frozen=True)
class Visit:
    """What a link gave at the last rerun.

    address: what ``?s=`` holds, the token or, of a link opened before, the plan's id. sentence: why nothing is shown;
    again: asking again may help.
    """

    address: str
    opened: Opened | None = None
    sentence: str = ""
    again: bool = False

    @property
    def shows_plan(self) -> bool:
        """Whether there is a plan to look at; a manage link only offers to take it over."""
        return (
            self.opened is not None and Action.RUN in self.opened.may and self.opened.role is not Role.OWNER
        )


def current() -> Visit | None:
    """The visit of this session; None where it shows one's own plans or one to be edited."""
    found: Visit | None = st.session_state.get(_VISIT)
    return found


def opened_here() -> Opened | None:
    """What the store said of the plan on the screen at this rerun; None for one's own."""
    visit = current()
    if visit is not None:
        return visit.opened
    here = keeping.place()
    if here is None or here.link is None:
        return None
    edited: dict[str, Opened] = st.session_state.get(_EDITED, {})
    return edited.get(here.id)


def attend() -> Visit | None:
    """Follow the address into and out of links and ask the store again: once a rerun, before anything is drawn.

    The answer is the visit, or None where plans are kept as usual.
    """
    with undisturbed():  # a session is never half in a link and half out of it
        _follow()
    return _settled()


def _follow() -> None:
    asked, visit = st.query_params.get(LINK), current()
    known = keeping.of_session().address if visit is None else None if visit.again else visit.address
    if asked is None or asked == known:
        _ask_again()
    elif TOKEN.fullmatch(asked):
        _arrive(asked)
    else:
        if visit is not None:
            leave()
        entry = _shared_before(asked)
        if entry is not None:
            come_back(entry)


def _ask_again() -> None:
    visit = current()
    if visit is None:
        _may_still_edit()
    elif visit.opened is not None:
        _look_again(visit)
    elif visit.again:
        _arrive(visit.address)


def _settled() -> Visit | None:
    visit = current()
    if visit is not None and st.query_params.get(LINK) != visit.address:
        st.query_params[LINK] = visit.address  # a page change drops it
    return visit


def leave() -> None:
    """Back to one's own: nothing of what was shown stays."""
    st.session_state[_VISIT] = None
    keeping.of_session().address = None
    money_hidden.hide(False)
    state.begin_with(state.sample_work("start"))


def begin_anew() -> None:
    """The button of a page that shows nothing: on with one's own plans."""
    st.query_params.pop(LINK, None)
    leave()


def go_to(work: Work, known: Place) -> None:
    """Leave the link for a plan of one's own."""
    leave()
    _begin_at(work, known)
    st.query_params[LINK] = known.id


def _begin_at(work: Work, known: Place) -> None:
    kept = keeping.of_session()
    kept.places[work.place] = known
    kept.address = known.link[1] if known.link is not None else known.id
    kept.notice = None
    money_hidden.hide(False)
    state.begin_with(work)


def _actor() -> Actor:
    who = keeping_store.who()
    return who.actor if who is not None else Actor(None, keeping_store.author())


def _arrive(address: str) -> None:
    keeping.keep()
    try:
        opened = keeping_store.store().resolve(_actor(), address)
    except NotFound as refusal:
        _end(address, refusal)
    except StoreError:
        _enter(Visit(address, sentence=AWAY, again=True), None)
    else:
        _begin(address, opened)


def _shared_before(address: str) -> SharedEntry | None:
    """What others have shared under the plan's own id, by a link opened before in this browser or by this account."""
    if SCENARIO_ID.fullmatch(address) is None or address == keeping.of_session().address:
        return None
    actor = _actor()
    if actor.id is None:
        return None
    try:
        entries = keeping_store.store().shared_with_me(actor, size=MOST_SHARED)
    except StoreError:
        return None
    found = [one for one in entries if one.scenario_id == address]
    return max(found, key=lambda one: STRONGER.index(one.kind), default=None)


def come_back(entry: SharedEntry) -> None:
    """Open what was opened by a link before; the link itself is known to nobody any more."""
    keeping.keep()
    try:
        opened = keeping_store.store().open(entry.capability, entry.scenario_id)
    except NotFound as refusal:
        _end(entry.scenario_id, refusal)
    except StoreError:
        _enter(Visit(entry.scenario_id, sentence=AWAY, again=True), None)
    else:
        _begin(entry.scenario_id, opened)
        st.query_params[LINK] = entry.scenario_id


def _begin(address: str, opened: Opened) -> None:
    if opened.role is Role.EDIT:
        _edit(address, opened)
    elif opened.role is Role.OWNER:
        _enter(Visit(address, opened), None)
    else:
        _look(address, opened)


def name_shown(opened: Opened) -> str:
    """What the plan is called for whoever opened it so."""
    if opened.revision is None or not opened.hide_money:
        return opened.saved.name
    return money_hidden.without_amounts(opened.revision.scenario).name


def _end(address: str, refusal: NotFound, *, kept: bool = False) -> None:
    """Nothing is shown: strangers read one sentence for every cause, the owner the cause; kept: what one did is."""
    sentence = str(refusal) if getattr(refusal, "cause", None) is not None else NOTHING_SHARED
    _enter(Visit(address, sentence=sentence + STILL_KEPT if kept else sentence), None)


def _enter(visit: Visit, work: Work | None) -> None:
    """From here on the session shows the visit and nothing of what was before it."""
    keeping.of_session().address = None
    money_hidden.hide(visit.opened is not None and visit.opened.hide_money)
    state.begin_with(work or state.sample_work("start"), read_only=True)
    st.session_state[_VISIT] = visit


def _look(address: str, opened: Opened) -> None:
    if opened.revision is None:
        _end(address, NotFound())
        return
    plan, evidence = opened.revision.scenario, keeping_beside.evidence_at(opened.capability, opened.revision)
    shown = money_hidden.without_amounts(plan) if opened.hide_money else plan
    _enter(Visit(address, opened), Work(shown, (), "open a link", evidence))


def _look_again(visit: Visit) -> None:
    before = visit.opened
    assert before is not None
    try:
        opened = keeping_store.store().open(before.capability, before.saved.id)
    except NotFound:
        _end(visit.address, _cause(visit.address))
    except StoreError:
        _enter(Visit(visit.address, sentence=AWAY, again=True), None)
    else:
        if opened.role is Role.LIVE and opened.saved.head != before.saved.head:
            _look(visit.address, opened)
        else:
            st.session_state[_VISIT] = Visit(visit.address, opened)


def _cause(address: str) -> NotFound:
    """Why a link that opened a moment ago opens no more, as far as the one who asks may know."""
    try:
        keeping_store.store().resolve(_actor(), address)
    except NotFound as refusal:
        return refusal
    except StoreError:
        pass
    return NotFound()


def _edit(address: str, opened: Opened) -> None:
    assert opened.link is not None
    link, scenario_id = (opened.link.id, address), opened.saved.id
    try:
        draft = keeping_store.store().load_draft(opened.capability, scenario_id)
    except StoreError as failure:
        if isinstance(failure, NotFound):
            _end(address, failure)
        else:
            _enter(Visit(address, sentence=AWAY, again=True), None)
        return
    if draft is not None:
        work, known = keeping.of_draft(draft, opened)
    elif opened.revision is not None:
        work, known = keeping.of_revision(opened.capability, opened.revision)
    else:
        _end(address, NotFound())
        return
    known = replace(known, link=link)
    was_looking = current() is not None
    st.session_state[_VISIT] = None
    st.session_state[_EDITED] = {**st.session_state.get(_EDITED, {}), scenario_id: opened}
    kept = keeping.of_session()
    if kept.places and not was_looking:
        keeping.show(work, known)
        kept.address, kept.notice = address, None
    else:
        _begin_at(work, known)


def _may_still_edit() -> None:
    """An edit link is asked again as any other; while the store is away nothing can be written through it anyway."""
    here = keeping.place()
    if here is None or here.link is None:
        return
    capability = keeping.who_at(here)
    assert capability is not None
    try:
        opened = keeping_store.store().open(capability, here.id)
    except NotFound:
        keeping.of_session().places.pop(state.work().place, None)
        _end(here.link[1], _cause(here.link[1]), kept=here.version > 0)
    except StoreError:
        return
    else:
        st.session_state[_EDITED] = {**st.session_state.get(_EDITED, {}), here.id: opened}
