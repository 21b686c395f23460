"""Versions: saved under a name, listed, compared, brought back; two who save at once are asked, nothing is lost."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from simulator.scenario import Scenario
from store import Actor, Capability
from tests.app.app_parts import plan_of, words_of
from tests.app.test_keeping_pages import ANA, BEN, address_of, change, said, visit
from ui.kept import keeping_store

MINE = Capability(Actor(ANA))


def _press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def open_menu(app: AppTest) -> AppTest:
    """The Plan menu, open."""
    app.session_state["plan_menu"] = True
    return app.run()


def _save(app: AppTest) -> AppTest:
    return _press(open_menu(app), "version_save")


def _lines(app: AppTest) -> list[tuple[int, str, str]]:
    history = keeping_store.store().history(MINE, address_of(app))
    return [(line.number, line.author, line.summary) for line in history.lines]


def _plan(**changes: object) -> Scenario:
    return sample_scenario().changed(**changes)


def test_a_version_says_who_when_and_what() -> None:
    app = open_menu(change(visit(ANA), _plan(name="Mine")))
    app.text_input(key="author_typed").set_value("Ana").run()
    _save(app)
    assert "as version 1" in words_of(app)
    _save(change(app, _plan(name="Mine", seed=7)))
    assert _lines(app) == [(2, "Ana", "seed 2,027 → 7"), (1, "Ana", "first version")]
    again = visit(ANA, address_of(app))
    assert "as version 2" in words_of(again)
    assert again.session_state["work"].evidence is not None


def test_the_sample_itself_can_be_saved() -> None:
    app = _save(visit(ANA))
    assert plan_of(visit(ANA, address_of(app))) == sample_scenario()
    assert [number for number, _, _ in _lines(app)] == [1]


def test_an_old_version_is_brought_back_and_undo_takes_that_back() -> None:
    app = _save(change(visit(ANA), _plan(name="One")))
    _save(change(app, _plan(name="Two")))
    _press(open_menu(app), "versions")
    assert "Version 1" in words_of(app)
    assert "renamed to Two" in words_of(app)
    _press(app, "restore1")
    assert plan_of(app).name == "One"
    assert plan_of(visit(ANA, address_of(app))).name == "One"
    _press(app, "undo")
    assert plan_of(app).name == "Two"
    assert len(_lines(app)) == 2


def test_a_version_is_compared_with_what_is_on_the_screen() -> None:
    app = change(_save(change(visit(ANA), _plan(name="One"))), _plan(name="Two", seed=9))
    _press(open_menu(app), "versions")
    _press(app, "compare1")
    _press(open_menu(app), "versions")
    assert "- renamed to Two\n- seed 2,027 → 9" in words_of(app)


def _both_saved(mine: Scenario, theirs: Scenario) -> AppTest:
    """Mine is to be saved after theirs was, both begun from version 1."""
    app = _save(change(visit(ANA), _plan(name="Begun")))
    _saved_by_ben(app, theirs, 1)
    return _save(change(app, mine))


def _saved_by_ben(app: AppTest, theirs: Scenario, expected: int) -> None:
    """Somebody else saves a version through an edit link."""
    store = keeping_store.store()
    token = store.share(MINE, address_of(app), "edit").token
    ben = store.resolve(Actor("ben", "Ben"), token).capability
    store.save(ben, address_of(app), theirs, expected=expected)


def test_who_saves_second_is_told_who_changed_what_and_nothing_is_written() -> None:
    app = _both_saved(_plan(name="Begun", seed=1), _plan(name="Theirs"))
    assert "Ben saved version 2" in said(app)
    assert "renamed to Theirs" in said(app)
    assert len(_lines(app)) == 2
    assert plan_of(app).seed == 1


def test_two_sets_of_changes_are_merged_field_by_field() -> None:
    app = _press(_both_saved(_plan(name="Begun", seed=1), _plan(name="Theirs")), "conflict_merge")
    assert (plan_of(app).name, plan_of(app).seed) == ("Theirs", 1)
    assert [number for number, _, _ in _lines(app)] == [3, 2, 1]
    assert "saved version" not in said(app)


def test_where_both_changed_the_visitor_says_whose_it_is() -> None:
    clash = (_plan(name="Mine", seed=1), _plan(name="Theirs"))
    app = _both_saved(*clash)
    assert "Both changed 1 field: name" in said(app)
    _press(app, "conflict_merge")
    assert (plan_of(app).name, plan_of(app).seed) == ("Mine", 1)
    app = _press(_both_saved(*clash), "conflict_merge_theirs")
    assert (plan_of(app).name, plan_of(app).seed) == ("Theirs", 1)


def test_take_theirs_and_undo() -> None:
    app = _press(_both_saved(_plan(name="Mine"), _plan(name="Theirs")), "conflict_theirs")
    assert plan_of(app).name == "Theirs"
    assert "as version 2" in words_of(app)
    _press(app, "undo")
    assert plan_of(app).name == "Mine"


def test_after_taking_theirs_and_undo_saving_asks_again_and_writes_nothing_over_theirs() -> None:
    app = _press(_both_saved(_plan(name="Mine"), _plan(name="Theirs")), "conflict_theirs")
    _press(app, "undo")
    _save(app)
    assert "Ben saved version 2" in said(app)
    assert [number for number, _, _ in _lines(app)] == [2, 1]
    again = visit(ANA, address_of(app))
    assert plan_of(again).name == "Mine"
    _save(again)
    assert "Ben saved version 2" in said(again)
    _press(again, "conflict_theirs")
    _save(change(again, plan_of(again).changed(seed=9)))
    assert [(number, name) for number, name, _ in _lines(again)] == [(3, ""), (2, "Ben"), (1, "")]


def test_after_a_merge_and_undo_saving_asks_again() -> None:
    app = _press(_both_saved(_plan(name="Begun", seed=1), _plan(name="Theirs")), "conflict_merge")
    _press(app, "undo")
    assert plan_of(app).name == "Begun"
    _save(app)
    assert "saved version" in said(app)
    assert [number for number, _, _ in _lines(app)] == [3, 2, 1]


def test_another_tab_of_one_s_own_that_saved_meanwhile_is_told_too() -> None:
    one = _save(change(visit(ANA), _plan(name="Begun")))
    two = visit(ANA, address_of(one))
    _save(change(two, _plan(name="Saved in two")))
    change(one, _plan(name="Edited in one"))
    assert "Another tab changed this plan" in said(one)
    assert plan_of(visit(ANA, address_of(one))).name == "Saved in two"
    _press(one, "keep_mine")
    _save(one)
    assert "saved version 2" in said(one)
    assert [number for number, _, _ in _lines(one)] == [2, 1]


def test_the_name_given_once_stands_in_every_tab_of_the_browser() -> None:
    app = open_menu(change(visit(ANA), _plan(name="Mine")))
    app.text_input(key="author_typed").set_value("Ana").run()
    for again in (visit(ANA, address_of(app)), change(visit(ANA), _plan(name="New"))):
        assert open_menu(again).text_input(key="author_typed").value == "Ana"
        _save(again)
        assert {author for _, author, _ in _lines(again)} == {"Ana"}
    assert open_menu(visit(BEN)).text_input(key="author_typed").value == ""


def test_keep_mine_as_a_copy() -> None:
    app = _both_saved(_plan(name="Mine"), _plan(name="Theirs"))
    before = address_of(app)
    _press(app, "conflict_copy")
    assert address_of(app) != before
    assert plan_of(visit(ANA, address_of(app))).name == "Mine"
    assert keeping_store.store().revision(MINE, before, 2).scenario.name == "Theirs"


def test_saving_a_version_never_takes_another_tab_s_edits_with_it() -> None:
    one = change(visit(ANA), _plan(name="First"))
    change(visit(ANA, address_of(one)), _plan(name="Of the other tab"))
    _save(one)
    assert "Another tab changed this plan" in said(one)
    assert _lines(one) == []
    assert plan_of(visit(ANA, address_of(one))).name == "Of the other tab"
