"""Take the README's pictures from the app as it is: `make pictures`."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from benchmarks.browser import CHROMIUM, ROOT, served

FOLDER = ROOT / "docs" / "images"
SIZE = ViewportSize(width=1280, height=800)
SLIDER = '[data-testid="stSlider"] input'
EXPORT = ROOT / "simulator" / "sample" / "nordwind_deals.csv"


def settled(page: Page) -> None:
    """Wait until the page is drawn and nothing runs."""
    page.wait_for_selector('[data-testid="stVegaLiteChart"] canvas, [data-testid="stVegaLiteChart"] svg')
    still(page)


def still(page: Page) -> None:
    """Wait until nothing runs."""
    page.wait_for_selector('[data-testid="stStatusWidget"]', state="detached")
    page.wait_for_timeout(1500)


def target(page: Page, address: str) -> None:
    """The answer first: Target as it opens, then with a lever moved."""
    page.goto(address)
    page.wait_for_selector(SLIDER, state="attached")
    page.get_by_text("Realistic with").first.wait_for(timeout=60_000)
    settled(page)
    page.screenshot(path=FOLDER / "target.png")
    slider = page.locator(SLIDER).first
    for _ in range(4):
        slider.press("ArrowRight")
        page.wait_for_timeout(600)
    settled(page)
    page.screenshot(path=FOLDER / "what-if.png")


def history(page: Page, address: str) -> None:
    """An export uploaded and read, not yet used."""
    page.goto(f"{address}/history")
    page.get_by_text("Upload an export").first.click()
    page.locator('[data-testid="stFileUploader"] input').first.set_input_files(EXPORT)
    page.get_by_role("button", name="Use").first.wait_for()
    settled(page)
    page.screenshot(path=FOLDER / "history.png")


def trust(page: Page, address: str) -> None:
    """The sample company's past replayed."""
    page.goto(f"{address}/trust")
    page.get_by_role("button", name="Replay the past").click()
    page.get_by_text("8-in-10 ranges held").first.wait_for(timeout=120_000)
    settled(page)
    page.screenshot(path=FOLDER / "trust.png")


def quotas(page: Page, address: str) -> None:
    """The walk of a manager: the page as it opens, the question for six reps, the quotas once kept."""
    page.goto(f"{address}/quotas")
    settled(page)
    page.screenshot(path=FOLDER / "quotas.png")
    fair = page.locator(".st-key-quotas_fair")
    page.set_viewport_size(ViewportSize(width=SIZE["width"], height=2600))
    settled(page)
    fair.get_by_role("combobox", name=re.compile("For$")).click()
    page.get_by_role("option", name="reps of Tomasz Zielinski", exact=True).click()
    fair.get_by_text("of quotas for 6 people").wait_for()
    settled(page)
    fair.screenshot(path=FOLDER / "quotas-fair.png")
    page.get_by_role("button", name="Keep these quotas").click()
    settled(page)
    table = page.locator(".st-key-quotas_everybody")
    page.get_by_text("is in nobody's quota").wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(4000)
    table.screenshot(path=FOLDER / "quotas-kept.png")
    page.set_viewport_size(SIZE)


def levers(page: Page, address: str) -> None:
    """What would turn the goal: the bars, then the plans."""
    page.goto(f"{address}/levers")
    page.get_by_text("moves the odds most").first.wait_for(timeout=60_000)
    page.get_by_text("Realistic with").first.wait_for(timeout=60_000)
    settled(page)
    page.screenshot(path=FOLDER / "levers.png")
    page.get_by_role("tab", name="Plans").click()
    page.get_by_role("button", name="Try as what-if").first.wait_for(timeout=60_000)
    still(page)
    page.screenshot(path=FOLDER / "plans.png")


def compare(page: Page, address: str) -> None:
    """Two plans side by side on the same luck."""
    page.goto(f"{address}/compare")
    page.get_by_text("of futures").first.wait_for(timeout=60_000)
    settled(page)
    page.screenshot(path=FOLDER / "compare.png")


def main() -> int:
    """Write the pictures; 1 where there is no Chromium."""
    path = next((found for found in map(shutil.which, CHROMIUM) if found), None)
    if path is None:
        print("Pictures need Chromium: install the package chromium.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    app = Path("app.py")
    with tempfile.TemporaryDirectory(), sync_playwright() as playwright, served(app) as address:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--headless", "--no-sandbox", "--disable-gpu", "--no-proxy-server"]
        )
        page = browser.new_page(viewport=SIZE)
        target(page, address)
        history(page, address)
        trust(page, address)
        quotas(page, address)
        levers(page, address)
        compare(page, address)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
