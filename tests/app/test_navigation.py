"""Every page by its address, by click, and over a restart of the server."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.app.chromium import Watch, wait_until_drawn
from tests.app.server_process import ROOT, ServerProcess

TITLES = ["Target", "History", "Growth", "Team", "Goals", "Levers", "Compare", "Quotas", "Trust"]
NAVIGATION = '[data-testid="stTopNavLink"]'


def _titles(page: Page) -> list[str]:
    page.locator(NAVIGATION).first.wait_for()
    # An icon is a ligature: its name stands in the text before the title.
    return [text.split("\n")[-1].strip() for text in page.locator(NAVIGATION).all_inner_texts()]


def _is_routed(page: Page, title: str) -> None:
    wait_until_drawn(page)
    assert _titles(page) == TITLES
    assert page.title() == f"{title} · Sales targets"


def test_a_first_deep_link_and_a_tab_open_over_a_restart_show_the_routed_page(
    tmp_path: Path, browser_page: Page
) -> None:
    with ServerProcess(ROOT / "app.py", tmp_path) as process:
        browser_page.goto(f"{process.url}/team")  # the very first request of this server's life for a page
        _is_routed(browser_page, "Team")

        process.stop(signal.SIGKILL)
        browser_page.wait_for_selector('[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])')
        process.start()
        browser_page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
        _is_routed(browser_page, "Team")
        browser_page.locator(NAVIGATION, has_text="Goals").click()
        browser_page.wait_for_url("**/goals")
        expect(browser_page).to_have_title(re.compile("^Goals"))
        _is_routed(browser_page, "Goals")


def test_a_click_through_every_page_stays_on_this_machine(
    server: str, watched_page: tuple[Page, Watch]
) -> None:
    page, watch = watched_page
    page.goto(server)
    _is_routed(page, "Target")
    for title in [*TITLES[1:], TITLES[0]]:
        page.locator(NAVIGATION, has_text=title).click()
        page.wait_for_function("title => document.title.startsWith(title)", arg=title)
        _is_routed(page, title)
        assert page.locator('[data-testid="stException"]').count() == 0
    assert watch.strangers == []
    assert watch.policy_violations == []
    assert watch.refused == []
    assert len(watch.sockets) == 1


@pytest.mark.parametrize("title", TITLES)
def test_each_page_opens_by_its_own_address(server: str, browser_page: Page, title: str) -> None:
    browser_page.goto(f"{server}/{'' if title == TITLES[0] else title.lower()}")
    _is_routed(browser_page, title)


def test_the_first_page_is_found_under_its_name_too(server: str, browser_page: Page) -> None:
    browser_page.goto(f"{server}/target?goal=1")
    _is_routed(browser_page, "Target")
    assert browser_page.url == f"{server}/?goal=1"
    assert browser_page.get_by_text("Page not found").count() == 0


def test_the_navigation_fits_one_line_at_1280_pixels(server: str, browser_page: Page) -> None:
    browser_page.goto(server)
    _is_routed(browser_page, "Target")
    tops = browser_page.locator(NAVIGATION).evaluate_all(
        "links => links.map(l => l.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == 1


def test_presenting_hides_the_navigation(server: str, browser_page: Page) -> None:
    browser_page.goto(f"{server}/?present=1")
    wait_until_drawn(browser_page)
    assert browser_page.title() == "Target · Sales targets"
    assert browser_page.locator(NAVIGATION).count() == 0


def test_the_icon_in_the_tab_is_served_by_the_server(server: str, browser_page: Page) -> None:
    browser_page.goto(server)
    wait_until_drawn(browser_page)
    browser_page.wait_for_function(
        f"() => document.querySelector('link[rel~=icon]').href.startsWith('{server}/media/')"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_viewer_s_own_scheme_picks_the_theme(
    probe: ServerProcess, browser_page: Page, scheme: str
) -> None:
    browser_page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    browser_page.goto(probe.url)
    wait_until_drawn(browser_page)
    background = browser_page.locator('[data-testid="stApp"]').evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(3, 5, 7)"}[scheme]
