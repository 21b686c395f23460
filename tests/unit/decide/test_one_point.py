"""One point more at each step: the simulation agrees with the closed form, in bookings and in odds."""

from __future__ import annotations

import pytest

from simulator import simulate
from simulator.decide.one_point import point_shares, point_worth
from simulator.evidence import Totals, totals_to_scenario
from simulator.scenario import Goal, Rate, Scenario

TOTALS = Totals(calls=7200, appointments=1080, sales=360, revenue=9_000_000.0)


def plan() -> Scenario:
    """Calls, appointments, sales; nothing that takes time, so that every sale counts."""
    return totals_to_scenario(TOTALS, 12)


def test_the_closed_form_is_units_times_a_point_times_what_follows() -> None:
    appointment, sale = point_shares(plan())
    assert (appointment.step, sale.step) == ("appointment", "sale")
    assert (appointment.before, sale.before) == ("call", "appointment")
    assert appointment.bookings == pytest.approx(7200 * 0.01 * (1 / 3) * 25_000, rel=2e-3)
    assert sale.bookings == pytest.approx(1080 * 0.01 * 25_000, rel=2e-3)


def test_simulated_points_are_those_of_the_closed_form() -> None:
    scenario = plan()
    found = {one.step: one for one in point_worth(scenario, None, 8_000, 3)}
    bookings = simulate(scenario, 8_000, 3).series("bookings").sum(axis=1).mean()
    for one in point_shares(scenario):
        # shares of the same total, which growth and luck move alike
        assert found[one.step].bookings / bookings == pytest.approx(0.01 / one.rate, rel=0.05)
        assert found[one.step].odds is None


def test_odds_rise_and_the_most_valuable_point_comes_first() -> None:
    scenario = plan()
    goal = Goal(name="Bookings", metric="bookings", target=9e6, by=scenario.months[-1])
    first, second = point_worth(scenario.changed(goals=(goal,)), goal, 4_000, 1)
    assert first.step == "appointment"
    assert first.bookings > second.bookings > 0
    assert first.odds is not None
    assert second.odds is not None
    assert first.odds > second.odds > 0


def test_a_rate_near_its_end_is_raised_only_to_it() -> None:
    team = plan().teams[0]
    sure = team.stages[1].changed(rate=Rate(mean=0.996))
    scenario = plan().changed(teams=(team.changed(stages=(team.stages[0], sure)),))
    found = {one.step: one for one in point_shares(scenario)}
    assert found["sale"].bookings == pytest.approx(7200 * 0.15 * 0.004 * 25_000, rel=2e-3)
    worth = {one.step: one for one in point_worth(scenario, None, 2_000, 1)}
    assert 0 < worth["sale"].bookings < worth["appointment"].bookings


def test_a_rate_that_is_certain_has_no_point_to_win() -> None:
    team = plan().teams[0]
    certain = team.stages[1].changed(rate=Rate(mean=1.0))
    scenario = plan().changed(teams=(team.changed(stages=(team.stages[0], certain)),))
    assert [one.step for one in point_shares(scenario)] == ["appointment"]


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    point_worth(plan(), None, 500, 1, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
