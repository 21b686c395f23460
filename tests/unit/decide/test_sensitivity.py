"""Which levers matter: order, like steps, and luck held still."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import ScenarioError
from simulator.decide import rank_levers
from simulator.scenario import Scenario, parse_scenario

TEAM: dict[str, Any] = {
    "name": "Direct",
    "inbound_per_month": {"mean": 40.0, "dispersion": 20.0},
    "stages": [{"name": "qualified", "rate": 0.5}, {"name": "won", "rate": {"successes": 30, "trials": 100}}],
    "deal_size": {"mean": 1000.0, "cv": 0.8},
    "cycle_days": {"mean": 30.0, "cv": 0.5},
    "opportunities_per_rep_per_month": 10.0,
    "headcount": 4,
}


def company(target: float = 60_000.0, **team: Any) -> Scenario:
    return parse_scenario(
        {
            "name": "Small",
            "start_month": "2027-01",
            "horizon_months": 12,
            "teams": [{**TEAM, **team}],
            "goals": [{"name": "Bookings", "metric": "bookings", "target": target, "by": "2027-12"}],
        }
    )


def effects(scenario: Scenario) -> dict[str, Any]:
    return {one.lever.name: one for one in rank_levers(scenario, scenario.goals[0], 1000, 0)}


def test_the_strongest_lever_comes_first_and_each_moves_the_way_it_should() -> None:
    scenario = company()
    ranked = rank_levers(scenario, scenario.goals[0], 1000, 0)
    assert [one.reach for one in ranked] == sorted((one.reach for one in ranked), reverse=True)
    for one in ranked:
        assert one.worse <= one.base <= one.better
        assert one.median_change >= 0


def test_levers_that_cannot_matter_move_nothing() -> None:
    found = effects(company(headcount=40))
    for name in ("gross_margin", "overhead", "marketing", "capacity", "hires"):
        assert found[name].reach == 0
        assert found[name].median_change == 0
    assert found["win_rate"].reach > 0.1


def test_where_people_bind_leads_do_not_help_and_hires_do() -> None:
    found = effects(company(headcount=1, target=40_000.0, inbound_per_month=80.0))
    assert found["volume"].median_change == 0
    assert found["hires"].median_change > 0
    assert found["hires"].worse == found["hires"].base


def test_a_goal_out_of_reach_is_still_ranked_by_the_median() -> None:
    scenario = company(target=1e9)
    ranked = rank_levers(scenario, scenario.goals[0], 1000, 0)
    assert all(one.reach == 0 for one in ranked)
    changes = [abs(one.median_change) for one in ranked]
    assert changes == sorted(changes, reverse=True)
    assert changes[0] > 0


def test_progress_counts_every_run() -> None:
    scenario = company()
    seen: list[tuple[int, int]] = []
    ranked = rank_levers(scenario, scenario.goals[0], 200, 0, progress=lambda *at: seen.append(at))
    assert seen[-1][0] == seen[-1][1] == 1 + sum(1 if one.lever.absolute else 2 for one in ranked)
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))


def test_a_request_that_cannot_be_run_is_refused() -> None:
    scenario = company()
    with pytest.raises(ScenarioError, match="n_trials"):
        rank_levers(scenario, scenario.goals[0], 1, 0)
