"""Any company, any goal: periods, teams and seats, each with what is left over, add up to it."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings

from simulator import ScenarioError, simulate
from simulator.goals.told import said
from simulator.quotas.layers import layers, seat_targets
from simulator.quotas.layers_managers import manager_layers
from simulator.quotas.layers_words import months_words, plain_words, remainder_words, whole_words
from simulator.quotas.milestones import milestones
from simulator.scenario import parse_scenario
from tests.property.scenario.documents import Document, documents

TRIALS = 120


@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(documents())
def test_every_goal_of_every_company_adds_up(document: Document) -> None:
    plan = parse_scenario(document)
    forecast = simulate(plan, n_trials=TRIALS)
    for goal in plan.goals:
        found = layers(forecast, goal)
        near = 1e-9 * max(abs(found.amount), *(abs(one.target) for one in found.time))
        if found.adds_over_time:
            assert abs(math.fsum(one.target for one in found.months) + found.remainder - found.amount) <= near
            for level in ("quarter", "year"):
                periods = [one.target for one in found.time if one.period.level == level]
                assert not periods or abs(math.fsum(periods) - found.amount) <= near
        if found.adds_over_teams:
            teams = math.fsum(one.target for one in found.teams)
            assert abs(teams + found.team_remainder - found.amount) <= near
            seats = math.fsum(seat_targets(forecast, goal))
            assert abs(seats + found.uncarried - found.amount) <= 10 * near
        else:
            with pytest.raises(ScenarioError, match="does not add up over people"):
                seat_targets(forecast, goal)
        covered = [t for one in found.months for t in range(one.period.first, one.period.last + 1)]
        assert covered == list(range(found.calendar.window.first, found.calendar.window.last + 1))
        rows = [(one.target, one.verdict) for one in found.time] + [
            (one.target, one.verdict) for one in found.teams
        ]
        for target, verdict in rows:
            assert math.isfinite(target)
            assert 0 <= verdict.probability <= 1
        if not found.adds_over_time or found.remainder == 0:
            last = found.months[-1].to_date
            assert last is None or abs(last.probability - found.verdict.probability) <= 1 / TRIALS
        for mark in milestones(forecast, found).marks:
            assert math.isfinite(mark.target)
        told = (plain_words(plan, found), months_words(found), *remainder_words(plan, found))
        assert all(said(one).endswith(".") for one in told if one is not None)
        assert all(one.endswith(".") for one in whole_words(found))
        manager_layers(forecast, found)
