"""How many units enter: inbound with growth and season, outbound of ramped reps, the market everybody
feels, and luck.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.engine.effects import Effects
from simulator.engine.parameters import cut_normal, draw_quantity
from simulator.engine.quantiles import poisson
from simulator.engine.streams import Counts, Floats, Luck
from simulator.errors import ScenarioError
from simulator.scenario.months import calendar_month
from simulator.scenario.plan import Scenario
from simulator.scenario.quantities import MAX_UNITS_PER_MONTH, Quantity
from simulator.scenario.team import Team

MAX_ENTERING = 1e9
"""Units one team's month may expect: counts are kept as 32 bit integers."""


@dataclass(frozen=True)
class Environment:
    """What all teams share, each (months or 1, trials or 1): growth of volume and deal size, season, market."""

    volume_growth: Floats
    deal_growth: Floats
    season: Floats
    market: Floats


def draw_environment(scenario: Scenario, luck: Luck) -> Environment:
    """Growth, season and market of one chunk of trials."""
    return Environment(
        volume_growth=_growth(scenario, scenario.growth.volume, luck, "volume"),
        deal_growth=_growth(scenario, scenario.growth.deal_size, luck, "deal_size"),
        season=draw_season(scenario, luck),
        market=_market(scenario, luck),
    )


def draw_growth_rate(quantity: Quantity, luck: Luck, of: str) -> Floats:
    """Growth of `of` (``volume`` or ``deal_size``) per interval and trial."""
    return draw_quantity(quantity, luck, "growth", of)


def draw_inbound_level(team: Team, luck: Luck) -> Floats:
    """Units that come in a month by themselves at the start, per trial, before season, growth and levers."""
    inbound = team.inbound_per_month
    return cut_normal(inbound.mean, inbound.sd, 0.0, MAX_UNITS_PER_MONTH, luck, team.name, "inbound level")


def _growth(scenario: Scenario, quantity: Quantity, luck: Luck, of: str) -> Floats:
    if quantity.mean == 0 and quantity.sd == 0:
        return np.ones((1, 1))
    rate = draw_growth_rate(quantity, luck, of)
    intervals = np.arange(scenario.horizon_months)[:, None] / scenario.growth.months
    return np.exp(np.log1p(rate) * intervals)


def draw_season(scenario: Scenario, luck: Luck) -> Floats:
    """The season's index of every month of the horizon, (months, trials or 1)."""
    season = scenario.seasonality
    index = np.asarray(season.index)[:, None]
    if season.sd:
        index = index * np.maximum(1 + season.sd * luck.normals(12, "season"), 0.0)
    mean = index.mean(axis=0, keepdims=True)
    index = np.divide(index, mean, out=np.ones_like(index), where=mean > 0)
    by_month: Floats = index[[calendar_month(month) for month in scenario.months]]
    return by_month


def _market(scenario: Scenario, luck: Luck) -> Floats:
    """M_t = exp(x_t - sd^2 / 2) exp(w_t - t walk_sd^2 / 2), x a stationary Gaussian AR(1), w a Gaussian random walk
    from w_0 = 0: mean 1 in every month.
    """
    sd, persistence = scenario.market.monthly_sd, scenario.market.persistence
    walk = _walk(scenario, luck)
    if sd == 0:
        return walk
    x = luck.normals(scenario.horizon_months, "market") * sd
    innovation = math.sqrt(1 - persistence**2)
    for t in range(1, len(x)):
        x[t] = persistence * x[t - 1] + innovation * x[t]
    market: Floats = np.exp(x - sd * sd / 2)
    return market if scenario.market.walk_sd == 0 else market * walk


def _walk(scenario: Scenario, luck: Luck) -> Floats:
    sd = scenario.market.walk_sd
    if sd == 0:
        return np.ones((1, 1))
    steps = luck.normals(scenario.horizon_months, "market walk") * sd
    steps[0] = 0.0
    months = np.arange(scenario.horizon_months)[:, None]
    return np.exp(np.cumsum(steps, axis=0) - months * sd**2 / 2)


def outbound_share(scenario: Scenario, team: Team, effective_reps: Floats, luck: Luck) -> Floats:
    """Of what is expected to enter, the share people bring in by themselves, (months, trials).

    Market, levers and the luck of a month move inbound and outbound alike, so this is also the odds that one unit that
    entered is outbound (a Poisson stream splits into two independent ones).
    """
    growth = _growth(scenario, scenario.growth.volume, luck, "volume")
    inbound = draw_inbound_level(team, luck) * growth * draw_season(scenario, luck)
    outbound = team.outbound_per_rep_per_day * team.workdays_per_month * effective_reps
    entering = inbound + outbound
    return np.divide(outbound, entering, out=np.zeros(entering.shape), where=entering > 0)


def draw_entering(
    scenario: Scenario,
    team: Team,
    environment: Environment,
    effective_reps: Floats,
    effects: Effects,
    luck: Luck,
) -> Counts:
    """Units that enter one team's funnel, (months, trials): negative binomial around their mean."""
    inbound = team.inbound_per_month
    mean = draw_inbound_level(team, luck) * environment.volume_growth * environment.season
    if team.outbound_per_rep_per_day:
        mean = mean + team.outbound_per_rep_per_day * team.workdays_per_month * effective_reps
    mean = mean * effects.factor("volume", team.name) * environment.market
    if inbound.dispersion is not None:
        mean = mean * luck.gammas(scenario.horizon_months, inbound.dispersion, team.name, "volume dispersion")
    if mean.max(initial=0.0) > MAX_ENTERING:
        raise ScenarioError.single(
            f"teams[{team.name}].inbound_per_month",
            f"{mean.max():.0e} units a month with growth, season and effects",
            f"at most {MAX_ENTERING:.0e} can be simulated; lower the volume, the growth or the horizon",
        )
    return poisson(luck.uniforms(scenario.horizon_months, team.name, "volume"), mean)
