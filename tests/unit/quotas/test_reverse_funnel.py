"""A goal worked back: known answers, what the odds cost, time, teams, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest
from scipy import stats

from simulator import Scenario, simulate
from simulator.errors import ScenarioError
from simulator.quotas.reverse_funnel import ReverseFunnel, funnel_goals, reverse_funnel
from simulator.quotas.thinning import whole
from simulator.sample import sample_scenario
from simulator.scenario import parse_scenario

CALLS: dict[str, Any] = {
    "entry": "call",
    "stages": [{"name": "appointment", "rate": 0.15}, {"name": "sale", "rate": 1 / 3}],
    "headcount": 1,
    "outbound_per_rep_per_day": 10.0,
}


def plan(team: dict[str, Any], goal: dict[str, Any], months: int = 1, **more: Any) -> Scenario:
    return parse_scenario(
        {
            "name": "Plan",
            "start_month": "2027-01",
            "horizon_months": months,
            "teams": [{"name": "Direct", "deal_size": 1000.0, **team}],
            "goals": [{"name": "Goal", "by": f"2027-{months:02d}", **goal}],
            **more,
        }
    )


def worked_back(scenario: Scenario, team: str | None = None, **more: Any) -> ReverseFunnel:
    return reverse_funnel(simulate(scenario, 500, seed=1), scenario.goals[0], team, **more)


def average(funnel: ReverseFunnel) -> list[int]:
    return [whole(step.units[0]) for step in funnel.steps if step.units[0] is not None]


def test_fifty_sales_take_a_thousand_calls_forty_eight_a_day() -> None:
    found = worked_back(plan(CALLS, {"metric": "won_deals", "target": 50.0}))
    assert average(found) == [1000, 150, 50]
    (a_day, *_) = found.per_rep_and_day(found.entering)
    assert a_day == pytest.approx(1000 / 21)
    assert a_day is not None
    assert whole(a_day) == 48


def test_clearly_more_calls_for_eighty_per_cent() -> None:
    """Known rates: the smallest n with P(Bin(n, 0.05) >= 50) of at least 60 and 80 %."""
    found = worked_back(plan(CALLS, {"metric": "won_deals", "target": 50.0}))
    for odds, units in zip(found.odds, found.entering.units[1:], strict=True):
        n = next(n for n in range(900, 1300) if stats.binom.sf(49, n, 0.05) >= odds)
        assert units == n
    assert found.entering.units[2] == 1114


def test_five_million_at_a_hundred_thousand_are_fifty_deals_and_two_hundred_opportunities() -> None:
    team = {
        "entry": "opportunity",
        "stages": [{"name": "sale", "rate": 0.25}],
        "deal_size": {"family": "gamma", "mean": 100_000.0, "cv": 0.9},
        "inbound_per_month": 100.0,
    }
    found = worked_back(plan(team, {"metric": "bookings", "target": 5e6}))
    assert average(found) == [200, 50]
    assert found.entering.units[1] is not None
    assert found.entering.units[1] > 200


def test_fourteen_deals_through_four_steps() -> None:
    rates = {"answered": 0.10, "appointment": 0.35, "offer": 0.50, "deal": 0.40}
    team = {
        "entry": "call",
        "stages": [{"name": name, "rate": rate} for name, rate in rates.items()],
        "headcount": 2,
        "inbound_per_month": 5.0,
    }
    found = worked_back(plan(team, {"metric": "won_deals", "target": 14.0}))
    assert average(found) == [2000, 200, 70, 35, 14]


def test_one_counted_rate_is_beta_binomial() -> None:
    team = {**CALLS, "stages": [{"name": "sale", "rate": {"successes": 12, "trials": 60}}]}
    found = worked_back(plan(team, {"metric": "won_deals", "target": 20.0}))
    law = [stats.betabinom(n, 12.5, 48.5).sf(19) for n in range(400)]
    for odds, units in zip(found.odds, found.entering.units[1:], strict=True):
        exact = next(n for n, reached in enumerate(law) if reached >= odds)
        assert units == pytest.approx(exact, abs=1)


def test_not_knowing_the_rate_costs_units() -> None:
    def needed(rate: object) -> float:
        stages = [{"name": "sale", "rate": rate}]
        found = worked_back(plan({**CALLS, "stages": stages}, {"metric": "won_deals", "target": 20.0}))
        assert found.entering.units[2] is not None
        return found.entering.units[2]

    known, counted = needed(0.2), needed({"mean": 0.2, "equivalent_n": 50.0})
    assert counted > 1.1 * known


def test_a_stage_goal_stops_at_its_stage() -> None:
    found = worked_back(plan(CALLS, {"metric": "stage:appointment", "target": 150.0}))
    assert [step.name for step in found.steps] == ["call", "appointment"]
    assert average(found) == [1000, 150]
    assert found.in_time is None


def test_the_entry_itself_needs_no_odds() -> None:
    found = worked_back(plan(CALLS, {"metric": "entered", "target": 150.0}))
    assert found.entering.units == (150.0, 150.0, 150.0)


def test_wins_that_close_too_late_have_to_be_made_up_for() -> None:
    """A cycle of half a month to the day: half of the last month's wins close after it, 5.5 of 6 months count."""
    team = {**CALLS, "cycle_days": {"mean": 30.4375 / 2, "cv": 0.0}}
    found = worked_back(plan(team, {"metric": "won_deals", "target": 50.0}, months=6))
    assert found.in_time == pytest.approx(5.5 / 6, abs=0.001)
    assert found.steps[-1].name == "closed in time"
    assert found.entering.units[0] == pytest.approx(1000 / (5.5 / 6), rel=0.001)
    assert found.effort.rep_days == pytest.approx(6 * 21)


def test_months_whose_wins_all_close_too_late_are_no_time_to_work_in() -> None:
    """A cycle of two months: what is won in the last two of six months comes too late."""
    team = {**CALLS, "cycle_days": {"mean": 60.875, "cv": 0.0}}
    found = worked_back(plan(team, {"metric": "won_deals", "target": 50.0}, months=6))
    assert found.months == ("2027-01", "2027-02", "2027-03", "2027-04")
    assert found.entering.units[0] == pytest.approx(1000, rel=0.01)
    assert found.effort.rep_days == pytest.approx(4 * 21)


def test_work_for_one_month_counts_the_months_it_comes_from() -> None:
    team = {**CALLS, "cycle_days": {"mean": 60.875, "cv": 0.0}}
    goal = {"metric": "won_deals", "target": 5.0, "window": "month"}
    found = worked_back(plan(team, goal, months=6))
    assert found.months == ("2027-04",)
    assert found.in_time == pytest.approx(1.0, abs=0.02), "a cycle is never quite without spread"


def test_open_deals_come_off_first() -> None:
    open_pipeline = [{"count": 40, "win_rate": 0.5}]
    found = worked_back(
        plan({**CALLS, "open_pipeline": open_pipeline}, {"metric": "won_deals", "target": 50.0})
    )
    assert found.open_deals == pytest.approx(20, abs=4 * math.sqrt(10 / 500))
    assert found.deals == pytest.approx(50 - found.open_deals)


def test_ramping_people_have_fewer_days() -> None:
    team = {**CALLS, "headcount": 0, "reps": [{"name": "Ana"}], "ramp": [0.0, 0.5, 1.0]}
    found = worked_back(plan(team, {"metric": "won_deals", "target": 50.0}, months=3))
    assert found.effort.rep_days == pytest.approx(1.5 * 21)


def test_a_goal_of_the_company_is_shared_by_what_is_expected_of_each_team() -> None:
    scenario = sample_scenario()
    forecast = simulate(scenario, 500, seed=1)
    parts = [reverse_funnel(forecast, scenario.goals[0], team) for team in scenario.team_names]
    assert sum(part.share for part in parts) == pytest.approx(1.0)
    assert sum(part.target for part in parts) == pytest.approx(scenario.goals[0].threshold)
    means = [forecast.series("bookings", part.team).sum(axis=1).mean() for part in parts]
    assert parts[0].share == pytest.approx(means[0] / sum(means))


def test_recurring_revenue_is_worked_back_over_the_bookings_that_bring_it() -> None:
    """No churn: 12 deals of 1,200 a year bring 1,200 of MRR; from 5,000 to 6,200 it takes exactly 14,400 booked."""
    recurring = {"opening_customers": 10, "opening_mrr": 5000.0, "monthly_churn": 0.0}
    team = {
        "entry": "lead",
        "stages": [{"name": "sale", "rate": 0.5}],
        "deal_size": 1200.0,
        "inbound_per_month": 10.0,
    }
    found = worked_back(plan(team, {"metric": "mrr", "target": 6200.0}, months=3, recurring=recurring))
    assert found.booked
    assert found.target == pytest.approx(14_400.0)
    assert average(found) == [24, 12]


def test_a_target_the_open_deals_reach_alone_needs_nothing() -> None:
    team = {**CALLS, "open_pipeline": [{"count": 100, "win_rate": 1.0}]}
    found = worked_back(plan(team, {"metric": "won_deals", "target": 50.0}))
    assert found.entering.units == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("rate", [0.0, 2e-311, 1e-14])
def test_a_rate_of_next_to_nothing_leads_nowhere(rate: float) -> None:
    team = {**CALLS, "stages": [{"name": "sale", "rate": rate}]}
    found = worked_back(plan(team, {"metric": "won_deals", "target": 5.0}))
    assert found.entering.units == (None, None, None)


def test_a_lever_kept_moves_the_rate() -> None:
    scenario = plan(
        CALLS, {"metric": "won_deals", "target": 50.0}, adjustments=[{"lever": "win_rate", "change": 1.0}]
    )
    assert average(worked_back(scenario)) == [500, 75, 50]


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ({"metric": "win_rate", "target": 0.4}, "which no number of deals or calls answers"),
        ({"metric": "won_deals", "target": 40.0, "direction": "at_most"}, "no number of deals"),
    ],
)
def test_goals_without_a_way_back_are_refused(goal: dict[str, Any], words: str) -> None:
    scenario = plan(CALLS, goal)
    assert funnel_goals(scenario) == ()
    with pytest.raises(ScenarioError, match=words):
        worked_back(scenario)


def test_a_team_or_odds_that_do_not_exist_are_refused() -> None:
    scenario = plan(CALLS, {"metric": "won_deals", "target": 40.0})
    with pytest.raises(ScenarioError, match="has no funnel"):
        worked_back(scenario, "Partner")
    with pytest.raises(ScenarioError, match="above 0 and below 1"):
        worked_back(scenario, odds=(1.0,))
