"""Laws that hold in every trial of every company somebody could describe."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import Forecast, Scenario, assess, dump_scenario, simulate
from simulator.scenario import parse_scenario, scenario_digest
from tests.property.scenario.documents import Document, documents

TRIALS = 200
COUNTS = (
    "entered", "demand", "worked", "won", "closed", "carried", "backlog", "lost_to_capacity", "headcount", "leavers",
    "joiners", "won_open", "pipeline_closed", "pipeline_won",
)  # fmt: skip
AMOUNTS = ("bookings", "effective_reps", "rep_cost", "cycle_days_sum")
MONEY = ("bookings", "rep_cost", "marketing_cost", "overhead_cost", "change_cost", "revenue")
random_companies = settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


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


@random_companies
@given(documents())
def test_every_company_obeys_the_laws(document: Document) -> None:
    """Also: assessing and simulating change nothing in the scenario, and nobody can write into a forecast."""
    plan = parse_scenario(document)
    before, text = scenario_digest(plan), dump_scenario(plan, "json")
    forecast = simulate(plan, n_trials=TRIALS)
    assert_lawful(forecast)
    for verdict in assess(forecast):
        assert 0 <= verdict.interval[0] <= verdict.probability <= verdict.interval[1] <= 1
        assert verdict.verdict in ("realistic", "stretch", "unreachable")
        if (
            verdict.mean is not None
            and verdict.p10 is not None
            and verdict.p50 is not None
            and verdict.p90 is not None
        ):
            assert verdict.p10 <= verdict.p50 <= verdict.p90
    assert (scenario_digest(plan), dump_scenario(plan, "json")) == (before, text)
    assert forecast.seed == plan.seed
    assert not forecast.series("profit").flags.writeable


@random_companies
@given(documents(), st.sampled_from([(1, 200), (2, 100), (3, 37)]))
def test_every_company_has_the_same_digits_again(document: Document, way: tuple[int, int]) -> None:
    """Another run, other threads, other chunks, teams in another order: the same bits."""
    plan = parse_scenario(document)
    threads, chunk = way
    shuffled: Scenario = plan.changed(teams=plan.teams[::-1])
    one = simulate(plan, n_trials=TRIALS)
    other = simulate(shuffled, n_trials=TRIALS, threads=threads, chunk_trials=chunk)
    for team in plan.teams:
        for name in ("entered", "worked", "closed", "bookings", "effective_reps"):
            assert np.array_equal(one.series(name, team.name), other.series(name, team.name)), name
    assert np.array_equal(one.series("profit"), other.series("profit"))


@random_companies
@given(documents())
def test_more_trials_begin_with_the_same_ones(document: Document) -> None:
    plan = parse_scenario(document)
    few, many = simulate(plan, n_trials=100), simulate(plan, n_trials=250)
    assert np.array_equal(few.series("profit"), many.series("profit")[:100])
    assert np.array_equal(few.series("closed"), many.series("closed")[:100])
