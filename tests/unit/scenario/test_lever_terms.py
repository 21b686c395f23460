"""Terms of levers: what is refused, what follows a rename, and that no future depends on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.errors import ScenarioError
from simulator.scenario import Scenario, parse_scenario, scenario_digest, scenario_document, simulation_digest
from simulator.scenario.changes import summarise_changes
from ui.fields.edits import with_document

DOCUMENT: dict[str, Any] = {
    "name": "P",
    "start_month": "2027-01",
    "teams": [
        {
            "name": name,
            "stages": [{"name": "offer", "rate": 0.5}, {"name": "won", "rate": 0.2}],
            "deal_size": {"family": "gamma", "mean": 10.0, "cv": 1.0},
            "outbound_per_rep_per_day": 1.0,
            "headcount": 3,
        }
        for name in ("North", "South")
    ],
    "lever_terms": [
        {"lever": "win_rate", "teams": ["North"], "most": 0.2, "cost": 5_000.0},
        {"lever": "stage:offer", "most": 0.3},
        {"lever": "hires", "teams": ["North", "South"], "most": 5.0, "cost_per_step": 9_000.0},
    ],
}
PLAN = parse_scenario(DOCUMENT)


def _edited(change: Callable[[dict[str, Any]], object]) -> Scenario:
    return with_document(PLAN, lambda document: (change(document), None)[1])


@pytest.mark.parametrize(
    ("term", "field", "part"),
    [
        ({"lever": "luck"}, "lever", "is no lever"),
        ({"lever": "stage:demo"}, "lever", "does not exist"),
        ({"lever": "churn"}, "lever", "needs subscription business"),
        ({"lever": "overhead", "teams": ["North"]}, "teams", "leave teams out"),
        ({"lever": "volume", "teams": ["West"]}, "teams", "is no team"),
        ({"lever": "volume", "least": 0.2, "most": 0.1}, "least", "must not be above most"),
        ({"lever": "volume", "least": -2.0}, "least", "-1"),
        ({"lever": "volume", "probability": 1.2}, "probability", "1"),
        ({"lever": "volume", "least": -0.1, "most": 0.1, "step": 0.2}, "step", "use a smaller step"),
        ({"lever": "volume", "step": 0.0}, "step", "0"),
        ({"lever": "hires", "most": 2.5}, "most", "a whole number"),
        ({"lever": "hires", "least": -1.0}, "least", "a whole number"),
        ({"lever": "hires", "teams": ["South", "North"]}, "lever", "two terms"),
        ({"lever": "volume", "cost": -1.0}, "cost", "0"),
    ],
)
def test_what_does_not_fit_is_one_sentence(term: dict[str, Any], field: str, part: str) -> None:
    with pytest.raises(ScenarioError) as error:
        parse_scenario({**DOCUMENT, "lever_terms": [*DOCUMENT["lever_terms"], term]})
    assert len(error.value.problems) == 1
    assert field in error.value.problems[0].field
    assert part in str(error.value)


def test_terms_change_no_future_but_are_part_of_the_plan() -> None:
    bare = PLAN.changed(lever_terms=())
    assert simulation_digest(bare) == simulation_digest(PLAN)
    assert scenario_digest(bare) != scenario_digest(PLAN)
    assert parse_scenario(scenario_document(PLAN)) == PLAN


def test_renamed_teams_and_stages_are_followed() -> None:
    def rename(document: dict[str, Any]) -> None:
        document["teams"][0]["name"] = "East"
        for team in document["teams"]:
            team["stages"][0]["name"] = "quote"

    terms = _edited(rename).lever_terms
    assert [(one.lever, one.teams) for one in terms] == [
        ("win_rate", ("East",)),
        ("stage:quote", None),
        ("hires", ("East", "South")),
    ]


def test_what_is_gone_takes_its_terms_along() -> None:
    terms = _edited(lambda document: document["teams"].pop(0)).lever_terms
    assert [(one.lever, one.teams) for one in terms] == [("stage:offer", None), ("hires", ("South",))]

    def without_offer(document: dict[str, Any]) -> None:
        for team in document["teams"]:
            team["stages"].pop(0)

    assert [one.lever for one in _edited(without_offer).lever_terms] == ["win_rate", "hires"]


def test_a_change_is_told_in_words() -> None:
    dearer = _edited(lambda document: document["lever_terms"][0].update(cost=7_000.0))
    assert summarise_changes(PLAN, dearer) == "terms of lever win_rate (North) cost 5,000 → 7,000"
    more = _edited(lambda document: document["lever_terms"][2].update(most=8.0))
    assert summarise_changes(PLAN, more) == "terms of lever hires (North, South) most change 5 → 8"
    gone = _edited(lambda document: document["lever_terms"].pop(1))
    assert summarise_changes(PLAN, gone) == "terms of lever stage:offer removed"


def test_subscriptions_and_capacity_take_their_terms_along() -> None:
    document = {
        **DOCUMENT,
        "teams": [{**team, "opportunities_per_rep_per_month": 5.0} for team in DOCUMENT["teams"]],
        "recurring": {"opening_customers": 5, "opening_mrr": 10.0, "monthly_churn": 0.01},
        "lever_terms": [
            {"lever": "churn", "cost": 1.0},
            {"lever": "capacity", "cost": 2.0},
            {"lever": "volume"},
        ],
    }
    plan = parse_scenario(document)
    rest = with_document(plan, lambda edited: edited.pop("recurring")).lever_terms
    assert [one.lever for one in rest] == ["capacity", "volume"]

    def unlimited(edited: dict[str, Any]) -> None:
        for team in edited["teams"]:
            team.pop("opportunities_per_rep_per_month")

    assert [one.lever for one in with_document(plan, unlimited).lever_terms] == ["churn", "volume"]
