"""What a lever costs: by hand, and unknown where nothing says so."""

from __future__ import annotations

from typing import Any

from simulator.decide.terms import Terms, terms
from simulator.scenario import Adjustment, Scenario, parse_scenario, scenario_levers


def _plan(*stated: dict[str, Any], names: tuple[str, ...] = ("North", "South"), **more: Any) -> Scenario:
    return parse_scenario(
        {
            "name": "P",
            "start_month": "2027-01",
            "teams": [
                {
                    "name": name,
                    "stages": [{"name": "won", "rate": 0.4}],
                    "deal_size": {"family": "gamma", "mean": 10.0, "cv": 1.0},
                    "outbound_per_rep_per_day": 1.0,
                    "headcount": 3,
                    "annual_cost_per_rep": 120_000.0 if name == "North" else 60_000.0,
                }
                for name in names
            ],
            "lever_terms": list(stated),
            **more,
        }
    )


def _of(plan: Scenario, lever: str, teams: tuple[str, ...] | None = None) -> Terms:
    return next(one for one in terms(plan) if one.lever.name == lever and one.teams == teams)


def test_every_lever_has_terms_and_nothing_stated_costs_nobody_knows_what() -> None:
    plan = _plan()
    found = terms(plan)
    assert [one.lever for one in found] == list(scenario_levers(plan))
    assert not any(one.stated for one in found)
    volume = _of(plan, "volume")
    assert (volume.least, volume.most, volume.step, volume.step_source) == (-0.5, 1.0, 0.1, "assumed")
    assert volume.cost(0.1) is None
    assert volume.cost(0.0) == 0.0
    assert _of(plan, "marketing").cost(0.1) is None


def test_a_hire_costs_recruiting_and_the_pay_of_the_months_it_is_there() -> None:
    plan = _plan({"lever": "hires", "teams": ["North"], "cost_per_step": 15_000.0, "lead_months": 3})
    north = _of(plan, "hires", ("North",))
    assert north.cost(2.0) == 2 * (15_000 + 9 * 10_000)
    assert north.beyond(2.0) == 30_000
    assert north.adjustment(2.0) == Adjustment(
        lever="hires", change=2.0, teams=("North",), start_month="2027-04"
    )
    south = _of(plan, "hires", ("South",))
    assert not south.stated
    assert south.cost(1.0) == 60_000
    everywhere = _of(_plan({"lever": "hires", "cost_per_step": 1_000.0}), "hires")
    assert everywhere.cost(1.0) == 2 * 1_000 + 180_000


def test_a_step_costs_once_by_step_and_by_month() -> None:
    plan = _plan({"lever": "win_rate", "step": 0.05, "cost": 5_000.0, "cost_per_step": 100.0,
                  "cost_per_month_per_step": 200.0, "lead_months": 2, "most": 0.2, "least": 0.0})  # fmt: skip
    rate = _of(plan, "win_rate")
    assert rate.cost(0.15) == 5_000 + 3 * (100 + 10 * 200)
    assert rate.changes() == (0.05, 0.1, 0.15, 0.2)
    assert _of(_plan({"lever": "win_rate", "cost": 0.0}), "win_rate").cost(0.1) == 0.0


def test_shares_stop_at_one_and_levers_beyond_the_plan_cost_no_month() -> None:
    assert abs(_of(_plan(), "win_rate").most - 1.0) < 1e-12, "0.4 could rise by 150 %"
    high = _plan(names=("North",)).team("North").changed(stages=[{"name": "won", "rate": 0.8}])
    assert abs(_of(_plan(names=("North",)).changed(teams=[high]), "win_rate").most - 0.25) < 1e-12
    late = _plan({"lever": "volume", "cost_per_month_per_step": 9.0, "lead_months": 40})
    assert _of(late, "volume").cost(0.1) == 0.0


def test_marketing_and_overhead_cost_what_the_forecast_books() -> None:
    plan = _plan(costs={"marketing_per_month": 1_000.0, "overhead_per_month": 2_000.0})
    assert _of(plan, "marketing").cost(-0.5) == -6_000
    assert _of(plan, "overhead").cost(0.25) == 6_000


def test_a_lever_moved_in_the_past_is_stepped_like_that() -> None:
    one = _of(_plan({"lever": "volume", "moved": 0.07}), "volume")
    assert (one.step, one.step_source, one.known) == (0.07, "past", False)


def test_the_order_of_teams_and_terms_changes_nothing() -> None:
    stated = (
        {"lever": "hires", "teams": ["North"], "cost_per_step": 1.0},
        {"lever": "hires", "teams": ["South"], "cost_per_step": 2.0},
        {"lever": "volume", "cost_per_step": 3.0},
    )
    one = terms(_plan(*stated))
    assert terms(_plan(*reversed(stated))) == one
    assert terms(_plan(*stated, names=("South", "North"))) == one
