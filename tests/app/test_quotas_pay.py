"""Pay on the page Quotas: begun with an example, changed, refused in a sentence, undone, and hidden with the money."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from simulator.scenario import simulation_digest
from tests.app.app_parts import arrive, open_page, plan_of, put_plan, words_of

PLAN = {"base_rate": 0.05, "tiers": [{"at": 1.0, "times": 1.5}], "stretch": {"at": 1.2, "amount": 7_000.0}}


def opened(app: AppTest) -> AppTest:
    open_page(app, "quotas")
    app.session_state["quotas_part"] = "Pay"
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def app() -> AppTest:
    """A visitor on the tab, with the sample company's plan."""
    return opened(arrive())


def said(app: AppTest) -> str:
    return "\n".join([words_of(app), *(one.value.replace("\u00a0", " ") for one in app.subheader)]).replace(
        "\\", ""
    )


def test_it_begins_with_an_example_and_moves_no_future(app: AppTest) -> None:
    assert "No pay plan yet" in said(app)
    before = simulation_digest(plan_of(app))
    app.button(key="pay_start").click().run()
    assert not app.exception
    pay = plan_of(app).pay
    assert pay is not None
    assert pay.base_rate == 0.05
    assert simulation_digest(plan_of(app)) == before
    words = said(app)
    assert "Pay costs about" in words
    assert "of the stretch bonus is luck" in words
    assert "lived again with the same people" in words
    assert len(app.dataframe) >= 1
    app.button(key="undo").click().run()
    assert plan_of(app).pay is None


def test_parts_are_added_and_removed(app: AppTest) -> None:
    put_plan(app, sample_scenario().changed(pay=PLAN))
    opened(app)
    for name in ("cap", "decelerator"):
        app.button(key=f"pay_add_{name}").click().run()
        assert not app.exception
        assert getattr(plan_of(app).pay, name) is not None
    app.button(key="pay_remove_pay_stretch").click().run()
    pay = plan_of(app).pay
    assert pay is not None
    assert pay.stretch is None
    assert "is luck" not in said(app)
    app.button(key="pay_team_1").click().run()
    pay = plan_of(app).pay
    assert pay is not None
    assert [one.team for one in pay.teams] == [sample_scenario().team_names[1]]
    app.button(key="pay_remove").click().run()
    assert plan_of(app).pay is None


def test_a_rate_that_makes_no_sense_is_refused_in_a_sentence(app: AppTest) -> None:
    put_plan(app, sample_scenario().changed(pay=PLAN))
    opened(app)
    field = next(one for one in app.text_input if str(one.key).startswith("pay.base_rate"))
    field.set_value("250").run()
    assert not app.exception
    assert plan_of(app).pay == sample_scenario().changed(pay=PLAN).pay
    assert "The plan keeps its old value" in said(app)


def test_without_a_goal_on_money_it_says_what_it_needs(app: AppTest) -> None:
    put_plan(app, sample_scenario().changed(goals=(), quotas=None))
    opened(app)
    assert "needs people and a goal on bookings" in said(app)


def test_where_money_is_hidden_there_is_none(app: AppTest) -> None:
    put_plan(app, sample_scenario().changed(pay=PLAN))
    app.session_state["money_hidden"] = True
    opened(app)
    words = said(app)
    assert "this link does not show any" in words
    assert "Pay costs" not in words
