"""The response of a plan: the same luck, nothing simulated twice, little kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from simulator import ScenarioError, simulate
from simulator.decide import response as module
from simulator.decide.response import Response, another_seed
from simulator.goals.verdict import goal_values, meets
from simulator.scenario import with_adjustments
from simulator.scenario.plan import Adjustment
from tests.statistical.small_scenarios import goal, scenario, team_document

PLAN = scenario(
    team_document(inbound_per_month=20, stages=[{"name": "sale", "rate": {"mean": 0.2, "equivalent_n": 30}}]),
    months=6,
    goals=[goal("won_deals", 25, by="2027-06"), goal("bookings", 20, by="2027-06")],
    seed=0,
)
DEALS, MONEY = PLAN.goals
MORE = Adjustment(lever="win_rate", change=0.1)
PRICE = Adjustment(lever="deal_size", change=0.2)


@pytest.fixture
def response() -> Response:
    """On so few trials that it costs nothing."""
    return Response(simulate(PLAN, 200))


def test_it_is_the_plan_with_levers_moved_on_the_same_luck(response: Response) -> None:
    plain = simulate(with_adjustments(PLAN, MORE, PRICE), 200)
    assert np.array_equal(response.values(DEALS, MORE, PRICE), goal_values(plain, DEALS))
    assert response.odds(DEALS, MORE, PRICE) == float(meets(goal_values(plain, DEALS), DEALS).mean())
    assert response.odds(DEALS) == float(meets(goal_values(response.forecast, DEALS), DEALS).mean())
    assert response.moved() is response.forecast
    assert response.moved(MORE).scenario.adjustments == (MORE,)


def test_adjustments_of_the_plan_stay() -> None:
    kept = Response(simulate(with_adjustments(PLAN, PRICE), 100))
    assert kept.moved(MORE).scenario.adjustments == (PRICE, MORE)
    assert kept.scenario.adjustments == (PRICE,)


def test_nothing_is_simulated_twice(response: Response) -> None:
    assert response.runs == 0
    response.odds(DEALS)
    assert response.runs == 0
    for _ in range(3):
        response.odds(DEALS, MORE)
        response.values(MONEY, MORE)
        response.moved(MORE)
    assert response.runs == 1
    response.of(PLAN.changed(name="other"))
    assert response.runs == 2


def test_little_is_kept(response: Response, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long search keeps a few forecasts and its odds."""
    monkeypatch.setattr(module, "KEPT_VALUES_BYTES", 5 * 8 * 200)
    searched = Response(response.forecast)
    steps = [Adjustment(lever="win_rate", change=step / 100) for step in range(20)]
    odds = [searched.odds(DEALS, step) for step in steps]
    assert len(searched._forecasts._kept) == module.KEPT_FORECASTS
    assert len(searched._values._kept) == 5
    assert [searched.odds(DEALS, step) for step in steps] == odds
    assert searched.runs == 20


def test_nobody_writes_into_what_is_kept(response: Response) -> None:
    with pytest.raises(ValueError, match="read-only"):
        response.values(DEALS, MORE)[0] = 1


def test_fresh_luck_is_other_luck_and_follows_from_the_seed(response: Response) -> None:
    fresh = response.fresh()
    assert fresh.forecast.seed == another_seed(0) != 0
    assert fresh.scenario is PLAN
    assert fresh.forecast.n_trials == 200
    assert not np.array_equal(fresh.values(DEALS), response.values(DEALS))
    assert np.array_equal(response.fresh().values(DEALS), fresh.values(DEALS))
    assert len({another_seed(seed) for seed in range(100)} | set(range(100))) == 200


def test_progress_can_end_it() -> None:
    def stop(finished: int, of: int) -> None:
        raise InterruptedError(f"{finished} of {of}")

    with pytest.raises(InterruptedError, match="200 of 200"):
        Response(simulate(PLAN, 200), progress=stop).odds(DEALS, MORE)


def test_a_lever_the_plan_has_not_is_refused(response: Response) -> None:
    with pytest.raises(ScenarioError, match="churn"):
        response.odds(DEALS, Adjustment(lever="churn", change=0.1))


def test_threads_may_share_it(response: Response) -> None:
    steps = [Adjustment(lever="win_rate", change=step / 50) for step in range(8)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda step: response.odds(DEALS, step), steps))
    assert together == [Response(response.forecast).odds(DEALS, step) for step in steps]
