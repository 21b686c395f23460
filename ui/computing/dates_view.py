"""Last useful dates as the pages show them: tried start by start, each thing that could begin kept by fingerprint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from simulator import Scenario
from simulator.decide.dated_moves import DatedMove, hire, moves
from simulator.decide.last_date import LastDate, last_dates
from simulator.decide.response import Response
from simulator.engine.forecast import COMPANY
from simulator.goals import goal_window
from simulator.scenario import Goal
from ui import cache
from ui.computing import runs
from ui.computing.budget import LEAST_TRIALS, size

MOST_WORK = 12_000_000
"""Team-months x futures of all starts tried at once: about six seconds of one core."""
MOST_TEAMS = 4
"""Teams a hire is tried in at once; of plans with more the visitor chooses one."""


@dataclass(frozen=True)
class DatesView:
    """What was tried, in order, and in how many futures."""

    found: tuple[LastDate, ...]
    n_trials: int


def moves_of(plan: Scenario, goal: Goal, people: int, team: str | None) -> tuple[DatedMove, ...]:
    """What could be tried: hires into `team` where one is named, else into every team of the goal's scope."""
    everything = moves(plan, goal.scope, people)
    if team is None:
        return everything
    return (hire(plan, team, people), *(one for one in everything if one.kind != "hire"))


def affordable_moves(plan: Scenario, goal: Goal, listed: Sequence[DatedMove]) -> tuple[DatedMove, ...]:
    """Of `listed`, in that order, what can be tried in every month in a few seconds; hires always."""
    kept, work = [], 0.0
    for one in listed:
        more = _work(plan, goal, one) * LEAST_TRIALS
        if one.kind == "hire" or work + more <= 2 * MOST_WORK:
            kept.append(one)
            work += more
    return tuple(kept)


def teams_to_choose(plan: Scenario, goal: Goal) -> tuple[str, ...]:
    """The teams of the goal's scope, where there are too many to try them all; empty otherwise."""
    there = tuple(name for name in plan.team_names if goal.scope in (COMPANY, name))
    return there if len(there) > MOST_TEAMS else ()


def trials_for(plan: Scenario, goal: Goal, tried: Sequence[DatedMove]) -> int:
    """Futures in which all of `tried` can be tried in every month: a run draws only the teams that are moved anew."""
    work = sum(_work(plan, goal, one) for one in tried)
    most = int(MOST_WORK / max(work, 1.0)) // 500 * 500
    return min(cache.affordable(plan, cache.TRIALS), max(most, LEAST_TRIALS))


def _work(plan: Scenario, goal: Goal, move: DatedMove) -> float:
    """Team-months that one future of every start takes; of teams that are not touched a tenth."""
    teams = len(plan.teams) if move.teams is None else len(move.teams)
    return (goal_window(plan, goal).last + 3) * (plan.horizon_months * teams + size(plan) / 10)


def dates_view(
    plan: Scenario, goal: Goal, tried: Sequence[DatedMove], n_trials: int | None = None
) -> DatesView:
    """Until when each of `tried` still helps `goal`; shows how far it is, and ends where the visitor moves on."""
    n_trials = n_trials or trials_for(plan, goal, tried)
    place = st.empty()
    found = []
    for number, move in enumerate(tried):
        found.append(_dated(plan, goal, move, n_trials, place, (number, len(tried))))
    place.empty()
    return DatesView(tuple(found), n_trials)


def _dated(
    plan: Scenario,
    goal: Goal,
    move: DatedMove,
    n_trials: int,
    place: st.delta_generator.DeltaGenerator,
    at: tuple[int, int],
) -> LastDate:
    def progress(done: int, total: int) -> None:
        runs.stop_if_asked()
        share = (at[0] + done / max(total, 1)) / at[1]
        place.progress(
            min(share, 1.0), f"Trying every month to begin: {at[0] + 1} of {at[1]}; moving on stops it"
        )

    def make() -> LastDate:
        forecast = cache.forecast(plan, n_trials)
        response = Response(
            forecast, progress=runs.stop_if_asked, threads=runs.threads(n_trials * size(plan))
        )
        return last_dates(response, goal, [move], progress=progress)[0]

    return cache.summary("last date", plan, n_trials, (goal.name, move), make)


def hire_view(plan: Scenario, goal: Goal, team: str) -> DatesView:
    """Until when hiring one person into `team` still helps `goal`: the same digits as among everything else."""
    listed = moves_of(plan, goal, 1, team if teams_to_choose(plan, goal) else None)
    everything = affordable_moves(plan, goal, listed)
    return dates_view(plan, goal, (hire(plan, team),), trials_for(plan, goal, everything))
