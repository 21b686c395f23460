"""Any company: reps, teams and company are one in every future, and every sheet of quotas keeps its promises."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import simulate
from simulator.engine.forecast import Series
from simulator.goals.windows import Window
from simulator.quotas.fairness import fair_quotas
from simulator.quotas.quota_for import fair_plan
from simulator.quotas.quota_sheet import quota_sheet, targets
from simulator.quotas.rep_futures import rep_futures
from simulator.quotas.rep_values import is_shared, rep_values
from simulator.quotas.seats import expected_capacity
from simulator.scenario import parse_scenario
from simulator.scenario.quota_terms import Quotas
from tests.property.scenario.documents import Document, documents

TRIALS = 120
USUAL = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@USUAL
@given(documents(), st.integers(0, 10**6))
def test_seats_and_nobody_are_the_team_in_every_future(document: Document, at: int) -> None:
    plan = parse_scenario(document)
    forecast = simulate(plan, n_trials=TRIALS)
    first, last = sorted((at % plan.horizon_months, at // 7 % plan.horizon_months))
    window = Window(first, last)
    found = rep_futures(forecast, window, threads=1)
    capacity = expected_capacity(forecast)
    for number, team in enumerate(plan.teams):
        mine = found.team_of == number
        bookings = forecast.series(Series.BOOKINGS, team.name)[:, window.months].sum(axis=1)
        closed = forecast.series(Series.CLOSED, team.name)[:, window.months].sum(axis=1)
        np.testing.assert_allclose(found.team_bookings(team.name), bookings, rtol=1e-9, atol=1e-6)
        assert (found.deals[mine].sum(axis=0) + found.no_rep_deals[number] == closed).all()
        potential = np.array([seat.potential for seat in found.seats])[mine]
        people = forecast.series(Series.EFFECTIVE_REPS, team.name).mean(axis=0)
        np.testing.assert_allclose(
            (capacity[mine] / potential[:, None]).sum(axis=0), people, rtol=1e-9, atol=1e-9
        )
    assert (found.bookings >= -1e-6).all()
    assert (found.deals >= 0).all()
    assert np.isfinite(found.bookings).all()


@USUAL
@given(documents(), st.floats(0.6, 2.0), st.sampled_from(["plan", "street"]), st.floats(0.05, 0.95))
def test_every_sheet_adds_up(document: Document, over: float, hold: str, odds: float) -> None:
    plan = parse_scenario(document)
    forecast = simulate(plan, n_trials=TRIALS)
    for goal in plan.goals:
        if not is_shared(plan, goal):
            continue
        values = rep_values(forecast, goal)
        whole = np.nan_to_num(values.values).sum(axis=0) + values.rest
        np.testing.assert_allclose(whole, values.total, rtol=1e-9, atol=1e-6)
        shared = targets(forecast, values)
        sheet = quota_sheet(values, shared, Quotas.model_validate({"over_assignment": over, "hold": hold}))
        near = 1e-9 * max(sheet.plan, 1.0)
        assert abs(math.fsum(one.quota for one in sheet.reps) - sheet.street) <= near
        assert abs(sheet.street / over + sheet.uncarried - sheet.plan) <= near
        assert all(0 <= one.odds.probability <= 1 for one in sheet.with_quota if one.odds)
        level, quotas = fair_quotas(sheet, shared)
        assert 0 <= level <= 1
        assert abs(math.fsum(quotas) - sheet.street) <= 1e-6 * max(sheet.street, 1.0)
        found = fair_plan(values, shared, 0.7, odds)
        assert found.plan <= found.most
        assert found.plan <= found.street
        assert found.plan_odds.probability >= 0.7 or found.plan == 0
        known = found.odds[np.isfinite(found.odds)]
        assert (known >= odds - 1e-9).all()
