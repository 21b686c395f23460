"""Why did it move and Sweep on the page Compare: what they say, what is chosen, what is hidden, what a button does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator.scenario import Adjustment, Scenario
from tests.app.app_parts import arrive, open_page, words_of
from tests.app.test_keeping_pages import ANA, change, visit
from tests.statistical.small_scenarios import goal, scenario, team_document
from ui.screens import compare_why
from ui.state import Work


@pytest.fixture
def app() -> AppTest:
    """A visitor who has just arrived."""
    return arrive()


def _small(rate: float = 0.5) -> Scenario:
    """About 30 deals of 1,000 each in a year, with a limit to what the people can work."""
    team = team_document(
        "Direct",
        inbound_per_month=10.0,
        stages=[{"name": "offer", "rate": {"mean": 0.5}}, {"name": "sale", "rate": {"mean": rate}}],
        deal_size={"family": "gamma", "mean": 1000.0, "cv": 0.5},
        headcount=2,
        opportunities_per_rep_per_month=4.0,
    )
    return scenario(team, goals=[goal("bookings", 32_000.0)], seed=0)


def _opened(app: AppTest, part: str, plan: Scenario | None = None, *moved: Adjustment) -> AppTest:
    app.session_state["work"] = Work(plan or _small(), tuple(moved))
    app.session_state["compare_part"] = part
    return open_page(app, "compare")


def _box(app: AppTest, label: str) -> Any:
    return next(one for one in app.selectbox if one.label == label)


def test_a_what_if_is_explained_lever_by_lever(app: AppTest) -> None:
    moved = (Adjustment(lever="win_rate", change=0.1), Adjustment(lever="volume", change=-0.1))
    _opened(app, "Why did it move", None, *moved)
    assert not app.exception
    words = words_of(app)
    assert "→ **What-if**" in words
    assert "**Win rate moved brought" in words
    assert "entering units moved took" in words
    assert "back**" in words
    assert "the same luck on both sides" in words
    assert (_box(app, "From").value, _box(app, "To").value) == ("plan", "what-if")


def test_swapped_it_is_told_the_other_way(app: AppTest) -> None:
    _opened(app, "Why did it move", None, Adjustment(lever="win_rate", change=0.1))
    next(one for one in app.button if one.key == "why_swap").click().run()
    assert (_box(app, "From").value, _box(app, "To").value) == ("what-if", "plan")
    assert "**Win rate moved took" in words_of(app)


def test_without_anything_beside_it_says_what_to_do(app: AppTest) -> None:
    _opened(app, "Why did it move")
    assert not app.exception
    assert "There is nothing to compare this plan with yet" in words_of(app)


def test_now_is_set_against_the_version_of_a_month_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(ANA)
    for rate in (0.5, 0.55):
        change(app, _small(rate))
        app.session_state["plan_menu"] = True
        app.run()
        app.button(key="version_save").click().run()
    change(app, _small(0.6))
    app.session_state["compare_part"] = "Why did it move"
    open_page(app, "compare")
    assert _box(app, "From").value.startswith("version:")
    assert _box(app, "From").value.endswith(":2")
    assert "**Win rate brought" in words_of(app)
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(days=31)
    monkeypatch.setattr(compare_why, "now", lambda: soon)
    app.run()
    assert _box(app, "From").value == "month ago"
    assert any("As it was a month ago (version 2)" in text for text in _box(app, "From").options)
    assert not app.exception


def test_money_is_not_told_where_it_is_hidden(app: AppTest) -> None:
    app.session_state["money_hidden"] = True
    _opened(
        app,
        "Why did it move",
        None,
        Adjustment(lever="deal_size", change=0.1),
        Adjustment(lever="volume", change=0.1),
    )
    assert not app.exception
    words = words_of(app)
    assert "€" not in words
    assert "What moved the median" in words


def test_a_line_says_from_which_value_on_and_a_value_becomes_the_what_if(app: AppTest) -> None:
    _opened(app, "Sweep")
    _box(app, "Lever").set_value("win_rate").run()
    assert not app.exception
    assert "**Realistic from a win rate of about" in words_of(app)
    assert "REALISTIC" in words_of(app).split("There:")[1]
    next(one for one in app.button if one.key == "sweep_take").click().run()
    (moved,) = app.session_state["work"].moved
    assert moved.lever == "win_rate"
    assert moved.change > 0.1


def test_two_levers_make_a_map(app: AppTest) -> None:
    _opened(app, "Sweep")
    _box(app, "Lever").set_value("win_rate").run()
    _box(app, "Against").set_value("hires").run()
    assert not app.exception
    words = words_of(app)
    assert "pairs" in words
    assert [one.label for one in app.slider] == ["Win rate, moved by, %", "More hires, people"]


def test_a_narrower_range_is_tried(app: AppTest) -> None:
    _opened(app, "Sweep")
    _box(app, "Lever").set_value("volume").run()
    app.slider[0].set_value((-10, 20)).run()
    assert not app.exception
    assert app.slider[0].value == (-10, 20)
    names = next(one.options for one in app.selectbox if one.label.startswith("Try"))
    assert names[0].startswith("\N{MINUS SIGN}10 %")
    assert names[-1].startswith("+20 %")


def test_amounts_of_a_swept_lever_are_not_told_where_money_is_hidden(app: AppTest) -> None:
    app.session_state["money_hidden"] = True
    _opened(app, "Sweep")
    _box(app, "Lever").set_value("deal_size").run()
    assert not app.exception
    assert "€" not in words_of(app)
    assert not any("€" in text for one in app.selectbox for text in one.options)
