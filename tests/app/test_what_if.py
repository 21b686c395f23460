"""The what-if in a browser: sliders by mouse and keyboard, keep, reset, undo, redo, Back."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.app.page_parts import (
    back_to,
    field,
    go_to,
    headline,
    lever,
    open_page,
    text_of,
    verdict,
    wait_for_text,
)

VERDICT = ".st-key-verdict"
FRAME = ".st-key-frame"


def _word(page: Page) -> Locator:
    """The heading that holds the word and its odds; the sentences below it have arrows of their own."""
    return verdict(page).locator("h2").nth(1)


def test_a_slider_by_keyboard_changes_the_verdict_and_every_figure(server: str, browser_page: Page) -> None:
    open_page(browser_page, server)
    assert "STRETCH · about 26 %" in text_of(verdict(browser_page))
    lever(browser_page, "win_rate").focus()
    for _ in range(8):
        browser_page.keyboard.press("ArrowRight")
    expect(_word(browser_page)).to_contain_text("→")
    wait_for_text(browser_page, VERDICT, "REALISTIC")
    assert "STRETCH · about 26 %" in text_of(verdict(browser_page))
    captions = browser_page.locator('[data-testid="stCaptionContainer"]', has_text="plan ")
    assert captions.count() >= 3
    assert "1 lever moved, not kept" in text_of(browser_page.locator(FRAME))


def test_a_slider_by_mouse_changes_the_verdict(server: str, browser_page: Page) -> None:
    open_page(browser_page, server)
    thumb = lever(browser_page, "deal_size").locator(
        "xpath=ancestor::*[contains(@class,'Thumb') or @role='presentation'][1]"
    )
    box = (thumb if thumb.count() else lever(browser_page, "deal_size")).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    browser_page.mouse.move(x, y)
    browser_page.mouse.down()
    browser_page.mouse.move(x + 60, y, steps=6)
    browser_page.mouse.up()
    expect(_word(browser_page)).to_contain_text("→")
    assert "1 lever moved" in text_of(browser_page.locator(FRAME))


def test_reset_keep_and_the_keys_of_undo_and_redo(server: str, browser_page: Page) -> None:
    open_page(browser_page, server)
    lever(browser_page, "win_rate").focus()
    for _ in range(4):
        browser_page.keyboard.press("ArrowRight")
    expect(_word(browser_page)).to_contain_text("→")
    browser_page.get_by_role("button", name="Reset").click()
    expect(_word(browser_page)).not_to_contain_text("→")

    browser_page.keyboard.press("Control+z")
    expect(_word(browser_page)).to_contain_text("→")
    moved = text_of(_word(browser_page)).split("→")[1].strip()
    browser_page.get_by_role("button", name="Keep").click()
    expect(_word(browser_page)).not_to_contain_text("→")
    assert moved in text_of(verdict(browser_page))

    browser_page.keyboard.press("Control+z")
    expect(_word(browser_page)).to_contain_text("→")
    browser_page.keyboard.press("Control+y")
    expect(_word(browser_page)).not_to_contain_text("→")
    assert moved in text_of(verdict(browser_page))


def test_edits_and_the_what_if_survive_other_pages_and_back(server: str, browser_page: Page) -> None:
    open_page(browser_page, server)
    lever(browser_page, "win_rate").focus()
    browser_page.keyboard.press("ArrowRight")
    expect(_word(browser_page)).to_contain_text("→")
    go_to(browser_page, "Growth")
    volume = field(browser_page, "Deals, % a year")
    volume.fill("9")
    volume.press("Enter")
    wait_for_text(browser_page, '[data-testid="stMain"] h2', "1,321 in all")
    before = text_of(headline(browser_page))
    go_to(browser_page, "Team")
    back_to(browser_page, "Growth")
    expect(field(browser_page, "Deals, % a year")).to_have_value("9")
    assert text_of(headline(browser_page)) == before
    back_to(browser_page, "Target")
    wait_for_text(browser_page, FRAME, "1 lever moved")
    expect(_word(browser_page)).to_contain_text("→")


def test_a_refused_value_stays_in_sight_with_its_sentence(server: str, browser_page: Page) -> None:
    open_page(browser_page, f"{server}/growth")
    answer = text_of(headline(browser_page))
    volume = field(browser_page, "Deals, % a year")
    volume.fill("lots")
    volume.press("Enter")
    sentence = browser_page.get_by_text("Deals, % a year = lots: is not a number")
    sentence.wait_for()
    below, beside = sentence.bounding_box(), volume.bounding_box()
    assert below is not None
    assert beside is not None
    assert 0 < below["y"] - beside["y"] < 120
    expect(volume).to_have_value("lots")
    assert text_of(headline(browser_page)) == answer
    go_to(browser_page, "Team")
    go_to(browser_page, "Growth")
    expect(field(browser_page, "Deals, % a year")).to_have_value("lots")
    browser_page.get_by_text("Deals, % a year = lots: is not a number").wait_for()


def test_presenting_has_no_navigation_and_steps_with_the_arrow_keys(server: str, browser_page: Page) -> None:
    open_page(browser_page, server)
    browser_page.get_by_role("button", name="Present").click()
    browser_page.get_by_role("button", name="Close").wait_for()
    assert browser_page.locator('[data-testid="stTopNavLink"]').count() == 0
    assert browser_page.locator('input[type="range"]').count() == 0
    first = text_of(headline(browser_page))
    browser_page.get_by_role("button", name="Next goal").wait_for()
    browser_page.keyboard.press("ArrowRight")
    wait_for_text(browser_page, VERDICT, "of Direct")
    browser_page.keyboard.press("ArrowLeft")
    wait_for_text(browser_page, VERDICT, first)
    browser_page.keyboard.press("Escape")
    browser_page.locator('[data-testid="stTopNavLink"]').first.wait_for()
