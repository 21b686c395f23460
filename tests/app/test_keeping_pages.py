"""What a visitor edits is kept and comes back by its address; without a browser, through the router's own script."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from simulator.scenario import Scenario
from store import Actor, Capability
from tests.app.app_parts import APP_SECONDS, open_page, plan_of, words_of
from tests.app.server_process import ROOT
from ui.kept import keeping_store
from ui.kept.keeping_aside import Aside, aside_of
from ui.kept.keeping_words import clock_words
from ui.state import History, Work

ANA, BEN = "browser-of-ana-000000000000", "browser-of-ben-000000000000"


def visit(browser: str, address: str | None = None) -> AppTest:
    """Arrive with a browser the server knows, perhaps at the address of a plan."""
    app = AppTest.from_file(str(ROOT / "ui" / "router.py"), default_timeout=APP_SECONDS)
    app.user = {"anon_id": browser}
    if address is not None:
        app.query_params["s"] = address
    return app.run()


def change(app: AppTest, plan: Scenario) -> AppTest:
    """An edit, as the pages make it: the plan is another one, with the one before to undo to."""
    work, history = app.session_state["work"], app.session_state["work_history"]
    app.session_state["work_history"] = History((*history.past, work), ())
    app.session_state["work"] = replace(work, scenario=plan)
    return app.run()


def rename(app: AppTest, name: str) -> AppTest:
    """The smallest edit."""
    return change(app, plan_of(app).changed(name=name))


def address_of(app: AppTest) -> str:
    """What ``?s=`` holds."""
    found = app.query_params["s"]
    return str(found[0] if isinstance(found, list) else found)


def said(app: AppTest) -> str:
    """Everything a notice says."""
    shown = [*app.info, *app.warning, *app.markdown, *app.caption]
    return "\n".join(one.value for one in shown).replace("\u2060", "")


def test_nothing_is_kept_of_somebody_who_only_looks() -> None:
    app = visit(ANA)
    assert "s" not in app.query_params
    mine = Capability(Actor(ANA))
    assert keeping_store.store().library(mine).total == 0
    assert "sample company" in words_of(app)


def test_the_first_edit_gives_the_plan_an_address_and_every_page_keeps_it() -> None:
    app = rename(visit(ANA), "My plan")
    address = address_of(app)
    assert "saved" in words_of(app)
    open_page(app, "team")
    assert address_of(app) == address


def test_another_tab_of_the_same_browser_finds_the_plan_with_its_evidence() -> None:
    address = address_of(rename(rename(visit(ANA), "My plan"), "My better plan"))
    again = visit(ANA, address)
    assert plan_of(again).name == "My better plan"
    assert again.session_state["work"].evidence is not None
    assert again.session_state["work_history"].past == ()
    assert address_of(again) == address


@pytest.mark.parametrize(
    "address",
    ["abc", "00000000-0000-4000-8000-000000000000", "' OR 1=1 --", "x" * 5000, ":s", "%"],
)
def test_an_address_that_leads_nowhere_shows_the_sample_and_says_so(address: str) -> None:
    app = visit(ANA, address)
    assert not app.exception
    assert plan_of(app) == sample_scenario()
    assert "There is no plan at this address" in said(app)
    assert "s" not in app.query_params


def test_a_stranger_reads_the_same_sentence_as_for_nothing_and_sees_nothing_of_the_plan() -> None:
    address = address_of(rename(visit(ANA), "Canary 7391"))
    stranger, nowhere = visit(BEN, address), visit(BEN, "abc")
    assert said(stranger) == said(nowhere)
    assert plan_of(stranger) == sample_scenario()
    assert "Canary" not in said(stranger)


def test_undo_is_kept_too() -> None:
    app = rename(visit(ANA), "My plan")
    app.button(key="undo").click().run()
    assert plan_of(visit(ANA, address_of(app))).name == sample_scenario().name


def _two_tabs_apart() -> tuple[AppTest, AppTest]:
    one = rename(visit(ANA), "First")
    other = visit(ANA, address_of(one))
    rename(other, "Of the other tab")
    return rename(one, "Mine"), other


def test_two_tabs_that_edit_one_plan_are_told_and_nothing_is_written_over() -> None:
    mine, _ = _two_tabs_apart()
    assert "Another tab changed this plan" in said(mine)
    assert "renamed to Of the other tab" in said(mine)
    assert plan_of(mine).name == "Mine"
    assert plan_of(visit(ANA, address_of(mine))).name == "Of the other tab"


def test_take_the_other_tab_s() -> None:
    mine, _ = _two_tabs_apart()
    mine.button(key="take_theirs").click().run()
    assert plan_of(mine).name == "Of the other tab"
    mine.button(key="undo").click().run()
    assert plan_of(mine).name == "Mine"
    assert plan_of(visit(ANA, address_of(mine))).name == "Mine"


def test_keep_mine_instead() -> None:
    mine, _ = _two_tabs_apart()
    mine.button(key="keep_mine").click().run()
    assert "Another tab" not in said(mine)
    assert plan_of(visit(ANA, address_of(mine))).name == "Mine"


def test_keep_mine_as_a_plan_of_its_own() -> None:
    mine, _ = _two_tabs_apart()
    before = address_of(mine)
    mine.button(key="keep_copy").click().run()
    assert address_of(mine) != before
    assert plan_of(visit(ANA, address_of(mine))).name == "Mine"
    assert plan_of(visit(ANA, before)).name == "Of the other tab"


def test_a_plan_deleted_elsewhere_is_not_written_to_and_can_be_kept_anew() -> None:
    app = rename(visit(ANA), "Doomed")
    before = address_of(app)
    keeping_store.store().delete(Capability(Actor(ANA)), before)
    rename(app, "Doomed, edited")
    assert "deleted elsewhere" in said(app)
    app.button(key="keep_copy").click().run()
    assert address_of(app) != before
    assert plan_of(visit(ANA, address_of(app))).name == "Doomed, edited"


def test_another_plan_does_not_write_over_the_one_before() -> None:
    app = rename(visit(ANA), "First")
    first = address_of(app)
    open_page(app, "target")
    app.session_state["work"] = Work(sample_scenario().changed(name="Second"))
    app.run()
    assert address_of(app) != first
    assert plan_of(visit(ANA, first)).name == "First"


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all " * 400, b"SQLite format 3\x00" + b"\x07" * 9000]
)
def test_a_damaged_database_leaves_a_working_page_that_says_why(
    own_data_folder: Path, content: bytes
) -> None:
    app = rename(visit(ANA), "Kept before")
    address = address_of(app)
    keeping_store.close_all()
    (file,) = own_data_folder.glob("*.db")
    for journal in own_data_folder.glob(f"{file.name}-*"):
        journal.unlink()
    file.write_bytes(content)
    again = visit(ANA, address)
    assert not again.exception
    assert plan_of(again) == sample_scenario()
    assert "Nothing is kept just now" in said(again)
    assert address_of(again) == address  # for when it can be read again
    rename(again, "In memory")
    assert plan_of(again).name == "In memory"
    assert "not saved" in words_of(again)
    assert file.read_bytes() == content


def test_a_database_address_that_cannot_be_used_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SIMULATOR_DATABASE_URL", "postgresql://u:hidden-password@127.0.0.1:1/nowhere")
    app = rename(visit(ANA), "In memory")
    assert "Nothing is kept just now" in said(app)
    assert "hidden-password" not in said(app)
    assert plan_of(app).name == "In memory"


def test_a_plan_is_saved_once_the_database_is_there_again(
    own_data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = own_data_folder / "a file, no folder"
    closed.write_text("")
    monkeypatch.setenv("SIMULATOR_DATA_DIR", str(closed / "data"))
    app = rename(visit(ANA), "Waited for")
    assert "Nothing is kept just now" in said(app)
    closed.unlink()
    app.session_state["keeping"].trouble = None  # the pause between two tries has passed
    keeping_store.close_all()
    app.run()
    assert "Nothing is kept" not in said(app)
    assert plan_of(visit(ANA, address_of(app))).name == "Waited for"


def test_a_script_without_a_browser_keeps_its_plan_in_the_tab() -> None:
    app = AppTest.from_file(str(ROOT / "ui" / "router.py"), default_timeout=APP_SECONDS).run()
    rename(app, "In the tab")
    assert "kept in this tab" in words_of(app)
    assert "s" not in app.query_params


@pytest.mark.parametrize(
    ("zone", "words"),
    [(None, "14:02 UTC"), ("Europe/Warsaw", "15:02"), ("Asia/Tokyo", "23:02")],
)
def test_the_time_is_the_viewer_s(zone: str | None, words: str) -> None:
    at = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
    assert clock_words(at, at, ZoneInfo(zone) if zone else None) == words
    later = datetime(2026, 11, 23, tzinfo=UTC)
    assert clock_words(at, later, None) == "21 Nov 2026, 14:02 UTC"


def _move(app: AppTest, lever: str, steps: int) -> AppTest:
    slider = next(one for one in app.select_slider if str(one.key).startswith(f"lever.{lever}#"))
    return slider.set_value(steps).run()


def _moved(app: AppTest) -> list[str]:
    return [one.lever for one in app.session_state["work"].moved]


def test_levers_that_are_moved_and_not_kept_come_back_with_a_reload_and_in_a_second_tab() -> None:
    app = _move(visit(ANA), "win_rate", 3)
    again = visit(ANA, address_of(app))
    assert again.session_state["work"].moved == app.session_state["work"].moved
    assert _moved(again) == ["win_rate"]
    assert "1 lever moved, not kept" in words_of(again)
    assert plan_of(again) == sample_scenario()
    again.button(key="reset").click().run()
    assert _moved(visit(ANA, address_of(app))) == []


def test_two_tabs_that_only_move_levers_do_not_ask_each_other() -> None:
    one = _move(visit(ANA), "win_rate", 3)
    two = _move(visit(ANA, address_of(one)), "deal_size", 2)
    _move(one, "win_rate", 5)
    assert "Another tab" not in said(one) + said(two)
    assert _moved(visit(ANA, address_of(one))) == ["win_rate"]


def test_saving_a_version_leaves_the_moved_levers_where_they_are() -> None:
    app = _move(visit(ANA), "win_rate", 3)
    app.session_state["plan_menu"] = True
    app.run().button(key="version_save").click().run()
    assert _moved(app) == _moved(visit(ANA, address_of(app))) == ["win_rate"]


@pytest.mark.parametrize(
    "aside",
    ["not json", "[1]", '{"moved": 3}', '{"moved": [{"lever": "no such", "change": 0.1}], "author": 5}'],
)
def test_what_stands_beside_a_plan_and_cannot_be_read_is_left_out(aside: str) -> None:
    assert aside_of(aside, sample_scenario()) == Aside()
