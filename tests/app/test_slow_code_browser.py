"""Whoever is faster than the code of the page on its way to the browser loses nothing: a real browser, held back."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.app.chromium import wait_until_drawn
from tests.app.page_parts import field, go_to, headline, lever, open_page, wait_for_text

FRAME = ".st-key-frame"


class HeldBack:
    """Files whose address matches wait until they are let through."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._waiting: list[Route] = []
        self._open = False
        page.route(pattern, self._come)

    def _come(self, route: Route) -> None:
        if self._open:
            route.continue_()
        else:
            self._waiting.append(route)

    def let_through(self) -> None:
        """Those that wait, and all that come."""
        self._open = True
        for route in self._waiting:
            route.continue_()


def test_a_click_before_the_sliders_are_there_moves_no_lever(server: str, browser_page: Page) -> None:
    code = HeldBack(browser_page, "**/static/js/Slider*.js")
    browser_page.goto(server)
    headline(browser_page).wait_for()
    wait_until_drawn(browser_page)
    browser_page.locator(".st-key-plan_menu button").first.click()
    browser_page.locator(".st-key-plan_sample").wait_for()
    wait_until_drawn(browser_page)
    code.let_through()
    lever(browser_page, "win_rate").wait_for()
    name = browser_page.get_by_label("Name of the plan", exact=True)
    name.fill("Typed early")
    name.press("Enter")
    expect(browser_page.locator(FRAME)).to_contain_text("Typed early")
    wait_for_text(browser_page, FRAME, "· saved ")
    expect(browser_page.locator(FRAME)).not_to_contain_text("moved")


def test_fields_that_come_late_show_the_plan_and_not_nothing(server: str, browser_page: Page) -> None:
    code = HeldBack(browser_page, "**/static/js/TextInput*.js")
    open_page(browser_page, server)
    go_to(browser_page, "Goals")
    browser_page.locator(".st-key-plan_menu button").first.click()
    browser_page.locator(".st-key-plan_sample").wait_for()
    wait_until_drawn(browser_page)
    code.let_through()
    expect(field(browser_page, "Realistic from, % of futures")).to_have_value("60")
    expect(field(browser_page, "Unreachable under, % of futures")).to_have_value("10")
    browser_page.keyboard.press("Escape")
    wait_until_drawn(browser_page)
    browser_page.get_by_role("radio", name="Board 80/20").click()
    expect(field(browser_page, "Realistic from, % of futures")).to_have_value("80")
    expect(browser_page.get_by_text("The plan keeps its old value")).to_have_count(0)


def test_a_name_left_for_another_page_at_once_is_kept(server: str, browser_page: Page) -> None:
    open_page(browser_page, server)
    browser_page.locator(".st-key-plan_menu button").first.click()
    browser_page.locator(".st-key-plan_sample").wait_for()
    browser_page.get_by_label("Name of the plan", exact=True).fill("Left in a hurry")
    go_to(browser_page, "Team")
    expect(browser_page.locator(FRAME)).to_contain_text("Left in a hurry")


def test_a_name_is_part_of_the_version_saved_with_the_next_click(server: str, browser_page: Page) -> None:
    open_page(browser_page, server)
    browser_page.locator(".st-key-plan_menu button").first.click()
    browser_page.locator(".st-key-plan_sample").wait_for()
    browser_page.get_by_label("Name of the plan", exact=True).fill("Named and saved")
    browser_page.get_by_role("button", name="Save a version").click()
    wait_for_text(browser_page, FRAME, "as version 1")
    expect(browser_page.locator(FRAME)).to_contain_text("Named and saved")


def test_what_is_typed_into_the_next_field_while_the_last_is_taken_stays(
    server: str, browser_page: Page
) -> None:
    open_page(browser_page, server)
    browser_page.locator(".st-key-plan_menu button").first.click()
    browser_page.locator(".st-key-plan_sample").wait_for()
    month, seed = (browser_page.get_by_label(label, exact=True) for label in ("First month", "Seed"))
    month.fill("2027-02")
    seed.fill("7")
    wait_for_text(browser_page, FRAME, "Feb 2027")
    wait_until_drawn(browser_page)
    expect(seed).to_have_value("7")
    seed.press("Enter")
    wait_until_drawn(browser_page)
    expect(seed).to_have_value("7")
