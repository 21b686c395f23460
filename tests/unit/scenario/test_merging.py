"""Two people changed one plan: both changes are kept, and where they cannot be, somebody is asked."""

from __future__ import annotations

import pytest

from simulator.sample import sample_scenario
from simulator.scenario import Goal, OpenDeals, Scenario
from simulator.scenario.merging import merge
from tests.unit.scenario.test_changes import PLAN, plan, stages, whole

BASE = plan()


def goals(*names: str) -> Scenario:
    return whole(goals=[{**PLAN["goals"][0], "name": name} for name in names])


def names(scenario: Scenario | None) -> list[str]:
    assert scenario is not None
    return [goal.name for goal in scenario.goals]


def test_changes_of_different_fields_are_both_kept() -> None:
    merged = merge(BASE, plan(headcount=6), plan(stages=stages(0.5, 0.25)))
    assert merged.clean
    assert merged.scenario == plan(headcount=6, stages=stages(0.5, 0.25))


def test_the_same_change_on_both_sides_is_one_change() -> None:
    assert merge(BASE, plan(headcount=6), plan(headcount=6)).scenario == plan(headcount=6)


@pytest.mark.parametrize("other", [plan(headcount=6), goals("Bookings", "New"), sample_scenario()])
def test_a_side_that_changed_nothing_adds_nothing(other: Scenario) -> None:
    assert merge(BASE, other, BASE).scenario == other
    assert merge(BASE, BASE, other).scenario == other
    assert merge(other, other, other).scenario == other


def test_a_field_both_changed_is_a_clash_and_the_choice_decides() -> None:
    mine, theirs = plan(headcount=6, workdays_per_month=20.0), plan(headcount=7)
    merged = merge(BASE, mine, theirs)
    assert [(clash.path, clash.base, clash.mine, clash.theirs) for clash in merged.clashes] == [
        ("teams[Direct].headcount", 4, 6, 7)
    ]
    assert not merged.clean
    assert merged.scenario == mine
    chosen = merge(BASE, mine, theirs, take_theirs=["teams[Direct].headcount"])
    assert chosen.scenario == plan(headcount=7, workdays_per_month=20.0)


def test_a_number_with_its_uncertainty_is_one_field() -> None:
    """Counts from one side and a mean from the other would be neither's rate."""
    counted = plan(stages=stages(0.5, {"successes": 20.0, "trials": 80.0}))
    stated = plan(stages=stages(0.5, {"mean": 0.3, "equivalent_n": 40.0}))
    merged = merge(BASE, counted, stated)
    assert [clash.path for clash in merged.clashes] == ["teams[Direct].stages[sale].rate"]
    assert merged.scenario == counted


def test_both_add_to_a_list() -> None:
    merged = merge(goals("A"), goals("A", "Mine"), goals("A", "Theirs"))
    assert merged.clean
    assert names(merged.scenario) == ["A", "Mine", "Theirs"]


def test_one_removes_and_the_other_keeps() -> None:
    assert names(merge(goals("A", "B"), goals("A"), goals("A", "B", "C")).scenario) == ["A", "C"]


def test_removing_what_the_other_changed_is_a_clash() -> None:
    changed = whole(goals=[{**PLAN["goals"][0], "target": 1e7}])
    merged = merge(BASE, whole(goals=[]), changed)
    assert [clash.path for clash in merged.clashes] == ["goals[Bookings]"]
    assert isinstance(merged.clashes[0].theirs, Goal)
    assert names(merge(BASE, whole(goals=[]), changed, take_theirs=["goals[Bookings]"]).scenario) == [
        "Bookings"
    ]


def test_a_new_order_of_either_side_is_kept() -> None:
    base, turned = goals("A", "B", "C"), goals("C", "A", "B")
    assert names(merge(base, turned, goals("A", "B", "C", "D")).scenario) == ["C", "A", "B", "D"]
    assert names(merge(base, goals("A", "B", "C", "D"), turned).scenario) == ["C", "A", "B", "D"]


def test_a_list_of_unnamed_things_is_one_field() -> None:
    deals = [OpenDeals.model_validate({"count": 1, "win_rate": 0.5})]
    mine = plan(open_pipeline=deals)
    theirs = plan(open_pipeline=[OpenDeals.model_validate({"count": 2, "win_rate": 0.5})])
    assert [clash.path for clash in merge(BASE, mine, theirs).clashes] == ["teams[Direct].open_pipeline"]


def test_what_does_not_fit_together_is_said() -> None:
    """Mine drops the stage theirs hangs an initiative on."""
    mine = plan(stages=stages(0.5, 0.22)[1:])
    theirs = whole(
        initiatives=[
            {"name": "Training", "lever": "stage:demo", "effect": 0.1, "start_month": "2027-03"},
        ]
    )
    merged = merge(BASE, mine, theirs)
    assert merged.scenario is None
    assert merged.problems
    assert not merged.clean
