"""Trust in a browser: a replay shows its progress, can be stopped, and ends with the answer."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.app.chromium import wait_until_drawn
from tests.app.page_parts import headline, open_page, text_of

LONG = 240_000
"""Milliseconds: the sample company's 32 past months on a busy machine."""


def test_a_replay_is_stopped_and_begun_again_and_its_answer_stands_first(
    server: str, browser_page: Page
) -> None:
    page = browser_page
    open_page(page, f"{server}/trust")
    button = page.get_by_role("button", name="Replay the past")
    button.click()
    cancel = page.get_by_role("button", name="Cancel")
    cancel.click(timeout=LONG)
    expect(cancel).to_have_count(0, timeout=LONG)
    expect(headline(page)).to_have_text("Was it right before? The past replayed", timeout=LONG)
    button.click(timeout=LONG)
    expect(page.get_by_text("past months")).to_be_visible(timeout=LONG)
    page.get_by_text("What a replay cannot tell").wait_for(timeout=LONG)
    wait_until_drawn(page)
    assert text_of(headline(page)).startswith("Of 83 forecasts, 8-in-10 ranges held ")
    assert page.locator('[data-testid="stVegaLiteChart"]').count() == 3
    assert page.locator('[data-testid="stException"]').count() == 0
    overflow = page.locator('[data-testid="stMain"]').evaluate("e => e.scrollWidth - e.clientWidth")
    assert overflow == 0


def test_on_a_phone_nothing_scrolls_sideways(server: str, browser_page: Page) -> None:
    browser_page.set_viewport_size({"width": 390, "height": 844})
    open_page(browser_page, f"{server}/trust")
    button = browser_page.get_by_role("button", name="Replay the past")
    if button.count():
        button.click()
    browser_page.get_by_text("What a replay cannot tell").wait_for(timeout=LONG)
    wait_until_drawn(browser_page)
    main = browser_page.locator('[data-testid="stMain"]')
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") == 0
