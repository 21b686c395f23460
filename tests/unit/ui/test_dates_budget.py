"""How much is tried at once: all of a small plan, of a large one what a few seconds allow."""

from __future__ import annotations

from benchmarks.workloads import company
from simulator.scenario import Scenario
from tests.statistical.small_scenarios import initiative
from ui.computing.budget import LEAST_TRIALS
from ui.computing.dates_view import (
    MOST_TEAMS,
    affordable_moves,
    moves_of,
    teams_to_choose,
    trials_for,
)


def _company(teams: int) -> Scenario:
    one = company(teams, 3, 12, recurring=False)
    narrow = initiative("win_rate", 0.1, name="narrow", teams=("Team 1",))
    return one.changed(initiatives=({**initiative("win_rate", 0.1), "name": "wide"}, narrow))


def test_a_small_plan_is_tried_whole_in_all_futures() -> None:
    plan = _company(1)
    listed = moves_of(plan, plan.goals[0], 1, None)
    assert [one.name for one in affordable_moves(plan, plan.goals[0], listed)] == ["Team 1", "wide", "narrow"]
    assert trials_for(plan, plan.goals[0], listed) == 10_000
    assert teams_to_choose(plan, plan.goals[0]) == ()


def test_of_a_large_plan_one_team_is_chosen_and_what_moves_every_team_is_left_out() -> None:
    plan = _company(200)
    goal = plan.goals[0]
    assert len(teams_to_choose(plan, goal)) == 200 > MOST_TEAMS
    listed = moves_of(plan, goal, 1, "Team 7")
    kept = affordable_moves(plan, goal, listed)
    assert [one.name for one in kept] == ["Team 7", "narrow"]
    assert trials_for(plan, goal, kept) == LEAST_TRIALS
