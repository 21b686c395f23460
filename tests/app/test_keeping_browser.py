"""What is edited outlives the tab and the server: real browsers, a real server, killed without warning."""

from __future__ import annotations

import contextlib
import re
import signal
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.chromium import PAGE_SECONDS, wait_until_drawn
from tests.app.page_parts import back_to, go_to, lever, open_page, text_of, wait_for_text
from tests.app.server_process import ROOT, ServerProcess

FRAME = ".st-key-frame"
SAVED = "· saved "
KEPT = re.compile(r"\?s=[0-9a-f-]{36}$")


def _rename(page: Page, name: str) -> None:
    """Edit the plan's name in the menu and wait until that is kept."""
    _type_name(page, name)
    expect(page.locator(FRAME)).to_contain_text(name)
    wait_for_text(page, FRAME, SAVED)
    page.keyboard.press("Escape")
    expect(page.get_by_label("Name of the plan", exact=True)).to_have_count(0)
    wait_until_drawn(page)


def test_an_edit_outlives_a_reload_and_stays_in_this_browser(
    server: str, browser_page: Page, browser: Browser
) -> None:
    open_page(browser_page, server)
    assert "?s=" not in browser_page.url
    _rename(browser_page, "Plan of Ana")
    browser_page.wait_for_url(KEPT)
    address = browser_page.url
    browser_page.reload()
    wait_for_text(browser_page, FRAME, "Plan of Ana")
    wait_for_text(browser_page, FRAME, SAVED)

    second_tab = browser_page.context.new_page()
    open_page(second_tab, address)
    wait_for_text(second_tab, FRAME, "Plan of Ana")

    stranger = browser.new_context()
    stranger.set_default_timeout(PAGE_SECONDS * 1000)
    page = stranger.new_page()
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: frames.append(repr(data))))
    open_page(page, address)
    wait_for_text(page, '[data-testid="stAlert"]', "There is no plan at this address")
    assert frames
    assert not any("Plan of Ana" in frame for frame in frames)
    stranger.close()


def test_a_lever_that_is_moved_and_not_kept_outlives_a_reload(server: str, browser_page: Page) -> None:
    open_page(browser_page, server)
    lever(browser_page, "win_rate").press("ArrowRight")
    wait_for_text(browser_page, FRAME, "1 lever moved, not kept")
    browser_page.wait_for_url(KEPT)
    browser_page.reload()
    wait_for_text(browser_page, FRAME, "1 lever moved, not kept")
    browser_page.get_by_role("button", name="Reset").click()
    wait_for_text(browser_page, FRAME, SAVED)


def test_back_and_every_page_keep_the_address_of_the_plan(server: str, browser_page: Page) -> None:
    open_page(browser_page, server)
    _rename(browser_page, "Kept on every page")
    browser_page.wait_for_url(KEPT)
    address = browser_page.url.split("?s=")[1]
    for title in ("Team", "Goals"):
        go_to(browser_page, title)
        browser_page.wait_for_url(f"**/{title.lower()}?s={address}")
    back_to(browser_page, "Team")
    browser_page.wait_for_url(f"**/team?s={address}")
    wait_for_text(browser_page, FRAME, "Kept on every page")
    browser_page.reload()
    wait_for_text(browser_page, FRAME, "Kept on every page")


def test_d9_a_killed_server_comes_back_with_what_was_edited(tmp_path: Path, browser_page: Page) -> None:
    with ServerProcess(ROOT / "app.py", tmp_path) as process:
        open_page(browser_page, process.url)
        for name in ("One", "Two", "Three before the crash"):
            _rename(browser_page, name)
        process.stop(signal.SIGKILL)
        browser_page.wait_for_selector('[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])')
        process.start()
        browser_page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
        wait_for_text(browser_page, FRAME, "Three before the crash")
        wait_for_text(browser_page, FRAME, SAVED)
        wait_until_drawn(
            browser_page
        )  # both stood there before the crash; the new server's page is what is renamed
        _rename(browser_page, "Four after it")
        browser_page.reload()
        wait_for_text(browser_page, FRAME, "Four after it")


@pytest.mark.parametrize("fault", ["locked", "removed", "damaged"])
def test_a_database_in_trouble_at_the_start_leaves_a_working_app(
    tmp_path: Path, browser_page: Page, fault: str
) -> None:
    file = tmp_path / "data" / "scenarios.db"
    with ServerProcess(ROOT / "app.py", tmp_path) as process:
        open_page(browser_page, process.url)
        _rename(browser_page, "Before the trouble")
        browser_page.wait_for_url(KEPT)
        address = browser_page.url
        process.stop(signal.SIGTERM)
        for journal in tmp_path.glob("data/scenarios.db-*"):
            assert fault == "locked" or journal.stat().st_size == 0
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
            if fault == "locked":
                other.execute("BEGIN EXCLUSIVE")
            elif fault == "removed":
                file.unlink()
            else:
                file.write_bytes(b"\x00garbage" * 4000)
            process.start()
            page = browser_page.context.new_page()
            open_page(page, address)
            if fault == "removed":
                wait_for_text(page, '[data-testid="stAlert"]', "There is no plan at this address")
                _rename(page, "In a new file")
                return
            if fault == "damaged":
                wait_for_text(page, '[data-testid="stAlert"]', "Nothing is kept just now")
                assert "ready" in process.output() or process.is_ready()
                return
            if "Nothing is kept" not in text_of(page.locator("body")):
                _type_name(page, "While it is locked")
            wait_for_text(page, '[data-testid="stAlert"]', "Nothing is kept just now")
        wait_for_text(page, FRAME, SAVED)  # by itself, once the lock is gone


def _menu(page: Page) -> None:
    """Open the menu and wait until it is drawn to its end: what is typed before would be drawn over."""
    page.locator(".st-key-plan_menu button").first.click()
    page.locator(".st-key-plan_sample").wait_for()
    wait_until_drawn(page)


def _type_name(page: Page, name: str) -> None:
    _menu(page)
    box = page.get_by_label("Name of the plan", exact=True)
    expect(box).to_have_count(
        1
    )  # a menu that is just closing after a restart of the server still holds its own
    box.fill(name)
    expect(box).to_have_value(name)
    box.press("Enter")


def test_a_version_is_saved_listed_and_brought_back(server: str, browser_page: Page) -> None:
    open_page(browser_page, server)
    _rename(browser_page, "One")
    _menu(browser_page)
    browser_page.get_by_role("button", name="Save a version").click()
    wait_for_text(browser_page, FRAME, "as version 1")
    browser_page.keyboard.press("Escape")
    _rename(browser_page, "Two")
    _menu(browser_page)
    browser_page.get_by_role("button", name="Versions").click()
    dialog = browser_page.get_by_role("dialog")
    dialog.get_by_role("button", name="Compare").click()
    expect(dialog).to_contain_text("renamed to Two")
    dialog.get_by_role("button", name="Bring back").click()
    expect(dialog).to_have_count(0)
    wait_for_text(browser_page, FRAME, "One")
    browser_page.get_by_role("button", name="Undo").click()
    wait_for_text(browser_page, FRAME, "Two")


def test_a_plan_is_found_in_the_library_opened_deleted_and_taken_back(
    server: str, browser_page: Page
) -> None:
    open_page(browser_page, server)
    _rename(browser_page, "First plan")
    _menu(browser_page)
    browser_page.get_by_role("button", name="Library").click()
    dialog = browser_page.get_by_role("dialog")
    dialog.get_by_role("button", name="Duplicate").click()
    expect(dialog).to_contain_text("Copy of First plan")
    search = dialog.get_by_role("textbox", name="Search by name")
    search.fill("copy of")
    search.press("Enter")
    expect(dialog.get_by_role("button", name="Delete")).to_have_count(1)
    dialog.get_by_role("button", name="Delete").click()
    expect(dialog).to_contain_text("Copy of First plan is deleted.")
    expect(dialog).to_contain_text("No plan has this in its name.")
    dialog.get_by_role("button", name="Undo").click()
    dialog.get_by_role("button", name="Open").click()
    expect(dialog).to_have_count(0)
    wait_for_text(browser_page, FRAME, "Copy of First plan")
