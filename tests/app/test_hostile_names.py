"""Names that try to be markup, links, pictures or code: text on every page, no request, no dialog, no mark lost."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from simulator import dump_scenario
from simulator.sample import sample_scenario
from simulator.scenario import parse_scenario
from tests.app.chromium import Watch, is_local, wait_until_drawn
from tests.app.conftest import VIEWPORT
from tests.app.page_parts import TITLES, go_to, open_page, text_of, wait_for_text
from words.text import safe_text

PAYLOADS = (
    "![x](http://evil.example/a.png)",
    "[Reset password](http://evil.example)",
    "<img src=x onerror=alert(1)>",
    "<script>alert(2)</script>",
    "<a href='http://evil.example'>go</a>",
    '<iframe src="http://evil.example"></iframe>',
    "<svg onload=alert(3)>",
    ":red[x] :blue-background[y]",
    ":material/bolt: :smile:",
    "$x^2$ $$y$$",
    "O'Brien",
    "a' || true || 'b",
    "a') || alert(4) || ('b",
    "http://evil.example/plain",
    "www.evil.example",
    "a@evil.example",
    "javascript:alert(5)",
    "**bold** _it_ `code` ~~no~~",
    "# heading > quote - list 1. one",
    "ARR (k$). net: [Q1]",
    "datum['x'] {{7*7}} ${7*7} %s {0}",
    '=HYPERLINK("http://evil.example","x")',
    "\u202ecod.exe \u2066turned\u2069",
    "[![b](http://evil.example/b.png)](http://evil.example/c)",
    "\\[a\\](b) &lt;b&gt; &#60;img src=x&#62;",
)
TEAMS, STAGES = 5, 5
LUCK_DECIDES = {"History"}
"""Which inputs stand in its chart depends on the futures drawn, whose streams bear the teams' names."""
MARKS = """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg')].map(
    svg => svg.querySelectorAll('g.role-mark:not(.mark-text):not(.mark-group) > *').length)"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href)"
FETCHED = """() => [...document.querySelectorAll('img, iframe, video, audio, object, embed, script, link')].map(
    one => one.src || one.data || one.href || '').filter(source => source)"""


def _plan(names: tuple[str, ...]) -> bytes:
    """A plan whose every name is one of `names`: teams, entries, stages, reps, goals, initiatives, risks, sources."""
    document = json.loads(dump_scenario(sample_scenario(), "json"))
    sample = document["teams"][0]
    teams: list[dict[str, Any]] = []
    for place in range(TEAMS):
        stages = [
            {"name": names[place * STAGES + step], "rate": {"mean": 0.7, "source": names[step]}}
            for step in range(STAGES)
        ]
        team = sample | {
            "name": names[place],
            "entry": names[(place * STAGES + 7) % len(names)],
            "stages": stages,
            "reps": [{"name": name, "tenure_months": 9} for name in names[place * 5 : place * 5 + 5]],
        }
        teams.append(team)
    change = {"effect": 0.05, "start_month": "2027-02", "source": names[3], "teams": [names[0]]}
    return json.dumps(
        document
        | {
            "name": names[0],
            "description": names[1],
            "horizon_months": 4,
            "teams": teams,
            "initiatives": [change | {"name": name, "lever": "win_rate"} for name in names[:3]],
            "risks": [change | {"name": name, "lever": "volume"} for name in names[3:6]],
            "lever_terms": [
                {"lever": "win_rate", "teams": [names[0]], "cost": 9.0, "source": names[3]},
                {"lever": f"stage:{names[1]}", "source": names[4]},
            ],
            "goals": [
                {
                    "name": name,
                    "metric": "bookings",
                    "target": 9e6,
                    "by": "2027-04",
                    "owner": name,
                    "note": name,
                }
                for name in names[:4]
            ]
            + [
                {
                    "name": names[4],
                    "metric": f"stage:{names[1]}",
                    "scope": names[0],
                    "target": 9,
                    "by": "2027-04",
                }
            ],
        }
    ).encode()


def _open(page: Page, server: str, content: bytes, name: str) -> None:
    open_page(page, server)
    page.locator(".st-key-plan_menu button").first.click()
    chooser = page.locator('[class*="st-key-plan_open"] input[type=file]')
    chooser.set_input_files({"name": "plan.json", "mimeType": "application/json", "buffer": content})
    page.locator(".st-key-plan_use button").click()
    wait_for_text(page, ".st-key-frame", name)
    page.keyboard.press("Escape")
    go_to(page, "Goals")  # away from the charts of the plan before


def _marks(page: Page, wanted: list[int] | None = None) -> list[int]:
    """How many marks each chart of the page draws, once all of them stand; where they are `wanted`, at once."""
    if wanted is not None:
        with contextlib.suppress(PlaywrightTimeoutError):
            page.wait_for_function(
                f"wanted => ({MARKS})().join() === wanted.join()", arg=wanted, timeout=20_000
            )
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0)
    charts = page.locator('[data-testid="stVegaLiteChart"]')
    for number in range(charts.count()):
        expect(charts.nth(number).locator("svg g.role-mark").first).to_be_attached()
    counted: list[int] = page.evaluate(MARKS)
    return counted


def _foreign(page: Page) -> list[str]:
    return [address for address in page.evaluate(LINKS) + page.evaluate(FETCHED) if not is_local(address)]


def _letters(text: str) -> str:
    """What is read of a name: marks that turn the direction of writing by their names, blanks as one blank."""
    return " ".join(safe_text(text).split())


@pytest.fixture(scope="module")
def harmless_marks(server: str, browser: Browser) -> dict[str, list[int]]:
    """By page, the marks of each chart where every name is an ordinary one."""
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    names = tuple(f"Name {letter}" for letter in "abcdefghijklmnopqrstuvwxy")
    _open(page, server, _plan(names), names[0])
    found = {}
    for title in TITLES:
        go_to(page, title)
        found[title] = _marks(page)
    context.close()
    return found


def test_every_payload_is_a_name_a_plan_accepts() -> None:
    assert len(set(PAYLOADS)) == TEAMS * STAGES
    plan = parse_scenario(json.loads(_plan(PAYLOADS)))
    assert [team.name for team in plan.teams] == list(PAYLOADS[:TEAMS])


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 5))
def test_s5_names_are_text_on_every_page(
    server: str, watched_page: tuple[Page, Watch], harmless_marks: dict[str, list[int]], first: int
) -> None:
    page, watch = watched_page
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    names = (*PAYLOADS[first:], *PAYLOADS[:first])
    _open(page, server, _plan(names), _letters(names[0]))
    seen = ""
    for title in TITLES:
        go_to(page, title)
        wanted = None if title in LUCK_DECIDES else harmless_marks[title]
        found = _marks(page, wanted)
        assert wanted is None or found == wanted, title
        assert page.locator('[data-testid="stException"], .katex').count() == 0, title
        assert _foreign(page) == [], title
        seen += text_of(page.locator('[data-testid="stApp"]'))
    for name in names[:5]:
        assert _letters(name) in " ".join(seen.split())
    page.locator(".st-key-plan_menu button").first.click()
    page.locator(".st-key-library button").first.click()
    wait_for_text(page, '[role="dialog"]', _letters(names[0]))
    wait_until_drawn(page)
    assert _foreign(page) == []
    assert dialogs == []
    assert watch.strangers == []
    assert watch.policy_violations == []
