"""People who are known to leave: from which month, backfilled how, and everybody else's luck untouched."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import Scenario, simulate
from simulator.engine.forecast import Series
from simulator.errors import ScenarioError
from tests.statistical.small_scenarios import month, scenario, team_document

RAMP = [0.0, 0.5, 1.0]


def plan(*reps: dict[str, Any], **fields: Any) -> Scenario:
    return scenario(team_document(reps=list(reps), ramp=RAMP, **fields), months=8)


def ana(**fields: Any) -> dict[str, Any]:
    return {"name": "Ana", "tenure_months": 24, **fields}


BEN = {"name": "Ben", "tenure_months": 24}


def effective(one: Scenario) -> list[float]:
    rows = simulate(one, 100).series(Series.EFFECTIVE_REPS, "Direct")
    assert (rows == rows[0]).all()
    return [float(value) for value in rows[0]]


def test_a_known_leaver_works_until_then_and_is_not_replaced_without_a_rule() -> None:
    assert effective(plan(ana(leaves=month(3)), BEN)) == [2, 2, 2, 1, 1, 1, 1, 1]


def test_gone_from_the_first_month_is_not_there_at_all() -> None:
    assert effective(plan(ana(leaves=month(0)), BEN)) == [1.0] * 8
    assert effective(plan(ana(leaves="2026-05"), BEN)) == [1.0] * 8


def test_the_seat_is_filled_again_by_the_teams_rule() -> None:
    found = effective(plan(ana(leaves=month(1)), BEN, backfill_after_months=2))
    assert found == [2, 1, 1, 1, 1.5, 2, 2, 2]


def test_a_known_leaver_is_one_of_the_leavers() -> None:
    forecast = simulate(plan(ana(leaves=month(0)), BEN), 100)
    assert forecast.series(Series.LEAVERS, "Direct").sum(axis=1).tolist() == [1] * 100


def test_the_others_keep_their_luck() -> None:
    stays = plan(ana(), BEN, annual_attrition=0.6, backfill_after_months=1, headcount=3)
    alone = plan(BEN, annual_attrition=0.6, backfill_after_months=1, headcount=3)
    goes = plan(ana(leaves=month(2)), BEN, annual_attrition=0.6, headcount=3, backfill_after_months=1)
    rows = [simulate(one, 2_000, seed=3).series(Series.HEADCOUNT, "Direct") for one in (stays, goes)]
    assert (rows[0][:, :2] == rows[1][:, :2]).all()
    # Whoever would have left before then leaves before then; nobody else is touched.
    assert np.abs(rows[0] - rows[1]).max() == 1
    assert simulate(alone, 2_000, seed=3).series(Series.HEADCOUNT, "Direct").mean() < rows[1].mean()


def test_a_month_is_a_month() -> None:
    with pytest.raises(ScenarioError, match="leaves"):
        plan(ana(leaves="soon"))
