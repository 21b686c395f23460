"""What moves it on Levers: the bars and their table, what cannot matter, goals, amounts for whoever may see them."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator.scenario import Scenario
from tests.app.app_parts import arrive, choose, open_page, put_plan, words_of
from tests.app.share_parts import come, shared
from tests.statistical.small_scenarios import goal, scenario, team_document
from ui.computing import budget
from ui.computing.tornado_view import tornado_trials, tornado_view
from ui.screens import levers_tornado


def plan(**fields: Any) -> Scenario:
    """Won deals of the year are Poisson(120) but for the few people there are; two goals."""
    team: dict[str, Any] = {
        "inbound_per_month": 40.0,
        "stages": [{"name": "meeting", "rate": 0.5}, {"name": "sale", "rate": 0.5}],
        "deal_size": {"family": "gamma", "mean": 2_000.0, "cv": 0.0},
        "headcount": 2,
        "annual_cost_per_rep": 60_000.0,
    }
    goals = [goal("won_deals", 125), goal("bookings", 250_000.0)]
    terms = [{"lever": "win_rate", "moved": 0.04, "cost": 7_000.0}]
    return scenario(team_document(**{**team, **fields}), goals=goals, lever_terms=terms)


@pytest.fixture
def app() -> AppTest:
    """A visitor on Levers."""
    found = put_plan(arrive(), plan())
    open_page(found, "levers")
    assert not found.exception
    return found


def test_the_strongest_lever_is_the_title_and_what_cannot_matter_is_said(app: AppTest) -> None:
    words = words_of(app)
    assert "Rate to meeting and Leads per month move the odds most: +40 points for a tenth more" in words
    assert "Cannot move this goal at all, exactly 0: " in words
    assert "Deal size" in words.split("exactly 0: ")[1]


def test_another_goal_has_other_levers(app: AppTest) -> None:
    choose(app, "Goal", "bookings")
    words = words_of(app)
    assert "move the odds most: +" in words
    assert "Deal size" not in words.split("exactly 0: ")[1]


def test_the_table_holds_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    found = tornado_view(plan(), plan().goals[1])
    assert found is not None
    rows = levers_tornado.table(plan(), found)
    row = rows[(rows["Lever"] == "Win rate") & (rows["Step is"] == "past")]
    assert list(row["Step"]) == ["4\u00a0% less", "4\u00a0% more"]
    assert list(row["From → to"]) == ["50\u00a0% → 48\u00a0%", "50\u00a0% → 52\u00a0%"]
    assert list(row["Cost"]) == ["", "7,000\u00a0€"]
    assert len(rows) == sum(len(one.sides) for one in found.effects)
    (per,) = [name for name in rows.columns if name.startswith("Points per")]
    assert row[per].iloc[0] == ""
    assert float(row[per].iloc[1]) == pytest.approx(row["Points"].iloc[1] * 10_000 / 7_000, abs=0.06)
    monkeypatch.setattr("ui.visitors.money_hidden.is_hidden", lambda: True)
    monkeypatch.setattr("ui.wording.formats.is_hidden", lambda: True)
    hidden = levers_tornado.table(plan(), found)
    assert not {"Money", "Cost"} & set(hidden.columns)
    assert not any("€" in name for name in hidden.columns)
    assert "€" not in hidden.to_csv()


def test_a_plan_with_too_many_levers_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.computing.tornado_view.MAX_RANKING_WORK", 1)
    assert tornado_trials(plan()) == 0
    found = put_plan(arrive(), plan())
    open_page(found, "levers")
    assert "Too many levers to try each" in words_of(found)


def test_a_large_plan_is_tried_on_fewer_futures() -> None:
    one = plan().teams[0]
    large = plan().changed(teams=tuple(one.changed(name=f"Team {number}") for number in range(100)))
    trials = tornado_trials(large)
    assert budget.LEAST_RANKING_TRIALS <= trials < 1_000
    assert tornado_trials(plan()) == 10_000


def test_without_a_goal_there_is_a_way_to_set_one() -> None:
    found = put_plan(arrive(), plan().changed(goals=()))
    open_page(found, "levers")
    assert "No goal yet" in words_of(found)


@pytest.mark.parametrize("hide", [False, True])
def test_a_viewer_sees_the_same_but_amounts_only_where_allowed(hide: bool) -> None:
    money_first = plan().changed(goals=plan().goals[::-1])
    found = open_page(come(shared(money_first).link("view", hide_money=hide)), "levers")
    words = words_of(found)
    assert "move the odds most" in words
    assert ("€" in words) is not hide
