"""Two browsers and one plan: its owner shares it and takes it back, a stranger looks; and clients without a browser."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.proto.WidgetStates_pb2 import WidgetState

from simulator.sample import sample_scenario
from store import Actor, Capability, ScenarioStore, open_store
from tests.app.chromium import PAGE_SECONDS, wait_until_drawn
from tests.app.conftest import VIEWPORT
from tests.app.page_parts import TITLES, go_to, headline, open_page, text_of, verdict
from tests.app.raw_client import cookie_header
from tests.app.raw_visitor import RawVisitor
from tests.app.server_process import ServerProcess
from tests.app.share_parts import VIEWER_CHOICES
from ui.sharing.share_link import home_of

OWNER = Capability(Actor("owner-of-the-raw-plan", "Ana"))
TYPED = ("text_input", "text_area")
PAGES = ("", "history", "growth", "team", "goals", "levers", "compare", "quotas", "trust")


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """A second person at a machine of their own."""
    context = browser.new_context(viewport=VIEWPORT, locale="en-GB")
    context.set_default_timeout(PAGE_SECONDS * 1000)
    yield context
    context.close()


def _share(page: Page, kind: str | None = None) -> str:
    """Through the dialog; the address that it shows once."""
    page.locator(".st-key-share button").click()
    dialog = page.get_by_role("dialog")
    if kind is not None:
        dialog.get_by_role("radio", name=kind, exact=True).click()
        wait_until_drawn(page)
    page.locator(".st-key-share_make button").click()
    made = page.locator(".st-key-share_made_box")
    made.wait_for()
    wait_until_drawn(page)
    return made.locator("code").first.inner_text().strip()


def _inputs(page: Page) -> list[str]:
    """What can be typed into, chosen from or moved on the page: the key each has in the browser."""
    found: list[str] = page.locator(
        '[data-testid="stMain"] :is(input, textarea, select, [contenteditable="true"], [role="combobox"], '
        '[role="slider"], [role="spinbutton"], [role="radio"], [role="switch"])'
    ).evaluate_all(
        """all => all.map(one => [...(one.closest('[class*="st-key-"]')?.classList ?? [])]
            .find(name => name.startsWith('st-key-'))?.slice(7) ?? 'no key')"""
    )
    return found


def _close(page: Page) -> None:
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    wait_until_drawn(page)


def test_a_link_is_made_looked_at_and_taken_back(
    server: str, browser_page: Page, stranger: BrowserContext
) -> None:
    owner = browser_page
    complaints: list[str] = []
    owner.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    owner.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    open_page(owner, server)
    address = _share(owner)
    assert re.fullmatch(rf"{re.escape(server)}/\?s=[A-Za-z0-9_-]{{43}}", address)
    picture = owner.locator(".st-key-share_made_box img")
    assert picture.evaluate("one => one.complete && one.naturalWidth > 100")
    owner.locator(".st-key-share_made_box code").first.hover()
    owner.locator(".st-key-share_made_box").get_by_role("button", name="Copy").first.click()
    assert owner.evaluate("navigator.clipboard.readText()") == address
    _close(owner)
    assert "saved" in text_of(owner.locator(".st-key-frame"))
    expect(owner.locator(".st-key-manage_link")).to_contain_text("Keep this link for yourself")
    owner.locator(".st-key-manage_link_kept button").click()
    owner.locator(".st-key-manage_link").wait_for(state="hidden")

    viewer = stranger.new_page()
    open_page(viewer, address)
    assert text_of(verdict(viewer)) == text_of(verdict(owner))
    assert "Version 1 of" in text_of(viewer.locator(".st-key-frame"))
    for title in (*TITLES[1:], "Target"):
        go_to(viewer, title)
        allowed = VIEWER_CHOICES.get(title.lower(), "nothing at all").replace("#", "-")
        assert {key for key in _inputs(viewer) if not re.fullmatch(allowed, key)} == set(), title
        assert address.rpartition("=")[2] in viewer.url

    owner.locator(".st-key-share button").click()
    owner.get_by_role("dialog").get_by_role("button", name="Revoke", exact=True).first.click()
    owner.get_by_role("dialog").get_by_text("revoked").first.wait_for()
    headline(viewer).get_by_text("No plan here").wait_for()  # nobody has touched the tab
    assert "Nordwind" not in viewer.locator('[data-testid="stMain"]').inner_text()
    assert complaints == []


def test_an_editor_s_change_is_theirs_until_saved_and_then_the_owner_s_too(
    server: str, browser_page: Page, stranger: BrowserContext
) -> None:
    owner = browser_page
    open_page(owner, server)
    address = _share(owner, "Edit")
    _close(owner)
    editor = stranger.new_page()
    open_page(editor, address)
    assert "Edit link" in text_of(editor.locator(".st-key-frame"))
    assert editor.locator(".st-key-share").count() == 0
    editor.locator('[class*="st-key-lever-"] input[type="range"]').first.press("ArrowRight")
    wait_until_drawn(editor)
    editor.locator(".st-key-keep button:not([disabled])").first.click()
    wait_until_drawn(editor)
    editor.locator(".st-key-plan_menu button").first.click()
    wait_until_drawn(editor)
    editor.locator(".st-key-version_save button").first.click()
    expect(editor.locator(".st-key-frame")).to_contain_text("as version 2")
    assert address.rpartition("=")[2] in editor.url
    assert "version 1" in text_of(owner.locator(".st-key-frame"))


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServerProcess, ScenarioStore]]:
    """A server of its own, and its store seen from beside it."""
    from tests.app.server_process import ROOT

    folder: Path = tmp_path_factory.mktemp("raw")
    with ServerProcess(ROOT / "app.py", folder) as process:
        store = open_store(None, data_dir=folder / "data")
        yield process, store
        store.close()


def _kept(store: ScenarioStore) -> str:
    return store.create(OWNER, sample_scenario().changed(name="Plan of Ana")).id


def _forged(one: object, kind: str) -> WidgetState:
    state = WidgetState(id=one.id)  # type: ignore[attr-defined]
    if kind in TYPED:
        state.string_value = "7"
    elif kind == "button":
        state.trigger_value = True
    elif kind == "slider":
        state.double_array_value.data.extend([0.0])
    elif kind == "button_group":
        state.string_array_value.data.append(one.options[-1].content)  # type: ignore[attr-defined]
    elif kind == "selectbox":
        state.string_value = one.options[-1]  # type: ignore[attr-defined]
    else:
        state.bool_value = True
    return state


def test_events_of_widgets_that_are_not_on_the_page_change_nothing(
    raw: tuple[ServerProcess, ScenarioStore],
) -> None:
    """A client without a browser sends, through a view link, what the owner's own widgets would send."""
    process, store = raw
    plan = _kept(store)
    token = store.share(OWNER, plan, "view").token
    before = store.history(OWNER, plan), store.links(OWNER, plan)[0].state
    kinds = ("button", "text_input", "slider", "button_group", "selectbox", "checkbox")
    with RawVisitor(process.port) as editor, RawVisitor(process.port, query=f"s={token}") as viewer:
        sent = 0
        for path in PAGES:
            editor.open(path)
            viewer.open(path)
            mine = {one.id for kind, one in viewer.elements if hasattr(one, "id")}
            shown = [one.body for kind, one in viewer.elements if kind in ("heading", "markdown")]
            forged = [(kind, one) for kind, one in editor.elements if kind in kinds and one.id not in mine]
            assert len(forged) >= 2
            for kind, one in forged:
                viewer.run(_forged(one, kind))
                sent += 1
            after = [one.body for kind, one in viewer.elements if kind in ("heading", "markdown")]
            assert after == shown
            assert viewer.alerts() == []
    assert sent > 50
    assert (store.history(OWNER, plan), store.links(OWNER, plan)[0].state) == before


def test_a_key_pressed_as_the_clock_strikes_counts_once(raw: tuple[ServerProcess, ScenarioStore]) -> None:
    """A presented link is looked after by the clock; its message carries the click that was just made."""
    process, store = raw
    token = store.share(OWNER, _kept(store), "view").token
    with RawVisitor(process.port, query=f"s={token}&present=1") as viewer:
        step = WidgetState(id=viewer.find("button", "Next goal").id, trigger_value=True)
        viewer.tick(step)
        viewer.run(step)
        assert [one.body for kind, one in viewer.elements if kind == "markdown" and "Goal 2 of" in one.body]


def _status(port: int, path: str, cookies: dict[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PAGE_SECONDS)
    connection.request("GET", path, headers={"Cookie": cookie_header(cookies)})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def test_a_download_asks_again_at_the_click_and_a_file_made_before_is_gone(
    raw: tuple[ServerProcess, ScenarioStore],
) -> None:
    process, store = raw
    plan = _kept(store)
    made = store.share(OWNER, plan, "view")
    with RawVisitor(process.port, query=f"s={made.token}") as viewer:
        viewer.open_menu("Hand out")
        assert viewer.download("Tables").startswith(b"PK")
        file = viewer.address_of("Tables")
        assert _status(process.port, file, viewer.cookies)[0] == 200
        store.revoke(OWNER, made.link.id)
        with pytest.raises(AssertionError, match="Failed to generate"):
            viewer.download("Tables")
        viewer.run()
        viewer.run()  # a file waits for its browser until the next page but one
        assert _status(process.port, file, viewer.cookies)[0] == 404
    assert len(viewer.files) == 1


def test_the_server_answers_every_link_alike(raw: tuple[ServerProcess, ScenarioStore]) -> None:
    """A link is asked for over the websocket alone: who fetches its address learns nothing and is not counted."""
    process, store = raw
    plan = _kept(store)
    made, ended = store.share(OWNER, plan, "view"), store.share(OWNER, plan, "view")
    store.revoke(OWNER, ended.link.id)
    answers = {_status(process.port, f"/?s={token}", {}) for token in (made.token, ended.token, "A" * 43)}
    assert len(answers) == 1
    assert {link.use_count for link in store.links(OWNER, plan)} == {0}


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("https://plans.example.com/", "https://plans.example.com/"),
        ("https://plans.example.com/team", "https://plans.example.com/"),
        ("https://example.com/sales/plans/goals?s=abc#x", "https://example.com/sales/plans/"),
        ("https://example.com/sales/plans", "https://example.com/sales/plans/"),
        ("http://127.0.0.1:8501/history/", "http://127.0.0.1:8501/"),
    ],
)
def test_a_link_begins_where_the_browser_stands(address: str, home: str) -> None:
    assert home_of(address) == home
