"""Compare without a browser: the answer, columns, who is offered which plans, and no amount where money is hidden."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator import simulate
from simulator.decide.contrast import contrast
from simulator.goals import goal_values
from simulator.sample import sample_scenario
from simulator.scenario import Adjustment, with_adjustments
from tests.app.app_parts import arrive, open_page, put_plan, words_of
from tests.app.share_parts import all_words, come, shared
from tests.app.test_keeping_pages import ANA, visit
from tests.statistical.small_scenarios import goal, scenario, team_document
from ui.state import Work


def small(entering: float = 1, **fields: Any) -> Any:
    made = scenario(team_document(inbound_per_month=entering), goals=[goal("bookings", 12)])
    return made.changed(name="Small", **fields)


@pytest.fixture
def app() -> AppTest:
    """A visitor on Compare with a small plan and its volume moved."""
    app = put_plan(arrive(), small())
    app.session_state["work"] = Work(small(), (Adjustment(lever="volume", change=0.1),))
    return open_page(app, "compare")


def picker(app: AppTest) -> Any:
    return next(one for one in app.multiselect if str(one.key).startswith("compare_picks"))


def answer(app: AppTest) -> str:
    return str(app.header[0].value).replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def test_the_what_if_against_the_plan_is_the_answer(app: AppTest) -> None:
    assert not app.exception
    plan = small()
    futures = [
        simulate(one, 10_000)
        for one in (with_adjustments(plan, Adjustment(lever="volume", change=0.1)), plan)
    ]
    values = [goal_values(one, plan.goals[0]) for one in futures]
    exact = contrast(("W", "P"), (values[0], values[1]), (plan.goals[0], plan.goals[0]))
    assert f"What-if beats Small in {round(exact.beats * 100)} % of futures" in answer(app)
    words = words_of(app)
    assert "A · Small" in words
    assert "B · What-if" in words
    assert ":gray[entering units moved] +10 %" in words
    table = next(one.value for one in app.dataframe if "Assumption" in one.value.columns)
    assert table.to_numpy().tolist() == [["entering units moved", "–", "+10 %"]]


def test_what_is_picked_is_remembered_and_the_what_if_is_one_click_away(app: AppTest) -> None:
    assert picker(app).value == ["plan", "what-if"]
    picker(app).set_value(["plan"]).run()
    assert "One plan by itself" in answer(app)
    open_page(open_page(app, "goals"), "compare")
    assert picker(app).value == ["plan"]
    app.button(key="compare_add_what_if").click().run()
    assert picker(app).value == ["plan", "what-if"]
    assert "What-if beats Small" in answer(app)
    picker(app).set_value([]).run()
    assert not app.exception
    assert answer(app) == "Choose plans to compare"


def test_without_a_what_if_the_plan_stands_against_what_it_holds() -> None:
    app = open_page(arrive(), "compare")
    assert "beats Without initiatives in" in answer(app)
    assert picker(app).options == [
        "This plan: Nordwind FY2027",
        "Without initiatives",
        "Without risks",
        "Without planned hires",
    ]


def test_versions_and_the_library_are_offered_to_their_owner() -> None:
    ours = shared(small(seed=1))
    other = ours.store.create(
        ours.store.open(_owner(), ours.saved.id).capability, small(2).changed(name="Other")
    )
    app = open_page(visit(ANA, ours.saved.id), "compare")
    keys = list(picker(app).options)
    assert any(one.startswith("Version 1") for one in keys)
    assert any(one.startswith("Other") for one in keys)
    picker(app).set_value(["plan", f"saved:{other.id}"]).run()
    assert "Other beats Small in" in answer(app)


def _owner() -> Any:
    from tests.app.share_parts import OWNER

    return OWNER


@pytest.mark.parametrize("hidden", [False, True])
def test_a_link_s_visitor_is_offered_what_the_link_gives(hidden: bool) -> None:
    plan = sample_scenario().changed(name="Plan of Ana", seed=11)
    app = open_page(come(shared(plan).link("view", hide_money=hidden)), "compare")
    assert not app.exception
    assert not any(one.startswith(("Version", "What-if")) for one in picker(app).options)
    words = all_words(app) + answer(app)
    assert ("€" in words) is not hidden
    files = [str(one.key) for one in app.get("download_button")]
    assert any("paper_compare_json" in key for key in files) is not hidden


def test_other_currencies_are_named_and_nothing_is_added_up() -> None:
    app = put_plan(arrive(), small(currency="USD"))
    app.session_state["compare_aside"] = ((app.session_state["work"].place, "Euros", small(currency="EUR")),)
    open_page(app, "compare")
    picker(app).set_value(["plan", "aside:Euros"]).run()
    assert not app.exception
    assert "cannot be compared" in answer(app)
    words = all_words(app)
    assert "Euros is in EUR, Small in USD" in words
    assert "$" in words
    assert "€" in words


def test_plans_put_aside_stay_with_the_plan_they_are_of(app: AppTest) -> None:
    app.session_state["compare_aside"] = (("elsewhere", "Secret", small(3)),)
    app.run()
    assert "Secret" not in picker(app).options


def test_target_says_in_how_many_futures_the_what_if_beats_the_plan(app: AppTest) -> None:
    open_page(app, "target")
    found = re.search(r"The what-if beats the plan in \*\*(\d+) % of futures\*\*", words_of(app))
    assert found is not None
    open_page(app, "compare")
    assert f"in {found[1]} % of futures" in answer(app)
