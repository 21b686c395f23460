"""SMART cards and goals in one's own words on the page Goals."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from simulator.scenario import Scenario
from tests.app.app_parts import arrive, open_page, plan_of, put_plan, words_of

TEXT = "Say a goal in your own words"


@pytest.fixture
def app() -> AppTest:
    """A visitor on Goals with the sample company."""
    return open_page(put_plan(arrive(), sample_scenario()), "goals")


def _cards(app: AppTest) -> list[str]:
    return [one.value for one in app.markdown if one.value.startswith("**SMART**")]


def _say(app: AppTest, text: str) -> AppTest:
    return next(one for one in app.text_input if one.label == TEXT).set_value(text).run()


def _questions(app: AppTest) -> list[str]:
    return [one.label for one in app.selectbox if one.label.startswith(":material/help")]


def _answer(app: AppTest, place: int) -> AppTest:
    return (
        next(one for one in app.selectbox if one.label.startswith(":material/help")).select_index(place).run()
    )


def test_every_goal_shows_five_letters_with_an_icon_each(app: AppTest) -> None:
    labels = _cards(app)
    assert len(labels) == len(sample_scenario().goals)
    for label in labels:
        assert all(f"**{letter}**]" in label for letter in "SMART")
        assert label.count("-badge[:material/") == 5
        assert "of 5 hold" in label or "all five hold" in label


def _opened(app: AppTest, number: int) -> AppTest:
    app.session_state[f"smart{number}"] = True
    return app.run()


def test_an_opened_card_says_why_and_takes_what_is_missing(app: AppTest) -> None:
    _opened(app, 1)
    words = words_of(app)
    assert "New bookings of Direct, but nobody owns it." in words
    assert "It names no goal above it." in words
    next(one for one in app.text_input if one.label == "Owner").set_value("Sabine Vogt").run()
    assert plan_of(app).goals[1].owner == "Sabine Vogt"
    next(one for one in app.selectbox if one.label == "Serves the goal").select("New bookings").run()
    assert plan_of(app).goals[1].serves == "New bookings"
    assert "Where it is met, the odds of New bookings are" in words_of(app)
    next(one for one in app.text_input if one.label == "Owner").set_value(" ").run()
    assert plan_of(app).goals[1].owner is None
    assert not app.exception


def test_a_goal_that_is_served_can_be_renamed_and_removed(app: AppTest) -> None:
    document = sample_scenario()
    goals = (document.goals[0], document.goals[1].changed(serves="New bookings"), *document.goals[2:])
    put_plan(app, document.changed(goals=goals))
    next(one for one in app.text_input if one.label == "Name").set_value("FY2027").run()
    assert plan_of(app).goals[1].serves == "FY2027"
    next(one for one in app.button if one.label == "Remove").click().run()
    assert plan_of(app).goals[0].serves is None
    assert not app.exception


def test_more_revenue_becomes_a_goal_by_a_few_choices(app: AppTest) -> None:
    _say(app, "Make more revenue")
    assert len(_questions(app)) == 2
    _answer(app, 1)
    _answer(app, 0)
    (question,) = _questions(app)
    assert "monthly recurring revenue" in question
    _answer(app, 1)
    words = words_of(app)
    assert "Raise monthly recurring revenue of the company from 1.48 M € to" in words
    assert "Still missing: an owner" in "\n".join(one.value for one in app.caption)
    next(one for one in app.button if one.key == "intake_add").click().run()
    added = plan_of(app).goals[-1]
    assert (added.metric, added.by, added.baseline) == ("mrr", "2027-12", 1_480_000.0)
    assert next(one for one in app.text_input if one.label == TEXT).value == ""
    assert not app.exception


def test_what_is_typed_stays_while_something_else_changes(app: AppTest) -> None:
    _say(app, "Make more revenue")
    _answer(app, 1)
    next(one for one in app.button if one.label == "Remove").click().run()
    assert next(one for one in app.text_input if one.label == TEXT).value == "Make more revenue"
    assert len(_questions(app)) == 1, "the answer is kept too"


def test_what_cannot_be_and_what_was_not_used_is_said(app: AppTest) -> None:
    _say(app, "bookings of $5m of Direct by 2031 synergistically")
    words = words_of(app)
    assert "$5m is in USD, the plan is in EUR." in words
    assert "lies outside the plan" in words
    assert "synergistically" in "\n".join(one.value for one in app.caption)
    assert not any(one.key == "intake_add" for one in app.button)


def test_hostile_text_is_shown_as_text(app: AppTest) -> None:
    _say(app, "<script>alert(1)</script> [x](javascript:y) **bold** revenue $a$ :smile:")
    assert not app.exception
    typed = "\n".join([*(one.value for one in app.markdown), *(one.value for one in app.caption)])
    assert "<script" not in typed
    assert "](javascript" not in typed


def test_a_number_of_ones_own_is_taken(app: AppTest) -> None:
    _say(app, "raise bookings of Direct by December")
    next(one for one in app.text_input if one.label == "Or another number").set_value("+10 %").run()
    assert "Raise new bookings of Direct by 10 % from" in words_of(app)


@pytest.mark.parametrize("goals", [(), sample_scenario().goals[:1]])
def test_a_plan_with_few_goals_draws(app: AppTest, goals: tuple[object, ...]) -> None:
    plan: Scenario = sample_scenario().changed(goals=goals, quotas=None)
    put_plan(app, plan)
    assert len(_cards(app)) == len(goals)
    assert not app.exception
