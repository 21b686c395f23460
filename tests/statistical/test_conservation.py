"""Nothing is lost without a line in the books: units, deals, people, money, teams and company."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import Forecast, simulate
from simulator.scenario import parse_scenario
from tests.statistical.whole_companies import ONE_OFF, SUBSCRIPTION

PLANS = {"subscription": SUBSCRIPTION, "one-off": ONE_OFF}
SUMS = (
    "entered",
    "demand",
    "worked",
    "carried",
    "backlog",
    "lost_to_capacity",
    "won",
    "won_open",
    "closed",
    "bookings",
    "headcount",
    "effective_reps",
    "leavers",
    "joiners",
    "rep_cost",
    "pipeline_closed",
    "pipeline_won",
)


@pytest.fixture(scope="module", params=PLANS)
def forecast(request: pytest.FixtureRequest) -> Forecast:
    """2,000 futures of a company that uses everything."""
    return simulate(parse_scenario(PLANS[request.param]), n_trials=2_000, seed=7)


def test_every_unit_is_lost_worked_or_carried(forecast: Forecast) -> None:
    """entered = lost at each stage + lost to capacity + carried at the end + lost at the last stage + won, every trial,
    and month by month at the capacity limit."""
    for team in forecast.scenario.teams:
        units = {
            name: forecast.series(name, team.name).astype(np.int64)
            for name in ("entered", "demand", "worked", "won")
        }
        reached = [
            units["entered"],
            *(forecast.series(f"stage:{stage.name}", team.name) for stage in team.stages[:-2]),
        ]
        backlog = forecast.series("backlog", team.name)
        carried, lost = forecast.series("carried", team.name), forecast.series("lost_to_capacity", team.name)
        opportunities = units["demand"] - backlog
        at_stages = [
            before - after for before, after in zip(reached, [*reached[1:], opportunities], strict=True)
        ]
        for lost_here in at_stages:
            assert lost_here.min() >= 0
        assert np.array_equal(units["demand"], units["worked"] + carried + lost)
        assert np.array_equal(backlog[:, 1:], carried[:, :-1])
        assert backlog[:, 0].sum() == 0
        assert min(carried.min(), lost.min(), (units["worked"] - units["won"]).min()) >= 0
        out = sum(lost_here.sum(axis=1) for lost_here in at_stages) + lost.sum(axis=1) + carried[:, -1]
        out = out + (units["worked"] - units["won"]).sum(axis=1) + units["won"].sum(axis=1)
        assert np.array_equal(units["entered"].sum(axis=1), out)
        assert units["entered"].sum() > 0


def test_every_win_closes_or_stays_open(forecast: Forecast) -> None:
    """won + pipeline wins = closed within the horizon + still open, team by team and trial by trial."""
    for team in forecast.scenario.teams:
        won, closed, later = (forecast.series(name, team.name) for name in ("won", "closed", "won_open"))
        pipeline, pipeline_closed = (
            forecast.series(name, team.name) for name in ("pipeline_won", "pipeline_closed")
        )
        assert np.all(pipeline[:, 0] >= pipeline_closed.sum(axis=1))
        assert np.all(pipeline <= sum(group.count for group in team.open_pipeline))
        left = later.sum(axis=1) + pipeline[:, 0] - pipeline_closed.sum(axis=1)
        assert np.array_equal(won.sum(axis=1) + pipeline[:, 0], closed.sum(axis=1) + left)
        assert np.all(later <= won)
        assert np.all(np.cumsum(closed - pipeline_closed, axis=1) <= np.cumsum(won, axis=1)), (
            "no deal closes before it is won"
        )


def test_people_add_up(forecast: Forecast) -> None:
    """headcount = at the start + joined - left; nobody leaves twice."""
    for team in forecast.scenario.teams:
        headcount, joiners, leavers = (
            forecast.series(name, team.name) for name in ("headcount", "joiners", "leavers")
        )
        start = len(team.reps) + team.headcount
        assert np.array_equal(headcount, start + np.cumsum(joiners - leavers, axis=1))
        assert min(headcount.min(), joiners.min(), leavers.min()) >= 0
        assert np.all(forecast.series("effective_reps", team.name) <= headcount * max(team.ramp) + 1e-9)


def test_company_is_the_sum_of_its_teams(forecast: Forecast) -> None:
    for name in SUMS:
        total = sum(forecast.series(name, team.name).astype(float) for team in forecast.scenario.teams)
        assert forecast.series(name) == pytest.approx(total, rel=1e-12), name
    binds = [forecast.series("people_bind", team.name) > 0 for team in forecast.scenario.teams]
    assert np.array_equal(forecast.series("people_bind") > 0, np.any(binds, axis=0))


def test_money_adds_up(forecast: Forecast) -> None:
    """profit = gross profit - reps - marketing - overhead - changes; revenue is MRR or bookings; no deal, no money."""
    costs = sum(
        forecast.series(name) for name in ("rep_cost", "marketing_cost", "overhead_cost", "change_cost")
    )
    assert forecast.series("profit") == pytest.approx(
        forecast.series("gross_profit") - costs, rel=1e-9, abs=1e-6
    )
    revenue = "mrr" if forecast.scenario.recurring else "bookings"
    assert np.array_equal(forecast.series("revenue"), forecast.series(revenue))
    assert np.all(forecast.series("gross_profit") <= forecast.series("revenue"))
    for team in forecast.scenario.teams:
        no_deal = forecast.series("closed", team.name) == 0
        assert no_deal.any()
        assert forecast.series("bookings", team.name)[no_deal].sum() == 0


def test_customers_add_up(forecast: Forecast) -> None:
    if forecast.scenario.recurring is None:
        assert not forecast.has("customers")
        return
    customers, churned = forecast.series("customers"), forecast.series("churned")
    moved = np.cumsum(forecast.series("closed") - churned, axis=1)
    assert np.array_equal(customers, forecast.scenario.recurring.opening_customers + moved)
    assert np.array_equal(forecast.series("opening_customers")[:, 1:], customers[:, :-1])
    assert np.all(churned <= forecast.series("opening_customers"))
