"""Where things stand on the pages, for the tests that drive a browser."""

from __future__ import annotations

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.app.chromium import wait_until_drawn

TITLES = ("Target", "History", "Growth", "Team", "Goals", "Levers", "Compare", "Quotas", "Trust")


def open_page(page: Page, url: str) -> None:
    """Open an address and wait for the page's answer."""
    page.goto(url)
    headline(page).wait_for()
    wait_until_drawn(page)


def go_to(page: Page, title: str) -> None:
    """Click a page in the navigation."""
    page.locator('[data-testid="stTopNavLink"]', has_text=title).click()
    page.wait_for_function("title => document.title.startsWith(title)", arg=title)
    wait_until_drawn(page)


def scroll_to(place: Locator) -> Locator:
    """Bring `place` into view and let the page notice that it was scrolled; returns it.

    A list of choices closes when the page scrolls beneath it. The browser reports a scroll a frame later: a click that
    scrolls on its way opens the list before that report, which closes it again. A person sees where they click first.
    """
    place.scroll_into_view_if_needed()
    place.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
    )
    return place


def back_to(page: Page, title: str) -> None:
    """Press Back until the page called `title` is there: an address that names the plan takes one press more."""
    for _ in range(4):
        page.go_back()
        try:
            page.wait_for_function("title => document.title.startsWith(title)", arg=title, timeout=5_000)
        except PlaywrightTimeoutError:
            continue
        wait_until_drawn(page)
        return
    raise AssertionError(f"Back never led to {title}")


def headline(page: Page) -> Locator:
    """The page's answer."""
    return page.locator('[data-testid="stMain"] h2').first


def verdict(page: Page) -> Locator:
    """The sentence with the verdict."""
    return page.locator(".st-key-verdict")


def lever(page: Page, name: str) -> Locator:
    """The slider of a lever."""
    return page.locator(f'[class*="st-key-lever-{name}"] input[type="range"]')


def field(page: Page, label: str) -> Locator:
    """The first text field with this label."""
    return page.get_by_label(label, exact=True).first


def text_of(locator: Locator) -> str:
    """What is read there, without invisible joiners and with plain blanks."""
    return locator.inner_text().replace("\u2060", "").replace("\u00a0", " ")


def wait_for_text(page: Page, selector: str, text: str) -> None:
    """Wait until `text` is read at `selector`."""
    page.wait_for_function(
        """([selector, text]) => [...document.querySelectorAll(selector)].some(
            one => one.innerText.replaceAll('\\u2060', '').replaceAll('\\u00a0', ' ').includes(text))""",
        arg=[selector, text],
    )
