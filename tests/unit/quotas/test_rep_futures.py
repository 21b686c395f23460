"""Reps, team and company are one: whose deals are whose adds up in every future, whatever the team."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import Forecast, Scenario, simulate
from simulator.engine.effects import draw_effects
from simulator.engine.forecast import Series
from simulator.engine.people import draw_seat_productivity
from simulator.engine.streams import Luck
from simulator.goals.windows import Window
from simulator.quotas.rep_futures import affordable_trials, rep_futures
from simulator.quotas.seats import expected_capacity, seats
from simulator.scenario import scenario_digest, simulation_digest
from tests.unit.quotas.companies import PEOPLE, company

OPEN = [
    {"count": 9, "win_rate": {"mean": 0.4, "equivalent_n": 30.0}, "age_days": 20.0},
    {"count": 4, "win_rate": 0.5, "value": 90_000.0},
    {"count": 3, "win_rate": {"mean": 0.6}, "values": [10_000.0, 50_000.0, 250_000.0], "name": "Listed"},
]
LOGNORMAL = {"family": "lognormal", "mean": 20_000.0, "cv": 1.4, "n": 50.0}
EMPIRICAL = {"family": "empirical", "values": [5_000.0, 5_000.0, 20_000.0, 80_000.0]}
TEAMS: dict[str, dict[str, Any]] = {
    "plain": {},
    "people come and go": PEOPLE,
    "equal sizes": {"deal_size": {"mean": 20_000.0, "cv": 0.0}},
    "lognormal sizes": {"deal_size": LOGNORMAL},
    "past deals": {"deal_size": EMPIRICAL, **PEOPLE},
    "capacity and backlog": {**PEOPLE, "opportunities_per_rep_per_month": 6.0, "backlog_carry": 0.8},
    "open pipeline": {"open_pipeline": OPEN, "cycle_days": {"mean": 50.0, "cv": 0.8, "n": 40.0}, **PEOPLE},
    "open pipeline, same month": {"open_pipeline": OPEN, "deal_size": EMPIRICAL},
    "long cycle": {"cycle_days": {"mean": 400.0, "cv": 0.5}, **PEOPLE},
    "many deals": {"inbound_per_month": {"mean": 3_000.0, "dispersion": 5.0}, **PEOPLE},
    "reps differ": {"rep_spread": 0.5, "reps": [{"name": "Ana", "potential": 3.0}, {"name": "Ben"}]},
    "nobody": {"headcount": 0, "open_pipeline": OPEN},
    "nobody stays": {"headcount": 1, "annual_attrition": {"mean": 0.9}},
    "nothing sold": {"inbound_per_month": 0.0},
}
CHANGES = {
    "initiatives": [
        {"name": "Hire more", "lever": "hires", "effect": {"low": 0.0, "mode": 1.5, "high": 2.5},
         "probability": 0.5, "start_month": "2027-04", "phase_in_months": 3},
        {"name": "Faster", "lever": "cycle_days", "effect": {"low": -0.3, "mode": -0.2, "high": -0.1},
         "start_month": "2027-03"},
    ],
    "adjustments": [{"lever": "hires", "change": 1.0}, {"lever": "ramp_months", "change": -0.3}],
}  # fmt: skip


def assert_adds_up(forecast: Forecast, window: Window) -> None:
    """Seats and no seat are the team's bookings and deals, the teams' the company's, future by future."""
    found = rep_futures(forecast, window)
    whole = np.zeros(found.n_trials)
    for number, team in enumerate(forecast.scenario.teams):
        bookings = forecast.series(Series.BOOKINGS, team.name)[: found.n_trials, window.months].sum(axis=1)
        closed = forecast.series(Series.CLOSED, team.name)[: found.n_trials, window.months].sum(axis=1)
        np.testing.assert_allclose(found.team_bookings(team.name), bookings, rtol=1e-12, atol=1e-6)
        mine = found.team_of == number
        assert (found.deals[mine].sum(axis=0) + found.no_rep_deals[number] == closed).all()
        whole += found.team_bookings(team.name)
    company_wide = forecast.series(Series.BOOKINGS)[: found.n_trials, window.months].sum(axis=1)
    np.testing.assert_allclose(whole, company_wide, rtol=1e-12, atol=1e-6)
    assert (found.bookings >= 0).all()
    assert (found.deals >= 0).all()


@pytest.mark.parametrize("name", TEAMS)
@pytest.mark.parametrize(
    "window", [Window(0, 11), Window(3, 5), Window(11, 11)], ids=["year", "quarter", "month"]
)
def test_reps_team_and_company_are_one_in_every_future(name: str, window: Window) -> None:
    assert_adds_up(simulate(company(TEAMS[name], {}), 400), window)


def test_also_where_initiatives_hire_and_move_what_people_sell() -> None:
    assert_adds_up(simulate(company(TEAMS["open pipeline"], PEOPLE, **CHANGES), 1_200), Window(0, 11))


@pytest.mark.parametrize("changes", [{}, CHANGES], ids=["as planned", "with hires by initiative"])
def test_the_seats_are_the_forecast_s_people_month_by_month(changes: dict[str, Any]) -> None:
    scenario = company(PEOPLE, {**PEOPLE, "backfill_after_months": None}, **changes)
    forecast = simulate(scenario, 1_300)
    luck = Luck(forecast.seed, 0, 1_300)
    for team in scenario.teams:
        by_seat = draw_seat_productivity(scenario, team, draw_effects(scenario, luck), luck)
        assert by_seat.shape[2] == sum(seat.team == team.name for seat in seats(scenario))
        effective = forecast.series(Series.EFFECTIVE_REPS, team.name)
        np.testing.assert_allclose(by_seat.sum(axis=2), effective, rtol=1e-12, atol=1e-12)


def test_expected_capacity_is_the_mean_of_the_people_times_their_potential() -> None:
    scenario = company(PEOPLE, {"reps": [{"name": "Ana", "potential": 2.0}], "headcount": 1})
    forecast = simulate(scenario, 1_300)
    capacity = expected_capacity(forecast)
    assert capacity.shape == (8, 12)
    people = forecast.series(Series.EFFECTIVE_REPS, "Team 1").mean(axis=0)
    np.testing.assert_allclose(capacity[:6].sum(axis=0), people, rtol=1e-12)
    np.testing.assert_allclose(capacity[6:], [[2.0] * 12, [1.0] * 12])
    np.testing.assert_array_equal(expected_capacity(forecast, Window(2, 4)), capacity[:, 2:5])


def test_every_seat_has_a_key_of_its_own_and_says_who_it_is() -> None:
    scenario = company(PEOPLE, {**PEOPLE, "reps": [{"name": "#Rep 1", "manager": "Zoe"}]}, **CHANGES)
    found = seats(scenario)
    assert len({seat.key for seat in found}) == len(found) == 19
    assert [seat.kind for seat in found[:6]] == ["rep", "rep", "headcount", "headcount", "hire", "hire"]
    assert (found[0].tenure_months, found[2].tenure_months, found[4].arrives) == (30, None, "2027-03")
    assert [seat.name for seat in found[6:10]] == [
        "Kept what-if, person 1", "Hire more, person 1", "Hire more, person 2", "Hire more, person 3",
    ]  # fmt: skip
    assert found[10].manager == "Zoe"


def test_neither_pieces_nor_threads_nor_the_window_change_a_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    forecast = simulate(company(TEAMS["open pipeline"], PEOPLE), 2_300)
    usual = rep_futures(forecast)
    monkeypatch.setattr("simulator.quotas.seats.CHUNK_CELLS", 6 * 12 * 200)
    pieces = rep_futures(forecast, threads=1)
    np.testing.assert_array_equal(usual.bookings, pieces.bookings)
    np.testing.assert_array_equal(usual.deals, pieces.deals)
    fewer = rep_futures(forecast, n_trials=700)
    np.testing.assert_array_equal(usual.bookings[:, :700], fewer.bookings)
    halves = [rep_futures(forecast, window) for window in (Window(0, 5), Window(6, 11))]
    np.testing.assert_array_equal(usual.deals, halves[0].deals + halves[1].deals)
    np.testing.assert_allclose(usual.bookings, halves[0].bookings + halves[1].bookings, rtol=1e-12)


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan.changed(quotas={"over_assignment": 1.2}),
        lambda plan: _with(plan, rep_spread=0.4),
        lambda plan: _with(plan, reps=[{"name": "Ana", "potential": 4.0, "manager": "Zoe"}]),
    ],
)
def test_who_carries_what_changes_no_future_of_the_team(change: Any) -> None:
    before = company({"reps": [{"name": "Ana"}]})
    after: Scenario = change(before)
    assert simulation_digest(before) == simulation_digest(after)
    assert scenario_digest(before) != scenario_digest(after)
    one, other = simulate(before, 200), simulate(after, 200)
    np.testing.assert_array_equal(one.series(Series.BOOKINGS), other.series(Series.BOOKINGS))


def _with(plan: Scenario, **fields: Any) -> Scenario:
    return plan.changed(teams=(plan.teams[0].changed(**fields),))


def test_months_with_nobody_wait_for_the_next_one_to_come_until_they_close() -> None:
    """Six beginners sell nothing in their first month: a deal decided then is somebody's only where it closes later."""
    beginners = {"headcount": 0, "reps": [{"name": name} for name in "abcdef"], "ramp": [0.0, 1.0]}
    at_once = rep_futures(simulate(company(beginners), 300))
    later = rep_futures(simulate(company({**beginners, "cycle_days": {"mean": 200.0, "cv": 0.2}}), 300))
    first = rep_futures(simulate(company(beginners), 300), Window(0, 0))
    assert at_once.no_rep_deals.sum() == first.no_rep_deals.sum() > 0
    assert first.deals.sum() == 0
    assert later.no_rep_deals.sum() == 0


def test_the_open_deals_belong_to_who_was_there() -> None:
    team = {
        "inbound_per_month": 0.0,
        "headcount": 2,
        "hires": [{"month": "2027-02", "count": 2}],
        "open_pipeline": OPEN,
        "cycle_days": {"mean": 90.0, "cv": 0.6},
    }
    found = rep_futures(simulate(company(team), 400))
    assert found.deals[:2].sum() > 0
    assert found.bookings[2:].sum() == 0


def test_so_many_futures_are_shared_out_as_memory_allows() -> None:
    assert affordable_trials(100, 10_000) == 10_000
    assert affordable_trials(3_000, 10_000) == 2_000
    assert affordable_trials(20_000, 10_000) == 500
    assert affordable_trials(20_000, 100) == 100


def test_progress_may_end_the_run() -> None:
    forecast = simulate(company(), 1_000)
    seen: list[tuple[int, int]] = []
    rep_futures(forecast, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 1)]

    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rep_futures(forecast, progress=stop)
