"""Which goal serves which, and what happens to it when goals are renamed or removed."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import Scenario
from simulator.errors import ScenarioError
from simulator.scenario import parse_scenario, scenario_document, simulation_digest
from simulator.scenario.goal_ties import retie

TEAM: dict[str, Any] = {
    "name": "Direct",
    "inbound_per_month": 100.0,
    "stages": [{"name": "sale", "rate": 0.1}],
    "deal_size": {"family": "gamma", "mean": 1000.0, "cv": 0.5},
}


def plan(*goals: dict[str, Any], **more: Any) -> Scenario:
    listed = [{"metric": "bookings", "target": 1e5, "by": "2027-12", **goal} for goal in goals]
    return parse_scenario(
        {"name": "Plan", "start_month": "2027-01", "teams": [TEAM], "goals": listed, **more}
    )


def test_a_goal_may_serve_another_and_say_where_its_numbers_are_read() -> None:
    found = plan(
        {"name": "Year"},
        {
            "name": "Quarter",
            "serves": "Year",
            "baseline": 9e4,
            "baseline_source": "accounts of 2026",
            "source_of_truth": "the CRM",
        },
    )
    assert parse_scenario(scenario_document(found)) == found
    assert found.goals[1].serves == "Year"


@pytest.mark.parametrize(
    ("goals", "words"),
    [
        ([{"name": "A", "serves": "B"}], "there is no other goal"),
        ([{"name": "A", "serves": "C"}, {"name": "B"}], "use one of B"),
        ([{"name": "A", "serves": "A"}], "cannot serve itself"),
        ([{"name": "A", "serves": "B"}, {"name": "B", "serves": "A"}], "cannot serve itself"),
    ],
)
def test_a_tie_that_leads_nowhere_or_back_is_refused(goals: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        plan(*goals)


def test_a_goal_below_a_circle_is_not_blamed_for_it() -> None:
    with pytest.raises(ScenarioError) as error:
        plan({"name": "A", "serves": "B"}, {"name": "B", "serves": "A"}, {"name": "C", "serves": "A"})
    assert {problem.field for problem in error.value.problems} == {"goals[A].serves", "goals[B].serves"}


def test_ties_and_working_times_do_not_change_the_futures() -> None:
    bare = plan({"name": "Year"}, {"name": "Quarter"})
    tied = plan({"name": "Year"}, {"name": "Quarter", "serves": "Year"}, activity={"minutes_per_call": 12.0})
    assert simulation_digest(bare) == simulation_digest(tied)


def test_a_new_name_is_followed_and_a_removed_goal_let_go() -> None:
    before = plan({"name": "Year"}, {"name": "Quarter", "serves": "Year"})
    renamed = scenario_document(before)
    renamed["goals"][0]["name"] = "FY2027"
    retie(before.goals, renamed)
    assert parse_scenario(renamed).goals[1].serves == "FY2027"
    removed = scenario_document(before)
    del removed["goals"][0]
    retie(before.goals, removed)
    assert parse_scenario(removed).goals[0].serves is None


def test_goals_that_swap_their_names_keep_their_ties_by_name() -> None:
    before = plan({"name": "A"}, {"name": "B"}, {"name": "C", "serves": "A"})
    swapped = scenario_document(before)
    swapped["goals"][0]["name"], swapped["goals"][1]["name"] = "B", "A"
    retie(before.goals, swapped)
    assert parse_scenario(swapped).goals[2].serves == "A"


@pytest.mark.parametrize(
    ("activity", "words"),
    [
        ({"hours_per_day": 0.0}, "hours_per_day"),
        ({"minutes_per_call": -1.0}, "minutes_per_call"),
        ({"stages": [{"stage": "demo"}]}, "either kind"),
        (
            {"stages": [{"stage": "demo", "minutes": 30.0}, {"stage": "demo", "kind": "call"}]},
            "same stage",
        ),
    ],
)
def test_impossible_working_times_are_refused(activity: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        plan({"name": "Year"}, activity=activity)
