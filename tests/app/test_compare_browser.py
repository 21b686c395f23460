"""Which plan? Answered in a browser: plans are picked, stand side by side, and their table is taken away."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.app.chromium import wait_until_drawn
from tests.app.page_parts import go_to, headline, open_page, text_of, wait_for_text

HEADING = '[data-testid="stMain"] h2'
CARDS = '[class*="st-key-compare_card"]'


def test_plans_are_picked_compared_and_taken_away(server: str, browser_page: Page) -> None:
    page = browser_page
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page(page, server)
    go_to(page, "Compare")
    wait_for_text(page, HEADING, "beats Without initiatives in")
    expect(page.locator(CARDS)).to_have_count(2)

    wait_until_drawn(page)
    page.get_by_role("combobox", name=re.compile("Plans to compare")).click()
    page.get_by_role("option", name="Without planned hires").click()
    page.keyboard.press("Escape")
    expect(page.locator(CARDS)).to_have_count(3)
    wait_until_drawn(page)
    assert "STRETCH" in text_of(page.locator(CARDS).nth(2))
    assert "Without planned hires" in text_of(page.locator(CARDS).nth(2))
    tops = page.locator(CARDS).evaluate_all(
        "cards => cards.map(c => Math.round(c.getBoundingClientRect().top))"
    )
    assert len(set(tops)) == 1
    assert re.search(r"in \d+ % of futures", text_of(headline(page)))

    with page.expect_download() as started:
        page.get_by_role("button", name="CSV of the plans").click()
    content = started.value.path().read_text(encoding="utf-8-sig")
    assert content.splitlines()[0].startswith('"Plan","Verdict","Odds"')
    assert [line.split(",")[0] for line in content.splitlines()[1:]] == [
        '"Nordwind FY2027"',
        '"Without initiatives"',
        '"Without planned hires"',
    ]

    page.set_viewport_size({"width": 390, "height": 844})
    wait_until_drawn(page)
    tops = page.locator(CARDS).evaluate_all(
        "cards => cards.map(c => Math.round(c.getBoundingClientRect().top))"
    )
    assert len(set(tops)) == 3
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
