"""An export into a verdict, names that try to be something else, and a phone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator import dump_scenario
from simulator.sample import sample_export, sample_scenario
from tests.app.chromium import Watch, wait_until_drawn
from tests.app.open_export import OPEN
from tests.app.page_parts import TITLES, go_to, headline, open_page, text_of, verdict, wait_for_text
from tests.unit.evidence.bombs import BOMBS

IMAGE, PICTURE, QUOTE = (
    "<img src=x onerror=alert(1)>",
    "![x](http://evil.example/b.png)",
    "O'Brien' || true || 'b",
)
LINKS = (
    "[Reset](http://evil.example) :red[hot] $x^2$ **bold** www.evil.example a@evil.example :material/bolt:"
)


def test_the_sample_export_is_uploaded_and_judged(server: str, browser_page: Page) -> None:
    open_page(browser_page, f"{server}/history")
    browser_page.get_by_text("Upload an export").click()
    chooser = browser_page.locator(".st-key-export_upload input[type=file]")
    chooser.set_input_files({"name": "deals.csv", "mimeType": "text/csv", "buffer": sample_export()})
    wait_for_text(browser_page, ".st-key-import_preview", "852 won, 2,376 lost, 540 open")
    assert "Nordwind FY2027" in text_of(browser_page.locator(".st-key-frame"))
    target = browser_page.get_by_role("textbox", name="Target for bookings in the next 12 months")
    target.fill("6 M")
    target.press("Enter")
    wait_until_drawn(browser_page)
    browser_page.get_by_role("button", name="Use this").click()
    wait_for_text(browser_page, ".st-key-frame", "From deals.csv")
    go_to(browser_page, "Target")
    wait_for_text(browser_page, ".st-key-verdict", "at least 6 M €")
    assert any(word in text_of(verdict(browser_page)) for word in ("REALISTIC", "STRETCH", "UNREACHABLE"))


def test_what_a_file_leaves_open_is_asked_before_it_can_be_used(server: str, browser_page: Page) -> None:
    open_page(browser_page, f"{server}/history")
    browser_page.get_by_text("Upload an export").click()
    chooser = browser_page.locator(".st-key-export_upload input[type=file]")
    chooser.set_input_files({"name": "../open.csv", "mimeType": "text/csv", "buffer": OPEN.encode()})
    wait_for_text(
        browser_page, ".st-key-import_preview", "open.csv: 4 deals, 17.7 k € in total, 2 rows left out"
    )
    use = browser_page.get_by_role("button", name="Use this")
    expect(use).to_be_disabled()
    preview = browser_page.locator(".st-key-import_preview")
    preview.get_by_text("1 Feb 2025", exact=True).click()
    wait_for_text(browser_page, ".st-key-import_preview", "as of 6 Apr 2025")
    preview.get_by_text("1.234", exact=True).click()
    wait_for_text(browser_page, ".st-key-import_preview", "sum to 17.73 €")
    preview.get_by_text("1,234", exact=True).click()
    wait_for_text(browser_page, ".st-key-import_preview", "sum to 17,734 €")
    expect(use).to_be_enabled()
    use.click()
    wait_for_text(browser_page, ".st-key-frame", "From open.csv")


def test_a_bomb_is_a_sentence_on_the_page(server: str, browser_page: Page) -> None:
    open_page(browser_page, f"{server}/history")
    browser_page.get_by_text("Upload an export").click()
    chooser = browser_page.locator(".st-key-export_upload input[type=file]")
    chooser.set_input_files({"name": "deals.xlsx", "mimeType": "", "buffer": BOMBS["two_far_corners"]()})
    wait_for_text(browser_page, '[data-testid="stAlertContentError"]', "claims 1,048,576 x 16,384 cells")
    assert browser_page.get_by_role("button", name="Use this").count() == 0
    assert "Nordwind FY2027" in text_of(browser_page.locator(".st-key-frame"))


def _nasty_plan() -> bytes:
    """The sample company with a trap in every name."""
    document = json.loads(dump_scenario(sample_scenario(), "json"))
    document["name"] = f"Plan {IMAGE}"
    direct = document["teams"][0]
    direct["name"], direct["entry"] = f"Team {PICTURE}", QUOTE
    direct["stages"][0]["name"], direct["reps"][0]["name"] = LINKS, f"Rep {IMAGE}"
    direct["inbound_per_month"]["source"] = f"Source {PICTURE}"
    for goal, name in zip(document["goals"], (f"Goal {IMAGE}", f"Goal {LINKS}"), strict=False):
        goal["name"] = name
        if goal.get("scope") == "Direct":
            goal["scope"] = direct["name"]
    for one in document["initiatives"]:
        one["name"] = f"{one['name']} {PICTURE}"
        one["teams"] = [direct["name"] if team == "Direct" else team for team in one.get("teams", [])] or None
        if one["teams"] is None:
            del one["teams"]
    for term in document["lever_terms"]:
        term["source"] = f"Terms {IMAGE}"
        if "teams" in term:
            term["teams"] = [direct["name"] if team == "Direct" else team for team in term["teams"]]
    document["market"]["source"] = LINKS
    return json.dumps(document).encode()


def test_names_are_shown_letter_by_letter_and_fetch_nothing(
    server: str, watched_page: tuple[Page, Watch]
) -> None:
    page, watch = watched_page
    open_page(page, server)
    page.locator(".st-key-plan_menu button").click()
    chooser = page.locator('[class*="st-key-plan_open"] input[type=file]')
    chooser.set_input_files({"name": "nasty.json", "mimeType": "application/json", "buffer": _nasty_plan()})
    page.locator(".st-key-plan_use button").click()
    wait_for_text(page, ".st-key-frame", f"Plan {IMAGE}")
    page.keyboard.press("Escape")
    seen = ""
    for title in TITLES:
        go_to(page, title)
        assert (
            page.locator('[data-testid="stException"], [data-testid="stAlertContentError"]').count() == 0
        ), title
        main = page.locator('[data-testid="stMain"]')
        seen += text_of(main)
        assert main.locator("img").count() == 0, title
        assert main.locator('a[href*="evil"]').count() == 0, title
        assert main.locator(".katex").count() == 0, title
        charts = page.locator('[data-testid="stVegaLiteChart"]')
        for number in range(charts.count()):
            expect(charts.nth(number).locator("canvas, svg").first).to_be_attached()
    for name in (f"Plan {IMAGE}", f"Team {PICTURE}", f"Goal {IMAGE}", f"Goal {LINKS}"):
        assert name in seen
    assert watch.strangers == []


@pytest.mark.parametrize("title", TITLES)
def test_a_phone_scrolls_up_and_down_only(server: str, browser: Browser, title: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    open_page(page, server if title == "Target" else f"{server}/{title.lower()}")
    page.wait_for_function("() => document.querySelectorAll('[data-testid=stSkeleton]').length === 0")
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 1
    box = headline(page).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    context.close()


def test_the_roster_is_edited_in_its_table(server: str, browser_page: Page) -> None:
    open_page(browser_page, f"{server}/team")
    cost = browser_page.get_by_text("Ramping costs")
    before = text_of(cost)
    grid = browser_page.locator('[data-testid="stDataFrame"]').first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    browser_page.mouse.dblclick(
        box["x"] + 0.42 * box["width"], box["y"] + 55
    )  # first row, months on the team
    cell = browser_page.locator("#portal input, #portal textarea").first
    cell.fill("0")
    cell.press("Enter")
    expect(cost).not_to_have_text(before)
    browser_page.get_by_role("button", name="Undo").click()
    expect(cost).to_have_text(before)


def test_a_broken_plan_file_changes_nothing_and_says_why(
    server: str, browser_page: Page, tmp_path: Path
) -> None:
    open_page(browser_page, server)
    broken = tmp_path / "broken.toml"
    broken.write_text('name = "x"\nstart_month = "2027-13"\n', encoding="utf-8")
    browser_page.locator(".st-key-plan_menu button").click()
    browser_page.locator('[class*="st-key-plan_open"] input[type=file]').set_input_files(broken)
    wait_for_text(browser_page, '[data-testid="stAlertContentError"]', "Your plan is unchanged")
    wait_for_text(browser_page, '[data-testid="stAlertContentError"]', "start_month = 2027-13")
    assert "Nordwind FY2027" in text_of(browser_page.locator(".st-key-frame"))
