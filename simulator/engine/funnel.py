"""Through the stages: thinning, the capacity of the people who work the last open stage, and the win."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.effects import Effects
from simulator.engine.forecast import Series
from simulator.engine.parameters import draw_rate
from simulator.engine.quantiles import binomial
from simulator.engine.streams import Counts, Floats, Luck
from simulator.engine.unmoved import NOTHING_KNOWN, WORK, Known
from simulator.errors import ScenarioError
from simulator.scenario.levers import STAGE_PREFIX
from simulator.scenario.team import Stage, Team

MAX_DEMAND = 2e9
"""Units one team's month may hold: counts are kept as 32 bit integers."""


@dataclass(frozen=True)
class Funnel:
    """Per month and trial, shape (months, trials).

    reached: units reaching each open stage before capacity, by name; demand: opportunities plus backlog;
    worked: what the people worked of it; backlog: waiting at the month's start; carried: waiting at its
    end; capacity is None without a limit.
    """

    reached: dict[str, Counts]
    demand: Counts
    capacity: Counts | None
    worked: Counts
    backlog: Counts
    carried: Counts
    lost_to_capacity: Counts
    won: Counts

    @property
    def people_bind(self) -> NDArray[np.bool_]:
        """Where there was more to work than the people could."""
        return self.demand > self.worked


def draw_stage_rate(team: Team, stage: Stage, luck: Luck) -> Floats:
    """The rate into `stage` per trial as it is known, before any lever."""
    return draw_rate(stage.rate, luck, team.name, "rate", stage.name)


def stage_rate(team: Team, position: int, effects: Effects, luck: Luck) -> Floats:
    """The rate into stage `position` per month and trial, levers included, at most 1."""
    stage = team.stages[position]
    lever = "win_rate" if position == len(team.stages) - 1 else f"{STAGE_PREFIX}{stage.name}"
    factor = effects.factor(lever, team.name)
    if position == len(team.stages) - 1:
        factor = factor * effects.factor(f"{STAGE_PREFIX}{stage.name}", team.name)
    return np.minimum(draw_stage_rate(team, stage, luck) * factor, 1.0)


def draw_funnel(
    team: Team,
    entered: Counts,
    effective_reps: Floats,
    effects: Effects,
    luck: Luck,
    known: Known = NOTHING_KNOWN,
) -> Funnel:
    """What becomes of the units that entered one team's funnel; each is decided in the month it is worked.

    known: series that are taken and not drawn.
    """
    units, reached = entered, {}
    for position, stage in enumerate(team.stages[:-1]):
        name = Series.stage(stage.name)
        units = known.counts(name) if known.has(name) else _pass(team, position, units, effects, luck)
        reached[stage.name] = units
    demand, capacity, worked, backlog, carried, lost = (
        _worked(team, known) if known.has(*WORK) else _work(team, units, effective_reps, effects, luck)
    )
    last = len(team.stages) - 1
    won = known.counts(Series.WON) if known.has(Series.WON) else _pass(team, last, worked, effects, luck)
    return Funnel(reached, demand, capacity, worked, backlog, carried, lost, won)


def _pass(team: Team, position: int, units: Counts, effects: Effects, luck: Luck) -> Counts:
    """Those of `units` that reach stage `position`."""
    u = luck.uniforms(len(units), team.name, "stage", team.stages[position].name)
    return binomial(u, units, stage_rate(team, position, effects, luck))


def _worked(team: Team, known: Known) -> tuple[Counts, Counts | None, Counts, Counts, Counts, Counts]:
    limited = team.opportunities_per_rep_per_month is not None
    return (
        known.counts(Series.DEMAND),
        known.counts(Series.CAPACITY) if limited else None,
        known.counts(Series.WORKED),
        known.counts(Series.BACKLOG),
        known.counts(Series.CARRIED),
        known.counts(Series.LOST_TO_CAPACITY),
    )


def _work(
    team: Team, opportunities: Counts, effective_reps: Floats, effects: Effects, luck: Luck
) -> tuple[Counts, Counts | None, Counts, Counts, Counts, Counts]:
    nothing = np.zeros_like(opportunities)
    if team.opportunities_per_rep_per_month is None:
        return opportunities, None, opportunities, nothing, nothing, nothing
    months = len(opportunities)
    per_rep = team.opportunities_per_rep_per_month * effects.factor("capacity", team.name)
    capacity = np.floor(per_rep * effective_reps + luck.uniforms(months, team.name, "capacity")).astype(
        np.int64
    )
    if team.backlog_carry == 0:
        worked = np.minimum(opportunities, capacity)
        return opportunities, capacity, worked, nothing, nothing, opportunities - worked
    rounding = luck.uniforms(months, team.name, "backlog")
    demand, worked, backlog, carried = (np.zeros_like(opportunities) for _ in range(4))
    waiting = nothing[0]
    for t in range(months):
        backlog[t] = waiting
        demand[t] = opportunities[t] + waiting
        worked[t] = np.minimum(demand[t], capacity[t])
        waiting = np.floor(team.backlog_carry * (demand[t] - worked[t]) + rounding[t]).astype(np.int64)
        carried[t] = waiting
    if demand.max(initial=0) > MAX_DEMAND:
        raise ScenarioError.single(
            f"teams[{team.name}].backlog_carry",
            f"{demand.max():.0e} units waiting in one month",
            f"at most {MAX_DEMAND:.0e} can be simulated; lower the share carried, the volume or the horizon",
        )
    return demand, capacity, worked, backlog, carried, demand - worked - carried
