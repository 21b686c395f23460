"""Every page without a browser: what it says, what its fields do, and that nothing entered is lost."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from simulator.sample import sample_scenario
from simulator.scenario import Policy
from tests.app.app_parts import arrive, choose, open_page, plan_of, put_plan, words_of

PAGES = ["target", "history", "growth", "team", "goals", "levers", "compare", "quotas", "trust"]


@pytest.fixture
def app() -> AppTest:
    """A visitor who has just arrived."""
    return arrive()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_drawn_and_says_its_answer_first(app: AppTest, page: str) -> None:
    open_page(app, page)
    assert not app.exception
    assert not app.error
    assert len(app.header[0].value) > 20


def test_the_verdict_is_word_icon_and_colour_with_its_bands(app: AppTest) -> None:
    words = words_of(app)
    assert ":orange-background[:orange[:material/change_history: STRETCH · about 26 %]]" in words
    assert "realistic from 60 %, unreachable under 10 %" in words
    assert "All 4 goals together" in words


def test_a_moved_lever_changes_every_number_and_keeps_the_plan(app: AppTest) -> None:
    before = plan_of(app)
    slider = app.select_slider[0]
    slider.set_value(8).run()
    assert not app.exception
    words = words_of(app)
    assert plan_of(app) == before
    assert "STRETCH · about 26 %" in words
    assert "→ :green-background[:green[:material/check_circle: REALISTIC" in words
    captions = " ".join(one.value for one in app.caption)
    assert captions.count("plan ") >= 3
    assert "1 lever moved, not kept" in words


def test_reset_keep_undo_and_redo(app: AppTest) -> None:
    start = plan_of(app)
    app.select_slider[0].set_value(4).run()
    app.button(key="reset").click().run()
    assert app.session_state["work"].moved == ()
    app.button(key="undo").click().run()
    assert len(app.session_state["work"].moved) == 1
    assert app.select_slider[0].value == 4

    app.button(key="keep").click().run()
    assert len(plan_of(app).adjustments) == 1
    assert app.session_state["work"].moved == ()
    assert app.select_slider[0].value == 0

    app.button(key="undo").click().run()
    assert plan_of(app) == start
    app.button(key="redo").click().run()
    assert len(plan_of(app).adjustments) == 1


def test_an_edit_survives_other_pages_and_changes_the_verdict(app: AppTest) -> None:
    open_page(app, "goals")
    target = next(one for one in app.text_input if one.label == "Target")
    target.set_value("1 M").run()
    assert plan_of(app).goals[0].threshold == 1e6
    open_page(app, "team")
    open_page(app, "target")
    assert "New bookings of at least 1 M €" in words_of(app)
    assert "REALISTIC" in words_of(app)
    open_page(app, "goals")
    assert next(one for one in app.text_input if one.label == "Target").value == "1,000,000"


NUMBERS = {"team": 11, "growth": 20, "goals": 6}


@pytest.mark.parametrize("page", NUMBERS)
@pytest.mark.parametrize("typed", ["nan", "inf", "many", "-1e300"])
def test_every_number_refuses_what_it_cannot_take_and_keeps_it_in_sight(
    app: AppTest, page: str, typed: str
) -> None:
    open_page(app, page)
    before = plan_of(app)
    keys = [one.key for one in app.text_input if one.key and "#" in one.key and _is_number(one.value)]
    assert len(keys) >= NUMBERS[page]
    for key in keys:
        app.text_input(key=key).set_value(typed)
    app.run()
    assert not app.exception
    assert plan_of(app) == before
    sentences = [one for one in words_of(app).split("\n") if one.startswith(":red[:material/error:")]
    assert len(sentences) >= len(keys)
    assert all(f"= {typed}:" in one and "The plan keeps its old value." in one for one in sentences)
    assert all(app.text_input(key=key).value == typed for key in keys)

    open_page(app, "history")
    open_page(app, page)
    assert [app.text_input(key=key).value for key in keys] == [typed] * len(keys)


def _is_number(value: str | None) -> bool:
    return value is not None and value.replace(",", "").replace(".", "").isdigit()


def test_a_good_value_after_a_bad_one_is_taken_and_the_sentence_goes(app: AppTest) -> None:
    open_page(app, "growth")
    field = next(one for one in app.text_input if one.key and one.key.startswith("growth.volume.mean"))
    field.set_value("-200").run()
    assert "must be between -0.95 and 10" in words_of(app)
    field.set_value("12 %").run()
    assert plan_of(app).growth.volume.mean == 0.12
    assert ":material/error:" not in words_of(app)


def test_another_interval_tells_the_same_growth(app: AppTest) -> None:
    open_page(app, "growth")
    choose(app, "All growth is per", "month")
    growth = plan_of(app).growth
    assert growth.interval == "month"
    assert (1 + growth.volume.mean) ** 12 == pytest.approx(1.05, rel=1e-6)


def test_a_goal_is_added_with_a_sentence_for_a_bad_target_and_removed(app: AppTest) -> None:
    open_page(app, "goals")
    key = next(
        one.key
        for one in app.text_input
        if one.key and one.key.endswith(".target") and one.key.startswith("new_goal")
    )
    assert key is not None
    stem = key.removesuffix(".target")
    app.text_input(key=key).set_value("lots")
    app.button(key=f"{stem}.add").click().run()
    assert "New goal = lots: is not a number" in words_of(app)
    assert len(plan_of(app).goals) == 4
    assert app.text_input(key=key).value == "lots"

    app.text_input(key=key).set_value("2 M")
    app.text_input(key=f"{stem}.name").set_value("Second")
    app.button(key=f"{stem}.add").click().run()
    assert [goal.name for goal in plan_of(app).goals][-1] == "Second"

    remove = next(one for one in app.button if one.key and one.key.startswith("remove4"))
    remove.click().run()
    assert len(plan_of(app).goals) == 4
    app.button(key="undo").click().run()
    assert len(plan_of(app).goals) == 5


def test_without_a_goal_the_target_page_says_what_to_do(app: AppTest) -> None:
    put_plan(app, sample_scenario().changed(goals=()))
    assert not app.exception
    assert "No goal yet" in words_of(app)
    open_page(app, "goals")
    assert not app.exception


def test_a_preset_carries_its_source_and_a_hand_set_band_does_not(app: AppTest) -> None:
    open_page(app, "goals")
    choose(app, "Presets", "Board")
    policy = plan_of(app).policy
    assert (policy.realistic_at_least, policy.unreachable_below) == (0.8, 0.2)
    assert policy.source is not None
    assert "board" in policy.source
    field = next(one for one in app.text_input if one.key and one.key.startswith("policy.realistic"))
    field.set_value("75").run()
    assert plan_of(app).policy == Policy(realistic_at_least=0.75, unreachable_below=0.2, source="set by hand")


def test_a_borderline_verdict_offers_more_futures_and_uses_them(app: AppTest) -> None:
    plan = sample_scenario().changed(policy=Policy(realistic_at_least=0.27, unreachable_below=0.1))
    put_plan(app, plan)
    assert "borderline" in words_of(app)
    app.button(key="more_trials").click().run()
    assert "from 40,000 simulated futures" in " ".join(one.value for one in app.caption).replace("\\", "")


def test_a_renamed_team_keeps_its_goals_and_initiatives(app: AppTest) -> None:
    open_page(app, "team")
    field = next(one for one in app.text_input if one.label == "Name of the team")
    field.set_value("Field").run()
    assert not app.exception
    plan = plan_of(app)
    assert plan.team_names[0] == "Field"
    assert plan.goals[1].scope == "Field"
    assert plan.initiatives[0].teams == ("Field",)


def test_a_team_is_added_without_people_and_removed_with_its_refusal(app: AppTest) -> None:
    open_page(app, "team")
    app.button(key="team_add").click().run()
    assert not app.exception
    added = plan_of(app).teams[-1]
    assert (added.name, added.reps, added.inbound_per_month.mean) == ("Team 2", (), 0.0)
    app.button(key="team_remove").click().run()  # Direct, which a goal and an initiative name
    assert "is no team" in words_of(app)
    assert len(plan_of(app).teams) == 3


def test_subscriptions_are_switched_off_only_when_no_goal_needs_them(app: AppTest) -> None:
    open_page(app, "growth")
    app.button(key="recurring_off").click().run()
    assert plan_of(app).recurring is not None
    assert "needs the input" in app.toast[0].value
    put_plan(app, sample_scenario().changed(goals=sample_scenario().goals[:1]))
    app.button(key="recurring_off").click().run()
    assert plan_of(app).recurring is None
    app.button(key="recurring_on").click().run()
    assert plan_of(app).recurring is not None


def test_presenting_shows_the_answer_alone(app: AppTest) -> None:
    app.query_params["present"] = "1"
    app.run()
    assert not app.exception
    assert "STRETCH" in words_of(app)
    assert not app.select_slider
    app.button(key="present_next").click().run()
    assert "Direct of at least 3.9 M €" in words_of(app)
