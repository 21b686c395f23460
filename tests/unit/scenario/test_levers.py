"""One registry of levers serves what-ifs, initiatives, risks and sensitivity."""

from __future__ import annotations

import pytest

from simulator import ScenarioError
from simulator.scenario import LEVERS, Adjustment, lever, scenario_digest, scenario_levers, with_adjustments
from simulator.scenario.levers import COUNTED_LEVERS, counted_levers
from tests.statistical.small_scenarios import scenario, team_document

PROMISED = (
    "volume", "win_rate", "deal_size", "cycle_days", "capacity", "ramp_months", "attrition", "churn", "expansion",
    "gross_margin", "hires", "marketing", "overhead",
)  # fmt: skip


def test_every_promised_lever_exists() -> None:
    assert set(PROMISED) == set(LEVERS)
    assert {name for name in LEVERS if LEVERS[name].better < 0} == {
        "cycle_days", "ramp_months", "attrition", "churn", "marketing", "overhead",
    }  # fmt: skip
    assert {name for name in LEVERS if LEVERS[name].absolute} == {"hires"}


def test_stages_are_levers_by_name() -> None:
    assert lever("stage:offer").share
    for unknown in ("stage:", "offer", ""):
        with pytest.raises(KeyError):
            lever(unknown)


def test_a_scenario_offers_what_it_has() -> None:
    dull = {one.name for one in scenario_levers(scenario())}
    assert dull == {"volume", "win_rate", "deal_size", "cycle_days", "gross_margin", "marketing", "overhead"}
    stages = [{"name": "offer", "rate": 0.5}, {"name": "sale", "rate": 0.5}]
    team = team_document(headcount=1, opportunities_per_rep_per_month=5, stages=stages)
    rich = scenario(team, recurring={"opening_customers": 1, "opening_mrr": 1.0, "monthly_churn": 0.1})
    assert {one.name for one in scenario_levers(rich)} == {*PROMISED, "stage:offer"}


def test_moving_a_lever_makes_a_new_scenario() -> None:
    plan = scenario()
    before = scenario_digest(plan)
    moved = with_adjustments(plan, Adjustment(lever="volume", change=0.1))
    twice = with_adjustments(moved, Adjustment(lever="win_rate", change=-0.1, teams=("Direct",)))
    assert scenario_digest(plan) == before
    assert plan.adjustments == ()
    assert [one.lever for one in twice.adjustments] == ["volume", "win_rate"]


@pytest.mark.parametrize("change", [{"lever": "luck", "change": 0.1}, {"lever": "churn", "change": 0.1}])
def test_moving_what_is_not_there_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ScenarioError, match="lever"):
        with_adjustments(scenario(), Adjustment.model_validate(change))


def test_what_goals_count_is_a_lever_where_it_is_counted() -> None:
    assert counted_levers(scenario()) == ()
    team = team_document(
        headcount=1, activities={"calls": 9.0}, training_hours_per_rep_per_month=2.0, units_per_deal=3
    )
    assert [one.name for one in counted_levers(scenario(team))] == [
        "calls",
        "training_hours",
        "units_per_deal",
    ]
    assert not {one.name for one in scenario_levers(scenario(team))} & set(COUNTED_LEVERS)
    with_adjustments(scenario(team), Adjustment(lever="calls", change=0.1))
    with pytest.raises(ScenarioError, match="does not exist in Direct"):
        with_adjustments(scenario(), Adjustment(lever="calls", change=0.1))
