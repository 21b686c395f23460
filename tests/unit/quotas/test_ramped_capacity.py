"""Capacity by tenure: the known answer, and what becomes of it while people ramp."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import ScenarioError, simulate
from simulator.engine.forecast import Series
from simulator.quotas.ramped_capacity import (
    TenureGroup,
    capacity_by_quarter,
    effective_by_quarter,
    ramp_share,
    ramped_equivalents,
    tenure_groups,
)
from tests.unit.quotas.companies import PEOPLE, company

RAMP = (0.0, 0.25, 0.5, 0.75, 1.0)
TWENTY = tuple(TenureGroup(tenure, reps) for tenure, reps in enumerate((4, 3, 2, 1, 10)))


def test_twenty_reps_of_whom_ten_ramp_are_twelve_and_a_half_and_carry_3125_a_quarter() -> None:
    assert ramped_equivalents(TWENTY, RAMP) == 4 * 0 + 3 * 0.25 + 2 * 0.5 + 1 * 0.75 + 10 == 12.5
    now = capacity_by_quarter(TWENTY, RAMP, 1_000)[0]
    assert (now.at_start, now.capacity_at_start) == (12.5, 3_125)


def test_capacity_grows_as_they_ramp_and_stays_when_they_have() -> None:
    quarters = capacity_by_quarter(TWENTY, RAMP, 1_000)
    assert [one.at_start for one in quarters] == [12.5, 19, 20, 20]
    assert [one.after_months for one in quarters] == [0, 3, 6, 9]
    assert quarters[0].mean == pytest.approx((12.5 + 15 + 17.25) / 3)
    assert quarters[0].capacity == pytest.approx((12.5 + 15 + 17.25) * 1_000 / 12)
    assert quarters[3].capacity == quarters[3].capacity_at_start == 5_000


def test_who_has_ramped_stays_at_the_last_share() -> None:
    assert [ramp_share(RAMP, months) for months in (0, 3, 4, 400)] == [0, 0.75, 1, 1]
    assert ramp_share(RAMP, None) == 1
    assert ramped_equivalents(TWENTY, (1.0,)) == 20


def test_a_teams_groups_are_its_people_by_tenure() -> None:
    plan = company(
        {"ramp": [0.0, 0.3, 1.0], **{k: v for k, v in PEOPLE.items() if k in ("reps", "headcount")}}
    )
    groups = tenure_groups(plan.teams[0])
    assert groups == (TenureGroup(1, 1), TenureGroup(None, 3))
    assert tenure_groups(company({"headcount": 0}).teams[0]) == ()


def test_with_nobody_coming_or_going_the_forecast_agrees() -> None:
    reps = [{"name": f"R{n}", "tenure_months": n} for n in range(5)]
    plan = company({"reps": reps, "headcount": 0, "ramp": list(RAMP)}, horizon_months=11, goals=[])
    quarters = capacity_by_quarter(tenure_groups(plan.teams[0]), RAMP, 1.0)
    found = effective_by_quarter(simulate(plan, 100), "Team 1")
    assert found == pytest.approx([one.mean for one in quarters])


def test_the_forecast_by_quarter_is_its_mean() -> None:
    plan = company(PEOPLE)
    forecast = simulate(plan, 200)
    months = np.asarray(forecast.series(Series.EFFECTIVE_REPS, "Team 1"), dtype=float).mean(axis=0)
    assert effective_by_quarter(forecast, "Team 1") == pytest.approx(months.reshape(4, 3).mean(axis=1))


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ScenarioError, match="ramp"):
        capacity_by_quarter(TWENTY, (), 1.0)
    with pytest.raises(ScenarioError, match="annual_per_rep"):
        capacity_by_quarter(TWENTY, RAMP, float("nan"))
    with pytest.raises(ScenarioError, match="-1 of 3 months"):
        capacity_by_quarter((TenureGroup(3, -1),), RAMP, 1.0)
