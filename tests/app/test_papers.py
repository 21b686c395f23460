"""Papers to hand out, from the menu to the file on disk."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from exports import board_page
from simulator.cli.main import main
from simulator.sample import sample_scenario
from tests.app.chromium import wait_until_drawn
from tests.app.page_parts import open_page, text_of, wait_for_text
from tests.unit.exports.named_plans import pdf_text
from ui.computing.advice import advice
from ui.computing.views import goals_view
from ui.handouts.papers import made, papers

INSIDE = {
    "paper_pptx": "ppt/presentation.xml",
    "paper_xlsx": "xl/workbook.xml",
    "paper_futures": "xl/worksheets/sheet6.xml",
    "paper_csv": "goals.csv",
}


def _open_menu(page: Page, server: str) -> None:
    open_page(page, server)
    _press_menu(page, "hand_out_menu")
    page.locator(".st-key-paper_pdf button").first.wait_for()


def _press_menu(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").first.click()
    wait_until_drawn(page)


def _take(page: Page, key: str) -> Download:
    """Press and receive; once more where the press fell into a redraw, as the menu says itself."""
    for patience in (20_000, 60_000):
        try:
            with page.expect_download(timeout=patience) as download:
                page.locator(f".st-key-{key} button").first.click()
        except PlaywrightTimeoutError:
            continue
        return download.value
    raise AssertionError(f"{key} was never handed out")


def test_every_paper_is_made_when_it_is_asked_for_and_the_menu_says_so(
    server: str, browser_page: Page
) -> None:
    _open_menu(browser_page, server)
    for key, label in (("paper_pdf", "Board page (PDF)"), ("paper_xlsx", "Workbook (Excel)")):
        download = _take(browser_page, key)
        assert download.suggested_filename.startswith("nordwind-fy2027-")
        content = Path(download.path()).read_bytes()
        if key in INSIDE:
            assert INSIDE[key] in zipfile.ZipFile(io.BytesIO(content)).namelist()
        else:
            assert content.startswith(b"%PDF-")
        wait_for_text(browser_page, '[data-testid="stCaptionContainer"]', f"{label} is in your downloads")
    for key, part in INSIDE.items():
        content = Path(_take(browser_page, key).path()).read_bytes()
        assert part in zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert browser_page.locator('[data-testid="stException"]').count() == 0


def test_the_plan_s_file_is_judged_alike_by_the_command_line_and_opened_again(
    server: str, browser_page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _open_menu(browser_page, server)
    saved = tmp_path / "plan.toml"
    _take(browser_page, "plan_save").save_as(saved)
    assert main(["assess", str(saved), "--json"]) == 0
    judged = json.loads(capsys.readouterr().out)
    browser_page.keyboard.press("Escape")
    _press_menu(browser_page, "plan_menu")
    name = browser_page.get_by_label("Name of the plan")
    name.fill("Another plan")
    name.press("Enter")
    wait_for_text(browser_page, ".st-key-frame", "Another plan")
    browser_page.locator('[class*="st-key-plan_open"] input[type=file]').set_input_files(saved)
    browser_page.locator(".st-key-plan_use button").click()
    wait_for_text(browser_page, ".st-key-frame", "Nordwind FY2027")
    browser_page.keyboard.press("Escape")
    _press_menu(browser_page, "hand_out_menu")
    again = tmp_path / "again.toml"
    wait_for_text(browser_page, ".st-key-frame", "Nordwind FY2027")
    _take(browser_page, "plan_save").save_as(again)
    assert again.read_bytes() == saved.read_bytes()
    csv = zipfile.ZipFile(Path(_take(browser_page, "paper_csv").path())).read("goals.csv").decode("utf-8-sig")
    for goal in judged["goals"]:
        assert str(goal["probability"]) in csv
        assert str(goal["p50"]) in csv


def test_a_chart_is_handed_out_as_a_picture_and_a_table_as_csv(server: str, browser_page: Page) -> None:
    open_page(browser_page, f"{server}/team")
    finding = text_of(browser_page.get_by_text("Ramping costs"))
    _press_menu(browser_page, "picture_reps")
    picture = _take(browser_page, "png_reps")
    assert picture.suggested_filename.startswith("nordwind-fy2027-reps-")
    assert Path(picture.path()).read_bytes().startswith(b"\x89PNG")
    drawn = Path(_take(browser_page, "svg_reps").path()).read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert finding in drawn
    browser_page.keyboard.press("Escape")
    roster = Path(_take(browser_page, "csv_roster0").path()).read_bytes()
    header, first = roster.decode("utf-8-sig").splitlines()[:2]
    assert header == '"Name","Months on the team","Manager","Territory, %","Gone from"'
    assert first.startswith('"Antje Petersen",35,')


def test_the_board_page_says_what_would_make_the_first_goal_realistic() -> None:
    plan = sample_scenario()
    page = pdf_text(made(plan, board_page, hide_money=False))
    assert "What would make it realistic" in page
    assert "Win rate 26.4 % → 31.5 %, enough alone" in page
    assert "At least 8.01 M €: realistic as you are" in page
    hidden = pdf_text(made(plan, board_page, hide_money=True))
    assert "At least 89 % of goal: realistic as you are" in hidden
    assert "€" not in hidden


def test_a_goal_that_is_realistic_needs_no_advice() -> None:
    plan = sample_scenario()
    easy = plan.changed(goals=(plan.goals[0].changed(target=4e6),))
    assert advice(easy, goals_view(easy).verdicts[0]) == ()


def test_without_amounts_the_plan_s_own_file_is_not_handed_out() -> None:
    plan = sample_scenario()
    assert "plan_save" in {file.key for file in papers(plan, hide_money=False)}
    assert "plan_save" not in {file.key for file in papers(plan, hide_money=True)}


def test_hidden_amounts_are_in_no_table_that_is_handed_out(server: str, browser_page: Page) -> None:
    _open_menu(browser_page, server)
    browser_page.get_by_text("Odds only, without amounts").click()
    expect(browser_page.locator(".st-key-plan_save")).to_have_count(0)
    tables = zipfile.ZipFile(Path(_take(browser_page, "paper_csv").path()))
    assert all("€" not in tables.read(name).decode("utf-8-sig") for name in tables.namelist())
    assert "EUR" not in tables.read("goals.csv").decode("utf-8-sig")
    assert "Board page" in text_of(browser_page.locator(".st-key-paper_pdf"))
