"""Luck's share in a simulated plan: all of it where only luck tells people apart, less with a spread of reps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from simulator import Scenario, simulate
from simulator.quotas.pay_sheet import pay_sheet
from tests.statistical.significance import allowed_errors
from tests.statistical.small_scenarios import goal, scenario, team_document

TRIALS = 10_000
REPS = 5


def plan(rate: Any = 0.3, **fields: Any) -> Scenario:
    team = team_document(
        inbound_per_month={"mean": 100.0}, stages=[{"name": "sale", "rate": rate}], headcount=REPS, **fields
    )
    pay = {"base_rate": 0.05, "stretch": {"at": 1.1, "amount": 10.0}}
    return scenario(team, goals=[goal("bookings", 360.0)], pay=pay, seed=3)


def test_where_every_input_is_known_all_of_the_bonus_is_luck() -> None:
    """Deals of a rep are Poisson of mean 12 · 100 · 0.3 / 5 = 72, each worth 1; the bonus is paid from 80 on."""
    found = pay_sheet(simulate(plan(), TRIALS)).cost
    odds = float(stats.poisson.sf(79, 72))
    error = (odds * (1 - odds) / (TRIALS * REPS)) ** 0.5
    assert np.mean(found.bonus_odds) == pytest.approx(odds, abs=allowed_errors() * error)
    assert found.bonus.expected == pytest.approx(10 * REPS * odds, abs=allowed_errors() * 10 * REPS * error)
    assert found.luck.share == pytest.approx(1.0, abs=allowed_errors() * found.luck.error)
    assert found.luck.error < 0.01
    assert found.luck.paid_again == pytest.approx(odds, abs=0.02)


def test_a_spread_between_reps_takes_its_part_of_the_bonus_from_luck() -> None:
    """Given their shares, reps' deals are Poisson. Shares of five reps are Dirichlet(1 / cv²), so that
    luck's share = E[p(1 - p)] / (q (1 - q)), p the odds of 80 deals at a share, q its mean: integrated over Beta.
    """
    cv = 0.2
    found = pay_sheet(simulate(plan(rep_spread=cv), TRIALS)).cost
    a = 1 / cv**2
    share = stats.beta.ppf((np.arange(4_000) + 0.5) / 4_000, a, (REPS - 1) * a)
    p = np.asarray(stats.poisson.sf(79, 360 * share))
    q = float(p.mean())
    exact = float((p * (1 - p)).mean()) / (q * (1 - q))
    assert found.luck.share == pytest.approx(exact, abs=allowed_errors() * found.luck.error)
    assert 0.2 < exact < 0.6
    assert found.luck.error < 0.02
    again = float((p**2).mean()) / q
    assert found.luck.paid_again == pytest.approx(again, abs=0.03)


def test_a_rate_nobody_knows_yet_is_not_luck_either() -> None:
    found = pay_sheet(simulate(plan(rate={"mean": 0.3, "equivalent_n": 60.0}), TRIALS)).cost
    assert found.luck.share is not None
    assert found.luck.share + allowed_errors() * found.luck.error < 1


def test_with_a_second_opinion_mixed_in_no_share_is_told() -> None:
    """The futures that follow the history are the same in both lives: their luck would pass for knowledge."""
    opinion = {"weight": 0.3, "first_month": "2025-01", "values": [28.0, 33.0] * 12}
    found = pay_sheet(simulate(plan().changed(second_opinion=opinion), 1_000)).cost
    assert found.luck.share is None
    assert "second opinion" in found.luck.reason
    assert found.bonus.expected > 0
