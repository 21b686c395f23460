"""What all deals of a quarter share: by the share won within it, by horizon, and summed as one shock."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulator.evidence.findings import PipelineGroup, TeamFinding
from simulator.evidence.quarters import LASTING, shared_luck
from validation import make_world
from validation.judged import evidence_of_deals


@pytest.fixture(scope="module")
def team() -> TeamFinding:
    world = make_world("quarters", 1)
    return evidence_of_deals(world.deals, world).teams[0]


def alone(team: TeamFinding, within: float) -> TeamFinding:
    """One group of open deals and next to nothing that enters."""
    group = PipelineGroup("all", 100, 20.0, 0.4, 50.0, won_within=(within, 0.35, 0.4), seen=50.0)
    volume = dataclasses.replace(team.volume, mean=1e-9)
    outcome = dataclasses.replace(team.outcome, drift=0.01, drift_first=0.02)
    return dataclasses.replace(team, pipeline=(group,), volume=volume, outcome=outcome)


@pytest.mark.parametrize("within", [0.1, 0.25, 0.8])
def test_a_group_alone_has_the_variance_measured_within_a_quarter(team: TeamFinding, within: float) -> None:
    found = shared_luck(alone(team, within), 3)
    assert found is not None
    assert found.groups[0] == pytest.approx(0.01 * (1 - within) / within, rel=1e-4)


def test_of_a_year_half_lasts_and_half_is_each_quarter_s_own(team: TeamFinding) -> None:
    quarter, year = shared_luck(alone(team, 0.2), 3), shared_luck(alone(team, 0.2), 12)
    assert quarter is not None
    assert year is not None
    assert year.groups[0] == pytest.approx(quarter.groups[0] * (LASTING + (1 - LASTING) / 4), rel=1e-4)


def test_a_month_has_the_luck_of_first_months(team: TeamFinding) -> None:
    one = alone(team, 0.3)
    (group,) = one.pipeline
    first = dataclasses.replace(one, pipeline=(dataclasses.replace(group, won_first=(0.05, 0.15)),))
    found = shared_luck(first, 1)
    assert found is not None
    assert found.groups[0] == pytest.approx(0.02 * 0.95 / 0.05, rel=1e-4)


def test_independent_draws_vary_together_as_one_shared_shock(team: TeamFinding) -> None:
    one = alone(team, 0.2)
    groups = tuple(dataclasses.replace(one.pipeline[0], count=count) for count in (10, 40, 50))
    found = shared_luck(dataclasses.replace(one, pipeline=groups), 3)
    assert found is not None
    wins = np.array([10, 40, 50]) * 0.2
    drawn = float((np.array(found.groups) * wins**2).sum())
    assert drawn == pytest.approx(0.01 * 0.8 / 0.2 * wins.sum() ** 2, rel=1e-4)


def test_stale_deals_and_teams_without_a_look_have_none(team: TeamFinding) -> None:
    found = shared_luck(team, 3)
    assert found is not None
    for group, variance in zip(team.pipeline, found.groups, strict=True):
        assert (variance == 0.0) == group.stale
    assert (
        shared_luck(dataclasses.replace(team, outcome=dataclasses.replace(team.outcome, drift=0.0)), 3)
        is None
    )
