"""Last useful dates against closed forms: exact odds by start month, exact last months, exact zeros."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from simulator import Scenario, simulate
from simulator.decide.dated_moves import hire, initiatives, levers, moves
from simulator.decide.last_date import LastDate, last_dates
from simulator.decide.last_date_words import limit_words, verdict_words
from simulator.decide.last_possible import last_possible
from simulator.decide.response import Response
from simulator.engine.forecast import Series
from simulator.goals.verdict import goal_values
from simulator.scenario import Goal
from tests.statistical.small_scenarios import goal, initiative, month, scenario, team_document

TRIALS = 4_000
DEADLINE = 11
SURE = 4.5
"""Standard errors: with some fifty comparisons beyond it in one of three thousand runs of this file."""


def found(one: Scenario, *tried: Any, trials: int = TRIALS) -> tuple[LastDate, ...]:
    forecast = simulate(one, trials, seed=11)
    return last_dates(Response(forecast), one.goals[0], tried or None)


def bound_by_people(**fields: Any) -> dict[str, Any]:
    """Two reps who can work four opportunities a month each, and a thousand of them come in."""
    plain: dict[str, Any] = {
        "inbound_per_month": 1_000.0,
        "stages": [{"name": "sale", "rate": 0.25}],
        "opportunities_per_rep_per_month": 4.0,
        "headcount": 2,
        "ramp": [0.0, 0.0, 1.0],
    }
    return team_document(**{**plain, **fields})


def near(gain: float, exact: float, error: float) -> None:
    """Within the paired error; where all futures agree, within one of them."""
    assert abs(gain - exact) <= SURE * error + 1 / TRIALS


@pytest.mark.parametrize("people", [1, 3])
def test_where_people_bind_a_hire_adds_exactly_what_it_can_work(people: int) -> None:
    one = scenario(bound_by_people(), goals=[goal("won_deals", 27)])
    (dated,) = found(one, hire(one, "Direct", people))
    base = stats.binom.sf(26, 8 * 12, 0.25)
    assert [start.t for start in dated.starts] == list(range(12))
    for start in dated.starts:
        worked = 8 * 12 + 4 * people * max(12 - (start.t + 2), 0)
        near(start.gain, stats.binom.sf(26, worked, 0.25) - base, start.standard_error)
    assert all(start.gain == 0 and start.standard_error == 0 for start in dated.starts[10:])
    assert dated.last is not None
    assert dated.last.month == dated.last_possible == month(DEADLINE - 2)
    assert dated.effect == "useful"
    assert dated.lost_per_month == pytest.approx(dated.now / 10)
    assert dated.lost_next == pytest.approx(dated.now - dated.starts[1].gain)


def test_where_people_bind_more_leads_are_said_to_be_useless() -> None:
    one = scenario(bound_by_people(), goals=[goal("won_deals", 27)])
    (dated,) = found(one, hire(one, "Direct"))
    assert dated.limit is not None
    assert (dated.limit.by_people, dated.limit.by_leads) == (12, 0)
    assert (dated.limit.leads_gain, dated.limit.leads_error) == (0, 0)
    assert limit_words(dated) == ("More leads cannot help: people are the limit in 12 of 12 months.",)


def test_where_leads_bind_hiring_gains_exactly_nothing_and_that_is_said() -> None:
    # People come and go, initiatives bring more of them: their luck must not be touched by somebody who is tried.
    direct = bound_by_people(
        inbound_per_month=6.0,
        opportunities_per_rep_per_month=400.0,
        annual_attrition={"mean": 0.4, "equivalent_n": 20},
        backfill_after_months=1,
        ramp=[0.5, 1.0],
        headcount=20,
    )
    more = initiative("hires", {"low": 1.0, "mode": 2.0, "high": 4.0}, probability=0.5, start_month=month(2))
    one = scenario(direct, goals=[goal("won_deals", 18)], initiatives=[more])
    (dated,) = found(one, hire(one, "Direct"))
    assert all(start.gain == 0 and start.standard_error == 0 for start in dated.starts)
    assert not dated.is_felt
    assert dated.effect == "none"
    assert dated.last is None
    assert limit_words(dated) == ("Hiring cannot help: leads are the limit in 12 of 12 months.",)
    assert dated.limit is not None
    base, ten_more = (stats.poisson.sf(17, 12 * 6 * 0.25 * factor) for factor in (1, 1.1))
    near(dated.limit.leads_gain, ten_more - base, dated.limit.leads_error)


def test_somebody_who_is_tried_touches_nobody_elses_luck() -> None:
    more = initiative("hires", {"low": 1.0, "mode": 2.0, "high": 4.0}, probability=0.5, start_month=month(2))
    own = {"lever": "hires", "change": 2.0, "start_month": month(1)}
    direct = bound_by_people(annual_attrition=0.6, backfill_after_months=1)
    one = scenario(direct, initiatives=[more], adjustments=[own], goals=[goal("won_deals", 27)])
    move = hire(one, "Direct")
    base, never, later = (
        simulate(plan, 1_000).series(Series.HEADCOUNT, "Direct")
        for plan in (one, move.begun(one, 12), move.begun(one, 5))
    )
    assert (base == never).all()
    assert set(np.unique(later[:, 5:] - base[:, 5:])) == {0, 1}
    assert (later[:, :5] == base[:, :5]).all()
    assert (later[:, 5] == base[:, 5] + 1).all()


def test_nothing_waits_for_people_where_no_capacity_is_stated() -> None:
    one = scenario(team_document(inbound_per_month=6.0, headcount=2), goals=[goal("won_deals", 72)], seed=1)
    (dated,) = found(one, hire(one, "Direct"), trials=200)
    assert dated.effect == "none"
    assert "no capacity is stated" in limit_words(dated)[0]


def test_a_goal_out_of_reach_is_no_proof_that_leads_are_the_limit() -> None:
    one = scenario(bound_by_people(), goals=[goal("won_deals", 900)])
    (dated,) = found(one, hire(one, "Direct"), trials=200)
    assert dated.is_felt
    assert dated.effect == "none"
    assert limit_words(dated) == ("More leads cannot help: people are the limit in 12 of 12 months.",)


@pytest.mark.parametrize("phase", [0, 4])
def test_an_initiative_moved_to_every_month_has_its_exact_odds(phase: int) -> None:
    grows = initiative("volume", 0.5, start_month=month(3), phase_in_months=phase, probability=0.6)
    one = scenario(team_document(inbound_per_month=4.0), goals=[goal("won_deals", 55)], initiatives=[grows])
    (dated,) = found(one, *initiatives(one))
    assert dated.move.planned == month(3)
    base = stats.poisson.sf(54, 48)
    assert abs(dated.without - base) < SURE * np.sqrt(base * (1 - base) / TRIALS)
    for start in dated.starts:
        phased = np.clip((np.arange(12) - start.t + 1) / max(phase, 1), 0, 1).sum()
        exact = 0.6 * (stats.poisson.sf(54, 4 * (12 + 0.5 * phased)) - base)
        near(start.gain, exact, start.standard_error)
    assert dated.last_possible == month(DEADLINE)
    assert dated.as_planned == dated.starts[3]
    assert f"As planned, from {month(3)}, it adds" in verdict_words(dated)


def test_a_lever_on_stated_terms_begins_after_its_lead_time() -> None:
    one = scenario(
        team_document(inbound_per_month=4.0),
        goals=[goal("won_deals", 52)],
        lever_terms=[{"lever": "volume", "moved": 0.3, "lead_months": 4}],
    )
    (dated,) = found(one, *levers(one))
    assert [start.t for start in dated.starts] == list(range(4, 12))
    base = stats.poisson.sf(51, 48)
    for start in dated.starts:
        near(start.gain, stats.poisson.sf(51, 4 * (12 + 0.3 * (12 - start.t))) - base, start.standard_error)
        assert month(start.t - 4) == start.decided
    assert dated.last is not None
    assert dated.decide_by == month(dated.last.t - 4)


def test_after_the_last_possible_month_no_future_differs() -> None:
    slow = bound_by_people(
        cycle_days={"mean": 150.0, "cv": 0.2, "n": 40},
        ramp_length_cv=0.3,
        ramp=[0.0, 0.0, 0.0, 1.0],
        annual_attrition=0.3,
        backlog_carry=0.5,
    )
    faster = initiative("ramp_months", -0.4, probability=0.5)
    one = scenario(slow, goals=[goal("bookings", 15.0)], initiatives=[faster])
    forecast = simulate(one, 1_000, seed=2)
    response, wanted = Response(forecast), one.goals[0]
    for move in (hire(one, "Direct", 20), *levers(one), *initiatives(one)):
        last = last_possible(forecast, wanted, move)
        assert last is not None
        assert 0 < last < DEADLINE
        never = goal_values(response.of(move.begun(one, 12)), wanted)
        for t in range(last + 1, 12):
            assert np.array_equal(goal_values(response.of(move.begun(one, t)), wanted), never)
    many = hire(one, "Direct", 20)
    felt = goal_values(response.of(many.begun(one, 0)), wanted)
    assert not np.array_equal(felt, goal_values(forecast, wanted))


def test_no_time_is_left_for_a_ramp_longer_than_the_plan() -> None:
    one = scenario(bound_by_people(ramp=[0.0] * 14 + [1.0]), goals=[goal("won_deals", 27)])
    (dated,) = found(one, hire(one, "Direct"), trials=200)
    assert (dated.last_possible, dated.on_average, dated.last, dated.effect) == (None, None, None, "none")
    assert limit_words(dated)[0] == "Hiring cannot help: whoever starts now sells too late for this goal."


def test_a_hire_that_costs_more_than_it_sells_is_said_to_harm() -> None:
    dear = bound_by_people(annual_cost_per_rep=1_200.0, inbound_per_month=1.0)
    one = scenario(dear, goals=[goal("profit", -2_470.0)], costs={"gross_margin": 1.0})
    (dated,) = found(one, hire(one, "Direct"), trials=400)
    assert dated.effect == "harms"
    assert dated.now < 0
    assert dated.last_possible == month(DEADLINE)


def test_another_teams_goal_is_not_touched() -> None:
    one = scenario(
        bound_by_people(name="North"),
        bound_by_people(name="South"),
        goals=[goal("won_deals", 27, scope="North")],
    )
    (dated,) = found(one, hire(one, "South"), trials=200)
    assert (dated.effect, dated.last_possible, dated.limit) == ("none", None, None)
    assert [move.name for move in moves(one, "North")] == ["North"]


def test_order_of_teams_and_of_what_is_tried_changes_no_digit() -> None:
    teams = [bound_by_people(name=name, annual_attrition=0.3) for name in ("North", "South")]
    wanted = [goal("won_deals", 52)]
    one, other = scenario(*teams, goals=wanted), scenario(*reversed(teams), goals=wanted)
    asked = found(one, hire(one, "North"), hire(one, "South"), trials=500)
    again = found(other, hire(other, "South"), hire(other, "North"), trials=500)
    assert [dated.document() for dated in asked] == [dated.document() for dated in reversed(again)]


def test_progress_counts_to_its_end() -> None:
    one = scenario(bound_by_people(), goals=[goal("won_deals", 27)])
    told: list[tuple[int, int]] = []
    last_dates(
        Response(simulate(one, 100)),
        one.goals[0],
        progress=lambda done, runs: told.append((done, runs)),
    )
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert told[-1][0] == told[-1][1]
    assert isinstance(one.goals[0], Goal)
