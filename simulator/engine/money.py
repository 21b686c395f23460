"""What closes and what it is worth: bookings of a team, month by month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from simulator.engine.effects import Effects
from simulator.engine.forecast import Series
from simulator.engine.parameters import draw_mean_factor, draw_rates
from simulator.engine.quantiles import binomial, closing_months, open_deals_closing, single_deals_closing
from simulator.engine.sizes import draw_sums
from simulator.engine.streams import Counts, Floats, Luck
from simulator.engine.timing import ClosingShares, KnownClosing, closing_shares, cycle_mean
from simulator.engine.unmoved import CLOSINGS, NOTHING_KNOWN, Known
from simulator.engine.volume import Environment
from simulator.scenario.quantities import DealSize
from simulator.scenario.team import OpenDeals, Team


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
class Pipeline:
    """The deals open at the start, per month and trial.

    won: of all of them, shape (1, trials); closed: in the month; valued: of those, deals of stated size; worth: what
    these are worth.
    """

    won: Counts
    closed: Counts
    valued: Counts
    worth: Floats


def draw_closings(
    team: Team,
    won: Counts,
    environment: Environment,
    effects: Effects,
    luck: Luck,
    known: Known = NOTHING_KNOWN,
) -> Closings:
    """Which deals of one team close when, and for how much; `won` are the units decided each month.

    known: series that are taken and not drawn.
    """
    months = len(won)
    mean_cycle = cycle_mean(team, effects, luck)
    if known.has(*CLOSINGS):
        return _priced(team, mean_cycle[:1], environment, effects, luck, known)
    if team.cycle_days.mean:
        by_lag = closing_shares(mean_cycle, team.cycle_days.cv, months)
        pairs = luck.uniforms(months * (months + 1) // 2, team.name, "cycle")
        closed, won_open = closing_months(pairs, won, by_lag.shares, by_lag.low, by_lag.weight)
    else:
        closed, won_open = won, np.zeros_like(won)
    pipeline = close_pipeline(team, mean_cycle[:1], won.shape, luck)
    closed = closed + pipeline.closed
    bookings = pipeline.worth + _price(team, closed - pipeline.valued, environment, effects, luck)
    return Closings(
        closed, bookings, won_open, pipeline.won, pipeline.closed, _cycles(team, won, mean_cycle, luck)
    )


def _priced(
    team: Team, mean_cycle: Floats, environment: Environment, effects: Effects, luck: Luck, known: Known
) -> Closings:
    """What closes is known; what it is worth is not."""
    closed = known.counts(Series.CLOSED)
    pipeline = close_pipeline(team, mean_cycle, closed.shape, luck)
    return Closings(
        closed,
        pipeline.worth + _price(team, closed - pipeline.valued, environment, effects, luck),
        known.counts(Series.WON_OPEN),
        pipeline.won,
        pipeline.closed,
        known.floats(Series.CYCLE_DAYS_SUM),
    )


def draw_size_level(team: Team, luck: Luck) -> Floats:
    """Mean size of a deal per trial, before growth and levers."""
    size = team.deal_size
    return size.mean_size * draw_mean_factor(size.spread, size.n, luck, team.name, "deal size level")


def draw_open_rates(team: Team, luck: Luck) -> list[Floats]:
    """The win rate of every group of open deals per trial, (1, trials or 1) each, in the document's order.

    Groups whose sizes are not listed one by one draw from one stream, a row each.
    """
    counted = [group for group in team.open_pipeline if group.values is None]
    drawn = iter(_counted_rates(team, counted, luck) if counted else ())
    listed = iter(_listed_streams(team))
    rates: list[Floats] = []
    for group in team.open_pipeline:
        if group.values is None:
            rates.append(next(drawn)[None, :])
        else:
            known = np.full((1, 1), group.win_rate.expected)
            rates.append(_listed_rate(team, *next(listed), luck) if group.values else known)
    return rates


def _counted_rates(team: Team, groups: list[OpenDeals], luck: Luck) -> Floats:
    return draw_rates([group.win_rate for group in groups], luck, team.name, "open", "rate")


def _listed_rate(team: Team, group: OpenDeals, stream: tuple[str, ...], luck: Luck) -> Floats:
    return draw_rates([group.win_rate], luck, team.name, "open", *stream, "rate")


def _listed_streams(team: Team) -> list[tuple[OpenDeals, tuple[str, ...]]]:
    """The groups with listed sizes, each with the name of its luck."""
    named: list[tuple[OpenDeals, tuple[str, ...]]] = []
    seen: Counter[str] = Counter()
    for number, group in enumerate(team.open_pipeline):
        if group.values:
            name = group.name or str(number)
            # Two groups of one name must not share their luck.
            named.append((group, (name, str(seen[name])) if seen[name] else (name,)))
            seen[name] += 1
    return named


def _price(team: Team, count: Counts, environment: Environment, effects: Effects, luck: Luck) -> Floats:
    size = team.deal_size
    level = draw_size_level(team, luck) * environment.deal_growth * effects.factor("deal_size", team.name)
    return draw_sums(count, size, luck, team.name, "deal size") * level


def _cycles(team: Team, won: Counts, mean_cycle: Floats, luck: Luck) -> Floats:
    if not team.cycle_days.mean:
        return np.zeros(won.shape)
    cycle = DealSize(family="gamma", mean=1.0, cv=team.cycle_days.cv)
    return draw_sums(won, cycle, luck, team.name, "cycle length") * mean_cycle


def close_pipeline(team: Team, mean_cycle: Floats, shape: tuple[int, ...], luck: Luck) -> Pipeline:
    """The deals open at the start.

    Won at their group's rate, closing after what remains of a cycle longer than their age.
    """
    months, trials = shape
    nothing = np.zeros(shape, dtype=np.int64)
    pipeline = Pipeline(nothing[:1], nothing, nothing, np.zeros(shape))
    counted = [group for group in team.open_pipeline if group.values is None]
    if counted:
        pipeline = _close_counted(team, counted, mean_cycle, (months, trials), luck)
    for group, stream in _listed_streams(team):
        listed = _close_listed(team, group, stream, mean_cycle, months, luck)
        pipeline = Pipeline(
            pipeline.won + listed.won,
            pipeline.closed + listed.closed,
            pipeline.valued + listed.valued,
            pipeline.worth + listed.worth,
        )
    return pipeline


def _close_counted(
    team: Team, groups: list[OpenDeals], mean_cycle: Floats, shape: tuple[int, int], luck: Luck
) -> Pipeline:
    """Groups of deals of one size, or of sizes still to be drawn."""
    months, trials = shape
    count = np.array([[group.count] for group in groups], dtype=np.int64)
    rate = _counted_rates(team, groups, luck)
    u = luck.uniforms(len(groups), team.name, "open", "win")
    won = binomial(u, np.broadcast_to(count, (len(groups), trials)), rate)
    by_month = _remaining(team, groups, mean_cycle, months)
    u = luck.uniforms(months * len(groups), team.name, "open", "cycle")
    value = np.array([-1.0 if group.value is None else group.value for group in groups])
    closed, valued, worth = open_deals_closing(u, won, by_month.shares, by_month.low, by_month.weight, value)
    return Pipeline(won.sum(axis=0, keepdims=True), closed, valued, worth)


def _close_listed(
    team: Team, group: OpenDeals, stream: tuple[str, ...], mean_cycle: Floats, months: int, luck: Luck
) -> Pipeline:
    """Deals whose sizes are listed, one by one; the rate is one draw for the group."""
    name = (team.name, "open", *stream)
    rate = _listed_rate(team, group, stream, luck)
    by_month = _remaining(team, [group], mean_cycle, months)
    won, closed, worth = single_deals_closing(
        luck.uniforms(group.count, *name, "win"),
        luck.uniforms(group.count, *name, "cycle"),
        rate,
        by_month.shares[0],
        by_month.low,
        by_month.weight,
        np.array(group.values),
    )
    return Pipeline(won, closed, closed, worth)


def _remaining(team: Team, groups: list[OpenDeals], mean_cycle: Floats, months: int) -> ClosingShares:
    if team.cycle_days.mean:
        usual = team.cycle_days.mean
        known = [
            None if group.closes_within is None else KnownClosing(group.closes_within, usual)
            for group in groups
        ]
        return closing_shares(
            mean_cycle, team.cycle_days.cv, months, [group.age_days for group in groups], known
        )
    at_once = np.ones((len(groups), 1, months))
    return ClosingShares(at_once, np.zeros((1, 1), dtype=np.int64), np.zeros((1, 1)))
