"""Who may do what, as one table: on the pages, past the pages, and at the repository."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from store import Action, Actor, Capability, NotAllowed, NotFound, Role
from tests.app.app_parts import open_page, plan_of
from tests.app.rights_parts import CONTROLS, MENUS, PROMISE, poke, pressed_for, promised
from tests.app.share_parts import (
    OWNER,
    PAGES,
    VIEWER_CHOICES,
    Shared,
    come,
    controls_of,
    inputs_of,
    nobody,
    shared,
)
from tests.app.test_keeping_pages import ANA, BEN, visit
from ui import frame
from ui.visitors import view_mode
from ui.visitors.view_mode import Deed, allows

ROLES = (Role.ANONYMOUS, Role.OTHER, Role.VIEW, Role.LIVE, Role.EDIT, Role.OWNER)
THROUGH_A_LINK = (Role.VIEW, Role.LIVE, Role.EDIT)


def test_the_table_is_the_promise_and_leaves_no_deed_out() -> None:
    assert set(PROMISE) == set(Deed) == set(view_mode.NEEDS)
    for deed in Deed:
        for role in ROLES:
            assert allows(deed, role) is promised(deed, role), (deed, role)


def test_a_link_that_hides_money_hands_the_plan_out_to_nobody() -> None:
    kept_back = {deed for deed in Deed if allows(deed, Role.VIEW) != allows(deed, Role.VIEW, hide_money=True)}
    assert kept_back == {Deed.COPY, Deed.EXPORT_PLAN}


def _arrive(plan: Shared, role: Role) -> AppTest:
    if role is Role.ANONYMOUS:
        return nobody(plan.saved.id)
    if role in (Role.OTHER, Role.OWNER):
        return visit(ANA if role is Role.OWNER else BEN, plan.saved.id)
    return come(plan.link(role.value))  # type: ignore[arg-type]


def _places(app: AppTest) -> Iterator[tuple[str, AppTest, dict[str, Any]]]:
    """Every page, with every menu open and every dialog, and what to say to open it once more."""
    for page, said in [*((page, {}) for page in PAGES), *MENUS]:
        open_page(app, page)
        _say(app, said)
        yield f"{page} with {said}", app, said


def _say(app: AppTest, said: dict[str, Any]) -> None:
    for key, value in said.items():
        app.session_state[key] = value
    if said:
        app.run()
    assert not app.exception


def _deeds_on_the_pages(app: AppTest, plan: Shared) -> dict[Deed, set[str]]:
    found: dict[Deed, set[str]] = {}
    for where, page, _ in _places(app):
        for one in controls_of(page):
            deed = pressed_for(str(one.key), plan.saved.id, where)
            if deed is not None and not getattr(one, "disabled", False):
                found.setdefault(deed, set()).add(str(one.key))
    return found


def test_every_control_of_every_page_has_a_row() -> None:
    """A new control that no row of `CONTROLS` names fails here, and so does a row for what no page shows any more."""
    plan = shared()
    app = visit(ANA, plan.saved.id)
    plan.link("view")
    seen: set[str] = set()
    for where, page, _ in _places(app):
        for one in controls_of(page):
            rows = [row for row in CONTROLS if re.fullmatch(row, str(one.key))]
            assert len(rows) == 1, f"{one.key} on {where}: {rows}"
            seen.update(rows)
    visitor = come(plan.link("view"))
    for _, page, _ in _places(visitor):
        seen.update(row for row in CONTROLS for one in controls_of(page) if re.fullmatch(row, str(one.key)))
    unseen = {row for row in CONTROLS if row not in seen} - set(pressed_for.elsewhere)  # type: ignore[attr-defined]
    assert unseen == set()


@pytest.mark.parametrize("role", [*THROUGH_A_LINK, Role.OWNER])
def test_a_page_offers_what_its_visitor_may_and_nothing_else(role: Role) -> None:
    plan = shared()
    plan.link("view")
    offered = set(_deeds_on_the_pages(_arrive(plan, role), plan))
    may = {deed for deed in Deed if promised(deed, role)} - {Deed.OPEN, Deed.RUN}
    silent = {Deed.COPY} if role in (Role.EDIT, Role.OWNER) else set()  # their copy is made in the library
    assert offered == may - silent


def test_a_viewer_finds_no_input_but_choices_of_what_is_looked_at() -> None:
    """On every page, in every tab and menu; a choice that is named but not there any more fails too."""
    app = come(shared().link("view"))
    found = {
        (where.split()[0], str(getattr(one, "key", None)))
        for where, page, _ in _places(app)
        for one in inputs_of(page)
    }
    strange = {
        (page, key)
        for page, key in found
        if not re.fullmatch(VIEWER_CHOICES.get(page, "nothing at all"), key)
    }
    assert strange == set()
    with_evidence = {"history"}  # has a choice where the plan came with evidence; looked at in the browser
    assert {page for page, _ in found} == set(VIEWER_CHOICES) - with_evidence


@pytest.mark.parametrize("role", [Role.ANONYMOUS, Role.OTHER])
def test_strangers_see_nothing_of_a_plan(role: Role) -> None:
    plan = shared()
    before = plan.state()
    app = _arrive(plan, role)
    for _, page, _ in _places(app):
        assert plan_of(page) == sample_scenario()
    assert plan.state() == before


@pytest.mark.parametrize("role", [Role.VIEW, Role.LIVE])
def test_s3_what_is_sent_past_the_page_changes_nothing(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page draws everything for everybody here, as if somebody had forged it: the server refuses all the same."""
    plan = shared()
    plan.link("edit")
    token = plan.link(role.value)  # type: ignore[arg-type]
    links = plan.state()
    monkeypatch.setattr(view_mode, "may", lambda deed: True)
    monkeypatch.setattr(frame, "_draw_for_visitor", lambda page, opened: frame._draw_for_editor(page))
    app = come(token)
    shown = plan_of(app)
    tried: set[Deed] = set()
    for where, page, said in _places(app):
        for key in [str(one.key) for one in controls_of(page)]:
            deed = pressed_for(key, plan.saved.id, where)
            if deed is None or promised(deed, role) or (role is Role.LIVE and deed in tried):
                continue  # each deed once through a live view, each control once through a view
            _say(page, said)
            if poke(page, key):
                tried.add(deed)
            assert not page.exception
            assert plan_of(page) == shown, key
            assert page.session_state["work"].moved == ()
            assert plan.state() == links, key
    assert {Deed.EDIT_FIELD, Deed.WHAT_IF, Deed.SAVE, Deed.RENAME, Deed.SHARE, Deed.UPLOAD} <= tried


def _calls(plan: Shared, who: Capability, other: str) -> dict[Deed, list[Callable[[], Any]]]:
    store, here, now = plan.store, plan.saved.id, sample_scenario().changed(seed=5)
    draft = [lambda: store.save_draft(who, here, now, base=2, version=0)]
    export: list[Callable[[], Any]] = [lambda: store.authorise(who, here, Action.EXPORT)]
    return {
        Deed.OPEN: [lambda: store.open(who, here)],
        Deed.RUN: [lambda: store.authorise(who, here, Action.RUN)],
        Deed.EDIT_FIELD: draft,
        Deed.WHAT_IF: draft,
        Deed.UPLOAD: draft,
        Deed.SAVE: [lambda: store.save(who, here, now, expected=2)],
        Deed.RENAME: [lambda: store.rename(who, here, "Renamed")],
        Deed.DELETE: [lambda: store.delete(who, here)],
        Deed.SHARE: [lambda: store.share(who, here, "live")],
        Deed.REVOKE: [lambda: store.revoke(who, other), lambda: store.revoke_all(who, here)],
        Deed.EXPORT_PAPER: export,
        Deed.EXPORT_PLAN: export,
        Deed.COPY: [lambda: store.duplicate(who, here)],
        Deed.LIST: [lambda: store.library(who)],
        Deed.HISTORY: [lambda: store.history(who, here)],
    }


@pytest.mark.parametrize("deed", list(Deed))
@pytest.mark.parametrize("role", ROLES)
def test_the_repository_holds_every_cell(role: Role, deed: Deed) -> None:
    plan = shared()
    other = plan.store.share(OWNER, plan.saved.id, "view").link.id
    who = {
        Role.ANONYMOUS: Capability(Actor(None)),
        Role.OTHER: Capability(Actor(BEN)),
        Role.OWNER: OWNER,
    }.get(role)
    if who is None:
        who = plan.store.resolve(Actor(BEN), plan.link(role.value)).capability  # type: ignore[arg-type]
    for call in _calls(plan, who, other)[deed]:
        if promised(deed, role):
            call()
            continue
        before = plan.state()
        with pytest.raises((NotAllowed, NotFound)):
            call()
        assert plan.state() == before
