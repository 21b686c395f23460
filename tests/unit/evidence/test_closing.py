"""Open deals close as looks back say, so that the early months of a long plan are those of a short one."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from simulator import simulate
from simulator.engine.timing import KnownClosing, known_shares
from simulator.evidence import Evidence, evidence_to_scenario
from simulator.evidence.horizon import closes_within
from simulator.sample import sample_company
from tests.unit.evidence.test_lookups import lookup

FIRST, WITHIN = (0.10, 0.16), (0.20, 0.30)


def test_shares_of_the_wins_by_month_are_those_seen_and_straight_between_quarters() -> None:
    shares = closes_within(0.4, WITHIN, FIRST)
    assert shares == pytest.approx((0.25, 0.4, 0.5, 0.5833, 0.6667, 0.75), abs=1e-4)


def test_they_never_fall_nor_pass_one() -> None:
    shares = closes_within(0.2, (0.15, 0.3), (0.12, 0.11))
    assert shares is not None
    assert (np.diff(shares) >= 0).all()
    assert max(shares) == 1.0


def test_without_the_months_seen_nothing_is_claimed() -> None:
    assert closes_within(0.4, WITHIN, ()) is None
    assert closes_within(0.4, (), FIRST) is None
    assert closes_within(0.0, WITHIN, FIRST) is None


def test_a_cycle_half_as_long_takes_half_the_time() -> None:
    known = KnownClosing((0.2, 0.4, 0.6, 0.8), 60.0)
    shares = known_shares(known, np.array([60.0, 30.0, 120.0]), 3)
    assert shares == pytest.approx(np.array([[0.2, 0.4, 0.6], [0.4, 0.8, 0.8], [0.1, 0.2, 0.3]]))


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """A company like the sample's, a year and a half before its export ends."""
    from simulator.backtest import past_deals

    return past_deals(lookup(sample_company(7001).decode(), "deals.csv")).as_of(dt.date(2025, 6, 30))


@pytest.mark.parametrize("months", [1, 3])
def test_early_months_of_a_year_s_plan_are_those_of_a_plan_for_just_them(
    evidence: Evidence, months: int
) -> None:
    def closing(horizon: int) -> float:
        plan = evidence_to_scenario(evidence, horizon)
        quiet = plan.changed(
            teams=tuple(
                team.changed(inbound_per_month=team.inbound_per_month.changed(mean=0.0, sd=0.0))
                for team in plan.teams
            )
        )
        closed = simulate(quiet, n_trials=2_000).series("closed").astype(float)
        return float(closed[:, :months].sum(axis=1).mean())

    # before, a gamma cycle restated for the year made the first month a third larger
    assert closing(12) == pytest.approx(closing(months), rel=0.03)


def test_the_plan_says_the_chance_in_the_end_whatever_its_horizon(evidence: Evidence) -> None:
    rates = [
        [
            group.win_rate.expected
            for team in evidence_to_scenario(evidence, months).teams
            for group in team.open_pipeline
        ]
        for months in (1, 12)
    ]
    assert rates[0] == pytest.approx(rates[1], rel=1e-12)
