"""Who is there and how productive they are: tenure, hires with slip, attrition, backfill and ramp."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compilation import compiled
from simulator.engine.effects import Effects, ExtraPeople
from simulator.engine.parameters import draw_mean_factor, draw_rate
from simulator.engine.quantiles import poisson
from simulator.engine.streams import Counts, Floats, Luck
from simulator.scenario.plan import Scenario
from simulator.scenario.team import Team

RAMPED = 10_000
"""Tenure in months of people entered as headcount: fully ramped whatever the ramp."""


@dataclass(frozen=True)
class People:
    """Per month and trial, shape (months, trials): who is there, who came and went, productivity in full reps."""

    headcount: Counts
    effective_reps: Floats
    leavers: Counts
    joiners: Counts


@compiled
def _serve(
    arrival: NDArray[np.int64],
    tenure: NDArray[np.int64],
    gone: NDArray[np.int64],
    patience: Floats,
    hazard: Floats,
    ramp: Floats,
    stretch: Floats,
    backfill: int,
    headcount: Counts,
    effective: Floats,
    leavers: Counts,
    joiners: Counts,
    by_seat: Floats,
) -> int:
    """One stint of every seat; `arrival` becomes the month of the seat's next person. Returns how many seats go on.

    gone: the month in which a seat's person is known to be gone.
    """
    seats, trials = arrival.shape
    seat_wanted = by_seat.shape[0] > 0
    months = headcount.shape[0]
    hazard_by_month, hazard_by_trial = hazard.shape[0] > 1, hazard.shape[1] > 1
    stretch_by_month, stretch_by_trial = stretch.shape[0] > 1, stretch.shape[1] > 1
    last = ramp.shape[0] - 1
    going_on = 0
    for seat in range(seats):
        served = tenure[seat]
        for j in range(trials):
            start = arrival[seat, j]
            if start >= months:
                continue
            if served < 0:
                joiners[start, j] += 1
            clock = 0.0
            left = months
            for t in range(start, months):
                leaves = t >= gone[seat]
                if t > start:
                    clock += hazard[t if hazard_by_month else 0, j if hazard_by_trial else 0]
                    leaves = leaves or clock >= patience[seat, j]
                if leaves:
                    left = t
                    leavers[t, j] += 1
                    break
                headcount[t, j] += 1
                factor = stretch[t if stretch_by_month else 0, j if stretch_by_trial else 0]
                months_served = t - start + max(served, 0)
                x = months_served / factor if factor > 1e-9 else 1e9
                i = int(x)
                share = ramp[last] if i >= last else ramp[i] + (x - i) * (ramp[i + 1] - ramp[i])
                effective[t, j] += share
                if seat_wanted:
                    by_seat[j, t, seat] = share
            if left < months and backfill >= 0 and left + backfill < months:
                arrival[seat, j] = left + backfill
                going_on += 1
            else:
                arrival[seat, j] = months
    return going_on


def draw_attrition(team: Team, luck: Luck) -> Floats:
    """The share of people who leave in a year, per trial, before any lever."""
    return draw_rate(team.annual_attrition, luck, team.name, "attrition rate")


def draw_ramp_length(team: Team, luck: Luck) -> Floats:
    """How many times as long as planned the ramp takes, per trial, before any lever."""
    return draw_mean_factor(team.ramp_length_cv, 1.0, luck, team.name, "ramp length")


def draw_rep_factors(team: Team, seats: int, luck: Luck) -> Floats:
    """How productive each seat's people truly are, mean 1 and cv `rep_spread`, (seats, trials): nobody knows it yet."""
    if not team.rep_spread:
        return np.ones((seats, 1))
    return luck.gammas(seats, 1 / team.rep_spread**2, team.name, "rep spread")


def draw_people(scenario: Scenario, team: Team, effects: Effects, luck: Luck) -> People:
    """The people of one team in every month and trial."""
    arrival, tenure = _seats(scenario, team, effects.extra_people(team.name), luck)
    return _staff(scenario, team, effects, luck, arrival, tenure, np.zeros((0, 0, 0)))


def draw_seat_productivity(scenario: Scenario, team: Team, effects: Effects, luck: Luck) -> Floats:
    """The productivity of the person in every seat, in full reps, shape (trials, months, seats); 0 where it is empty.

    The draws are those of `draw_people`: the seats of a month add up to its effective reps. A seat is a person and
    whoever follows them: first the named reps, then those without a name, then the planned hires, then the people
    that changes of the lever ``hires`` may bring, each in the order of the document.
    """
    arrival, tenure = _seats(scenario, team, effects.extra_people(team.name), luck)
    by_seat = np.zeros((luck.count, scenario.horizon_months, len(tenure)))
    if by_seat.size:
        _staff(scenario, team, effects, luck, arrival, tenure, by_seat)
    return by_seat


def _staff(
    scenario: Scenario,
    team: Team,
    effects: Effects,
    luck: Luck,
    arrival: NDArray[np.int64],
    tenure: NDArray[np.int64],
    by_seat: Floats,
) -> People:
    """Stint after stint of every seat; `by_seat` is filled where it has room for it."""
    shape = (scenario.horizon_months, luck.count)
    headcount, leavers, joiners = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    effective = np.zeros(shape)
    annual = np.minimum(
        draw_attrition(team, luck) * effects.factor("attrition", team.name),
        1.0,
    )
    with np.errstate(divide="ignore"):
        hazard = np.maximum(-np.log1p(-annual) / 12, 0.0)
    stretch = draw_ramp_length(team, luck) * effects.factor("ramp_months", team.name)
    ramp = np.asarray(team.ramp, dtype=float)
    backfill = -1 if team.backfill_after_months is None else team.backfill_after_months
    gone = _known_leavers(scenario, team, len(tenure))
    going_on, stint = len(tenure), 0
    while going_on:
        patience = luck.exponentials(len(tenure), team.name, "attrition", str(stint))
        going_on = _serve(
            arrival,
            tenure,
            gone,
            patience,
            hazard,
            ramp,
            stretch,
            backfill,
            headcount,
            effective,
            leavers,
            joiners,
            by_seat,
        )
        tenure = np.full(len(tenure), -1, dtype=np.int64)
        gone = np.full(len(tenure), scenario.horizon_months, dtype=np.int64)
        stint += 1
    return People(headcount, effective, leavers, joiners)


def _known_leavers(scenario: Scenario, team: Team, seats: int) -> NDArray[np.int64]:
    """The month in which the first person of each seat is known to be gone; the horizon where nothing is known."""
    gone = np.full(seats, scenario.horizon_months, dtype=np.int64)
    for seat, rep in enumerate(team.reps):
        if rep.leaves is not None:
            gone[seat] = max(scenario.month_index(rep.leaves), 0)
    return gone


def _seats(
    scenario: Scenario, team: Team, extra: tuple[ExtraPeople, ...], luck: Luck
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Month in which each seat's first person starts, (seats, trials), and the tenure they bring; -1 for a new hire."""
    months = scenario.horizon_months
    here = [rep.tenure_months for rep in team.reps] + [RAMPED] * team.headcount
    planned = [
        (scenario.month_index(hire.month), hire.slip_months_mean)
        for hire in team.hires
        for _ in range(hire.count)
    ]
    rows = [np.zeros((len(here), luck.count), dtype=np.int64)]
    if planned:
        start = np.array([[month] for month, _ in planned], dtype=np.int64)
        late = np.array([[slip] for _, slip in planned])
        slips = poisson(luck.uniforms(len(planned), team.name, "hire slip"), late) if late.any() else 0
        rows.append(np.broadcast_to(start + slips, (len(planned), luck.count)).astype(np.int64))
    rows.extend(_extra_arrivals(one, months, team.name, luck) for one in extra)
    arrival = np.minimum(np.concatenate(rows), months)
    tenure = np.array(here + [-1] * (arrival.shape[0] - len(here)), dtype=np.int64)
    return np.ascontiguousarray(arrival), tenure


def _extra_arrivals(extra: ExtraPeople, months: int, team: str, luck: Luck) -> NDArray[np.int64]:
    number = extra.number
    if np.any(number % 1):
        number = np.floor(number + luck.uniforms(1, team, *extra.name, "people"))
    person = np.arange(extra.most)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.floor(person * extra.phase_in / np.maximum(number, 1))
    arrival = np.where(person < number, np.maximum(extra.start + spread, 0), months)
    return np.broadcast_to(arrival, (extra.most, luck.count)).astype(np.int64)
