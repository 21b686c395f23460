"""Effects of levers where they are known exactly: won deals are Poisson, so every step has a closed form."""

from __future__ import annotations

import pytest
from scipy.stats import poisson

from simulator import simulate
from simulator.decide import tornado
from simulator.scenario import Scenario
from tests.statistical.small_scenarios import goal, scenario, team_document

TRIALS = 10_000
MONTHS, INBOUND, QUALIFIED, WON, SIZE = 6, 40.0, 0.5, 0.25, 1000.0
MEAN = MONTHS * INBOUND * QUALIFIED * WON


def plan(metric: str, target: float, *others: str, **fields: object) -> Scenario:
    """Exact rates, no cycle, no market: won deals of the half year are Poisson(MEAN). `others`: teams beside."""
    stages = [{"name": "qualified", "rate": QUALIFIED}, {"name": "sale", "rate": WON}]
    deal = {"family": "gamma", "mean": SIZE, "cv": 0.0}
    teams = [
        team_document(name, inbound_per_month=INBOUND, stages=stages, deal_size=deal)
        for name in ("Direct", *others)
    ]
    wanted = goal(metric, target, by="2027-06", scope="Direct", **fields)
    return scenario(*teams, months=MONTHS, goals=[wanted])


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_step_has_its_exact_effect(seed: int) -> None:
    """Within four of the standard errors stated, and these are right to a tenth."""
    asked = plan("won_deals", 32)
    found = tornado(simulate(asked, TRIALS, seed), asked.goals[0])
    exact = float(poisson.sf(31, MEAN))
    assert found.base == pytest.approx(exact, abs=4 * (exact * (1 - exact) / TRIALS) ** 0.5)
    for one in found.effects:
        for side in one.sides:
            if one.lever.name in ("volume", "stage:qualified", "win_rate"):
                moved = float(poisson.sf(31, MEAN * (1 + side.change)))
                assert abs(side.points - (moved - exact)) < 4 * side.error
                assert 0 < side.error < (2 * 0.25 / TRIALS) ** 0.5
                assert side.mean_change == pytest.approx(
                    MEAN * side.change, abs=4 * (side.money_error or 0) / SIZE + 1e-9
                )
            else:
                assert (side.points, side.error, side.moved) == (0, 0, False)


def test_money_of_a_step_is_exact_where_it_is() -> None:
    """A tenth more a deal is a tenth more of bookings, in every future: no doubt is left of the mean but the plan's."""
    asked = plan("bookings", 30 * SIZE)
    forecast = simulate(asked, TRIALS, 0)
    found = {one.lever.name: one for one in tornado(forecast, asked.goals[0]).effects}
    mean = float(forecast.series("bookings", "Direct").sum(axis=1).mean())
    for side in found["deal_size"].sides:
        assert side.money == pytest.approx(mean * side.change)
        exact = poisson.sf(int(-(-30 // (1 + side.change))) - 1, MEAN) - poisson.sf(29, MEAN)
        assert abs(side.points - exact) < 4 * side.error


def test_the_stated_error_is_the_spread_over_seeds() -> None:
    """Paired on the same luck; with independent luck it would be three times as wide."""
    asked = plan("won_deals", 32)
    seen, stated = [], []
    for seed in range(60):
        found = tornado(simulate(asked, 500, seed), asked.goals[0])
        side = next(one for one in found.effects if one.lever.name == "win_rate").more
        seen.append(side.points)
        stated.append(side.error)
    mean = sum(seen) / len(seen)
    spread = (sum((one - mean) ** 2 for one in seen) / (len(seen) - 1)) ** 0.5
    assert spread == pytest.approx(sum(stated) / len(stated), rel=4 / (2 * 59) ** 0.5)


def test_neither_teams_nor_their_order_change_a_digit() -> None:
    alone = plan("won_deals", 32)
    beside = plan("won_deals", 32, "Anders", "Zeta")
    turned = beside.changed(teams=beside.teams[::-1])
    first, second, third = (
        tornado(simulate(one, 1000, 3), one.goals[0]).effects for one in (alone, beside, turned)
    )
    assert [one.document() for one in second] == [one.document() for one in third]
    assert {one.lever.name: one.more.points for one in first} == {
        one.lever.name: one.more.points for one in second
    }


def test_less_is_more_for_at_most() -> None:
    """P(Poisson <= 25) falls by exactly what more volume adds."""
    asked = plan("won_deals", 25, direction="at_most")
    found = tornado(simulate(asked, TRIALS, 4), asked.goals[0])
    one = next(one for one in found.effects if one.lever.name == "volume")
    for side in one.sides:
        exact = poisson.cdf(25, MEAN * (1 + side.change)) - poisson.cdf(25, MEAN)
        assert abs(side.points - exact) < 4 * side.error
    assert one.better is one.less
