"""By when and Stress on Levers: what they say, what a switch and a size change, and who may do what."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator.scenario import Scenario
from tests.app.app_parts import arrive, choose, open_page, plan_of, put_plan, words_of
from tests.statistical.small_scenarios import goal, initiative, month, scenario, team_document


@pytest.fixture
def app() -> AppTest:
    """A visitor who has just arrived."""
    return arrive()


def _team(**fields: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "inbound_per_month": 1_000.0,
        "stages": [{"name": "sale", "rate": 0.25}],
        "opportunities_per_rep_per_month": 4.0,
        "ramp": [0.0, 0.0, 1.0],
        "reps": [
            {"name": "Ana", "tenure_months": 30},
            {"name": "Ben *B*", "tenure_months": 30, "potential": 1.3},
        ],
    }
    return team_document(**{**plain, **fields})


def _plan(**fields: Any) -> Scenario:
    return scenario(
        _team(**fields),
        goals=[goal("won_deals", 27)],
        initiatives=[initiative("win_rate", 0.2, name="Training", start_month=month(3))],
    )


def _part(app: AppTest, name: str, plan: Scenario) -> AppTest:
    put_plan(app, plan)
    open_page(app, "levers")
    app.session_state["levers_part"] = name
    app.run()
    assert not app.exception
    return app


def _words(app: AppTest) -> str:
    """Everything in words, captions too."""
    small = "\n".join(one.value for one in app.caption)
    return words_of(app) + small.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def _keyed(kind: Any, start: str) -> Any:
    return next(one for one in kind if str(one.key).startswith(start))


def test_the_last_useful_month_is_said_with_what_waiting_costs(app: AppTest) -> None:
    _part(app, "By when", _plan())
    words = _words(app)
    assert "Hiring one person into Direct helps if it begins by Oct 2027" in words
    assert "More leads cannot help: people are the limit in 12 of 12 months." in words
    assert "Waiting costs most here:" in words
    rows = app.dataframe[0].value.set_index("What")["Last useful start"].str.replace("\u00a0", " ")
    assert dict(rows) == {"Hiring one person into Direct": "Oct 2027", "The initiative Training": "Dec 2027"}


def test_hiring_is_said_to_be_useless_where_leads_are_the_limit(app: AppTest) -> None:
    leads = _plan(inbound_per_month=5.0, opportunities_per_rep_per_month=400.0)
    words = _words(_part(app, "By when", leads))
    assert (
        words.count("Hiring cannot help: leads are the limit in 12 of 12 months") == 2
    )  # chart and sentence


def test_more_people_at_once_are_tried(app: AppTest) -> None:
    _part(app, "By when", _plan())
    choose(app, "People hired at once", 3)
    assert not app.exception
    assert "Hiring 3 people into Direct helps" in _words(app)


def test_every_stress_has_its_verdict_and_those_switched_on_have_one_together(app: AppTest) -> None:
    _part(app, "Stress", _plan())
    words = _words(app)
    assert "Switch on what may go wrong." in words
    assert "Ben *B* of Direct leaves at the start and nobody follows" in words
    assert "No hires are planned, so none can be late." in words
    assert len(app.toggle) == 6
    _keyed(app.toggle, "stress_on.best_rep_leaves").set_value(True).run()
    _keyed(app.toggle, "stress_on.leads_fall").set_value(True).run()
    words = _words(app)
    assert "The best rep leaves + Leads fall" in words
    assert _keyed(app.toggle, "stress_on.hiring_late").disabled


def test_a_size_is_taken_and_what_is_none_is_answered(app: AppTest) -> None:
    _part(app, "Stress", _plan())
    app.session_state["stress_size.leads_fall"] = True
    app.run()
    _keyed(app.text_input, "stress_size.leads_fall.leads").set_value("35").run()
    assert "35 % fewer units enter" in _words(app)
    _keyed(app.text_input, "stress_size.leads_fall.leads").set_value("350").run()
    assert "must be a number from 0 to 100" in app.toast[0].value
    assert "35 % fewer units enter" in _words(app)
    _keyed(app.button, "stress_reset.leads_fall").click().run()
    assert "20 % fewer units enter" in _words(app)


def test_a_stress_becomes_a_risk_of_the_plan(app: AppTest) -> None:
    _part(app, "Stress", _plan())
    app.session_state["stress_size.competitor_enters"] = True
    app.run()
    _keyed(app.button, "stress_risk.competitor_enters").click().run()
    risks = plan_of(app).risks
    assert [(one.lever, one.probability) for one in risks] == [("win_rate", 0.3), ("deal_size", 0.3)]
    assert not app.exception


def test_the_team_page_says_the_last_useful_hire_month(app: AppTest) -> None:
    put_plan(app, _plan())
    open_page(app, "team")
    assert not app.exception
    assert "Last useful hire month for won_deals: Oct 2027" in _words(app)


def test_no_amount_is_told_where_money_is_hidden(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = scenario(
        _team(
            open_pipeline=[{"count": 1, "win_rate": 0.5, "values": [59_123.0]}],
            deal_size={"family": "gamma", "mean": 43_917.0, "cv": 0.0},
        ),
        goals=[goal("bookings", 1_391_771.0)],
        initiatives=[initiative("win_rate", 0.2, name="Spend 41,593", cost=41_593.0)],
    )
    for place in ("ui.visitors.money_hidden", "ui.wording.formats", "ui.wording.figures"):
        monkeypatch.setattr(f"{place}.is_hidden", lambda: True)
    for part in ("By when", "Stress"):
        _part(app, part, plan)
        tables = " ".join(one.value.to_string() for one in app.dataframe)
        told = _words(app).replace(",", "") + tables.replace(",", "")
        assert not re.search(r"59\.?1|41593|41\.6 k|43917|43\.9|\d k\b|\d M\b", told), told
    assert "an amount •" in _words(app) or "The largest open deal" in _words(app)
