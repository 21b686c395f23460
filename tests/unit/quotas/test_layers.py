"""A goal in layers: periods that add up, each judged by the forecast's own trials."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator import ScenarioError, assess, simulate
from simulator.engine.forecast import Series
from simulator.goals.told import said
from simulator.quotas.layers import layers, seat_targets
from simulator.quotas.layers_words import (
    months_words,
    period_name,
    plain_words,
    whole_words,
)
from tests.unit.quotas.companies import company
from tests.unit.quotas.splits import SEASON, TRIALS, split_of, with_hands


def test_months_have_the_shares_of_the_forecast_and_the_odds_of_their_own_trials() -> None:
    forecast, found = split_of(company(seasonality=SEASON))
    bookings = forecast.series(Series.BOOKINGS)
    shares = bookings.mean(axis=0) / bookings.mean(axis=0).sum()
    assert [one.target for one in found.months] == pytest.approx(3e6 * shares)
    assert [one.plain for one in found.months] == pytest.approx([250_000] * 12)
    for t, one in enumerate(found.months):
        assert one.verdict.probability == (bookings[:, t] >= one.target * (1 - 1e-12)).mean()
        assert one.to_date is not None
        to_date = bookings[:, : t + 1].sum(axis=1)
        assert one.to_date.probability == (to_date >= one.target_to_date * (1 - 1e-12)).mean()
    assert found.months[-1].to_date is not None
    assert found.months[-1].to_date.probability == found.verdict.probability
    assert found.verdict == assess(forecast)[0]
    assert found.remainder == 0


def test_quarters_add_up_to_the_goal_and_months_to_their_quarter() -> None:
    _, found = split_of(company(seasonality=SEASON))
    quarters = [one for one in found.time if one.period.level == "quarter"]
    assert math.fsum(one.target for one in quarters) == pytest.approx(3e6)
    for quarter in quarters:
        inside = [
            one for one in found.months if quarter.period.first <= one.period.first <= quarter.period.last
        ]
        assert len(inside) == 3
        assert math.fsum(one.target for one in inside) == pytest.approx(quarter.target)


def test_the_fiscal_year_begins_with_the_plan_or_where_it_is_said_to() -> None:
    plan = company(start_month="2027-04")
    _, found = split_of(plan, by="2028-03")
    quarters = [one.period for one in found.time if one.period.level == "quarter"]
    assert [period_name(plan, one, found.calendar.year_starts) for one in quarters] == [
        f"Q{number} FY2027/28" for number in range(1, 5)
    ]
    calendar = plan.changed(layers={"year_starts": 1})
    _, found = split_of(calendar, by="2028-03")
    names = [
        period_name(calendar, one.period, 1) for one in found.time if one.period.level in ("year", "quarter")
    ]
    assert names == ["2027", "Q2 2027", "Q3 2027", "Q4 2027", "2028", "Q1 2028"]


def test_a_quarter_that_the_goal_cuts_has_the_months_inside() -> None:
    plan = company(start_month="2027-02").changed(layers={"year_starts": 1})
    _, found = split_of(plan, by="2027-05")
    spans = [(one.period.first, one.period.last) for one in found.time if one.period.level == "quarter"]
    assert spans == [(0, 1), (2, 3)]


@pytest.mark.parametrize(("window", "months"), [("month", 1), ("quarter", 3), ("year", 12), ("average", 12)])
def test_a_goals_own_months_aresplit_of(window: str, months: int) -> None:
    forecast, found = split_of(company(), window=window, target=200_000.0)
    assert len(found.months) == months
    amount = 200_000 * (12 if window == "average" else 1)
    assert found.amount == amount
    assert math.fsum(one.target for one in found.months) == pytest.approx(amount)
    to_date = found.months[-1].to_date
    assert to_date is not None
    assert to_date.probability == assess(forecast)[0].probability


def test_a_rate_is_passed_down_and_notsplit_of() -> None:
    forecast, found = split_of(company({}, {}), metric="win_rate", target=0.21)
    assert {*(one.target for one in found.time), *(one.target for one in found.teams)} == {0.21}
    assert {one.way for one in found.time} == {"same"}
    assert "Win rate is a ratio and does not add up over months" in whole_words(found)[0]
    assert "no rep a part" in whole_words(found)[1]
    assert plain_words(forecast.scenario, found) is None
    with pytest.raises(ScenarioError, match="Win rate does not add up over people"):
        seat_targets(forecast, found.goal)
    mine = with_hands(
        forecast.scenario,
        {"level": "team", "place": "Team 2", "amount": 0.3},
        {"level": "month", "place": "2027-01", "amount": 0.1},
    )
    found = layers(simulate(mine, TRIALS), found.goal)
    assert [one.target for one in found.teams] == [0.21, 0.3]
    assert found.months[0].target == 0.1
    assert found.unused == ()


def test_a_level_has_a_path_to_its_goal() -> None:
    plan = company(
        recurring={"opening_customers": 100, "opening_mrr": 100_000.0, "monthly_churn": {"mean": 0.01}}
    )
    _, found = split_of(plan, metric="mrr", target=400_000.0)
    path = [one.target for one in found.months]
    assert path[-1] == pytest.approx(400_000)
    assert np.all(np.diff(path) > 0)
    assert 100_000 < path[0] < 150_000
    assert [one.way for one in found.months] == ["path"] * 12
    assert months_words(found) is None
    assert found.teams == ()
    assert "known for the company only" in whole_words(found)[1]


def test_what_may_be_lost_is_split_by_what_the_forecast_lacks() -> None:
    plan = company(seasonality=SEASON, costs={"overhead_per_month": 400_000.0})
    forecast, found = split_of(plan, metric="profit", target=300_000.0)
    mean = forecast.series(Series.PROFIT).mean(axis=0)
    assert [one.target for one in found.months] == pytest.approx(mean + (3e5 - mean.sum()) / 12)
    assert found.months[0].target < 0
    told = plain_words(plan, found)
    assert told is not None
    assert " is its share: behind from the first month though nothing is wrong." in said(told)


def test_a_month_in_which_nothing_closes_gets_nothing() -> None:
    plan = company(seasonality={"index": [1.0] * 7 + [0.0] + [1.0] * 4})
    _, found = split_of(plan)
    august = found.months[7]
    assert (august.target, august.verdict.probability) == (0, 1)
    assert math.fsum(one.target for one in found.months) == pytest.approx(3e6)
