"""The server and the browser of the page tests.

`server` is the product as `streamlit run app.py` starts it, shared by a whole run; `probe` is the same server around a
page made for the tests. `browser_page` is a fresh visitor: the test fails if anything it does leaves this machine.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.app.chromium import ARGUMENTS, PAGE_SECONDS, Watch, executable
from tests.app.server_process import ROOT, ServerProcess
from ui.kept.keeping_store import close_all

VIEWPORT = ViewportSize(width=1280, height=720)
_OUTPUT_SHOWN = 4000


@pytest.fixture(autouse=True)
def own_data_folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """What a script without a server keeps goes here and not into the data folder of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("kept")
    monkeypatch.setenv("SIMULATOR_DATA_DIR", str(folder))
    monkeypatch.delenv("SIMULATOR_DATABASE_URL", raising=False)
    yield folder
    close_all()


@pytest.fixture(scope="session")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """The product's running server."""
    with ServerProcess(ROOT / "app.py", tmp_path_factory.mktemp("server")) as process:
        yield process


@pytest.fixture(scope="session")
def server(app_server: ServerProcess) -> str:
    """The product's address, without a slash at the end."""
    return app_server.url


@pytest.fixture(scope="session")
def probe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """The product's server around tests/app/probe/script.py."""
    with ServerProcess(
        ROOT / "tests" / "app" / "probe" / "app.py", tmp_path_factory.mktemp("probe")
    ) as process:
        yield process


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    expect.set_options(timeout=PAGE_SECONDS * 1000)  # as patient as every other wait: the machine may be busy
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor: no cookies, no storage."""
    context = browser.new_context(viewport=VIEWPORT, locale="en-GB")
    context.set_default_timeout(PAGE_SECONDS * 1000)
    yield context
    context.close()


@pytest.fixture
def visitor_watch(visitor: BrowserContext) -> tuple[Page, Watch]:
    """A tab of a fresh visitor and the watch over it, for a test that judges the requests itself."""
    page = visitor.new_page()
    return page, Watch(page)


@pytest.fixture
def watched_page(visitor_watch: tuple[Page, Watch]) -> Iterator[tuple[Page, Watch]]:
    """A tab of a fresh visitor and the watch over it; the test fails if a request leaves this machine."""
    yield visitor_watch
    _, watch = visitor_watch
    assert watch.strangers == [], "requests left this machine"


@pytest.fixture
def browser_page(watched_page: tuple[Page, Watch]) -> Page:
    """A tab of a fresh visitor alone; the test fails if a request leaves this machine."""
    return watched_page[0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put what a server printed beside the failure of the test that used it."""
    report = yield
    arguments: dict[str, object] = getattr(item, "funcargs", {})
    for value in arguments.values():
        if report.failed and isinstance(value, ServerProcess):
            report.sections.append(("server output", value.output()[-_OUTPUT_SHOWN:]))
    return report
