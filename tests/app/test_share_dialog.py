"""The Share dialog, the list of links, the owner's way back in and the switch that ends all sharing."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from store import Actor, Capability, Link
from tests.app.app_parts import plan_of, words_of
from tests.app.share_parts import OWNER, all_words, come, shared
from tests.app.test_keeping_pages import ANA, BEN, address_of, rename, visit
from ui.kept import keeping_store
from ui.sharing.share import promise

CEO = "browser-of-the-ceo-000000000"


def _dialog(app: AppTest, **chosen: object) -> AppTest:
    """The dialog, as somebody leaves it before they press its button."""
    for key, value in {"dialog_asked_for": "share", **chosen}.items():
        app.session_state[key] = value
    return app.run()


def _make(app: AppTest, **chosen: object) -> str:
    """Make a link; its token, from the address that is shown once."""
    app.button(key="share").click().run()
    _dialog(app, **chosen).button(key="share_make").click().run()
    _dialog(app)
    address: str = app.session_state["share_made"].address
    assert address in [one.value for one in app.code]
    return address.rpartition("=")[2]


def _links(app: AppTest) -> tuple[Link, ...]:
    links = keeping_store.store().links(Capability(Actor(ANA)), address_of(app))
    return tuple(link for link in links if link.kind != "manage")


def _days(link: Link) -> int:
    assert link.expires_at is not None
    return (link.expires_at - link.created_at).days


@pytest.mark.parametrize(("kind", "days"), [("view", 30), ("live", 30), ("edit", 7)])
def test_a_link_of_each_kind_lasts_as_long_as_is_usual_for_it(kind: str, days: int) -> None:
    app = rename(visit(ANA), "My plan")
    token = _make(app, share_kind=kind, share_days=None)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    (link,) = _links(app)
    assert (link.kind, _days(link), link.hide_money) == (kind, days, False)
    assert plan_of(come(token)).name == "My plan"


def test_what_was_chosen_is_what_the_link_is() -> None:
    app = rename(visit(ANA), "My plan")
    _make(app, share_kind="view", share_days=90, share_hide_money=True, share_label="The board")
    (link,) = _links(app)
    assert (_days(link), link.hide_money, link.label, link.revision) == (90, True, "The board", 1)
    assert "for The board" in all_words(app)
    assert "money hidden" in all_words(app)


def test_an_edit_link_never_hides_money_whatever_was_switched_on_before() -> None:
    app = rename(visit(ANA), "My plan")
    _make(app, share_kind="edit", share_hide_money=True)
    assert [link.hide_money for link in _links(app)] == [False]


def test_sharing_saves_what_is_on_the_screen_first_and_says_so() -> None:
    app = rename(visit(ANA), "Not saved yet")
    assert "saved as a version first" in all_words(_dialog(app))
    _make(app)
    history = keeping_store.store().history(Capability(Actor(ANA)), address_of(app))
    assert [line.number for line in history.lines] == [1]
    _make(_dialog(app))
    assert keeping_store.store().history(Capability(Actor(ANA)), address_of(app)).total == 1


def test_a_link_is_shown_once() -> None:
    app = rename(visit(ANA), "My plan")
    token = _make(app)
    app.button(key="share").click().run()
    assert token not in "\n".join(one.value for one in app.code)


def test_where_somebody_saved_meanwhile_no_link_is_made_and_the_question_stands_on_the_page() -> None:
    plan = shared()
    app = rename(visit(ANA, plan.saved.id), "Mine")
    plan.save(sample_scenario().changed(name="Theirs"))
    _dialog(app).button(key="share_make").click().run()
    assert [link.kind for link in plan.store.links(OWNER, plan.saved.id)] == []
    assert "saved version 3 since yours began" in all_words(app.run())


@pytest.mark.parametrize(
    ("kind", "hide", "sentence"),
    [
        ("view", False, "Anyone with this link can see names and amounts until 21 Dec 2026."),
        ("live", True, "can see names, odds and percentages, and no amounts, until 21 Dec 2026."),
        ("edit", False, "Anyone with this link can see and change names and amounts until 21 Dec 2026."),
    ],
)
def test_what_a_link_gives_away_is_one_plain_sentence(kind: str, hide: bool, sentence: str) -> None:
    assert promise(kind, "21 Dec 2026", hide_money=hide).endswith(sentence)  # type: ignore[arg-type]


def test_links_are_listed_with_their_use_and_end_at_a_press() -> None:
    plan = shared()
    token, other = plan.link("view"), plan.link("live")
    come(token)
    app = _dialog(visit(ANA, plan.saved.id))
    assert "opened 1 time" in all_words(app)
    assert "never opened" in all_words(app)
    first = next(link for link in plan.store.links(OWNER, plan.saved.id) if link.use_count)
    app.button(key=f"revoke {first.id}").click().run()
    assert "No plan here" in come(token).header[0].value
    assert "Plan of Ana" in words_of(come(other))
    _dialog(app)
    assert "revoked" in all_words(app)


def test_revoke_all_ends_every_link_but_one_s_own_way_back() -> None:
    plan = shared()
    tokens = [plan.link("view"), plan.link("edit")]
    manage = plan.link("manage")
    _dialog(visit(ANA, plan.saved.id)).button(key="revoke_all").click().run()
    assert all("No plan here" in come(token).header[0].value for token in tokens)
    assert "manage link" in all_words(come(manage, BEN))


def test_everything_one_shared_stands_in_the_library_and_ends_there_too() -> None:
    first, second = shared(), shared(sample_scenario().changed(name="Second plan"))
    tokens = [first.link("view"), second.link("live")]
    app = visit(ANA)
    for key, value in {"dialog_asked_for": "library", "library_shelf": "Shared by me"}.items():
        app.session_state[key] = value
    words = all_words(app.run())
    assert "Plan of Ana" in words
    assert "Second plan" in words
    app.button(key="revoke_mine").click().run()
    assert all("No plan here" in come(token).header[0].value for token in tokens)


def _shared_with(browser: str) -> AppTest:
    app = visit(browser)
    for key, value in {"dialog_asked_for": "library", "library_shelf": "Shared with me"}.items():
        app.session_state[key] = value
    return app.run()


def test_what_others_shared_is_found_again_without_its_link() -> None:
    plan = shared()
    come(plan.link("view"))
    app = _shared_with(BEN)
    assert "Plan of Ana" in all_words(app)
    assert "Plan of Ana" not in all_words(_shared_with(CEO))
    next(one for one in app.button if str(one.key).startswith("shared ")).click().run()
    assert plan_of(app).name == "Plan of Ana"
    assert "View only" in all_words(app)
    assert address_of(app) == plan.saved.id
    again = visit(BEN, plan.saved.id)  # a reload
    assert "View only" in all_words(again)
    assert "There is no plan" in "\n".join(one.value for one in visit(CEO, plan.saved.id).info)
    plan.end()
    assert "No plan here" in app.run().header[0].value
    assert "Plan of Ana" not in all_words(_shared_with(BEN))


def test_a_hidden_plan_s_name_is_hidden_in_the_library_too() -> None:
    plan = shared(sample_scenario().changed(name="Reach 5,000,000"))
    come(plan.link("view", hide_money=True))
    words = all_words(_shared_with(BEN))
    assert "5,000,000" not in words
    assert "Shared plan" in words


def test_the_owner_s_way_back_is_shown_once_and_brings_the_plan_back_after_a_lost_cookie() -> None:
    app = rename(visit(ANA), "My plan")
    app.session_state["plan_menu"] = True
    app.run().button(key="version_save").click().run()
    (address,) = [one.value for one in app.code]
    app.run()
    assert [one.value for one in app.code] == [address]
    app.button(key="manage_link_kept").click().run()
    assert list(app.code) == []
    app.session_state["plan_menu"] = True
    app.run().button(key="version_save").click().run()  # nothing has changed: still the first version
    assert list(app.code) == []
    rename(app, "My better plan")
    app.session_state["plan_menu"] = True
    app.run().button(key="version_save").click().run()
    assert list(app.code) == []
    found = come(address.rpartition("=")[2], CEO)
    found.button(key="visit_take_over").click().run()
    assert plan_of(found).name == "My better plan"
    assert plan_of(visit(CEO, address_of(found))).name == "My better plan"


def test_switched_off_no_link_opens_and_none_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = shared()
    token, manage = plan.link("view"), plan.link("manage")
    monkeypatch.setenv("SIMULATOR_SHARING", "off")
    assert "No plan here" in come(token).header[0].value
    assert "switched off" in all_words(come(token, ANA))
    assert "manage link" in all_words(come(manage))
    owner = visit(ANA, plan.saved.id)
    assert [one.key for one in owner.button if one.key == "share"] == []


def test_who_saves_through_an_edit_link_without_a_name_is_called_what_the_owner_wrote() -> None:
    plan = shared()
    token = plan.store.share(OWNER, plan.saved.id, "edit", label="The CFO").token
    app = rename(come(token), "By the CFO")
    app.session_state["plan_menu"] = True
    app.run().button(key="version_save").click().run()
    assert plan.store.history(OWNER, plan.saved.id).lines[0].author == "The CFO"
