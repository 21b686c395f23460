"""A goal's teams, their managers and the seats that carry it, and what is expected of each."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from threading import Lock

import numpy as np

from simulator.engine.forecast import COMPANY, Forecast
from simulator.engine.streams import Floats
from simulator.goals.metrics import metric
from simulator.goals.values import pooled_values
from simulator.goals.windows import Window
from simulator.quotas.layers_split import Key, Part
from simulator.quotas.seats import Seat, expected_capacity, seats
from simulator.scenario.codec import simulation_digest
from simulator.scenario.goal import Goal
from simulator.scenario.plan import Scenario

_LONGEST_STRETCH = 4
"""Times the usual ramp after which everybody counts as ramped, where ramps may take longer than planned."""
MOST_KEPT = 32
_keeping = Lock()
_presence: OrderedDict[Hashable, Floats] = OrderedDict()
NO_MANAGER = "-"
"""The place of those in a team with managers who have none."""


def teams_of(scenario: Scenario, goal: Goal) -> tuple[str, ...]:
    """The teams a goal is about, in the document's order."""
    return tuple(name for name in scenario.team_names if goal.scope in (COMPANY, name))


def expected_by_team(forecast: Forecast, goal: Goal, window: Window) -> dict[str, float]:
    """The mean over the trials of the goal's metric, team by team; a team that cannot have it is left out."""
    found = metric(goal.metric)
    expected: dict[str, float] = {}
    for team in teams_of(forecast.scenario, goal):
        try:
            values = pooled_values(forecast, found, team, Window(window.first, window.last))
        except KeyError:  # a stage other teams have
            continue
        known = values[np.isfinite(values)]
        expected[team] = float(known.mean()) if known.size else 0.0
    return expected


def seat_key(seat: Seat) -> Key:
    """How an override names the seat: its team, and its key without it."""
    return ("rep", seat.team, seat.key.removeprefix(f"{seat.team}/"))


def manager_key(team: str, manager: str) -> Key:
    """How an override names those of a team who belong to a manager."""
    return ("manager", team, manager)


def team_key(team: str) -> Key:
    """How an override names a team."""
    return ("team", "", team)


def seat_capacity(forecast: Forecast, window: Window) -> Floats:
    """Expected effective rep-months x potential of every seat over `window`, (n_seats,) in the order of ``seats``.

    Seats of which the plan says the same have the same, to the last digit: luck must not part their quotas.
    """
    scenario = forecast.scenario
    potential = np.array([seat.potential for seat in seats(scenario)])
    key = (simulation_digest(scenario), forecast.seed, forecast.n_trials, window.first, window.last)
    with _keeping:
        found = _presence.get(key)
    if found is None:
        found = _presence_of(forecast, window, potential)
        with _keeping:
            _presence[key] = found
            while len(_presence) > MOST_KEPT:
                _presence.popitem(last=False)
    return np.asarray(found * potential)


def _presence_of(forecast: Forecast, window: Window, potential: Floats) -> Floats:
    """The same for territories of usual potential; kept, since no split and no quota changes it."""
    found = np.asarray(expected_capacity(forecast, window).sum(axis=1)) / potential
    alike: dict[Hashable, list[int]] = {}
    for number, seat in enumerate(seats(forecast.scenario)):
        alike.setdefault(kind_of(forecast.scenario, seat), []).append(number)
    for members in alike.values():
        found[members] = float(np.mean(found[members]))
    return found


def kind_of(scenario: Scenario, seat: Seat) -> Hashable:
    """Equal for seats whose productivity is drawn alike, apart from their territory."""
    team = scenario.team(seat.team)
    if seat.kind == "hire":
        slips = {hire.slip_months_mean for hire in team.hires if hire.month == seat.arrives}
        planned = seat.key.startswith(f"{seat.team}/#Hire ") and len(slips) == 1
        return (seat.team, seat.arrives if planned else seat.key)
    if seat.tenure_months is None:
        return (seat.team, None)
    moved = {one.lever for one in scenario.adjustments}
    moved |= {one.lever for one in (*scenario.initiatives, *scenario.risks)}
    stretched = team.ramp_length_cv > 0 or "ramp_months" in moved
    ramped = (len(team.ramp) - 1) * (_LONGEST_STRETCH if stretched else 1)
    return (seat.team, None if seat.tenure_months >= ramped else seat.tenure_months)


def people_tree(
    scenario: Scenario,
    expected: Mapping[str, float],
    capacity: Sequence[float] | Floats,
    root: Key,
) -> Part:
    """The goal as a tree: company, teams, managers where a team has any, seats.

    expected: by team; teams without a figure are left out. capacity: of every seat, in the order of ``seats``.
    """
    by_team: dict[str, list[tuple[Seat, float]]] = {team: [] for team in expected}
    for seat, able in zip(seats(scenario), capacity, strict=True):
        if seat.team in by_team:
            by_team[seat.team].append((seat, float(able)))
    return Part(
        root,
        sum(expected.values()),
        tuple(
            Part(team_key(team), natural, _in_team(team, by_team[team])) for team, natural in expected.items()
        ),
    )


def _in_team(team: str, people: list[tuple[Seat, float]]) -> tuple[Part, ...]:
    if not any(seat.manager for seat, _ in people):
        return _reps(people)
    groups: dict[str, list[tuple[Seat, float]]] = {}
    for seat, able in people:
        groups.setdefault(seat.manager or NO_MANAGER, []).append((seat, able))
    return tuple(
        Part(manager_key(team, name), sum(able for _, able in members), _reps(members))
        for name, members in groups.items()
    )


def _reps(people: list[tuple[Seat, float]]) -> tuple[Part, ...]:
    return tuple(Part(seat_key(seat), able) for seat, able in people)
