"""A goal in layers: periods, teams and seats that add up, each judged by the forecast's own trials."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulator import Forecast, ScenarioError, assess, simulate
from simulator.engine.forecast import Series
from simulator.goals.told import said
from simulator.quotas.layers import Layers, layers, seat_targets
from simulator.quotas.layers_managers import manager_layers
from simulator.quotas.layers_words import (
    hand_words,
    months_words,
    period_name,
    plain_words,
    remainder_words,
    small_difference,
    whole_words,
)
from simulator.quotas.seats import seats
from simulator.scenario import Goal, Scenario
from tests.unit.quotas.companies import PEOPLE, company

TRIALS = 1_000
SEASON = {"index": [0.5, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.5, 1.5]}


def _goal(**fields: Any) -> Goal:
    return Goal.model_validate(
        {"name": "G", "metric": "bookings", "target": 3_000_000.0, "by": "2027-12", **fields}
    )


def _split(plan: Scenario, **fields: Any) -> tuple[Forecast, Layers]:
    goal = _goal(**fields)
    plan = plan.changed(goals=(goal,))
    forecast = simulate(plan, TRIALS)
    return forecast, layers(forecast, goal)


def _with_hands(plan: Scenario, *hands: dict[str, Any], **fields: Any) -> Scenario:
    return plan.changed(layers={**fields, "overrides": tuple({"goal": "G", **one} for one in hands)})


def test_months_have_the_shares_of_the_forecast_and_the_odds_of_their_own_trials() -> None:
    forecast, found = _split(company(seasonality=SEASON))
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
    _, found = _split(company(seasonality=SEASON))
    quarters = [one for one in found.time if one.period.level == "quarter"]
    assert math.fsum(one.target for one in quarters) == pytest.approx(3e6)
    for quarter in quarters:
        inside = [
            one for one in found.months if quarter.period.first <= one.period.first <= quarter.period.last
        ]
        assert len(inside) == 3
        assert math.fsum(one.target for one in inside) == pytest.approx(quarter.target)


def test_the_plain_twelfth_is_told_what_it_gets_wrong() -> None:
    plan = company(seasonality=SEASON, start_month="2027-01")
    _, found = _split(plan)
    told = plain_words(plan, found)
    assert told is not None
    text = said(told)
    assert text.startswith("The plain twelfth asks 250 k of January 2027, where 1")
    assert "behind by " in text
    assert "from the first month though nothing is wrong." in text
    assert "By the end of February 2027 it has asked" in text
    steady = company()
    _, even = _split(steady)
    words = plain_words(steady, even)
    assert words is not None
    assert "the plain twelfth would do" in said(words)


def test_the_fiscal_year_begins_with_the_plan_or_where_it_is_said_to() -> None:
    plan = company(start_month="2027-04")
    _, found = _split(plan, by="2028-03")
    quarters = [one.period for one in found.time if one.period.level == "quarter"]
    assert [period_name(plan, one, found.calendar.year_starts) for one in quarters] == [
        f"Q{number} FY2027/28" for number in range(1, 5)
    ]
    calendar = plan.changed(layers={"year_starts": 1})
    _, found = _split(calendar, by="2028-03")
    names = [
        period_name(calendar, one.period, 1) for one in found.time if one.period.level in ("year", "quarter")
    ]
    assert names == ["2027", "Q2 2027", "Q3 2027", "Q4 2027", "2028", "Q1 2028"]


def test_a_quarter_that_the_goal_cuts_has_the_months_inside() -> None:
    plan = company(start_month="2027-02").changed(layers={"year_starts": 1})
    _, found = _split(plan, by="2027-05")
    spans = [(one.period.first, one.period.last) for one in found.time if one.period.level == "quarter"]
    assert spans == [(0, 1), (2, 3)]


@pytest.mark.parametrize(("window", "months"), [("month", 1), ("quarter", 3), ("year", 12), ("average", 12)])
def test_a_goals_own_months_are_split(window: str, months: int) -> None:
    forecast, found = _split(company(), window=window, target=200_000.0)
    assert len(found.months) == months
    amount = 200_000 * (12 if window == "average" else 1)
    assert found.amount == amount
    assert math.fsum(one.target for one in found.months) == pytest.approx(amount)
    to_date = found.months[-1].to_date
    assert to_date is not None
    assert to_date.probability == assess(forecast)[0].probability


def test_a_hand_is_kept_told_and_reset() -> None:
    plan = company()
    before = _split(plan)[1]
    hands = _with_hands(
        plan,
        {"level": "month", "place": "2027-02", "amount": 400_000.0},
        {"level": "team", "place": "Team 1", "amount": 2_500_000.0},
        {"level": "month", "place": "2031-02", "amount": 1.0},
    )
    _, found = _split(hands)
    february = found.months[1]
    assert (february.target, february.way) == (400_000, "hand")
    assert [one.place for one in found.unused] == ["2031-02"]
    assert found.team_remainder == 500_000
    assert found.uncarried == 500_000
    assert "Feb 2027 is set by hand to 400 k, where " in said(hand_words(hands, found)[0])
    assert said(remainder_words(found)[0]) == (
        "The teams sum up to 500 k less than the part above them: nobody has that yet."
    )
    assert [one.by_itself for one in found.months] == [one.by_itself for one in before.months]
    assert _split(hands.changed(layers=None))[1] == before


def test_seats_carry_their_team_by_ramp_and_territory() -> None:
    plan = company(
        {
            "reps": [
                {"name": "Ana", "tenure_months": 30, "potential": 1.5},
                {"name": "Ben", "tenure_months": 60},
                {"name": "Cem", "tenure_months": 0},
            ],
            "headcount": 0,
            "ramp": [0.0, 0.5, 1.0],
        }
    )
    forecast, found = _split(plan)
    ana, ben, cem = seat_targets(forecast, found.goal)
    assert ana / ben == pytest.approx(1.5)
    assert cem / ben == pytest.approx(10.5 / 12)
    assert ana + ben + cem == pytest.approx(3e6)


def test_seats_of_which_the_plan_says_the_same_carry_the_same() -> None:
    plan = company(PEOPLE, {**PEOPLE, "reps": []})
    forecast, found = _split(plan)
    targets = dict(zip([seat.key for seat in seats(plan)], seat_targets(forecast, found.goal), strict=True))
    assert targets["Team 1/#Rep 1"] == targets["Team 1/#Rep 2"] == targets["Team 1/Ana"]
    assert (
        targets["Team 1/#Hire 1"] == targets["Team 1/#Hire 2"] < targets["Team 1/Ben"] < targets["Team 1/Ana"]
    )
    assert math.fsum(targets.values()) == pytest.approx(3e6)


def test_a_team_without_people_takes_its_part_and_nobody_carries_it() -> None:
    plan = company({}, {"headcount": 0})
    forecast, found = _split(plan)
    empty = found.teams[1]
    assert empty.seats == 0
    assert empty.uncarried == empty.target > 0
    assert math.fsum(seat_targets(forecast, found.goal)) + found.uncarried == pytest.approx(3e6)
    assert "Team 2 has no people: nobody carries its" in said(remainder_words(found)[0])


def test_a_teams_goal_is_carried_by_that_team_alone() -> None:
    plan = company({}, {})
    forecast, found = _split(plan, scope="Team 2", target=1_000_000.0)
    assert [(one.name, one.target) for one in found.teams] == [("Team 2", 1_000_000)]
    targets = seat_targets(forecast, found.goal)
    assert targets[:6] == (0.0,) * 6
    assert math.fsum(targets[6:]) == pytest.approx(1e6)
    assert found.teams[0].verdict.probability == found.verdict.probability


def test_managers_are_judged_by_what_their_people_sell() -> None:
    reps = [{"name": f"R{n}", "tenure_months": 30, "manager": "Mia" if n < 2 else None} for n in range(4)]
    plan = company({"reps": reps, "headcount": 0})
    forecast, found = _split(plan)
    mia, none = manager_layers(forecast, found)
    assert (mia.name, none.name) == ("Mia", None)
    assert mia.target == pytest.approx(1.5e6)
    assert mia.seats == 2
    assert mia.verdict is not None
    assert none.verdict is not None
    middle = (mia.verdict.p50 or 0) + (none.verdict.p50 or 0)
    assert middle == pytest.approx(found.verdict.p50, rel=0.1)
    by_hand = _with_hands(
        plan,
        {"level": "manager", "team": "Team 1", "place": "Mia", "share": 0.8},
        {"level": "rep", "team": "Team 1", "place": "R0", "amount": 2e6},
    )
    forecast, found = _split(by_hand)
    assert [one.target for one in manager_layers(forecast, found)] == pytest.approx([2.4e6, 0.6e6])
    assert seat_targets(forecast, found.goal) == pytest.approx([2e6, 0.4e6, 0.3e6, 0.3e6])
    assert found.unused == ()


def test_a_rate_is_passed_down_and_not_split() -> None:
    forecast, found = _split(company({}, {}), metric="win_rate", target=0.21)
    assert {*(one.target for one in found.time), *(one.target for one in found.teams)} == {0.21}
    assert {one.way for one in found.time} == {"same"}
    assert "Win rate is a ratio and does not add up over months" in whole_words(found)[0]
    assert "no rep a part" in whole_words(found)[1]
    assert plain_words(forecast.scenario, found) is None
    with pytest.raises(ScenarioError, match="Win rate does not add up over people"):
        seat_targets(forecast, found.goal)
    mine = _with_hands(
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
    _, found = _split(plan, metric="mrr", target=400_000.0)
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
    forecast, found = _split(plan, metric="profit", target=300_000.0)
    mean = forecast.series(Series.PROFIT).mean(axis=0)
    assert [one.target for one in found.months] == pytest.approx(mean + (3e5 - mean.sum()) / 12)
    assert found.months[0].target < 0
    told = plain_words(plan, found)
    assert told is not None
    assert " is its share: behind from the first month though nothing is wrong." in said(told)


def test_more_months_reach_their_part_where_the_goal_is_met() -> None:
    _, found = _split(company(market={"monthly_sd": 0.1, "persistence": 0.5}))
    every, meeting = found.months_met
    assert meeting is not None
    assert every < meeting < 12
    told = months_words(found)
    assert told is not None
    assert f"Expect {every:.0f} of 12 months at their part" in said(told)


def test_a_metric_a_team_cannot_have_leaves_it_out() -> None:
    stages = [{"name": "demo", "rate": {"mean": 0.5}}, {"name": "won", "rate": {"mean": 0.4}}]
    forecast, found = _split(company({"stages": stages}, {}), metric="stage:demo", target=300.0)
    assert [(one.name, one.target) for one in found.teams] == [("Team 1", 300)]
    assert math.fsum(seat_targets(forecast, found.goal)) == pytest.approx(300)


def test_a_month_in_which_nothing_closes_gets_nothing() -> None:
    plan = company(seasonality={"index": [1.0] * 7 + [0.0] + [1.0] * 4})
    _, found = _split(plan)
    august = found.months[7]
    assert (august.target, august.verdict.probability) == (0, 1)
    assert math.fsum(one.target for one in found.months) == pytest.approx(3e6)


def test_a_forecast_of_nothing_is_told_and_nobody_carries_it() -> None:
    plan = company({"inbound_per_month": {"mean": 0.0}})
    forecast, found = _split(plan)
    assert [one.target for one in found.months] == pytest.approx([250_000] * 12)
    assert "The forecast expects nothing here" in whole_words(found)[0]
    assert plain_words(plan, found) is None
    assert found.uncarried == 3_000_000
    assert math.fsum(seat_targets(forecast, found.goal)) == 0


def test_the_words_keep_quiet_about_what_is_the_luck_of_the_simulation() -> None:
    _, found = _split(company(seasonality={"index": [1.0] * 11 + [1.04]}))
    assert small_difference(found) > 0.03
    told = plain_words(company(), found)
    assert told is not None
    assert said(told).startswith("Here the plain twelfth would do")
