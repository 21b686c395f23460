"""People an initiative brings, where it began before the plan does; and names that would share luck."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import ScenarioError, simulate
from simulator.engine import Series
from simulator.scenario import parse_scenario


def company(name: str, start_month: str) -> dict[str, Any]:
    return {
        "name": "Hiring",
        "start_month": "2027-01",
        "horizon_months": 4,
        "teams": [
            {
                "name": name,
                "stages": [{"name": "won", "rate": 0.5}],
                "deal_size": 1000.0,
                "outbound_per_rep_per_day": 1.0,
                "headcount": 1,
            }
        ],
        "initiatives": [
            {
                "name": "Hiring",
                "lever": "hires",
                "effect": 4,
                "start_month": start_month,
                "phase_in_months": 4,
            }
        ],
    }


@pytest.mark.parametrize(
    ("start_month", "joiners"),
    [
        ("2027-01", [1, 1, 1, 1]),
        ("2026-11", [3, 1, 0, 0]),
        ("2026-01", [4, 0, 0, 0]),
        ("2027-03", [0, 0, 1, 1]),
    ],
)
def test_people_arrive_one_after_another_from_the_start_month(start_month: str, joiners: list[int]) -> None:
    forecast = simulate(parse_scenario(company("Direct", start_month)), 100)
    assert forecast.series(Series.JOINERS, "Direct")[0].tolist() == joiners


@pytest.mark.parametrize("name", ["company", "growth"])
def test_a_team_may_not_bear_a_name_of_the_whole(name: str) -> None:
    with pytest.raises(ScenarioError, match="call the team something else"):
        parse_scenario(company(name, "2027-01"))
