"""Goals are chosen with their odds in sight, adjusted, added; what a plan lacks is said with the way to it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator.goals import METRICS
from simulator.goals.catalogue import CATALOGUE
from simulator.sample import sample_scenario
from simulator.scenario import Scenario, parse_scenario
from tests.app.app_parts import arrive, open_page, plan_of, put_plan, words_of
from tests.statistical.small_scenarios import document, team_document

GROUPS = ("money", "customers", "funnel", "people", "activity")


@pytest.fixture
def app() -> AppTest:
    """A visitor on Goals, with the sample company."""
    return open_page(arrive(), "goals")


def choose(app: AppTest, group: str) -> AppTest:
    """Look at one group of examples."""
    part(app, "button_group", "catalogue_group").set_value(group).run()
    assert not app.exception
    return app


def part(app: AppTest, kind: str, key: str) -> Any:
    """The control whose key begins so."""
    return next(one for one in app.get(kind) if one.key and one.key.startswith(key))


def with_plan(app: AppTest, plan: Scenario) -> AppTest:
    put_plan(app, plan)
    return open_page(app, "goals")


@pytest.mark.parametrize("group", GROUPS)
def test_every_example_stands_in_its_group_with_its_word_or_what_is_missing(app: AppTest, group: str) -> None:
    choose(app, group)
    words = words_of(app)
    shown = [example for example in CATALOGUE if example.group == group]
    assert shown
    for example in shown:
        assert METRICS[example.metric].label in words
    added = [one for one in app.button if one.key and one.key.startswith("new_goal.") and ".add." in one.key]
    captions = " ".join(one.value for one in app.caption)
    lacking = captions.count("is marked as") + captions.count("quota is missing")
    assert len(added) + lacking >= len(shown)


def test_an_example_is_adjusted_and_added(app: AppTest) -> None:
    choose(app, "funnel")
    before = words_of(app)
    assert "Win rate +8 %" in before.replace("\u00a0", " ")
    part(app, "text_input", "new_goal.win_rate_year_end.number").set_value("3").run()
    after = words_of(app).replace("\u00a0", " ")
    told = r"\*\*Win rate \+3 %\*\* — Win rate of at least [\d.]+ % in the quarter to 31 Dec 2027, up from [\d.]+ % "
    assert re.search(told + r"\(\+3 %, \+0\.[78] points\)", after)
    part(app, "selectbox", "new_goal.win_rate_year_end.scope").set_value("Direct").run()
    part(app, "selectbox", "new_goal.win_rate_year_end.deadline").set_value(6).run()
    part(app, "button", "new_goal.win_rate_year_end.add").click().run()
    assert not app.exception
    goal = plan_of(app).goals[-1]
    assert (goal.name, goal.metric, goal.change, goal.by, goal.scope) == (
        "Win rate of Direct +3 %",
        "win_rate",
        0.03,
        "2027-06",
        "Direct",
    )
    assert goal.baseline == pytest.approx(0.29, abs=0.02)
    assert goal.baseline_source is not None
    app.button(key="undo").click().run()
    assert len(plan_of(app).goals) == 4


@pytest.mark.parametrize("typed", ["many", "-100", "1e9", "nan", ""])
def test_what_is_no_change_is_said_and_cannot_be_added(app: AppTest, typed: str) -> None:
    part(app, "text_input", "new_goal.revenue_year.number").set_value(typed).run()
    assert not app.exception
    sentence = next(one for one in words_of(app).split("\n") if "material/error" in one)
    assert f"Change in % = {typed or 'nothing'}:" in sentence
    button = part(app, "button", "new_goal.revenue_year.add")
    assert button.disabled


def test_a_missing_input_is_named_with_the_way_to_it(app: AppTest) -> None:
    with_plan(app, parse_scenario(document(team_document("Nord", inbound_per_month=30.0))))
    choose(app, "funnel")
    captions = " ".join(one.value for one in app.caption)
    assert "No step of Nord's funnel is marked as sales-qualified lead; mark one on Team." in captions
    choose(app, "customers")
    captions = " ".join(one.value for one in app.caption)
    assert "Subscription business is missing" in captions


def test_marked_on_team_the_goal_can_be_set(app: AppTest) -> None:
    with_plan(app, parse_scenario(document(team_document("Nord", inbound_per_month=30.0))))
    open_page(app, "team")
    part(app, "selectbox", "teams.0.entry_role").set_value("sql").run()
    part(app, "text_input", "teams.0.headcount").set_value("3").run()
    part(app, "text_input", "teams.0.activities.calls.mean").set_value("20").run()
    part(app, "text_input", "teams.0.activities.calls.cv").set_value("40 %").run()
    part(app, "text_input", "teams.0.units_per_deal.mean").set_value("4").run()
    part(app, "text_input", "teams.0.coaching_hours_per_rep_per_month.mean").set_value("2.5").run()
    assert not app.exception
    team = plan_of(app).teams[0]
    assert team.entry_role == "sql"
    assert team.activities is not None
    assert team.activities.calls is not None
    assert (team.activities.calls.mean, team.activities.calls.cv, team.activities.calls.grade) == (
        20,
        0.4,
        "guess",
    )
    assert team.units_per_deal is not None
    assert team.coaching_hours_per_rep_per_month is not None
    open_page(app, "goals")
    choose(app, "funnel")
    part(app, "button", "new_goal.sql_quarter.add").click().run()
    assert plan_of(app).goals[-1].metric == "sql"
    open_page(app, "team")
    part(app, "text_input", "teams.0.activities.calls.mean").set_value("").run()
    assert plan_of(app).teams[0].activities is None


def test_outbound_may_be_the_calls(app: AppTest) -> None:
    team = team_document("Nord", headcount=3, outbound_per_rep_per_day=5.0, activities={"calls": 9.0})
    put_plan(app, parse_scenario(document(team)))
    open_page(app, "team")
    part(app, "selectbox", "teams.0.activities.outbound").set_value("calls").run()
    given = plan_of(app).teams[0].activities
    assert given is not None
    assert (given.calls, given.outbound) == (None, "calls")
    part(app, "selectbox", "teams.0.activities.outbound").set_value("none").run()
    assert plan_of(app).teams[0].activities is None


def test_a_goal_of_one_s_own_is_judged_before_it_is_added(app: AppTest) -> None:
    part(app, "selectbox", "new_goal#0.metric").set_value("mrr").run()
    assert "It starts from 1.48 M €" in " ".join(one.value for one in app.caption).replace("\u00a0", " ")
    part(app, "text_input", "new_goal#0.target").set_value("+10 %").run()
    words = words_of(app).replace("\u00a0", " ")
    assert "Monthly recurring revenue of at least 1.63 M € by 31 Dec 2027, up from 1.48 M € (+10 %)" in words
    part(app, "button", "new_goal#0.add").click().run()
    goal = plan_of(app).goals[-1]
    assert (goal.change, goal.baseline, goal.name) == (0.1, 1_480_000.0, "Monthly recurring revenue")


def test_one_s_own_goal_says_what_is_missing_and_waits(app: AppTest) -> None:
    with_plan(app, sample_scenario().changed(recurring=None, goals=(), lever_terms=()))
    part(app, "selectbox", "new_goal#0.metric").set_value("churn_rate").run()
    assert "Subscription business is missing" in " ".join(one.value for one in app.caption)
    assert part(app, "button", "new_goal#0.add").disabled


def test_less_is_better_where_it_is(app: AppTest) -> None:
    part(app, "selectbox", "new_goal#0.metric").set_value("cac").run()
    direction = part(app, "selectbox", "new_goal#0.direction")
    assert direction.value == "at_most"


def test_every_definition_can_be_read(app: AppTest) -> None:
    table = next(
        one.value for one in app.dataframe if "Definition follows" in getattr(one.value, "columns", ())
    )
    assert list(table["In a file"]) != []
    assert set(table["In a file"]) == set(METRICS)
    assert (table["Formula"].str.len() > 0).all()
