"""Through which link somebody is here, and what they may now: asked of the store again at every rerun.

A link that lets nothing be changed makes the whole session one that looks (`state.is_read_only`). An edit link belongs
to the plan it opens (`Place.link`), which is kept, saved and undone as any other, through that link.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from store import Action, Actor, Capability, NotFound, Opened, Role, StoreError
from store.sharing import TOKEN
from ui import keeping, keeping_store, money_hidden, state
from ui.keeping import LINK, Place
from ui.state import Work

NOTHING_SHARED = "There is no plan at this address, or it is no longer shared."
AWAY = "The plan cannot be read just now."
_VISIT, _EDITED = "visit", "visit_edited"


@dataclass(frozen=True)
class Visit:
    """What a link gave at the last rerun. sentence: why nothing is shown; again: asking again may help."""

    token: str
    opened: Opened | None = None
    sentence: str = ""
    again: bool = False

    @property
    def shows_plan(self) -> bool:
        """Whether there is a plan to look at; a manage link only offers to take it over."""
        return self.opened is not None and self.opened.role is not Role.OWNER


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
    asked, visit = st.query_params.get(LINK), current()
    if asked is not None and TOKEN.fullmatch(asked):
        if visit is None or visit.token != asked or visit.again:
            here = keeping.place()
            if visit is not None or here is None or here.link is None or here.link[1] != asked:
                _arrive(asked)
                return _settled()
    elif asked is not None and visit is not None:
        leave()
        return None
    if visit is not None and visit.opened is not None:
        _look_again(visit)
    elif visit is None:
        _may_still_edit()
    return _settled()


def _settled() -> Visit | None:
    visit = current()
    if visit is not None and st.query_params.get(LINK) != visit.token:
        st.query_params[LINK] = visit.token  # a page change drops it
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


def _arrive(token: str) -> None:
    keeping.keep()
    try:
        opened = keeping_store.store().resolve(_actor(), token)
    except NotFound as refusal:
        _end(token, refusal)
        return
    except StoreError:
        _enter(Visit(token, sentence=AWAY, again=True), None)
        return
    if opened.role is Role.EDIT:
        _edit(token, opened)
    elif opened.role is Role.OWNER:
        _enter(Visit(token, opened), None)
    else:
        _look(token, opened)


def _end(token: str, refusal: NotFound) -> None:
    """Nothing is shown: strangers read one sentence for every cause, the owner the cause."""
    cause = getattr(refusal, "cause", None)
    _enter(Visit(token, sentence=str(refusal) if cause is not None else NOTHING_SHARED), None)


def _enter(visit: Visit, work: Work | None) -> None:
    """From here on the session shows the visit and nothing of what was before it."""
    keeping.of_session().address = None
    money_hidden.hide(visit.opened is not None and visit.opened.hide_money)
    state.begin_with(work or state.sample_work("start"), read_only=True)
    st.session_state[_VISIT] = visit


def _look(token: str, opened: Opened) -> None:
    if opened.revision is None:
        _end(token, NotFound())
        return
    plan = opened.revision.scenario
    shown = money_hidden.without_amounts(plan) if opened.hide_money else plan
    _enter(Visit(token, opened), Work(shown, (), "open a link"))


def _look_again(visit: Visit) -> None:
    before = visit.opened
    assert before is not None
    try:
        opened = keeping_store.store().open(before.capability, before.saved.id)
    except NotFound:
        _end(visit.token, _cause(visit.token))
    except StoreError:
        _enter(Visit(visit.token, sentence=AWAY, again=True), None)
    else:
        if _number(opened) != _number(before):
            _look(visit.token, opened)
        else:
            st.session_state[_VISIT] = Visit(visit.token, opened)


def _number(opened: Opened) -> int:
    return opened.revision.number if opened.revision is not None else 0


def _cause(token: str) -> NotFound:
    """Why a link that opened a moment ago opens no more, as far as the one who asks may know."""
    try:
        keeping_store.store().resolve(_actor(), token)
    except NotFound as refusal:
        return refusal
    except StoreError:
        pass
    return NotFound()


def _edit(token: str, opened: Opened) -> None:
    assert opened.link is not None
    link, scenario_id = (opened.link.id, token), opened.saved.id
    try:
        draft = keeping_store.store().load_draft(opened.capability, scenario_id)
    except StoreError as failure:
        if isinstance(failure, NotFound):
            _end(token, failure)
        else:
            _enter(Visit(token, sentence=AWAY, again=True), None)
        return
    if draft is not None:
        work, known = keeping.of_draft(draft, opened)
    elif opened.revision is not None:
        work, known = keeping.of_revision(opened.revision, opened.revision.scenario)
    else:
        _end(token, NotFound())
        return
    known = replace(known, link=link)
    was_looking = current() is not None
    st.session_state[_VISIT] = None
    st.session_state[_EDITED] = {**st.session_state.get(_EDITED, {}), scenario_id: opened}
    kept = keeping.of_session()
    if kept.places and not was_looking:
        keeping.show(work, known)
        kept.address, kept.notice = token, None
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
        _end(here.link[1], _cause(here.link[1]))
    except StoreError:
        return
    else:
        st.session_state[_EDITED] = {**st.session_state.get(_EDITED, {}), here.id: opened}


def is_outdated() -> bool:
    """Whether the page shows what the link no longer gives; asked by the clock between two reruns."""
    opened, looking = opened_here(), current() is not None
    if opened is None:
        return False
    try:
        now = keeping_store.store().open(opened.capability, opened.saved.id)
    except NotFound:
        return True
    except StoreError:
        return looking
    return looking and _number(now) != _number(opened)


def export_check() -> Callable[[], str | None]:
    """What is asked when a file is called for: why it must not leave, or None. Runs in a thread without a session."""
    opened = opened_here()
    if opened is None:
        return lambda: None
    capability, scenario_id = opened.capability, opened.saved.id

    def check() -> str | None:
        return refusal(capability, scenario_id, Action.EXPORT)

    return check


def refusal(who: Capability, scenario_id: str, action: Action) -> str | None:
    """Why `who` may not do that now, in a sentence."""
    try:
        keeping_store.store().authorise(who, scenario_id, action)
    except NotFound:
        return NOTHING_SHARED
    except StoreError as failure:
        return str(failure)
    return None
