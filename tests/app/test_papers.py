"""Papers to hand out, from the menu to the file on disk."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from simulator.sample import sample_scenario
from tests.app.page_parts import open_page
from ui.papers import PAPERS, named


@pytest.mark.parametrize(
    ("ending", "inside"), [("pdf", None), ("pptx", "ppt/presentation.xml"), ("xlsx", "xl/workbook.xml")]
)
def test_a_paper_is_made_when_it_is_asked_for(
    server: str, browser_page: Page, ending: str, inside: str | None
) -> None:
    open_page(browser_page, server)
    browser_page.locator(".st-key-plan_menu button").first.click()
    with browser_page.expect_download(timeout=60_000) as download:
        browser_page.locator(f".st-key-paper_{ending} button").click()
    assert download.value.suggested_filename.startswith("nordwind-fy2027-")
    content = Path(download.value.path()).read_bytes()
    if inside is None:
        assert content.startswith(b"%PDF-")
    else:
        assert inside in zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert browser_page.locator('[data-testid="stException"]').count() == 0


def test_no_two_papers_bear_one_name() -> None:
    plan = sample_scenario()
    names = {named(plan, ending) for _, _, ending, _, _ in PAPERS for _ in range(20)}
    assert len(names) == 20 * len(PAPERS)
