"""Laws that hold in every trial of every company somebody could describe."""

from __future__ import annotations

import numpy as np

from simulator import Forecast

COUNTS = (
    "entered", "demand", "worked", "won", "closed", "carried", "backlog", "lost_to_capacity", "headcount", "leavers",
    "joiners", "won_open", "pipeline_closed", "pipeline_won",
)  # fmt: skip
AMOUNTS = ("bookings", "effective_reps", "rep_cost", "cycle_days_sum")
MONEY = ("bookings", "rep_cost", "marketing_cost", "overhead_cost", "change_cost", "revenue")


def assert_lawful(forecast: Forecast) -> None:
    """Finite, non-negative, and nothing lost without a line in the books."""
    plan = forecast.scenario
    for team in plan.teams:
        series = {name: forecast.series(name, team.name).astype(float) for name in (*COUNTS, *AMOUNTS)}
        for name, values in series.items():
            assert np.all(np.isfinite(values)), (team.name, name)
            assert values.min() >= 0, (team.name, name)
            assert name in AMOUNTS or np.array_equal(values, np.rint(values)), (team.name, name)
        assert np.array_equal(
            series["demand"], series["worked"] + series["carried"] + series["lost_to_capacity"]
        )
        assert np.all(series["won"] <= series["worked"])
        won = series["won"].sum(axis=1) + series["pipeline_won"][:, 0]
        still_open = (
            series["won_open"].sum(axis=1)
            + series["pipeline_won"][:, 0]
            - series["pipeline_closed"].sum(axis=1)
        )
        assert np.array_equal(won, series["closed"].sum(axis=1) + still_open)
        assert np.all(series["bookings"][series["closed"] == 0] == 0)
        people = len(team.reps) + team.headcount + np.cumsum(series["joiners"] - series["leavers"], axis=1)
        assert np.array_equal(series["headcount"], people)
        assert series["leavers"][:, 0].sum() == 0
        if team.opportunities_per_rep_per_month is None:
            assert series["lost_to_capacity"].sum() == 0
    for name in MONEY:
        assert np.all(np.isfinite(forecast.series(name))), name
        assert forecast.series(name).min() >= -1e-9 or name == "revenue", name
    assert np.all(np.isfinite(forecast.series("profit")))
    assert forecast.series("market").min() > 0
    if plan.recurring is not None:
        moved = np.cumsum(forecast.series("closed") - forecast.series("churned"), axis=1)
        assert np.array_equal(forecast.series("customers"), plan.recurring.opening_customers + moved)
        assert np.all(forecast.series("churned") <= forecast.series("opening_customers"))
