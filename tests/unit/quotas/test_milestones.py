"""Milestones: marks that add up with the layers, working days, and what on track means."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from simulator import Forecast, simulate
from simulator.engine.forecast import Series
from simulator.quotas.layers import Layers, layers
from simulator.quotas.milestones import milestones
from simulator.scenario import Goal
from tests.unit.quotas.companies import company


def _made(trials: int = 2_000, **fields: Any) -> tuple[Forecast, Layers]:
    goal = Goal.model_validate(
        {"name": "G", "metric": "bookings", "target": 2_800_000.0, "by": "2027-12", **fields}
    )
    plan = company(market={"monthly_sd": 0.1, "persistence": 0.5}, goals=[goal.model_dump(exclude_none=True)])
    forecast = simulate(plan, trials)
    return forecast, layers(forecast, goal)


def test_months_end_at_the_sum_of_their_parts() -> None:
    forecast, found = _made()
    marks = milestones(forecast, found, "month").marks
    assert [one.target for one in marks] == pytest.approx([one.target_to_date for one in found.months])
    assert [one.step for one in marks] == pytest.approx([one.target for one in found.months])
    assert marks[-1].target == pytest.approx(2.8e6)
    assert (marks[1].first, marks[1].last, marks[1].workdays) == (
        dt.date(2027, 2, 1),
        dt.date(2027, 2, 28),
        20,
    )


def test_weeks_run_from_monday_to_sunday_and_grow_with_working_days() -> None:
    forecast, found = _made()
    weeks = milestones(forecast, found).marks
    assert (weeks[0].first, weeks[0].last, weeks[0].workdays) == (dt.date(2027, 1, 1), dt.date(2027, 1, 3), 1)
    assert all(one.first.weekday() == 0 for one in weeks[1:])
    assert all(one.last.weekday() == 6 for one in weeks[:-1])
    assert weeks[-1].last == dt.date(2027, 12, 31)
    january = found.months[0].target
    assert weeks[0].target == pytest.approx(january / 21)
    assert weeks[1].target == pytest.approx(january * 6 / 21)
    assert sum(one.step for one in weeks) == pytest.approx(2.8e6)
    # 1 to 7 February: all of January, and five of February's twenty working days
    assert weeks[5].target == pytest.approx(january + found.months[1].target / 4)


def test_on_track_is_where_nine_in_ten_of_those_that_meet_the_goal_were() -> None:
    forecast, found = _made()
    made = milestones(forecast, found, "month")
    booked = forecast.series(Series.BOOKINGS).cumsum(axis=1)
    met = booked[:, -1] >= 2.8e6 * (1 - 1e-12)
    assert (made.meeting, made.are_closest) == (met.sum(), False)
    for t, one in enumerate(made.marks[:-1]):
        nine = np.quantile(booked[met, t], 0.1)
        assert one.on_track == pytest.approx(min(nine, one.target))
        assert one.middle == pytest.approx(np.median(booked[met, t]))
        reached = booked[:, t] >= one.target
        assert one.if_reached == pytest.approx(met[reached].mean())
        assert one.if_missed == pytest.approx(met[~reached].mean())
        assert (one.if_missed or 0) < found.verdict.probability < (one.if_reached or 0)
    last = made.marks[-1]
    assert (last.if_reached, last.if_missed, last.on_track) == (1, 0, last.target)


def test_inside_a_month_nothing_is_said_but_the_mark() -> None:
    forecast, found = _made()
    weeks = milestones(forecast, found).marks
    assert weeks[4].last == dt.date(2027, 1, 31)
    assert weeks[4].on_track is not None
    assert weeks[5].on_track is weeks[5].middle is weeks[5].if_reached is weeks[5].if_missed is None


def test_a_goal_nobody_meets_takes_the_closest_futures() -> None:
    forecast, found = _made(target=9e6)
    made = milestones(forecast, found, "month")
    assert (made.meeting, made.are_closest) == (0, True)
    assert made.marks[5].if_reached is None
    top = np.sort(forecast.series(Series.BOOKINGS).sum(axis=1))[-200:]
    assert made.marks[-1].middle == pytest.approx(np.median(top))


def test_a_limit_is_on_track_from_above() -> None:
    forecast, found = _made(metric="entered", direction="at_most", target=720.0)
    made = milestones(forecast, found, "month")
    assert all((one.on_track or 0) >= one.target for one in made.marks)
    assert {win.part for win in made.wins} == {None}


def test_first_wins_come_in_their_order() -> None:
    forecast, found = _made()
    made = milestones(forecast, found)
    assert [win.by for win in made.wins] == sorted(win.by for win in made.wins)
    assert [win.deals for win in made.wins if win.deals] == [1, 10, 25, 50, 100]
    assert [win.part for win in made.wins if win.part] == [0.1, 0.25, 0.5, 0.75, 1.0]
    half = next(win.by for win in made.wins if win.part == 0.5)
    week = next(one for one in made.marks if one.last == half)
    assert week.target >= 1.4e6 > week.target - week.step


def test_a_rate_has_no_way_to_go() -> None:
    forecast, found = _made(metric="win_rate", target=0.2)
    assert milestones(forecast, found).marks == ()
