"""What closes and what it is worth: bookings of a team, month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.engine.effects import Effects
from simulator.engine.parameters import draw_mean_factor, draw_rate
from simulator.engine.quantiles import binomial, closing_months
from simulator.engine.sizes import draw_sums
from simulator.engine.streams import Counts, Floats, Luck
from simulator.engine.timing import closing_hazard, cycle_mean
from simulator.engine.volume import Environment
from simulator.scenario.quantities import DealSize
from simulator.scenario.team import Team


@dataclass(frozen=True)
class Closings:
    """Per month and trial, shape (months, trials).

    closed: won deals closing in the month, pipeline included; bookings: their value; won_open: of the units
    won in the month, those that close after the last one; pipeline_won: deals of the open pipeline won at
    all, shape (1, trials); pipeline_closed: those of them that close in the month; cycle_days_sum: cycles
    of the units won in the month, added up.
    """

    closed: Counts
    bookings: Floats
    won_open: Counts
    pipeline_won: Counts
    pipeline_closed: Counts
    cycle_days_sum: Floats


@dataclass(frozen=True)
class _Pipeline:
    won: Counts
    closed: Counts
    valued: Counts
    value: Floats


def draw_closings(
    team: Team, won: Counts, environment: Environment, effects: Effects, luck: Luck
) -> Closings:
    """Which deals of one team close when, and for how much; `won` are the units decided each month."""
    months = len(won)
    mean_cycle = cycle_mean(team, effects, luck)
    if team.cycle_days.mean:
        hazard = closing_hazard(mean_cycle, team.cycle_days.cv, months)
        pairs = luck.uniforms(months * (months + 1) // 2, team.name, "cycle")
        closed, won_open = closing_months(pairs, won, hazard)
    else:
        closed, won_open = won, np.zeros_like(won)
    pipeline = _close_pipeline(team, mean_cycle[:1], won.shape, luck)
    closed = closed + pipeline.closed
    bookings = pipeline.value + _price(team, closed - pipeline.valued, environment, effects, luck)
    return Closings(
        closed, bookings, won_open, pipeline.won, pipeline.closed, _cycles(team, won, mean_cycle, luck)
    )


def _price(team: Team, count: Counts, environment: Environment, effects: Effects, luck: Luck) -> Floats:
    size = team.deal_size
    level = size.mean_size * draw_mean_factor(size.spread, size.n, luck, team.name, "deal size level")
    level = level * environment.deal_growth * effects.factor("deal_size", team.name)
    return draw_sums(count, size, luck, team.name, "deal size") * level


def _cycles(team: Team, won: Counts, mean_cycle: Floats, luck: Luck) -> Floats:
    if not team.cycle_days.mean:
        return np.zeros(won.shape)
    cycle = DealSize(family="gamma", mean=1.0, cv=team.cycle_days.cv)
    return draw_sums(won, cycle, luck, team.name, "cycle length") * mean_cycle


def _close_pipeline(team: Team, mean_cycle: Floats, shape: tuple[int, ...], luck: Luck) -> _Pipeline:
    """The deals open at the start: won at their group's rate, closing after what remains of a cycle longer
    than their age.
    """
    months, trials = shape
    won_in_all = np.zeros((1, trials), dtype=np.int64)
    closed, valued = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    value = np.zeros(shape)
    for number, group in enumerate(team.open_pipeline):
        name = (team.name, "open", group.name or str(number))
        rate = draw_rate(group.win_rate, luck, *name, "rate")
        won = binomial(
            luck.uniforms(1, *name, "win"), np.full((1, trials), group.count, dtype=np.int64), rate
        )
        won_in_all += won
        hazard = closing_hazard(mean_cycle, team.cycle_days.cv, months, group.age_days)
        cohort = np.zeros(shape, dtype=np.int64)
        cohort[0] = won[0]
        closing = _close_in_month(luck.uniforms(months, *name, "cycle"), cohort, hazard)
        closed += closing
        if group.value is not None:
            valued += closing
            value += group.value * closing
    return _Pipeline(won_in_all, closed, valued, value)


def _close_in_month(u: Floats, cohort: Counts, hazard: Floats) -> Counts:
    """`closing_months` for deals that all start in month 0."""
    months = len(cohort)
    left = cohort[0:1]
    closing = np.zeros_like(cohort)
    for month in range(months):
        now = binomial(u[month : month + 1], left, hazard[0, month : month + 1])
        closing[month] = now[0]
        left = left - now
    return closing
