"""The ladder in a browser: dragged by keyboard, kept, undone by key."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.app.page_parts import go_to, open_page, text_of, wait_for_text

WORD = ".st-key-ladder_word"


def test_a_goal_is_dragged_along_its_ladder_kept_and_undone(server: str, browser_page: Page) -> None:
    open_page(browser_page, server)
    go_to(browser_page, "Goals")
    wait_for_text(browser_page, WORD, "STRETCH")
    browser_page.locator('[class*="st-key-ladder_slider"] input[type="range"]').focus()
    for _ in range(12):
        browser_page.keyboard.press("ArrowLeft")
    wait_for_text(browser_page, WORD, "→")
    wait_for_text(browser_page, WORD, "REALISTIC")
    browser_page.locator(WORD).get_by_role("button", name="Keep").click()
    wait_for_text(browser_page, WORD, "as planned")
    assert "REALISTIC" in text_of(browser_page.locator(WORD))
    browser_page.keyboard.press("Control+z")
    wait_for_text(browser_page, WORD, "STRETCH")
