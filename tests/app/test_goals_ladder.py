"""Goals without a browser: the ladder dragged, kept, reset and undone; floor and joint odds; none, and two hundred."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator import Scenario
from simulator.sample import sample_scenario
from simulator.scenario import parse_scenario, scenario_document
from store.records import LinkKind
from tests.app.app_parts import arrive, open_page, plan_of, put_plan, words_of
from tests.app.share_parts import all_words, come, controls_of, shared

UNDER = "under the floor"


@pytest.fixture
def app() -> AppTest:
    """A visitor on Goals."""
    return open_page(arrive(), "goals")


def _slider(app: AppTest) -> Any:
    return next(one for one in app.select_slider if str(one.key).startswith("ladder_slider"))


def _press(app: AppTest, key: str) -> None:
    next(one for one in app.button if one.key == key).click().run()


def _enabled(app: AppTest, key: str) -> bool:
    return not next(one for one in app.button if one.key == key).disabled


def _poor() -> Scenario:
    """The sample company with costs it covers about half of the time, and an easy goal."""
    document = scenario_document(sample_scenario())
    document["costs"]["overhead_per_month"] = 1_120_000.0
    document.pop("quotas", None)
    document["goals"] = [
        {"name": "Some revenue", "metric": "revenue", "target": 15_000_000.0, "by": "2027-12"},
        {"name": "Enough revenue", "metric": "revenue", "target": 24_000_000.0, "by": "2027-12"},
    ]
    return parse_scenario(document)


def test_a_goal_is_dragged_and_its_word_changes(app: AppTest) -> None:
    before = plan_of(app)
    assert not _enabled(app, "ladder_keep")
    slider = _slider(app)
    slider.set_value(slider.value - 12).run()
    words = words_of(app)
    assert not app.exception
    assert re.search(
        r"STRETCH\*\* · about \d\d %\] → :green-badge\[:material/check_circle: \*\*REALISTIC\*\* · ", words
    )
    assert "points**" in words
    assert plan_of(app) == before, "a dragged goal is not the plan's until it is kept"
    assert _enabled(app, "ladder_keep")


def test_reset_takes_it_back(app: AppTest) -> None:
    start = _slider(app).value
    _slider(app).set_value(start - 12).run()
    _press(app, "ladder_reset")
    assert _slider(app).value == start
    assert "→ :green-badge" not in words_of(app)
    assert not _enabled(app, "ladder_reset")


def test_keep_makes_it_the_plans_and_undo_takes_that_back(app: AppTest) -> None:
    before = plan_of(app).goals[0].threshold
    slider = _slider(app)
    slider.set_value(slider.value - 12).run()
    _press(app, "ladder_keep")
    kept = plan_of(app).goals[0]
    assert kept.threshold < before
    assert kept.owner == "Antje Petersen", "all else of the goal stays"
    assert "→ :green-badge" not in words_of(app)
    assert not _enabled(app, "ladder_keep")
    app.button(key="undo").click().run()
    assert plan_of(app).goals[0].threshold == before


def test_a_goal_given_as_a_change_stays_one(app: AppTest) -> None:
    plan = sample_scenario()
    first = plan.goals[0].changed(target=None, baseline=8_000_000.0, change=0.1)
    put_plan(app, plan.changed(goals=(first, *plan.goals[1:])))
    slider = _slider(app)
    slider.set_value(slider.value - 5).run()
    _press(app, "ladder_keep")
    kept = plan_of(app).goals[0]
    assert (kept.target, kept.baseline) == (None, 8_000_000.0)
    assert kept.change is not None
    assert kept.change < 0.1


def test_another_goal_has_its_own_ladder(app: AppTest) -> None:
    slider = _slider(app)
    slider.set_value(slider.value - 12).run()
    choice = next(one for one in app.selectbox if str(one.key).startswith("ladder_goal"))
    choice.set_value("Monthly churn").run()
    words = words_of(app)
    assert re.search(r"Commit to 1\.\d+ %, realistic down to 1\.\d+ %, unreachable below 0\.\d+ %", words)
    assert "→ :green-badge" not in words, "another goal was dragged"
    assert not app.exception


def test_goals_together_are_told_with_their_order(app: AppTest) -> None:
    assert any(
        "Together: all under 1 in 3,000, at least two of four" in one.value.replace("\u00a0", " ")
        for one in app.subheader
    )
    words = words_of(app)
    assert re.search(
        r"at least one: \*\*97 %\*\* · at least two: \*\*about \d\d %\*\* · at least three: ", words
    )
    assert re.search(
        r"New bookings and Direct bookings pull together: both \d\d %, where unrelated goals had 20 %", words
    )
    assert words.index("1. **New bookings**") < words.index("2. **Direct bookings**")


def test_a_goal_under_the_floor_is_flagged_though_it_is_realistic(app: AppTest) -> None:
    put_plan(app, _poor())
    words = words_of(app)
    easy, enough = (words.index(f"**{name}** — ") for name in ("Some revenue", "Enough revenue"))
    assert words.count(UNDER) == 1
    assert easy < words.index(UNDER) < enough
    assert "REALISTIC" in words[easy : words.index(UNDER)]
    assert "Break-even" in words
    open_page(app, "target")
    assert UNDER in words_of(app)


def test_the_floor_says_what_it_is_made_of(app: AppTest) -> None:
    words = words_of(put_plan(app, _poor()))
    assert "Costs of Jan–Dec 2027: 15.6 M € on average (salaries 1.5 M €, marketing 576 k €" in words
    assert "Paying all costs, cost of sales included, takes revenue of 21.1 M €, in 8 of 10 futures" in words


def test_money_that_is_hidden_hides_the_floor_of_money() -> None:
    found = shared(_poor())
    app = open_page(come(found.link("view", hide_money=True)), "goals")
    words = all_words(app)
    assert not app.exception
    assert UNDER not in words
    assert "Floor." not in words
    assert "€" not in words
    assert "of goal" in words
    assert "Break-even" in words, "odds are no amounts"


@pytest.mark.parametrize("kind", ["view", "live"])
def test_who_only_looks_sees_the_ladder_and_drags_nothing(kind: LinkKind) -> None:
    app = open_page(come(shared().link(kind)), "goals")
    assert re.search(r"Commit to [67](\.\d+)? M €, realistic up to", words_of(app))
    keys = {one.key for one in controls_of(app)}
    assert not {
        key for key in keys if key.startswith(("ladder_slider", "ladder_keep", "ladder_reset", "remove"))
    }


def test_without_a_goal_one_line_and_one_primary_button(app: AppTest) -> None:
    put_plan(app, sample_scenario().changed(goals=(), quotas=None))
    assert app.header[0].value == "No goal yet"
    primary = [one for one in app.button if one.proto.type == "primary"]
    assert [one.key for one in primary if "new_goal" not in str(one.key)] == ["propose_goal"]
    _press(app, "propose_goal")
    assert not app.exception
    (goal,) = plan_of(app).goals
    assert (goal.metric, goal.by) == ("bookings", "2027-12")
    assert 7_000_000 < goal.threshold < 9_000_000
    assert "REALISTIC" in app.header[0].value


def test_two_hundred_goals_are_ten_on_a_page_and_can_be_found(app: AppTest) -> None:
    plan = sample_scenario()
    many = tuple(
        goal.changed(name=f"{goal.name} {number}", owner=f"Owner {number % 20}", serves=None)
        for number in range(50)
        for goal in plan.goals
    )
    put_plan(app, plan.changed(goals=many, quotas=None))
    assert not app.exception

    def on_page() -> set[str]:
        words = words_of(app)
        return {goal.name for goal in many if f"**{goal.name}** — " in words}

    assert on_page() == {goal.name for goal in many[:10]}
    _press(app, "turn_goals1")
    assert on_page() == {goal.name for goal in many[10:20]}
    app.text_input(key="find_goal").set_value("churn 49").run()
    assert on_page() == {"Monthly churn 49"}
    app.text_input(key="find_goal").set_value("nothing like it").run()
    assert on_page() == set()
    assert "No goal has “nothing like it”" in words_of(app)
    assert "Too many in focus" in words_of(app)
