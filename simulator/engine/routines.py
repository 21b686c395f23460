"""What people do day by day, the hours they are coached and trained, and the units their deals hold.

Drawn beside the forecast's series, from streams of their own, when a goal asks for them: nothing else depends on them,
so editing them moves no other digit and runs nothing again.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from simulator.engine.effects import draw_effects
from simulator.engine.forecast import COMPANY, Array, Forecast, Series
from simulator.engine.parameters import cut_normal, draw_mean_factor
from simulator.engine.quantiles import binomial
from simulator.engine.sizes import draw_sums
from simulator.engine.streams import Counts, Floats, Luck
from simulator.engine.volume import outbound_share
from simulator.scenario.levers import team_has_lever
from simulator.scenario.quantities import DealSize
from simulator.scenario.team import Activity, Routine, Team, UnitsPerDeal

ACTIVITIES: tuple[Activity, ...] = ("calls", "emails", "meetings")
COACHING, TRAINING = "coaching hours", "training hours"
UNITS = "units"
HOURS = {
    COACHING: "coaching_hours_per_rep_per_month",
    TRAINING: "training_hours_per_rep_per_month",
}
"""Series of hours, with the team's field they come from."""


def draw_routine_level(routine: Routine, luck: Luck, team: str, name: str) -> Floats:
    """Its mean per rep and day (or month) per trial, (1, trials), or (1, 1) where it is exactly known."""
    return cut_normal(routine.mean, routine.sd, 0.0, math.inf, luck, team, name, "level")


def draw_units_level(units: UnitsPerDeal, luck: Luck, team: str) -> Floats:
    """Mean units of a deal per trial."""
    return units.mean * draw_mean_factor(units.cv, units.n, luck, team, UNITS, "level")


def activity_total(forecast: Forecast, what: Activity, scope: str) -> Array:
    """Calls, e-mails or meetings made, (n_trials, n_months), of the teams of `scope` that say how many they make."""

    def make(team: Team, luck: Luck) -> Floats | None:
        given = team.activities
        if given is None:
            return None
        if given.outbound == what:
            return _outbound(forecast, team, luck)
        routine: Routine | None = getattr(given, what)
        days = team.workdays_per_month
        return (
            None if routine is None else _made(routine, _heads(forecast, team), days, luck, team.name, what)
        )

    return _total(forecast, what, what, scope, lambda team: team.activities, make)


def hours_total(forecast: Forecast, what: str, scope: str) -> Array:
    """Hours of coaching or training given, of the teams of `scope` that say how many."""

    def make(team: Team, luck: Luck) -> Floats | None:
        routine: Routine | None = getattr(team, HOURS[what])
        return None if routine is None else _made(routine, _heads(forecast, team), 1.0, luck, team.name, what)

    lever = HOURS[what].removesuffix("_per_rep_per_month")
    return _total(forecast, what, lever, scope, lambda team: getattr(team, HOURS[what]), make)


def units_total(forecast: Forecast, scope: str) -> Array:
    """Units in the deals that close, of the teams of `scope` that say how many a deal holds."""

    def make(team: Team, luck: Luck) -> Floats | None:
        given = team.units_per_deal
        if given is None:
            return None
        sizes = DealSize(family="gamma", mean=1.0, cv=given.cv)
        sold = draw_sums(_months_first(forecast, Series.CLOSED, team), sizes, luck, team.name, UNITS)
        return np.asarray(sold * draw_units_level(given, luck, team.name))

    return _total(forecast, UNITS, "units_per_deal", scope, lambda team: team.units_per_deal, make)


def _total(
    forecast: Forecast,
    name: str,
    lever: str,
    scope: str,
    inputs: Callable[[Team], object],
    make: Callable[[Team, Luck], Floats | None],
) -> Array:
    """The sum over the teams of `scope`; by name, since floating point sums depend on their order."""
    teams = sorted(
        (team for team in forecast.scenario.teams if scope in (COMPANY, team.name)),
        key=lambda team: team.name,
    )

    def drawn() -> Array:
        luck = forecast.luck(0, forecast.n_trials)
        effects = draw_effects(forecast.scenario, luck)
        total = np.zeros((forecast.n_months, forecast.n_trials))
        for team in teams:
            made = make(team, luck)
            if made is not None:
                total += made * effects.factor(lever, team.name) if team_has_lever(team, lever) else made
        return total.T

    return forecast.beside(name, scope, tuple(inputs(team) for team in teams), drawn)


def _outbound(forecast: Forecast, team: Team, luck: Luck) -> Floats:
    """Of the units that entered, those people brought in by themselves."""
    effective = np.ascontiguousarray(np.asarray(forecast.series(Series.EFFECTIVE_REPS, team.name)).T)
    share = np.ascontiguousarray(outbound_share(forecast.scenario, team, effective, luck))
    entered = _months_first(forecast, Series.ENTERED, team)
    u = luck.uniforms(len(entered), team.name, "outbound split")
    return np.asarray(binomial(u, entered, share), dtype=float)


def _made(routine: Routine, heads: Counts, days: float, luck: Luck, team: str, name: str) -> Floats:
    """A month's sum: each rep's day (or month) is gamma distributed around the level, independent of the others."""
    exact = heads * days
    counted = np.rint(exact).astype(np.int64)
    sums = draw_sums(counted, DealSize(family="gamma", mean=1.0, cv=routine.cv), luck, team, name)
    rounded = np.divide(exact, counted, out=np.ones(exact.shape), where=counted > 0)
    return np.asarray(sums * rounded * draw_routine_level(routine, luck, team, name))


def _heads(forecast: Forecast, team: Team) -> Counts:
    return _months_first(forecast, Series.HEADCOUNT, team)


def _months_first(forecast: Forecast, name: str, team: Team) -> Counts:
    return np.ascontiguousarray(np.asarray(forecast.series(name, team.name)).T, dtype=np.int64)
