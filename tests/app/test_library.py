"""The library: own plans only, found, opened, renamed, duplicated, put aside, deleted and taken back."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from store import Actor, Capability
from store.records import Shelf
from tests.app.app_parts import plan_of, words_of
from tests.app.test_keeping_pages import ANA, BEN, address_of, rename, visit
from tests.app.test_versions import open_menu
from ui.kept import keeping_store

MINE = Capability(Actor(ANA))


def _stock(*names: str, owner: str = ANA) -> list[str]:
    store = keeping_store.store()
    return [store.create(Capability(Actor(owner)), sample_scenario().changed(name=name)).id for name in names]


def _library(app: AppTest, **widgets: str) -> AppTest:
    """The dialog, drawn once more with these widgets as they are said to be."""
    for key, value in {"dialog_asked_for": "library", **widgets}.items():
        app.session_state[key] = value
    return app.run()


def _names(shelf: Shelf = "active") -> list[str]:
    return [one.name for one in keeping_store.store().library(MINE, shelf=shelf, order="name").entries]


def test_it_lists_one_s_own_plans_and_nobody_else_s() -> None:
    _stock("Plan of Ana")
    _stock("Plan of Ben", owner=BEN)
    words = words_of(_library(visit(ANA)))
    assert "Plan of Ana" in words
    assert "Plan of Ben" not in words


def test_the_menu_opens_it() -> None:
    _stock("Found in the menu")
    assert "Found in the menu" in words_of(open_menu(visit(ANA)).button(key="library").click().run())


def test_a_plan_is_opened_and_undo_comes_back() -> None:
    (kept,) = _stock("From the library")
    app = _library(rename(visit(ANA), "At work"))
    before = address_of(app)
    app.button(key=f"open {kept}").click().run()
    assert (plan_of(app).name, address_of(app)) == ("From the library", kept)
    app.button(key="undo").click().run()
    assert (plan_of(app).name, address_of(app)) == ("At work", before)
    assert plan_of(visit(ANA, kept)).name == "From the library"


def test_many_plans_come_a_page_at_a_time_and_are_found_by_name() -> None:
    _stock(*(f"Plan {number:02}" for number in range(20)))
    app = _library(visit(ANA))
    assert words_of(app).count("**Plan ") == 8
    app.session_state["library_page"] = 3
    assert words_of(_library(app)).count("**Plan ") == 4
    app.session_state["library_page"] = 1
    words = words_of(_library(app, library_search="n 07"))
    assert words.count("**Plan ") == 1
    assert "Plan 07" in words


def test_a_plan_goes_to_the_archive_and_back() -> None:
    (kept,) = _stock("Old")
    app = _library(visit(ANA))
    app.button(key=f"archive {kept}").click().run()
    assert (_names(), _names("archived")) == ([], ["Old"])
    _library(app, library_shelf="Archived").button(key=f"unarchive {kept}").click().run()
    assert _names() == ["Old"]


def test_a_deleted_plan_is_taken_back() -> None:
    (kept,) = _stock("Deleted by mistake")
    app = _library(visit(ANA))
    app.button(key=f"delete {kept}").click().run()
    assert _names() == []
    _library(app).button(key="library_undo").click().run()
    assert _names() == ["Deleted by mistake"]


def test_who_deletes_what_is_on_the_screen_is_told_at_once_and_can_take_it_back() -> None:
    app = rename(visit(ANA), "On the screen")
    here = address_of(app)
    _library(app).button(key=f"delete {here}").click().run()
    assert "was deleted" in words_of(app)
    _library(app).button(key="library_undo").click().run()
    assert "was deleted" not in words_of(app)
    rename(app, "On again")
    assert plan_of(visit(ANA, here)).name == "On again"


def test_a_copy_is_a_plan_of_its_own_with_what_was_not_saved_as_a_version_yet() -> None:
    app = rename(visit(ANA), "Draft only")
    here = address_of(app)
    _library(app).button(key=f"duplicate {here}").click().run()
    assert _names() == ["Copy of Draft only", "Draft only"]
    assert plan_of(app).name == "Draft only"


@pytest.mark.parametrize("present", [True, False])
def test_another_name(present: bool) -> None:
    app = rename(visit(ANA), "Old name")
    here = address_of(app)
    other = app if present else visit(ANA)
    _library(other).text_input(key=f"name {here}").set_value("New name").run()
    assert plan_of(visit(ANA, here)).name == "New name"
    assert "New name" in words_of(_library(visit(ANA)))


def test_a_renamed_plan_with_versions_can_still_be_saved() -> None:
    app = open_menu(rename(visit(ANA), "Old name")).button(key="version_save").click().run()
    here = address_of(app)
    _library(visit(ANA)).text_input(key=f"name {here}").set_value("New name").run()
    again = rename(visit(ANA, here), "Newest name")
    open_menu(again).button(key="version_save").click().run()
    lines = keeping_store.store().history(MINE, here).lines
    assert [line.summary for line in lines] == [
        "renamed to Newest name",
        "renamed to New name",
        "first version",
    ]


def test_a_name_that_is_none_is_refused_in_a_sentence() -> None:
    app = rename(visit(ANA), "Old name")
    here = address_of(app)
    _library(visit(ANA)).text_input(key=f"name {here}").set_value("").run()
    assert plan_of(visit(ANA, here)).name == "Old name"
