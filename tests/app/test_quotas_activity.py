"""The activity on Quotas: the table, the day, its word, and the minutes one may change."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator.scenario import Scenario, parse_scenario
from tests.app.app_parts import arrive, open_page, plan_of, put_plan, words_of

PLAN: dict[str, Any] = {
    "name": "Calls",
    "start_month": "2027-01",
    "horizon_months": 1,
    "teams": [
        {
            "name": "Direct",
            "entry": "call",
            "stages": [{"name": "appointment", "rate": 0.15}, {"name": "sale", "rate": 1 / 3}],
            "headcount": 1,
            "outbound_per_rep_per_day": 48.0,
            "deal_size": 1000.0,
        }
    ],
    "goals": [{"name": "Sales", "metric": "won_deals", "target": 50.0, "by": "2027-01"}],
}


def _activity(plan: Scenario) -> AppTest:
    app = open_page(put_plan(arrive(), plan), "quotas")
    app.session_state["quotas_part"] = "Activity"
    return app.run()


def test_fifty_sales_are_a_thousand_calls_and_do_not_fit_with_their_appointments() -> None:
    app = _activity(parse_scenario(PLAN))
    assert not app.exception
    words = words_of(app)
    assert "It takes 48 calls per rep and working day on average, 54 for odds of 80 %" in words
    assert "UNREACHABLE" in words
    assert "It does not fit into the day, not even on average" in words
    assert "52 calls a day" in words
    table = app.dataframe[0].value
    assert list(table["Step"]) == ["call", "appointment", "sale"]
    assert list(table["Average"]) == ["1,000", "150", "50"]
    assert list(table["Fit a day, alone"]) == ["48", "8", ""]


def test_shorter_meetings_change_the_word_and_undo_brings_it_back() -> None:
    app = _activity(parse_scenario(PLAN))
    next(one for one in app.text_input if one.label == "Minutes for a call").set_value("4").run()
    next(one for one in app.text_input if one.label == "Minutes for a meeting").set_value("15").run()
    assert plan_of(app).activity.minutes_per_meeting == 15.0
    assert "REALISTIC" in words_of(app)
    next(one for one in app.button if one.key == "undo").click().run()
    assert plan_of(app).activity.minutes_per_meeting == 60.0


def test_a_step_can_be_said_to_take_no_time() -> None:
    app = _activity(parse_scenario(PLAN))
    chosen = next(one for one in app.selectbox if "appointment" in one.label)
    chosen.select("none").run()
    assert plan_of(app).activity.stages[0].kind == "none"
    assert "the working time holds 48." in words_of(app)


@pytest.mark.parametrize("minutes", ["-1", "soon"])
def test_impossible_minutes_are_refused_in_a_sentence(minutes: str) -> None:
    app = _activity(parse_scenario(PLAN))
    next(one for one in app.text_input if one.label == "Minutes for a call").set_value(minutes).run()
    assert plan_of(app).activity.minutes_per_call == 10.0
    assert "The plan keeps its old value" in words_of(app)


def test_without_a_goal_that_leads_back_it_says_what_to_set() -> None:
    goal = {"name": "Win rate", "metric": "win_rate", "target": 0.4, "by": "2027-01"}
    app = _activity(parse_scenario({**PLAN, "goals": [goal]}))
    assert not app.exception
    assert "No goal leads back to calls yet" in words_of(app)
