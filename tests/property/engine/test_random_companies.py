"""Random companies obey the laws, and come out the same however they are run."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import Scenario, assess, dump_scenario, simulate
from simulator.scenario import parse_scenario, scenario_digest
from tests.property.engine.laws import assert_lawful
from tests.property.scenario.documents import Document, documents

TRIALS = 200
random_companies = settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


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
