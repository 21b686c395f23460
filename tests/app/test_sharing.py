"""Links: what opens, what it shows, what it says when it opens no more, and what becomes of it; without a browser."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from store import Actor, Capability
from store.records import LinkKind
from store.tables import links
from tests.app.app_parts import open_page, plan_of, words_of
from tests.app.share_parts import OWNER, PAGES, Shared, all_words, come, nobody, shared
from tests.app.test_keeping_pages import ANA, BEN, address_of, rename, visit
from ui.kept import keeping_store
from ui.sharing import shared_banner
from ui.visitors.visit import AWAY, NOTHING_SHARED

MALFORMED = "A" * 42 + "!"


def _verdict(app: AppTest) -> str:
    return next(one.value for one in app.header if "goal" in one.value or "STRETCH" in one.value)


def test_a_view_link_shows_its_version_with_the_owner_s_digits_and_keeps_showing_it() -> None:
    plan = shared()
    owner = visit(ANA, plan.saved.id)
    app = come(plan.link("view"))
    assert plan_of(app).seed == 12
    assert [one.value for one in app.header] == [one.value for one in owner.header]
    assert [one.value for one in app.metric] == [one.value for one in owner.metric]
    plan.save(plan_of(app).changed(seed=99))
    app.run()
    assert plan_of(app).seed == 12
    words = all_words(app)
    assert "View only" in words
    assert "Version 2 of" in words
    assert "engine 1.0.0" in words
    assert "A newer version exists (3)" in words


def test_a_live_view_follows_what_is_saved() -> None:
    plan = shared()
    app = come(plan.link("live"))
    assert plan_of(app).seed == 12
    plan.save(plan_of(app).changed(seed=99))
    app.run()
    assert plan_of(app).seed == 99
    assert "Version 3 of" in all_words(app)


def test_a_newer_engine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    token = shared().link("view")
    monkeypatch.setattr(shared_banner, "ENGINE_VERSION", "9.9.9")
    assert "A newer engine runs here (9.9.9)" in all_words(come(token))


def test_somebody_without_a_cookie_may_look_and_has_nowhere_to_put_a_copy() -> None:
    app = nobody(shared().link("view"))
    assert "Plan of Ana" in words_of(app)
    assert [one.key for one in app.button if one.key == "make_copy"] == []


def test_every_page_keeps_the_link_in_its_address() -> None:
    token = shared().link("view")
    app = come(token)
    for page in PAGES:
        open_page(app, page)
        assert not app.exception
        assert address_of(app) == token
        assert plan_of(app).seed == 12


def _ended(plan: Shared, how: str, monkeypatch: pytest.MonkeyPatch, token: str) -> str:
    """The token after this befell it."""
    if how == "revoked":
        plan.end()
    elif how == "deleted":
        plan.store.delete(OWNER, plan.saved.id)
    elif how == "off":
        monkeypatch.setattr(plan.store, "_gate", type(plan.store._gate)(sharing=False))  # type: ignore[attr-defined]
    elif how == "expired":
        past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
        plan.store._transactions.write(  # type: ignore[attr-defined]
            lambda tx: tx.connection.execute(update(links).values(expires_at=past))
        )
    return "B" * 43 if how == "unknown" else token


CAUSES = ("unknown", "revoked", "expired", "deleted", "off")


@pytest.mark.parametrize("kind", ["view", "live", "edit"])
@pytest.mark.parametrize("how", CAUSES)
def test_strangers_read_one_page_for_every_cause(
    how: str, kind: LinkKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = shared()
    app = come(_ended(plan, how, monkeypatch, plan.link(kind)))
    fresh = come("C" * 43)
    for one in (app, fresh):
        assert NOTHING_SHARED in all_words(one)
        assert plan_of(one) == sample_scenario()
        assert one.metric == []
    assert all_words(app) == all_words(fresh)
    assert [one.label for one in app.button] == [one.label for one in fresh.button]


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("revoked", "You have revoked this link"),
        ("expired", "has expired"),
        ("deleted", "you have deleted"),
        ("off", "switched off"),
    ],
)
def test_the_owner_reads_the_cause(how: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = shared()
    assert sentence in all_words(come(_ended(plan, how, monkeypatch, plan.link("view")), ANA))


@pytest.mark.parametrize("kind", ["view", "live", "edit"])
@pytest.mark.parametrize("how", ["revoked", "expired", "deleted", "off"])
@pytest.mark.parametrize("page", ["target", "goals"])
def test_s2_an_open_tab_loses_the_plan_at_its_next_run(
    page: str, how: str, kind: LinkKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = shared()
    app = come(plan.link(kind))
    _ended(plan, how, monkeypatch, "")
    open_page(app, page)
    assert NOTHING_SHARED in all_words(app)
    assert "Plan of Ana" not in all_words(app)
    assert plan_of(app) == sample_scenario()
    assert list(app.get("vega_lite_chart")) == []


def test_a_lost_link_leads_to_one_s_own_plans() -> None:
    plan = shared()
    app = come(plan.link("view"))
    plan.end()
    app.run().button(key="visit_leave").click().run()
    assert "s" not in app.query_params
    assert "sample company" in words_of(app)
    rename(app, "Mine again")
    assert plan_of(visit(BEN, address_of(app))).name == "Mine again"


def test_a_malformed_token_never_reaches_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    store = keeping_store.store()
    asked: list[str] = []
    monkeypatch.setattr(store, "resolve", lambda actor, token: asked.append(token))
    for address in (MALFORMED, "A" * 44, "A" * 42, "Ａ" * 43, "A" * 42 + "\n", ":s", "%", ""):
        assert not visit(BEN, address).exception
    assert asked == []


def test_while_the_database_is_away_nothing_is_shown_and_the_page_tries_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from store import StoreUnavailable

    plan = shared()
    app = come(plan.link("view"))
    away = True
    real = plan.store.open

    def open_(*args: object) -> object:
        if away:
            raise StoreUnavailable("The database is away.")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(plan.store, "open", open_)
    app.run()
    assert AWAY in all_words(app)
    assert "Plan of Ana" not in all_words(app)
    away = False
    app.run()
    assert "Plan of Ana" in all_words(app)


def test_the_use_of_a_link_is_counted_once_a_visit() -> None:
    plan = shared()
    app = come(plan.link("view"))
    for page in PAGES:
        open_page(app, page)
    (link,) = plan.store.links(OWNER, plan.saved.id)
    assert link.use_count == 1


def test_a_copy_is_one_s_own_and_the_shared_plan_stays() -> None:
    plan = shared()
    app = come(plan.link("view"))
    before = plan.store.history(OWNER, plan.saved.id)
    app.button(key="make_copy").click().run()
    assert plan_of(app).name == "Copy of Plan of Ana"
    assert address_of(app) != plan.saved.id
    rename(app, "Ben's own")
    assert plan_of(visit(BEN, address_of(app))).name == "Ben's own"
    assert plan.store.history(OWNER, plan.saved.id) == before
    plan.end()
    assert plan_of(app.run()).name == "Ben's own"


def test_an_edit_link_keeps_a_draft_of_its_own_and_saves_under_the_editor_s_name() -> None:
    plan = shared()
    token = plan.link("edit")
    app = rename(come(token), "Edited by Ben")
    assert address_of(app) == token
    assert "saved" in words_of(app)
    assert plan_of(come(token)).name == "Edited by Ben"
    assert plan_of(visit(ANA, plan.saved.id)).name == "Plan of Ana"
    app.session_state["author"] = "Ben"
    app.session_state["plan_menu"] = True
    app.run().button(key="version_save").click().run()
    line = plan.store.history(OWNER, plan.saved.id).lines[0]
    assert (line.number, line.author, line.summary) == (3, "Ben", "renamed to Edited by Ben")
    assert plan.store.library(Capability(Actor(BEN))).total == 0


def test_two_who_edit_through_links_are_asked_and_nothing_is_written_over() -> None:
    plan = shared()
    app = rename(come(plan.link("edit")), "Edited by Ben")
    plan.save(plan_of(app).changed(name="Meanwhile by Ana"))
    app.session_state["plan_menu"] = True
    app.run().button(key="version_save").click().run()
    assert "saved version 3 since yours began" in all_words(app)
    app.button(key="conflict_theirs").click().run()
    assert plan_of(app).name == "Meanwhile by Ana"
    assert address_of(app) != plan.saved.id


def test_what_an_editor_did_is_kept_when_the_link_ends_and_comes_back_with_a_new_one() -> None:
    plan = shared()
    app, idle = (
        rename(come(plan.link("edit")), "Edited by Ben"),
        come(plan.link("edit"), "browser-of-somebody-else"),
    )
    plan.end()
    assert "What you changed is kept" in all_words(app.run())
    assert "Edited by Ben" not in all_words(app)
    assert "What you changed" not in all_words(idle.run())
    assert plan_of(come(plan.link("edit"))).name == "Edited by Ben"


def test_an_editor_s_own_plan_stands_beside_the_shared_one() -> None:
    plan = shared()
    app = rename(come(plan.link("edit")), "Edited by Ben")
    app.session_state["plan_menu"] = True
    app.run()
    assert "sample" not in words_of(app)
    opened = plan.store.resolve(Actor(BEN), plan.link("edit"))
    assert plan.store.load_draft(opened.capability, plan.saved.id) is not None


def test_a_manage_link_changes_nothing_until_its_button_is_pressed() -> None:
    plan = shared()
    token = plan.link("manage")
    app = come(token)
    assert "manage link of Plan of Ana" in all_words(app)
    assert plan.store.open(OWNER, plan.saved.id).role.value == "owner"
    app.button(key="visit_take_over").click().run()
    assert address_of(app) == plan.saved.id
    assert plan_of(visit(BEN, plan.saved.id)).seed == 12
    assert "There is no plan at this address" in "\n".join(
        one.value for one in visit(ANA, plan.saved.id).info
    )


def test_nothing_of_a_visit_is_left_to_undo_to() -> None:
    plan = shared()
    app = come(plan.link("view", hide_money=True))
    plan.end()
    app.run().button(key="visit_leave").click().run()
    assert app.session_state["work_history"].past == ()
    assert app.button(key="undo").disabled
