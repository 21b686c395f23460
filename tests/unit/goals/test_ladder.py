"""The ladder: its rungs by their odds, what goes with them, the targets a goal can be dragged to."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from simulator import Forecast, assess, simulate
from simulator.goals import NOT_ENOUGH, goal_values
from simulator.goals.floor import goal_floor
from simulator.goals.ladder import RUNGS, asked_odds, ladder, moved, steps
from simulator.sample import sample_scenario
from simulator.scenario import Goal, HistoryBehind, Policy

TRIALS = 2_000


@pytest.fixture(scope="module")
def forecast() -> Forecast:
    return simulate(sample_scenario(), TRIALS)


def _goal(metric: str, **fields: Any) -> Goal:
    return Goal.model_validate({"name": "G", "metric": metric, "target": 0.0, "by": "2027-12", **fields})


@pytest.mark.parametrize(
    ("policy", "odds"),
    [
        (Policy(), (0.9, 0.6, 0.35, 0.1)),
        (Policy(realistic_at_least=0.8, unreachable_below=0.2), (0.9, 0.8, 0.5, 0.2)),
        (Policy(realistic_at_least=0.95, unreachable_below=0.2), (0.95, 0.95, 0.575, 0.2)),
        (Policy(commit_at_least=0.99, stretch_at_least=0.25), (0.99, 0.6, 0.25, 0.1)),
        (Policy(stretch_at_least=0.9), (0.9, 0.6, 0.6, 0.1)),
        (Policy(stretch_at_least=0.01), (0.9, 0.6, 0.1, 0.1)),
    ],
)
def test_the_odds_of_the_rungs_are_the_policys_and_fall(policy: Policy, odds: tuple[float, ...]) -> None:
    asked = asked_odds(policy)
    assert tuple(asked) == RUNGS[1:]
    assert tuple(asked.values()) == pytest.approx(odds)


def test_a_rung_is_the_most_that_is_met_with_its_odds(forecast: Forecast) -> None:
    found = ladder(forecast, _goal("bookings"))
    values = np.sort(goal_values(forecast, _goal("bookings")))[::-1]
    for name, odds in asked_odds(Policy()).items():
        rung = found.rung(name)
        assert rung.value == values[round(odds * TRIALS) - 1]
        assert rung.probability == odds
    assert [rung.verdict for rung in found.rungs[1:]] == ["realistic", "realistic", "stretch", "stretch"]


def test_a_bound_from_above_climbs_downwards(forecast: Forecast) -> None:
    found = ladder(forecast, _goal("churn_rate", direction="at_most"))
    values = [rung.value for rung in found.rungs[1:]]
    assert values == sorted(values, key=lambda value: -(value or 0))
    assert [rung.probability for rung in found.rungs[1:]] == pytest.approx([0.9, 0.6, 0.35, 0.1], abs=0.01)


def test_the_target_of_the_goal_does_not_matter_and_the_policy_does(forecast: Forecast) -> None:
    plain = ladder(forecast, _goal("bookings"))
    assert ladder(forecast, _goal("bookings", target=7e6)).values() == plain.values()
    board = ladder(forecast, _goal("bookings"), Policy(realistic_at_least=0.8, unreachable_below=0.2))
    assert (board.rung("target").value or 0) < (plain.rung("target").value or 0)
    assert (board.rung("ceiling").value or 0) < (plain.rung("ceiling").value or 0)


def test_deals_and_money_that_go_with_a_rung(forecast: Forecast) -> None:
    deals, bookings = (goal_values(forecast, _goal(name)) for name in ("won_deals", "bookings"))
    rung = ladder(forecast, _goal("bookings")).rung("target")
    near = deals[np.abs(bookings - (rung.value or 0)) < 150_000]
    assert rung.deals == pytest.approx(near.mean(), rel=0.02)
    assert rung.money == rung.value
    of_deals = ladder(forecast, _goal("won_deals"))
    assert of_deals.money_is == "bookings"
    rung = of_deals.rung("commit")
    assert rung.deals == rung.value
    assert rung.money == pytest.approx(bookings[np.abs(deals - (rung.value or 0)) < 4].mean(), rel=0.03)
    assert ladder(forecast, _goal("churn_rate")).money_is == "revenue"


def test_the_floor_stands_on_the_ladder_with_the_odds_of_reaching_it(forecast: Forecast) -> None:
    goal = _goal("revenue")
    found = ladder(forecast, goal)
    assert found.rung("floor").value == found.floor.value == goal_floor(forecast, goal).value
    assert found.rung("floor").probability == 1.0
    churn = ladder(forecast, _goal("churn_rate", direction="at_most")).rung("floor")
    assert churn.value is None
    assert churn.reason
    against = ladder(forecast, _goal("revenue", direction="at_most")).rung("floor")
    assert (against.value, against.probability) == (None, None)
    assert against.reason


def test_a_metric_that_is_rarely_defined_has_no_rungs_and_says_so() -> None:
    document = sample_scenario()
    plan = document.changed(
        teams=tuple(
            team.changed(inbound_per_month={"mean": 0.0}, open_pipeline=()) for team in document.teams
        ),
        second_opinion=None,
    )
    found = ladder(simulate(plan, 200), _goal("average_deal_size"))
    assert found.values() == dict.fromkeys(RUNGS)
    assert found.rung("target").reason == "not defined in enough futures for these odds"


def test_without_enough_history_the_rungs_have_no_word(forecast: Forecast) -> None:
    short = sample_scenario().changed(history=HistoryBehind(closed_outcomes=5, periods=2))
    found = ladder(forecast.under(short), _goal("bookings"))
    assert {rung.verdict for rung in found.rungs} == {NOT_ENOUGH}


def test_a_second_opinion_counts_no_deals(forecast: Forecast) -> None:
    opinion = sample_scenario().second_opinion
    assert opinion is not None
    plan = sample_scenario().changed(second_opinion=opinion.changed(weight=0.4))
    found = ladder(forecast.under(plan), _goal(opinion.metric))
    assert {rung.deals for rung in found.rungs} == {None}


@pytest.mark.parametrize(
    ("metric", "direction"),
    [
        ("bookings", "at_least"),
        ("churn_rate", "at_most"),
        ("won_deals", "at_least"),
        ("win_rate", "at_least"),
    ],
)
def test_a_goal_can_be_dragged_over_all_rungs_in_round_steps(
    forecast: Forecast, metric: str, direction: str
) -> None:
    goal = _goal(metric, direction=direction, target=0.0123 if metric == "churn_rate" else 0.19)
    found = ladder(forecast, goal)
    targets = steps(forecast, goal, found)
    assert list(targets) == sorted(set(targets))
    assert 20 <= len(targets) <= 100
    assert goal.threshold in targets
    assert {rung.value for rung in found.rungs if rung.value is not None} <= set(targets)
    odds = [assess(forecast, [moved(goal, target)])[0].probability for target in targets]
    falling = odds if direction == "at_least" else odds[::-1]
    assert falling == sorted(falling, reverse=True)
    words = {assess(forecast, [moved(goal, target)])[0].verdict for target in targets}
    assert words == {"realistic", "stretch", "unreachable"}


def test_a_target_far_off_is_one_step_and_does_not_coarsen_the_others(forecast: Forecast) -> None:
    near = steps(forecast, _goal("bookings", target=8e6), ladder(forecast, _goal("bookings")))
    far = _goal("bookings", target=1e12)
    targets = steps(forecast, far, ladder(forecast, far))
    assert targets[-1] == 1e12
    assert targets[-2] < 2e7
    assert len(targets) >= len(near) - 2


def test_a_moved_goal_keeps_the_form_it_was_given_in() -> None:
    assert moved(_goal("bookings"), 5.0).target == 5.0
    change = Goal(name="G", metric="bookings", baseline=200.0, change=0.1, by="2027-12")
    after = moved(change, 250.0)
    assert (after.target, after.baseline, after.change) == (None, 200.0, 0.25)
    assert after.threshold == 250.0
    from_nothing = Goal(name="G", metric="bookings", baseline=0.0, change=0.1, by="2027-12")
    assert moved(from_nothing, 30.0).threshold == 30.0


def test_where_no_change_leads_there_a_goal_is_given_as_a_number() -> None:
    change = Goal(name="G", metric="profit", baseline=200.0, change=0.1, by="2027-12")
    for target in (-500.0, 1e9):
        after = moved(change, target)
        assert (after.target, after.change, after.baseline) == (target, None, None)
    tiny = moved(change.changed(baseline=1e13), 1e-3)
    assert tiny.threshold == 1e-3


def test_a_share_that_may_be_negative_is_dragged_below_nothing() -> None:
    plan = sample_scenario()
    assert plan.recurring is not None
    growing = plan.recurring.changed(monthly_expansion={"mean": 0.03, "sd": 0.004})
    forecast = simulate(plan.changed(recurring=growing), 400)
    goal = _goal("net_revenue_churn", direction="at_most")
    values = goal_values(forecast, goal)
    targets = steps(forecast, goal, ladder(forecast, goal))
    low, high = np.quantile(values, [0.02, 0.98])
    assert high < 0
    inside = [target for target in targets if low < target < high]
    assert len(inside) > 20


def test_what_is_printed_is_json(forecast: Forecast) -> None:
    found = ladder(forecast, _goal("churn_rate", direction="at_most"))
    for rung in found.rungs:
        json.dumps(rung.document(), allow_nan=False)
    json.dumps(found.floor.document(), allow_nan=False)
