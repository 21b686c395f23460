"""Not enough history, widening and second opinion in a verdict; digests and forecasts shared between plans."""

from __future__ import annotations

import json

import numpy as np
import pytest

from simulator import Forecast, Verdict, assess, simulate
from simulator.engine.forecast import Series
from simulator.goals import (
    NOT_ENOUGH,
    common_marks,
    compare,
    goal_values,
    joint_probability,
    marks,
    target_at,
)
from simulator.goals.marks import widening_words
from simulator.goals.opinion import speaks_of, top_down
from simulator.goals.paths import costs_covered, goal_path
from simulator.sample import sample_scenario
from simulator.scenario import (
    Goal,
    HistoryBehind,
    Scenario,
    judging_digest,
    scenario_digest,
    simulation_digest,
)

TRIALS = 1_000


@pytest.fixture(scope="module")
def forecast() -> Forecast:
    return simulate(sample_scenario(), TRIALS)


def _with(**fields: object) -> Scenario:
    return sample_scenario().changed(**fields)


def _weighted(weight: float) -> Scenario:
    opinion = sample_scenario().second_opinion
    assert opinion is not None
    return _with(second_opinion=opinion.changed(weight=weight))


def _first(forecast: Forecast, scenario: Scenario) -> Verdict:
    return assess(forecast.under(scenario))[0]


@pytest.mark.parametrize(
    ("closed", "periods", "enough"), [(20, 4, True), (19, 40, False), (4000, 3, False), (0, 0, False)]
)
def test_below_either_limit_there_is_no_word(
    forecast: Forecast, closed: int, periods: int, enough: bool
) -> None:
    before = _first(forecast, _with(history=None))
    found = _first(forecast, _with(history={"closed_outcomes": closed, "periods": periods}))
    assert (found.verdict == before.verdict) is enough
    assert (found.history is None) is enough
    if not enough:
        assert found.verdict == NOT_ENOUGH
        assert not found.borderline
    numbers = ("probability", "standard_error", "interval", "mean", "sd", "p10", "p50", "p90", "undefined")
    assert [getattr(found, name) for name in numbers] == [getattr(before, name) for name in numbers]


def test_without_a_word_no_edge_is_near(forecast: Forecast) -> None:
    goal = sample_scenario().goals[0]
    edge = target_at(forecast, goal, 0.6)
    at_edge = goal.changed(target=edge)
    assert _first(forecast, _with(history=None, goals=(at_edge,))).borderline
    short = _with(history={"closed_outcomes": 3, "periods": 9}, goals=(at_edge,))
    assert not _first(forecast, short).borderline


@pytest.mark.parametrize(
    ("closed", "periods", "begin"),
    [
        (12, 3, "12 closed deals and 3 months"),
        (1, 1, "1 closed deal and 1 month"),
        (0, 0, "0 closed deals and 0 months"),
    ],
)
def test_the_sentence_says_what_would_be_enough(closed: int, periods: int, begin: str) -> None:
    behind = HistoryBehind(closed_outcomes=closed, periods=periods)
    assert behind.sentence == (
        f"{begin} stand behind this plan; from 20 closed deals and 4 months on the odds get a word"
    )


def test_without_the_fields_nothing_is_said(forecast: Forecast) -> None:
    plain = _with(history=None, second_opinion=None, widening=None)
    for verdict in assess(forecast.under(plain)):
        assert (verdict.history, verdict.widened, verdict.second_opinion) == (None, None, None)
        assert marks(verdict, plain) == ()


def test_widening_moves_every_figure_of_a_goal_but_its_median(forecast: Forecast) -> None:
    plan = _with(widening={"factor": 1.5})
    goal, wide = plan.goals[0], forecast.under(plan)
    before, after = _first(forecast, sample_scenario()), _first(forecast, plan)
    assert after.widened == 1.5
    assert (after.p50, after.target) == (before.p50, before.target)
    assert after.p10 is not None
    assert before.p10 is not None
    assert after.p10 < before.p10
    assert after.p90 is not None
    assert before.p90 is not None
    assert after.p90 > before.p90
    for own, other in ((target_at(wide, goal, 0.9), target_at(forecast, goal, 0.9)),):
        assert own is not None
        assert other is not None
        assert own < other
    narrow, broad = (goal_path(one, goal, (0.1, 0.5, 0.9)) for one in (forecast, wide))
    np.testing.assert_array_equal(narrow[:, 1], broad[:, 1])
    assert ((broad[:, 2] - broad[:, 0]) > (narrow[:, 2] - narrow[:, 0])).all()
    assert joint_probability(wide, plan.goals) == np.mean(
        np.all([_met(wide, one) for one in plan.goals], axis=0)
    )


def _met(forecast: Forecast, goal: Goal) -> np.ndarray:
    values = goal_values(forecast, goal)
    return values >= goal.threshold if goal.direction == "at_least" else values <= goal.threshold


def test_costs_covered_are_widened_as_a_goal_on_profit_is(forecast: Forecast) -> None:
    plan = _with(widening={"factor": 5.0})
    goal = Goal(name="p", metric="profit", target=0.0, by="2027-12")
    assert costs_covered(forecast.under(plan)) == np.mean(goal_values(forecast.under(plan), goal) >= 0)
    plain = costs_covered(forecast.under(_with(widening=None)))
    assert plain == np.mean(forecast.series(Series.PROFIT).sum(axis=1) >= 0)


def test_a_factor_of_one_is_not_marked(forecast: Forecast) -> None:
    found = _first(forecast, _with(widening={"factor": 1.0}))
    assert found.widened is None


def test_json_gains_three_keys(forecast: Forecast) -> None:
    plan = _weighted(0.25).changed(widening={"factor": 1.3}, history={"closed_outcomes": 3, "periods": 9})
    document = json.loads(json.dumps(_first(forecast, plan).document(), allow_nan=False))
    assert (document["widened"], document["second_opinion"]) == (1.3, 0.25)
    assert document["history"].startswith("3 closed deals and 9 months")
    assert document["verdict"] == "not enough history"


@pytest.mark.parametrize(
    "change",
    [
        {"history": {"closed_outcomes": 1, "periods": 1}},
        {"widening": {"factor": 1.2}},
        {"second_opinion": None},
        {"second_opinion": {"first_month": "2025-01", "values": [5.0] * 20, "weight": 0.1}},
    ],
)
def test_the_forecast_is_the_same_and_the_document_is_not(change: dict[str, object]) -> None:
    plan, other = sample_scenario(), _with(**change)
    assert simulation_digest(plan) == simulation_digest(other)
    assert judging_digest(plan) != judging_digest(other)
    assert scenario_digest(plan) != scenario_digest(other)


def test_what_judges_nothing_leaves_the_judging_digest() -> None:
    assert judging_digest(sample_scenario()) == judging_digest(_with(name="other", seed=5))


def test_a_forecast_under_another_plan_shares_its_futures(forecast: Forecast) -> None:
    other = forecast.under(_with(name="other"))
    assert other.scenario.name == "other"
    assert np.shares_memory(other.series(Series.BOOKINGS), forecast.series(Series.BOOKINGS))
    assert forecast.under(forecast.scenario) is forecast


def test_without_a_weight_no_history_is_looked_at(
    forecast: Forecast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("computed for nothing")

    monkeypatch.setattr("simulator.goals.values.top_down", refuse)
    monkeypatch.setattr("simulator.goals.values.widened", refuse)
    assess(forecast)


def test_the_history_is_looked_at_once(forecast: Forecast, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = _weighted(0.2).changed(seed=987)
    first = top_down(plan, TRIALS, 987)

    def refuse(*_: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr("simulator.goals.opinion.fit_outlook", refuse)
    again = top_down(plan.changed(name="renamed", growth={"volume": 0.5}, goals=()), TRIALS, 987)
    assert again is first
    assert not first.flags.writeable


def test_an_opinion_speaks_of_the_company_s_money_alone() -> None:
    plan = sample_scenario()
    assert plan.recurring is not None
    assert speaks_of(plan, "bookings", "company")
    assert not speaks_of(plan, "revenue", "company"), "with subscriptions revenue is another thing"
    assert not speaks_of(plan, "bookings", "Direct")
    assert not speaks_of(plan, "profit", "company")
    assert not speaks_of(_with(second_opinion=None), "bookings", "company")


def test_each_goal_says_whether_it_is_touched(forecast: Forecast) -> None:
    plan = _weighted(0.25)
    verdicts = assess(forecast.under(plan))
    found = common_marks([(one.name, marks(one, plan)) for one in verdicts])
    assert found == (
        "New bookings: 25\u00a0% from the money history alone",
        (
            "Direct bookings, Monthly churn, 500 new customers: not touched by the second opinion, "
            "which speaks of the company's bookings"
        ),
    )


def test_many_goals_are_counted() -> None:
    found = common_marks([(f"g{number}", ("same",) if number else ()) for number in range(9)])
    assert found == ("g1, g2 and 6 more: same",)


@pytest.mark.parametrize(
    ("factor", "words"),
    [(1.3, "range widened ×1.3"), (2.0, "range widened ×2"), (0.75, "range narrowed ×0.75")],
)
def test_the_mark_of_a_widening(factor: float, words: str) -> None:
    assert widening_words(factor) == f"{words} as the past showed"


def test_a_goal_it_does_not_speak_of_is_not_compared(forecast: Forecast) -> None:
    assert compare(forecast, sample_scenario().goals[1]) is None
    assert compare(forecast.under(_with(second_opinion=None)), sample_scenario().goals[0]) is None
