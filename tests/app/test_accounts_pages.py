"""Whose session it is, rerun by rerun, without a browser: expiry, links without signing in, names in the history."""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from store import Actor, Capability
from tests.app.app_parts import APP_SECONDS, plan_of, words_of
from tests.app.server_process import ROOT
from ui.kept import keeping_store
from ui.serving import entrance
from ui.visitors import accounts, sign_in_page
from ui.visitors.sign_in import Rules, account_of_claims, rules_of
from ui.wording.text import plain

ISSUER = "https://login.example.com"
AUTH = {
    "redirect_uri": "https://plans.example.com/oauth2callback",
    "cookie_secret": "s" * 32,
    "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}


@pytest.fixture
def sign_in_rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rules]:
    """A server where one signs in with a provider."""
    yield _use(monkeypatch, rules_of({}, AUTH))
    accounts._ended.clear()


def _use(monkeypatch: pytest.MonkeyPatch, rules: Rules) -> Rules:
    for module in (accounts, sign_in_page, entrance):
        monkeypatch.setattr(module, "rules", lambda: rules)
    return rules


def _claims(subject: str = "ana", **changed: Any) -> dict[str, Any]:
    now = time.time()
    return {
        "anon_id": "browser-of-all",
        "proxy_account": None,
        "is_logged_in": True,
        "provider": "default",
        "iss": ISSUER,
        "sub": subject,
        "iat": now,
        "exp": now + 3600,
        "name": subject.capitalize(),
        "email": f"{subject}@example.com",
        "email_verified": True,
        **changed,
    }


def _visit(user: dict[str, Any], s: str | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "router.py"), default_timeout=APP_SECONDS)
    app.user = user
    if s is not None:
        app.query_params["s"] = s
    return app.run()


def _is_shut(app: AppTest) -> bool:
    assert not app.exception
    return [one.value for one in app.header] == ["Sign in to your plans"] and "work" not in app.session_state


def _rename(app: AppTest, name: str) -> None:
    app.session_state["plan_menu"] = True
    app.run()
    next(one for one in app.text_input if one.label == "Name of the plan").set_value(name).run()
    assert plan_of(app).name == name


def _address(app: AppTest) -> str:
    found = app.query_params["s"]
    return str(found[0] if isinstance(found, list) else found)


def _signed_in(rules: Rules, user: dict[str, Any]) -> Actor:
    return Actor(account_of_claims(rules, user, time.time()).id)


def test_nobody_signed_in_sees_no_plan_and_no_way_to_one(sign_in_rules: Rules) -> None:
    for user in ({}, {"anon_id": "b", "is_logged_in": False}, _claims(is_logged_in="yes")):
        assert _is_shut(_visit(user))


def test_a_plan_is_kept_for_the_account_and_not_for_the_browser(sign_in_rules: Rules) -> None:
    user = _claims()
    app = _visit(user)
    _rename(app, "Of Ana")
    store = keeping_store.store()
    ana, ben = _signed_in(sign_in_rules, user), _signed_in(sign_in_rules, _claims("ben"))
    assert [one.name for one in store.library(Capability(ana)).entries] == ["Of Ana"]
    assert store.library(Capability(ben)).total == 0
    assert store.library(Capability(Actor("browser-of-all"))).total == 0
    again = _visit(_claims(nonce="another sign-in"), s=_address(app))
    assert plan_of(again).name == "Of Ana"


def test_a_sign_in_that_ends_in_the_middle_takes_the_plan_off_the_screen_and_writes_nothing(
    sign_in_rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = _claims()
    app = _visit(user)
    _rename(app, "Before it ended")
    app.run()
    field = next(one for one in app.text_input if one.label == "Name of the plan")
    later = user["exp"] + 1.0
    monkeypatch.setattr(accounts, "time", SimpleNamespace(time=lambda: later))
    field.set_value("After it ended").run()
    assert _is_shut(app)
    assert [one.value for one in app.warning] == [
        plain("Your sign-in has ended. Sign in again; everything you did is kept.")
    ]
    ana = Capability(_signed_in(sign_in_rules, user))
    store = keeping_store.store()
    kept = store.library(ana).entries[0]
    draft = store.load_draft(ana, kept.id)
    assert draft is not None
    assert draft.scenario.name == "Before it ended"


def test_a_sign_in_ended_elsewhere_is_ended_here_at_the_next_rerun(sign_in_rules: Rules) -> None:
    user = _claims()
    here, elsewhere, anew = _visit(user), _visit(user), _visit(_claims(nonce="another sign-in"))
    assert not _is_shut(here)
    accounts.end_sign_in(account_of_claims(sign_in_rules, user, time.time()))
    assert _is_shut(here.run())
    assert _is_shut(elsewhere.run())
    assert not _is_shut(anew.run())


def test_an_end_that_is_near_is_said_before(sign_in_rules: Rules) -> None:
    assert "Your sign-in ends in a few minutes" not in words_of(_visit(_claims()))
    near = _visit(_claims(exp=time.time() + 200))
    assert "Your sign-in ends in a few minutes" in words_of(near)
    assert "sign_in_default" in {one.key for one in near.button}


def test_no_file_leaves_a_tab_whose_sign_in_ended_elsewhere(
    sign_in_rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = _claims()
    monkeypatch.setattr("streamlit.user", SimpleNamespace(to_dict=lambda: user))
    first, second = accounts.still_signed_in(), accounts.still_signed_in()
    assert first() is None
    later = user["exp"] + 1.0
    with monkeypatch.context() as patch:
        patch.setattr(accounts, "time", SimpleNamespace(time=lambda: later))
        assert "Sign in again" in str(first())
    accounts.end_sign_in(account_of_claims(sign_in_rules, user, time.time()))
    assert "You are signed out" in str(second())


def test_what_ended_is_forgotten_when_it_would_have_expired(
    sign_in_rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (account_of_claims(sign_in_rules, _claims(name), time.time()) for name in ("ana", "ben"))
    accounts.end_sign_in(first)
    accounts.end_sign_in(second)
    assert set(accounts._ended) == {first.sign_in, second.sign_in}
    later = time.time() + 7200
    monkeypatch.setattr(accounts, "time", SimpleNamespace(time=lambda: later))
    third = account_of_claims(sign_in_rules, _claims("eve", exp=later + 60), later)
    accounts.end_sign_in(third)
    assert set(accounts._ended) == {third.sign_in}


def test_a_view_link_opens_without_signing_in_unless_the_server_says_otherwise(
    sign_in_rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = Capability(_signed_in(sign_in_rules, _claims()))
    app = _visit(_claims())
    store = keeping_store.store()
    saved = store.create(ana, plan_of(app).changed(name="Shared by Ana"))
    token = store.share(ana, saved.id, "view").token
    viewer = _visit({"anon_id": "stranger", "is_logged_in": False}, s=token)
    assert "Shared by Ana" in words_of(viewer)
    assert _is_shut(_visit({"anon_id": "stranger", "is_logged_in": False}, s=saved.id))
    _use(monkeypatch, rules_of({"SIMULATOR_LINKS_NEED_SIGN_IN": "1"}, AUTH))
    assert _is_shut(_visit({"anon_id": "stranger", "is_logged_in": False}, s=token))
    assert "Shared by Ana" in words_of(_visit(_claims("ben"), s=token))


def test_a_link_that_leads_nowhere_leads_no_further(sign_in_rules: Rules) -> None:
    viewer = _visit({"anon_id": "stranger", "is_logged_in": False}, s="x" * 43)
    assert not viewer.exception
    assert viewer.get("file_uploader") == []
    assert [one.key for one in viewer.slider if "lever" in str(one.key)] == []


def test_an_account_s_own_name_stands_in_the_history(sign_in_rules: Rules) -> None:
    user = _claims()
    app = _visit(user)
    _rename(app, "With versions")
    app.session_state["author"] = "The managing director"
    app.session_state["plan_menu"] = True
    app.run()
    assert not [one for one in app.text_input if one.label == "Your name in the history"]
    app.button(key="version_save").click().run()
    ana = Capability(_signed_in(sign_in_rules, user))
    kept = keeping_store.store().library(ana).entries[0]
    assert [line.author for line in keeping_store.store().history(ana, kept.id).lines] == ["Ana"]


def test_whom_the_proxy_names_has_plans_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    _use(
        monkeypatch,
        rules_of({"SIMULATOR_TRUSTED_USER_HEADER": "X-User", "FORWARDED_ALLOW_IPS": "none"}, None),
    )
    app = _visit({"anon_id": "b", "proxy_account": "ana%40example.com"})
    _rename(app, "Of Ana behind the proxy")
    ben = _visit({"anon_id": "b", "proxy_account": "ben%40example.com"}, s=_address(app))
    assert "There is no plan at this address" in " ".join(one.value for one in ben.info)
    nobody = _visit({"anon_id": "b", "proxy_account": None, "is_logged_in": True})
    assert _is_shut(nobody)
    assert not nobody.button


def test_who_came_by_a_link_is_offered_to_sign_in_and_nothing_to_keep(sign_in_rules: Rules) -> None:
    ana = Capability(_signed_in(sign_in_rules, _claims()))
    app = _visit(_claims())
    store = keeping_store.store()
    saved = store.create(ana, plan_of(app).changed(name="Shared by Ana"))
    token = store.share(ana, saved.id, "view").token
    viewer = _visit({"anon_id": "stranger", "is_logged_in": False}, s=token)
    keys = {one.key for one in viewer.button}
    assert "sign_in_default" in keys
    assert not keys & {"make_copy", "my_plans"}
    signed_in = {one.key for one in _visit(_claims("ben"), s=token).button}
    assert "sign_in_default" not in signed_in
    assert {"make_copy", "my_plans"} <= signed_in
    assert [one.name for one in store.shared_with_me(_signed_in(sign_in_rules, _claims("ben")))] == [
        "Shared by Ana"
    ]


def test_what_a_browser_made_before_is_brought_along_once_and_when_asked(
    sign_in_rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Capability(Actor("browser-of-all"))
    plan = plan_of(_visit(_claims("eve")))
    store = keeping_store.store()
    kept = [store.create(before, plan.changed(name=f"Before {number}")) for number in range(3)]
    edited = store.create(before, plan.changed(name="Only a draft"), draft=True)
    store.archive(before, kept[0].id)
    store.delete(before, kept[1].id)

    user = _claims()
    ana = Capability(_signed_in(sign_in_rules, user))
    app = _visit(user)
    assert "3 plans made in this browser before you signed in" in words_of(app)
    assert store.library(ana).total == 0
    app.button(key="belongings_leave").click().run()
    assert "before you signed in" not in words_of(app)
    assert store.library(before).total == 2

    app = _visit(user)
    app.button(key="belongings_bring").click().run()
    assert "3 plans brought along" in " ".join(one.value for one in app.info)
    assert {one.name for one in store.library(ana).entries} == {"Before 2", "Only a draft"}
    assert [one.name for one in store.library(ana, shelf="archived").entries] == ["Before 0"]
    assert store.library(before).total == 0
    draft = store.load_draft(ana, edited.id)
    assert draft is not None
    assert draft.scenario.name == "Only a draft"
    assert [link.state for link in store.links(ana, kept[2].id)] == ["revoked"]
    app.run()
    assert "brought along" not in " ".join(one.value for one in app.info)
    assert "before you signed in" not in words_of(_visit(_claims("ben")))
