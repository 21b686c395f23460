"""What was set by hand in a split stays with the goal, team or rep it was set for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.scenario import Scenario, parse_scenario, scenario_document, simulation_digest
from simulator.scenario.layer_plan import LayerOverride
from simulator.scenario.layer_ties import retie_layers

PLAN = parse_scenario(
    {
        "name": "P",
        "start_month": "2027-01",
        "teams": [
            {
                "name": name,
                "stages": [{"name": "won", "rate": 0.2}],
                "deal_size": {"family": "gamma", "mean": 10.0, "cv": 1.0},
                "reps": [{"name": "Ana"}, {"name": "Ben"}],
            }
            for name in ("North", "South")
        ],
        "goals": [
            {"name": "Sales", "metric": "bookings", "target": 1.0, "by": "2027-12"},
            {"name": "Deals", "metric": "won_deals", "target": 1.0, "by": "2027-12"},
        ],
        "layers": {
            "overrides": [
                {"goal": "Sales", "level": "month", "place": "2027-03", "amount": 5.0},
                {"goal": "Sales", "level": "team", "place": "North", "share": 0.6},
                {"goal": "Sales", "level": "rep", "team": "North", "place": "Ben", "amount": 1.0},
                {"goal": "Deals", "level": "rep", "team": "South", "place": "Ben", "amount": 2.0},
            ]
        },
    }
)


def _edited(change: Callable[[dict[str, Any]], object]) -> Scenario:
    document = scenario_document(PLAN)
    change(document)
    retie_layers(PLAN, document)
    return parse_scenario(document)


def _overrides(plan: Scenario) -> tuple[LayerOverride, ...]:
    assert plan.layers is not None
    return plan.layers.overrides


def test_a_renamed_goal_takes_its_own_along() -> None:
    found = _overrides(_edited(lambda document: document["goals"][0].update(name="Money")))
    assert [one.goal for one in found] == ["Money", "Money", "Money", "Deals"]


def test_those_of_a_removed_goal_go_with_it() -> None:
    assert [one.goal for one in _overrides(_edited(lambda document: document["goals"].pop(0)))] == ["Deals"]
    assert _edited(lambda document: document.pop("goals")).layers is None


def test_a_renamed_team_and_a_renamed_rep_take_their_own_along() -> None:
    found = _overrides(_edited(lambda document: document["teams"][0].update(name="East")))
    assert [(one.team, one.place) for one in found[1:]] == [(None, "East"), ("East", "Ben"), ("South", "Ben")]
    found = _overrides(_edited(lambda document: document["teams"][0]["reps"][1].update(name="Bea")))
    assert [one.place for one in found[2:]] == ["Bea", "Ben"]


def test_nothing_is_lost_where_a_team_goes() -> None:
    assert len(_overrides(_edited(lambda document: document["teams"].pop(0)))) == 4


def test_a_split_changes_no_future() -> None:
    assert simulation_digest(PLAN) == simulation_digest(PLAN.changed(layers=None))
