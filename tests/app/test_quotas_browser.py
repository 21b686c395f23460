"""What quota gives my six reps a fair chance and the plan 70 %? Answered by a manager in a browser, click by click."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page

from tests.app.chromium import wait_until_drawn
from tests.app.page_parts import go_to, headline, open_page, scroll_to, text_of, wait_for_text

FAIR = ".st-key-quotas_fair"


def _choose(page: Page, label: str, option: str) -> None:
    """Open a list of choices and click one; it stays open until somebody chooses."""
    wait_until_drawn(page)
    scroll_to(page.locator(FAIR).get_by_role("combobox", name=re.compile(f"{label}$"))).click()
    page.get_by_role("option", name=option, exact=True).click()


def _slider(page: Page) -> Locator:
    return page.locator('[class*="st-key-quotas-over_assignment"] input[type="range"]')


def test_a_manager_finds_fair_quotas_for_six_reps_and_keeps_them(server: str, browser_page: Page) -> None:
    """From the first page: Quotas, For, reps of Tomasz Zielinski, Keep. The odds asked for stand there already."""
    page = browser_page
    open_page(page, server)
    go_to(page, "Quotas")
    wait_for_text(page, FAIR, "What quota gives everybody a fair chance, and the plan its odds?")
    _choose(page, "For", "reps of Tomasz Zielinski")
    wait_for_text(page, FAIR, "of quotas for 6 people")
    answer = text_of(page.locator(FAIR))
    assert re.search(r"\d{3} k € for each of 5 in Partner|\d{3} k € for .*", answer)
    assert re.search(r"Promise \d\.\d+ M €: odds about (7|8|9)\d %", answer)
    assert "On average 60 % of them reach quota" in answer
    page.get_by_role("button", name="Keep these quotas").click()
    wait_for_text(page, '[data-testid="stToast"]', "Every quota is set by hand now")
    page.keyboard.press("Control+z")
    wait_for_text(page, ".st-key-quotas_fair", "6 people")


def test_the_slider_is_moved_by_key_and_everything_follows(server: str, browser_page: Page) -> None:
    page = browser_page
    open_page(page, f"{server}/quotas")
    wait_for_text(page, '[data-testid="stMain"] h2', "(110 %)")
    before = text_of(headline(page))
    _slider(page).focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    wait_for_text(page, '[data-testid="stMain"] h2', "(115 %)")
    after = text_of(headline(page))

    def share(text: str) -> int:
        found = re.search(r"on average (\d+) % of reps", text)
        assert found is not None, text
        return int(found[1])

    assert share(after) < share(before)
    # Undo takes back what the last message brought: the slider may have sent the five keys in one or in several.
    page.keyboard.press("Control+z")
    page.wait_for_function(
        """() => !document.querySelector('[data-testid="stMain"] h2').innerText
            .replaceAll('\\u00a0', ' ').includes('115 %')"""
    )
