"""What a verdict rests on besides the forecast stands wherever the verdict stands: history, opinion, widening."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from simulator.scenario import Scenario
from tests.app.app_parts import arrive, open_page, plan_of, put_plan, words_of
from tests.app.share_parts import all_words, come, shared
from ui.wording.verdicts import LOOKS

SHORT = {"closed_outcomes": 12, "periods": 3}
SENTENCE = (
    "12 closed deals and 3 months stand behind this plan; "
    "from 20 closed deals and 4 months on the odds get a word"
)
WIDENED = "range widened ×1.3 as the past showed"
POOLED = "25 % from the money history alone"
UNTOUCHED = "not touched by the second opinion, which speaks of the company's bookings"


def _plan(**fields: object) -> Scenario:
    plan = sample_scenario().changed(name="Mine", seed=5)
    return plan.changed(**fields) if fields else plan


def _pooled(weight: float = 0.25) -> Scenario:
    opinion = sample_scenario().second_opinion
    assert opinion is not None
    return _plan(second_opinion=opinion.changed(weight=weight), widening={"factor": 1.3, "source": "replay"})


@pytest.fixture
def app() -> AppTest:
    """A visitor who has just arrived."""
    return arrive()


def _present(app: AppTest) -> AppTest:
    app.query_params["present"] = "1"
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize("page", ["target", "goals", "present"])
def test_a_short_history_gives_odds_and_none_of_the_three_words(app: AppTest, page: str) -> None:
    put_plan(app, _plan(history=SHORT))
    if page == "present":
        _present(app)
    elif page != "target":
        open_page(app, page)
    assert not app.exception
    words = words_of(app)
    assert "NOT ENOUGH HISTORY" in words
    assert SENTENCE in words
    assert not re.findall(r":(green|orange|red)-(badge|background)", words)
    assert re.search(r":gray-(badge|background)", words)
    assert "realistic from" not in words
    assert "Realistic as you are" not in words


def test_enough_history_changes_nothing(app: AppTest) -> None:
    put_plan(app, _plan(history={"closed_outcomes": 20, "periods": 4}))
    assert "STRETCH" in words_of(app)
    assert "stand behind this plan" not in words_of(app)


@pytest.mark.parametrize("page", ["target", "goals", "present"])
def test_a_verdict_says_that_it_is_pooled_and_widened(app: AppTest, page: str) -> None:
    put_plan(app, _pooled())
    if page == "present":
        _present(app)
    elif page != "target":
        open_page(app, page)
    assert not app.exception
    words = words_of(app)
    assert WIDENED in words
    assert POOLED in words


def test_a_goal_the_opinion_does_not_speak_of_says_so(app: AppTest) -> None:
    put_plan(app, _pooled())
    app.session_state["goal_in_view"] = "Monthly churn"
    app.run()
    words = words_of(app)
    assert UNTOUCHED in words
    assert "history alone says" not in words


def test_the_line_under_the_fan_names_both_views(app: AppTest) -> None:
    words = words_of(app)
    assert "Bookings history alone says" in words
    assert "leads, funnel and people say" in words
    assert "agree within their ranges" in words


def test_the_weight_is_an_edit_that_can_be_undone(app: AppTest) -> None:
    put_plan(app, _plan())
    open_page(app, "growth")
    before = plan_of(app)
    slider = next(one for one in app.select_slider if str(one.key).startswith("second_opinion.weight"))
    slider.set_value(50).run()
    assert not app.exception
    opinion = plan_of(app).second_opinion
    assert opinion is not None
    assert opinion.weight == 0.5
    open_page(app, "target")
    assert "50 % from the money history alone" in words_of(app)
    app.button(key="undo").click().run()
    assert plan_of(app) == before


@pytest.mark.parametrize("page", ["target", "growth"])
def test_a_widening_can_be_taken_off(app: AppTest, page: str) -> None:
    put_plan(app, _pooled())
    if page != "target":
        open_page(app, page)
    assert f"Every {WIDENED} (replay)" in words_of(app)
    app.button(key="widening_off").click().run()
    assert not app.exception
    assert plan_of(app).widening is None
    assert WIDENED not in words_of(app)
    app.button(key="undo").click().run()
    assert plan_of(app).widening is not None


def test_without_an_opinion_growth_says_what_would_give_one(app: AppTest) -> None:
    put_plan(app, _plan(second_opinion=None))
    assert "history alone says" not in words_of(app)
    open_page(app, "growth")
    assert not app.exception
    assert "12 whole months" in all_words(app)
    assert not [one for one in app.select_slider if "second_opinion" in str(one.key)]


@pytest.mark.parametrize("hide_money", [False, True])
def test_a_link_shows_the_marks_and_offers_nothing(hide_money: bool) -> None:
    token = shared(_pooled()).link("view", hide_money=hide_money)
    app = come(token)
    assert not app.exception
    assert WIDENED in words_of(app)
    assert POOLED in words_of(app)
    open_page(app, "growth")
    assert not app.exception
    keys = [str(one.key) for one in [*app.select_slider, *app.button]]
    assert not [key for key in keys if "second_opinion" in key or key == "widening_off"]
    assert "25 %" in all_words(app)
    assert ("€" in all_words(app).split("A second opinion")[-1]) is not hide_money


def test_the_look_without_a_word_has_no_colour_of_the_three() -> None:
    none = LOOKS["not enough history"]
    three = [LOOKS[word] for word in ("realistic", "stretch", "unreachable")]
    assert none.colour not in {look.colour for look in three}
    assert none.icon not in {look.icon for look in three}
