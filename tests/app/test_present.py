"""The plan on a projector: one goal a screen, moved by the arrow keys, also through a link."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from simulator.sample import sample_scenario
from store import Actor, Capability, NewLink, open_store
from store.records import LinkKind
from tests.app.chromium import PAGE_SECONDS, wait_until_drawn
from tests.app.page_parts import text_of, wait_for_text
from tests.app.server_process import ServerProcess

VERDICT = ".st-key-verdict"
CODE = ".st-key-present_code img"
OWNER = Capability(Actor("somebody who presents", ""))
LARGEST_OVERFLOW = 4


def _shared(server: ServerProcess, kind: LinkKind, *, hide_money: bool = False) -> str:
    """The token of a link to the sample company."""
    store = open_store(None, data_dir=Path(server.environment["SIMULATOR_DATA_DIR"]))
    try:
        saved = store.create(OWNER, sample_scenario())
        revision = 1 if kind == "view" else None
        new: NewLink = store.share(
            OWNER, saved.id, kind, revision=revision, hide_money=hide_money, days=7, label=""
        )
    finally:
        store.close()
    return new.token


def _presented(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(VERDICT).wait_for()
    wait_until_drawn(page)
    page.locator(".st-key-fan_large canvas, .st-key-fan_large svg.marks").first.wait_for()
    # A key is heard once its button's code has arrived.
    page.locator(".st-key-present_close button").wait_for()


def _query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)], ids=["small", "full HD"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_goal_fills_a_projector_without_scrolling_or_hovering(
    server: str, browser: Browser, width: int, height: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport=ViewportSize(width=width, height=height),
        color_scheme="dark" if scheme == "dark" else "light",
    )
    context.set_default_timeout(PAGE_SECONDS * 1000)
    page = context.new_page()
    _presented(page, f"{server}/?present=1")
    verdict = page.locator(VERDICT).bounding_box()
    assert verdict is not None
    assert 0.28 * height <= verdict["height"] <= 0.42 * height
    word = float(page.locator(f"{VERDICT} h1").evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))
    assert word > 0.09 * height
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("one => one.scrollHeight - one.clientHeight") <= LARGEST_OVERFLOW
    assert main.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    assert page.locator(".st-key-present_words p").count() == 4
    assert "In its history: " in page.locator(".st-key-present_words p").last.inner_text()
    assert page.locator('[data-testid="stTooltipIcon"]').count() == 0
    assert page.locator('[data-testid="stHeader"]').is_hidden()
    assert page.locator('[data-testid="stTopNavLink"]').count() == 0
    fan = page.locator(".st-key-fan_large").bounding_box()
    steps = page.locator(".st-key-present_steps").bounding_box()
    assert fan is not None
    assert steps is not None
    assert fan["height"] >= 0.25 * height
    assert fan["y"] + fan["height"] <= steps["y"]
    context.close()


def test_a_phone_scrolls_up_and_down_only(server: str, browser: Browser) -> None:
    context = browser.new_context(viewport=ViewportSize(width=390, height=844))
    context.set_default_timeout(PAGE_SECONDS * 1000)
    page = context.new_page()
    _presented(page, f"{server}/?present=1")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    box = page.locator(f"{VERDICT} h1").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    context.close()


@pytest.mark.parametrize("kind", ["view", "live"])
def test_a_link_is_presented_and_its_code_leads_the_audience_there(
    app_server: ServerProcess, browser_page: Page, kind: LinkKind
) -> None:
    token = _shared(app_server, kind)
    page = browser_page
    _presented(page, f"{app_server.url}/?s={token}&present=1")
    assert _query(page) == {"s": [token], "present": ["1"]}
    page.locator(CODE).wait_for()
    first = text_of(page.locator(VERDICT))
    page.keyboard.press("ArrowRight")
    wait_for_text(page, VERDICT, "of Direct")
    wait_for_text(page, ".st-key-present_steps", "Goal 2 of 4")
    page.keyboard.press("ArrowLeft")
    wait_for_text(page, VERDICT, first.splitlines()[0])
    page.keyboard.press("ArrowLeft")
    wait_for_text(page, ".st-key-present_steps", "Goal 4 of 4")
    assert _query(page) == {"s": [token], "present": ["1"]}
    page.keyboard.press("Escape")
    page.locator('[data-testid="stTopNavLink"]').first.wait_for()
    assert _query(page) == {"s": [token]}


def test_no_code_hands_out_the_right_to_edit(app_server: ServerProcess, browser_page: Page) -> None:
    token = _shared(app_server, "edit")
    _presented(browser_page, f"{app_server.url}/?s={token}&present=1")
    assert browser_page.locator(CODE).count() == 0


def test_hidden_money_stays_hidden_on_a_projector(app_server: ServerProcess, browser_page: Page) -> None:
    token = _shared(app_server, "view", hide_money=True)
    _presented(browser_page, f"{app_server.url}/?s={token}&present=1")
    shown = text_of(browser_page.locator('[data-testid="stMain"]'))
    assert "€" not in shown
    assert "%" in shown


def test_a_presented_link_that_is_revoked_shows_nothing_at_the_next_key(
    app_server: ServerProcess, visitor: BrowserContext
) -> None:
    store = open_store(None, data_dir=Path(app_server.environment["SIMULATOR_DATA_DIR"]))
    saved = store.create(OWNER, sample_scenario())
    new = store.share(OWNER, saved.id, "view", revision=1, hide_money=False, days=7, label="")
    page = visitor.new_page()
    _presented(page, f"{app_server.url}/?s={new.token}&present=1")
    store.revoke(OWNER, new.link.id)
    store.close()
    page.keyboard.press("ArrowRight")
    page.locator(VERDICT).wait_for(state="detached")
    assert page.locator(CODE).count() == 0
