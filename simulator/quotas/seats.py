"""The seats that carry quotas: a person and whoever follows them, in the order in which the engine draws them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.engine.effects import draw_effects
from simulator.engine.forecast import Forecast
from simulator.engine.people import draw_seat_productivity
from simulator.engine.streams import BLOCK, Floats
from simulator.goals.windows import Window
from simulator.scenario.plan import Scenario
from simulator.scenario.team import Team

Kind = Literal["rep", "headcount", "hire"]
CHUNK_CELLS = 4_000_000
"""Productivity of seats held at a time, in seat-months x futures: 32 MB."""


@dataclass(frozen=True)
class Seat:
    """A person and whoever follows them (backfill).

    key: unique in the scenario. kind: a named ``rep``, one of the fully ramped ``headcount``, or a ``hire``: planned,
    or brought by a change of the lever ``hires``. tenure_months: served at the start; None where nobody said
    (headcount) or for who is still to come. arrives: planned month of a hire, ``YYYY-MM``; None for who is there.
    potential: of the territory, relative to a usual one.
    """

    key: str
    team: str
    name: str
    manager: str | None
    tenure_months: int | None
    arrives: str | None
    kind: Kind
    potential: float

    @property
    def is_named(self) -> bool:
        """Whether `name` is a person's."""
        return self.kind == "rep"


def seats(scenario: Scenario) -> tuple[Seat, ...]:
    """Every seat of `scenario`, team by team in the document's order; within a team as the engine draws them."""
    return tuple(seat for team in scenario.teams for seat in team_seats(scenario, team))


def team_seats(scenario: Scenario, team: Team) -> tuple[Seat, ...]:
    """The seats of one team: named reps, people without a name, planned hires, people that changes may bring."""
    found = [
        Seat(
            f"{team.name}/{rep.name}",
            team.name,
            rep.name,
            rep.manager,
            rep.tenure_months,
            None,
            "rep",
            rep.potential,
        )
        for rep in team.reps
    ]
    found += [
        _without_name(team, f"Rep {number}", None, "headcount") for number in range(1, team.headcount + 1)
    ]
    planned = [hire for hire in team.hires for _ in range(hire.count)]
    found += [
        _without_name(team, f"Hire {number}", hire.month, "hire", hire.manager)
        for number, hire in enumerate(planned, 1)
    ]
    for name, month, most in _extra(scenario, team):
        found += [
            _without_name(team, f"{name}, person {number}", month, "hire") for number in range(1, most + 1)
        ]
    return _with_own_keys(found)


def _without_name(team: Team, name: str, arrives: str | None, kind: Kind, manager: str | None = None) -> Seat:
    return Seat(f"{team.name}/#{name}", team.name, name, manager, None, arrives, kind, 1.0)


def _with_own_keys(found: list[Seat]) -> tuple[Seat, ...]:
    """Two changes may have one name, a rep may be called like a seat: their keys must differ all the same."""
    seen: dict[str, int] = {}
    named: list[Seat] = []
    for seat in found:
        again = seen[seat.key] = seen.get(seat.key, 0) + 1
        named.append(seat if again == 1 else Seat(**{**seat.__dict__, "key": f"{seat.key}#{again}"}))
    return tuple(named)


def _extra(scenario: Scenario, team: Team) -> list[tuple[str, str, int]]:
    """Name, month and most people of every change that may bring some, as `Effects.extra_people` lists them."""
    found = [
        ("Kept what-if", one.start_month or scenario.start_month, one.change, one.lever, one.teams)
        for one in scenario.adjustments
    ]
    found += [
        (one.name, one.start_month, one.effect.high, one.lever, one.teams)
        for one in (*scenario.initiatives, *scenario.risks)
    ]
    return [
        (name, max(month, scenario.start_month), math.ceil(most))
        for name, month, most, lever, teams in found
        if lever == "hires" and (teams is None or team.name in teams) and most > 0
    ]


def chunk_trials(n_seats: int, n_months: int) -> int:
    """How many trials to work on at a time: a part of a block of luck, so that memory stays bounded."""
    cells = max(n_seats * n_months, 1)
    parts = next((part for part in (1, 2, 4, 5, 8, 10, 20, 40) if cells * BLOCK // part <= CHUNK_CELLS), 100)
    return BLOCK // parts


def expected_capacity(forecast: Forecast, window: Window | None = None) -> Floats:
    """Mean over the trials of productivity (ramp, gaps between people, slip) x potential, (n_seats, n_months).

    In full reps of usual potential, in the order of ``seats(forecast.scenario)``. window: months outside of it are
    left out; without one all months. Over the seats of a team whose potentials are 1 it adds up to the mean of its
    effective reps.
    """
    scenario = forecast.scenario
    rows = [np.zeros((0, scenario.horizon_months))]
    for team in scenario.teams:
        here = team_seats(scenario, team)
        total = np.zeros((scenario.horizon_months, len(here)))
        step = chunk_trials(len(here), scenario.horizon_months)
        for first in range(0, forecast.n_trials if here else 0, step):
            luck = forecast.luck(first, min(step, forecast.n_trials - first))
            total += draw_seat_productivity(scenario, team, draw_effects(scenario, luck), luck).sum(axis=0)
        rows.append(
            total.T / forecast.n_trials * np.array([[seat.potential] for seat in here]).reshape(-1, 1)
        )
    mean = np.concatenate(rows)
    return mean if window is None else mean[:, window.months]
