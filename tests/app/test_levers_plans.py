"""Plans on Levers: what a card says, trying, keeping and comparing it, its terms, and a visitor who sees no money."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator.scenario import DatedChange, Scenario
from tests.app.app_parts import arrive, open_page, plan_of, put_plan, words_of
from tests.app.share_parts import all_words, come, controls_of, shared
from tests.statistical.small_scenarios import goal, scenario, team_document
from ui.screens.levers_terms import rows_of, write

TERMS: tuple[dict[str, Any], ...] = (
    {"lever": "volume", "least": 0.0, "most": 0.3, "step": 0.05, "cost_per_step": 10_000.0},
    {"lever": "win_rate", "least": 0.0, "most": 0.4, "step": 0.1, "cost": 90_000.0, "probability": 0.9},
)


@pytest.fixture
def app() -> AppTest:
    """A visitor who has just arrived."""
    return arrive()


def _plan(target: float = 330.0, **fields: Any) -> Scenario:
    team = team_document(
        inbound_per_month=100.0, stages=[{"name": "sale", "rate": 0.25}], annual_cost_per_rep=60_000.0
    )
    return scenario(team, **{"goals": [goal("won_deals", target)], "lever_terms": list(TERMS), **fields})


def _part(app: AppTest, plan: Scenario) -> AppTest:
    put_plan(app, plan)
    open_page(app, "levers")
    app.session_state["levers_part"] = "Plans"
    app.run()
    assert not app.exception
    return app


def _words(app: AppTest) -> str:
    small = "\n".join(one.value for one in app.caption)
    text = words_of(app) + small
    return text.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def _press(app: AppTest, key: str) -> None:
    next(one for one in app.button if one.key == key).click()
    app.run()
    assert not app.exception


def test_plans_are_told_tried_kept_and_undone(app: AppTest) -> None:
    plan = _plan()
    _part(app, plan)
    words = _words(app)
    assert "Two plans reach 60 %, the cheapest for 30 k €." in words
    assert "This is a new goal without a new strategy" in words
    assert "Leads per month 100 → 115 (+15 %) from Jan 2027, 30 k €" in words
    assert "Win rate 25 % → 30 % (+20 %) from Jan 2027, 90 k €, works with 90 %" in words
    assert "With what you do today" in words
    _press(app, "plans_try2")
    (tried,) = app.session_state["work"].moved
    assert isinstance(tried, DatedChange)
    assert tried.probability == 0.9
    assert plan_of(app) == plan, "tried, not kept"
    _press(app, "plans_keep2")
    assert plan_of(app).initiatives == (tried,)
    assert app.session_state["work"].moved == ()
    _press(app, "undo")
    assert plan_of(app) == plan


def test_a_plan_may_stand_on_compare(app: AppTest) -> None:
    _part(app, _plan())
    _press(app, "plans_compare1")
    (_, name, found) = app.session_state["compare_aside"][0]
    assert name == "Plan 1: leads first"
    assert found.initiatives[0].lever == "volume"


def test_a_tried_plan_stands_on_target(app: AppTest) -> None:
    _part(app, _plan())
    _press(app, "plans_try2")
    open_page(app, "target")
    assert not app.exception
    assert "Tried as initiatives: Plan: Win rate" in _words(app)
    _press(app, "reset")
    assert app.session_state["work"].moved == ()


def test_a_goal_that_needs_no_plan_says_so(app: AppTest) -> None:
    _part(app, _plan(290.0))
    assert "no plan is needed" in _words(app)
    assert not [one for one in app.button if str(one.key).startswith("plans_")]


def test_a_budget_is_kept_and_nonsense_is_refused_in_a_sentence(app: AppTest) -> None:
    _part(app, _plan())
    box = next(one for one in app.text_input if str(one.key).startswith("plans_budget"))
    box.set_value("lots").run()
    assert any("must be an amount of 0 or more" in one.value for one in app.toast)
    box = next(one for one in app.text_input if str(one.key).startswith("plans_budget"))
    box.set_value("20,000").run()
    assert "No plan reaches 60 % for at most 20 k €" in _words(app)
    assert "The furthest" in _words(app)


def test_a_plan_of_too_many_teams_is_told_so(app: AppTest) -> None:
    teams = [team_document(name=f"T{number}", inbound_per_month=10.0) for number in range(120)]
    _part(app, scenario(*teams, goals=[goal("won_deals", 9e9)]))
    assert "too large to search for plans" in " ".join(one.value for one in app.info)


def test_the_table_of_terms_writes_what_it_shows() -> None:
    plan = _plan()
    assert write(plan, rows_of(plan)) == plan
    rows = rows_of(plan)
    rows[0]["cost"], rows[0]["most"] = 5_000.0, 50.0
    changed = write(plan, rows).lever_terms[0]
    assert (changed.cost, changed.most) == (5_000.0, 0.5)
    assert write(plan, []).lever_terms == ()


def test_who_only_looks_reads_plans_and_no_amounts(app: AppTest) -> None:
    """Through a link that hides money: the odds and the levers, no cost, no button, and the terms without theirs."""
    there = shared(_plan(lever_terms=[{**one, "source": "cost us 90,000 last year"} for one in TERMS]))
    guest = come(there.link("live", hide_money=True))
    open_page(guest, "levers")
    guest.session_state["levers_part"] = "Plans"
    guest.run()
    assert not guest.exception
    words = all_words(guest)
    assert "Two plans reach 60 %" in words
    assert "Leads per month 100 → 115 (+15 %)" in words
    tables = " ".join(one.value.to_string() for one in guest.dataframe)
    assert "win_rate" in tables
    told = (words + tables).replace(",", "")
    assert not re.search(r"90000|10000\.|90 k|30 k|30000", told), told
    keys = [str(one.key) for one in controls_of(guest)]
    assert not [
        key for key in keys if key.startswith("plans_") or ("lever_terms" in key and "csv" not in key)
    ]
    there.end()
