"""Quotas without a browser: the answer, the slider that simulates nothing, fair quotas kept, thousands of reps."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from simulator import Scenario, simulate
from simulator.quotas.quota_sheet import sheet_of
from simulator.sample import sample_scenario
from simulator.scenario import parse_scenario, scenario_document
from store.records import LinkKind
from tests.app.app_parts import arrive, choose, open_page, plan_of, put_plan, words_of
from tests.app.share_parts import all_words, come, controls_of, shared
from tests.unit.evidence.kind_files import QUOTAS
from ui import cache
from ui.screens.quotas_people import PAGE

TEN = "\n".join(
    f"Rep {number}; 1000; {sold}"
    for number, sold in enumerate((300, 800, 800, 850, 1125, 325, 900, 1100, 1000, 800), 1)
)


@pytest.fixture
def app() -> AppTest:
    """A visitor on Quotas."""
    return open_page(arrive(), "quotas")


@pytest.fixture
def never_again(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page, drawn once; from now on nothing may be simulated or shared out."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was simulated")

    monkeypatch.setattr(cache, "simulate", refuse)
    monkeypatch.setattr("ui.computing.quota_view.rep_values", refuse)
    return app


def _slider(app: AppTest) -> Any:
    return next(one for one in app.select_slider if str(one.key).startswith("quotas.over_assignment"))


def _hold(app: AppTest) -> Any:
    return next(one for one in app.selectbox if str(one.key).startswith("quotas.hold"))


def _table(app: AppTest) -> pd.DataFrame:
    return next(one.value for one in app.dataframe if "Odds" in one.value.columns)


def _answer(app: AppTest) -> str:
    return str(app.header[0].value).replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def test_the_answer_is_the_plan_the_quotas_and_how_many_reach_theirs(app: AppTest) -> None:
    plan = sample_scenario()
    sheet = sheet_of(simulate(plan))
    assert not app.exception
    answer = _answer(app)
    assert answer.startswith("Plan 9 M €: ")
    assert "quotas 9.9 M € (110 %)" in answer
    assert f"on average {round(sheet.at_quota * 100)} % of reps reach theirs" in answer
    assert "healthy practice: 55 % to 70 %" in words_of(app)
    table = _table(app)
    assert list(table["Name"])[:2] == ["Antje Petersen", "Björn Hansen"]
    assert list(table["Odds"]) == [round(one.odds.probability * 100) for one in sheet.reps if one.odds]
    assert set(table["Manager"]) == {"Sabine Vogt", "Tomasz Zielinski"}


def test_the_slider_moves_quotas_and_odds_and_simulates_nothing(never_again: AppTest) -> None:
    app = never_again
    before = _table(app)
    _slider(app).set_value(130).run()
    assert not app.exception
    assert "(130 %)" in _answer(app)
    after = _table(app)
    assert (after["Odds"] < before["Odds"]).all()
    quotas = plan_of(app).quotas
    assert quotas is not None
    assert (quotas.over_assignment, [one.over_assignment for one in quotas.layers]) == (1.3, [1.06, 1.15])
    _hold(app).set_value("street").run()
    assert not app.exception
    assert "Plan 6.92 M €" in _answer(app)
    assert "The quotas stay, the plan moves" in words_of(app)
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    assert plan_of(app) == sample_scenario()
    assert _slider(app).value == 110


def test_fair_quotas_are_kept_for_everybody_and_undone(app: AppTest) -> None:
    app.button(key="quotas_fair_keep").click().run()
    assert not app.exception
    plan = plan_of(app)
    sheet = sheet_of(simulate(plan))
    assert [round(one.odds.probability, 2) for one in sheet.reps if one.odds] == [0.6] * 14
    assert sheet.plan_odds.probability >= 0.7
    assert sheet.street == pytest.approx(sheet.plan * sheet.over_assignment, rel=1e-6)
    assert set(_table(app)["Odds"]) == {60}
    assert "REALISTIC" in _answer(app)
    app.button(key="undo").click().run()
    assert plan_of(app) == sample_scenario()


def test_fair_quotas_of_some_leave_the_goal_and_the_others(app: AppTest) -> None:
    before = _table(app)
    app.selectbox(key="quotas_fair_whose").set_value("reps of Tomasz Zielinski").run()
    assert "for 6 people" in words_of(app)
    app.button(key="quotas_fair_keep").click().run()
    assert not app.exception
    plan = plan_of(app)
    assert plan.goals == sample_scenario().goals
    assert plan.layers is not None
    assert {one.team for one in plan.layers.overrides} == {"Direct", "Partner"}
    table = _table(app)
    assert set(table[table["Team"] == "Partner"]["Odds"]) == {60}
    direct = table["Team"] == "Direct"
    pd.testing.assert_frame_equal(table[direct][["Quota", "Odds"]], before[direct][["Quota", "Odds"]])
    assert "is in nobody's quota" in words_of(app)


def test_the_same_odds_for_everybody_keep_the_total(app: AppTest) -> None:
    before = sheet_of(simulate(sample_scenario()))
    app.button(key="quotas_fair_level").click().run()
    assert not app.exception
    after = sheet_of(simulate(plan_of(app)))
    assert after.street == pytest.approx(before.street, rel=1e-6)
    odds = [one.odds.probability for one in after.reps if one.odds]
    assert max(odds) - min(odds) < 0.005
    assert "Reps of like tenure have like odds" in words_of(app)


def test_filters_order_and_the_file(app: AppTest) -> None:
    app.selectbox(key="quotas_team").set_value("Partner").run()
    assert set(_table(app)["Team"]) == {"Partner"}
    app.selectbox(key="quotas_order").set_value("odds").run()
    assert list(_table(app)["Odds"]) == sorted(_table(app)["Odds"])
    app.selectbox(key="quotas_manager").set_value("Sabine Vogt").run()
    assert not app.exception


def test_how_it_was_last_time(app: AppTest) -> None:
    app.session_state["quotas_past"] = True
    app.run()
    app.text_area(key="quotas_past_list").set_value(TEN).run()
    words = words_of(app)
    assert "100 % of the plan at a cushion of 20 %" in words.replace("**", "")
    assert "30 % reached quota" in words.replace("**", "")
    assert "80 % sold 80 % of it or more, 20 % under half" in words
    app.text_area(key="quotas_past_list").set_value("Ana; lots; 3").run()
    assert "line 1" in words_of(app)
    app.text_area(key="quotas_past_list").set_value("Ana").run()
    assert "line 1 needs a quota and what was sold" in words_of(app)
    assert not app.exception


def _thousands(people: int) -> Scenario:
    document = scenario_document(sample_scenario())
    team = document["teams"][0]
    team["reps"] = [{"name": f"Rep {number}", "tenure_months": 30} for number in range(people)]
    team["inbound_per_month"] = {"mean": 20.0 * people}
    document["goals"][0]["target"] = 400_000.0 * people
    return parse_scenario(document)


def test_thousands_of_reps_are_paged_and_say_how_exact_they_are(app: AppTest) -> None:
    put_plan(app, _thousands(3_000))
    assert not app.exception
    assert len(_table(app)) == PAGE
    captions = " ".join(one.value for one in app.caption)
    assert "1,995 of 10,000 futures" in captions
    assert len(app.get("pagination")) == 1


@pytest.mark.parametrize("gone", ["people", "goals"])
def test_without_people_or_goals_the_page_says_what_to_do(app: AppTest, gone: str) -> None:
    plan = sample_scenario()
    if gone == "goals":
        put_plan(app, plan.changed(goals=()))
        assert "No goal of this plan can be shared out" in _answer(app)
    else:
        teams = [team.changed(reps=(), hires=()) for team in plan.teams]
        put_plan(app, plan.changed(teams=teams, initiatives=()))
        assert "Nobody carries the plan yet" in _answer(app)
    assert not app.exception
    assert not app.error


def test_a_link_that_hides_money_shows_odds_and_no_quota() -> None:
    app = open_page(come(shared().link("view", hide_money=True)), "quotas")
    assert not app.exception
    table = _table(app)
    assert "Quota" not in table.columns
    assert table["Odds"].between(1, 99).all()
    words = all_words(app)
    assert "€" not in words
    assert "9 M" not in words
    assert "(110 %)" in _answer(app)


@pytest.mark.parametrize("kind", ["view", "live"])
def test_who_only_looks_sees_quotas_and_moves_nothing(kind: LinkKind) -> None:
    app = open_page(come(shared().link(kind)), "quotas")
    assert not app.exception
    assert "Quota" in _table(app).columns
    keys = {str(one.key) for one in controls_of(app)}
    assert not {key for key in keys if key.startswith(("quotas.", "quotas_fair_keep", "quotas_fair_level"))}


def test_a_table_of_quotas_read_on_history_stands_beside_the_list(app: AppTest) -> None:
    open_page(app, "history")
    choose(app, "Where the numbers come from", "upload")
    app.file_uploader(key="export_upload").upload("quotas.csv", QUOTAS.encode()).run()
    open_page(app, "quotas")
    app.session_state["quotas_past"] = True
    app.run()
    assert not app.exception
    assert "The table read on History" in words_of(app)
