"""A goal's teams, managers and seats: what each carries, and what nobody does."""

from __future__ import annotations

import math

import pytest

from simulator.goals.told import said
from simulator.quotas.layers import seat_targets
from simulator.quotas.layers_managers import manager_layers
from simulator.quotas.layers_words import (
    remainder_words,
)
from simulator.quotas.seats import seats
from tests.unit.quotas.companies import PEOPLE, company
from tests.unit.quotas.splits import split_of, with_hands


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
    forecast, found = split_of(plan)
    ana, ben, cem = seat_targets(forecast, found.goal)
    assert ana / ben == pytest.approx(1.5)
    assert cem / ben == pytest.approx(10.5 / 12)
    assert ana + ben + cem == pytest.approx(3e6)


def test_seats_of_which_the_plan_says_the_same_carry_the_same() -> None:
    plan = company(PEOPLE, {**PEOPLE, "reps": []})
    forecast, found = split_of(plan)
    targets = dict(zip([seat.key for seat in seats(plan)], seat_targets(forecast, found.goal), strict=True))
    assert targets["Team 1/#Rep 1"] == targets["Team 1/#Rep 2"] == targets["Team 1/Ana"]
    assert (
        targets["Team 1/#Hire 1"] == targets["Team 1/#Hire 2"] < targets["Team 1/Ben"] < targets["Team 1/Ana"]
    )
    assert math.fsum(targets.values()) == pytest.approx(3e6)


def test_a_team_without_people_takes_its_part_and_nobody_carries_it() -> None:
    plan = company({}, {"headcount": 0})
    forecast, found = split_of(plan)
    empty = found.teams[1]
    assert empty.seats == 0
    assert empty.uncarried == empty.target > 0
    assert math.fsum(seat_targets(forecast, found.goal)) + found.uncarried == pytest.approx(3e6)
    assert "Team 2 has no people: nobody carries its" in said(remainder_words(plan, found)[0])


def test_a_teams_goal_is_carried_by_that_team_alone() -> None:
    plan = company({}, {})
    forecast, found = split_of(plan, scope="Team 2", target=1_000_000.0)
    assert [(one.name, one.target) for one in found.teams] == [("Team 2", 1_000_000)]
    targets = seat_targets(forecast, found.goal)
    assert targets[:6] == (0.0,) * 6
    assert math.fsum(targets[6:]) == pytest.approx(1e6)
    assert found.teams[0].verdict.probability == found.verdict.probability


def test_managers_are_judged_by_what_their_people_sell() -> None:
    reps = [{"name": f"R{n}", "tenure_months": 30, "manager": "Mia" if n < 2 else None} for n in range(4)]
    plan = company({"reps": reps, "headcount": 0})
    forecast, found = split_of(plan)
    mia, none = manager_layers(forecast, found)
    assert (mia.name, none.name) == ("Mia", None)
    assert mia.target == pytest.approx(1.5e6)
    assert mia.seats == 2
    assert mia.verdict is not None
    assert none.verdict is not None
    middle = (mia.verdict.p50 or 0) + (none.verdict.p50 or 0)
    assert middle == pytest.approx(found.verdict.p50, rel=0.1)
    by_hand = with_hands(
        plan,
        {"level": "manager", "team": "Team 1", "place": "Mia", "share": 0.8},
        {"level": "rep", "team": "Team 1", "place": "R0", "amount": 2e6},
    )
    forecast, found = split_of(by_hand)
    assert [one.target for one in manager_layers(forecast, found)] == pytest.approx([2.4e6, 0.6e6])
    assert seat_targets(forecast, found.goal) == pytest.approx([2e6, 0.4e6, 0.3e6, 0.3e6])
    assert found.unused == ()


def test_a_metric_a_team_cannot_have_leaves_it_out() -> None:
    stages = [{"name": "demo", "rate": {"mean": 0.5}}, {"name": "won", "rate": {"mean": 0.4}}]
    forecast, found = split_of(company({"stages": stages}, {}), metric="stage:demo", target=300.0)
    assert [(one.name, one.target) for one in found.teams] == [("Team 1", 300)]
    assert math.fsum(seat_targets(forecast, found.goal)) == pytest.approx(300)
