"""What every seat sells in every future: the team's own deals and money, shared out.

The trials are the forecast's: over the seats of a team, and what no seat was there for, they add up to the team's
bookings and deals in every one of them. docs/MODEL.md says by what law, docs/adr/0063 why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.attribution import share_out
from simulator.engine.effects import Effects, draw_effects
from simulator.engine.forecast import Forecast, Series
from simulator.engine.money import Pipeline, close_pipeline
from simulator.engine.people import draw_rep_factors, draw_seat_productivity
from simulator.engine.sizes import NEGLIGIBLE_CV, sum_table
from simulator.engine.streams import Counts, Floats, Luck
from simulator.engine.timing import ClosingShares, closing_shares, cycle_mean
from simulator.goals.windows import Window
from simulator.quotas.seats import Seat, chunk_trials, team_seats
from simulator.scenario.plan import Scenario
from simulator.scenario.quantities import DealSize
from simulator.scenario.team import Team

MOST_CELLS = 6_000_000
"""Seats x futures kept: 72 MB. 600 seats in 10,000 futures, 3,000 in 2,000: odds within 2.2 points, 19 in 20 times."""
LEAST_TRIALS = 500
THREADS = 2


@dataclass(frozen=True, eq=False)
class RepFutures:
    """Totals of a window by seat and trial.

    bookings, deals: (n_seats, n_trials), seats in the order of ``seats(scenario)``. no_rep_bookings, no_rep_deals:
    (n_teams, n_trials), of months in which nobody of the team was productive until the deal closed. The trials are the
    first `n_trials` of the forecast's.
    """

    seats: tuple[Seat, ...]
    teams: tuple[str, ...]
    window: Window
    bookings: Floats
    deals: NDArray[np.int32]
    no_rep_bookings: Floats
    no_rep_deals: NDArray[np.int32]

    @property
    def n_trials(self) -> int:
        """Futures that were shared out."""
        return int(self.bookings.shape[1])

    @cached_property
    def team_of(self) -> NDArray[np.int64]:
        """The number of every seat's team, shape (n_seats,)."""
        number = {name: at for at, name in enumerate(self.teams)}
        return np.array([number[seat.team] for seat in self.seats], dtype=np.int64)

    def team_bookings(self, team: str) -> Floats:
        """Bookings of the team's seats and of no seat, shape (n_trials,): the forecast's own."""
        at = self.teams.index(team)
        return np.asarray(self.bookings[self.team_of == at].sum(axis=0) + self.no_rep_bookings[at])


def affordable_trials(n_seats: int, n_trials: int) -> int:
    """In how many of `n_trials` futures so many seats are shared out."""
    return min(n_trials, max(LEAST_TRIALS, MOST_CELLS // max(n_seats, 1)))


def rep_futures(
    forecast: Forecast,
    window: Window | None = None,
    *,
    n_trials: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    threads: int | None = None,
) -> RepFutures:
    """Bookings and deals of every seat over `window`, left out: all months.

    n_trials: left out, as many of the forecast's as `affordable_trials` says. progress: called as ``progress(finished,
    all)`` between pieces of work; what it raises ends the run. threads: changes no digit.
    """
    scenario = forecast.scenario
    window = window or Window(0, scenario.horizon_months - 1)
    here = [team_seats(scenario, team) for team in scenario.teams]
    total = sum(len(listed) for listed in here)
    trials = affordable_trials(total, forecast.n_trials) if n_trials is None else n_trials
    bookings, deals = np.zeros((total, trials)), np.zeros((total, trials), dtype=np.int32)
    rest_money, rest_deals = (np.zeros((len(here), trials), dtype=dtype) for dtype in (float, np.int32))
    jobs: list[tuple[int, int, int, int]] = []
    at = 0
    for number, listed in enumerate(here):
        step = chunk_trials(len(listed), scenario.horizon_months)
        jobs += [(number, at, first, min(step, trials - first)) for first in range(0, trials, step)]
        at += len(listed)

    def work(job: tuple[int, int, int, int]) -> None:
        number, row, first, count = job
        money, closed = _shared_out(forecast, scenario.teams[number], here[number], window, first, count)
        n, columns = len(here[number]), slice(first, first + count)
        bookings[row : row + n, columns], deals[row : row + n, columns] = money[:n], closed[:n]
        rest_money[number, columns], rest_deals[number, columns] = money[n], closed[n]

    with ThreadPoolExecutor(max_workers=threads or THREADS) as pool:
        pieces = [pool.submit(work, job) for job in jobs]
        try:
            for finished, piece in enumerate(pieces, 1):
                piece.result()
                if progress is not None:
                    progress(finished, len(pieces))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return RepFutures(
        tuple(seat for listed in here for seat in listed),
        scenario.team_names,
        window,
        bookings,
        deals,
        rest_money,
        rest_deals,
    )


def _shared_out(
    forecast: Forecast, team: Team, here: tuple[Seat, ...], window: Window, first: int, count: int
) -> tuple[Floats, Counts]:
    """Money and deals, (seats + 1, count), of trials ``first .. first + count - 1``; the last row has no seat."""
    scenario = forecast.scenario
    luck = forecast.luck(first, count)
    effects = draw_effects(scenario, luck)
    weight = _weights(scenario, team, here, effects, luck)
    won, closed, opening = (
        _rows(forecast, name, team, first, count, np.int64)
        for name in (Series.WON, Series.CLOSED, Series.PIPELINE_CLOSED)
    )
    bookings = _rows(forecast, Series.BOOKINGS, team, first, count, np.float64)
    mean_cycle = cycle_mean(team, effects, luck)
    lag = _lags(team, mean_cycle, scenario.horizon_months)
    listed = _listed(team, mean_cycle, (scenario.horizon_months, count), luck)
    most = int(closed.max(initial=1))
    at, rows = _table(team.deal_size, most)
    at_listed, rows_listed = _table(_listed_size(team), most)
    seeds = (luck.uniforms(1, team.name, "whose deals")[0] * 2.0**53).astype(np.uint64)
    money, deals = np.zeros((len(here) + 1, count)), np.zeros((len(here) + 1, count), dtype=np.int64)
    share_out(
        weight, won, closed, opening, listed.valued, bookings, listed.worth, lag.shares, lag.low, lag.weight,
        at, rows, at_listed, rows_listed, window.first, window.last, seeds, deals, money,
    )  # fmt: skip
    return money, deals


def _weights(scenario: Scenario, team: Team, here: tuple[Seat, ...], effects: Effects, luck: Luck) -> Floats:
    """Productivity x territory potential x the rep's own factor, (trials, months, seats)."""
    weight = draw_seat_productivity(scenario, team, effects, luck)
    potential = np.array([seat.potential for seat in here])
    if team.rep_spread or np.any(potential != 1):
        weight *= (draw_rep_factors(team, len(here), luck).T * potential)[:, None, :]
    return weight


def _rows(forecast: Forecast, name: str, team: Team, first: int, count: int, dtype: type) -> NDArray[Any]:
    return np.ascontiguousarray(forecast.series(name, team.name).T[:, first : first + count], dtype=dtype)


def _lags(team: Team, mean_cycle: Floats, months: int) -> ClosingShares:
    if team.cycle_days.mean:
        return closing_shares(mean_cycle, team.cycle_days.cv, months)
    return ClosingShares(np.ones((1, months)), np.zeros((1, 1), dtype=np.int64), np.zeros((1, 1)))


def _listed(team: Team, mean_cycle: Floats, shape: tuple[int, int], luck: Luck) -> Pipeline:
    """Open deals of stated size: drawn again, from the forecast's own streams, where there are any."""
    if any(True for _ in _stated(team)):
        return close_pipeline(team, mean_cycle[:1], shape, luck)
    nothing = np.zeros(shape, dtype=np.int64)
    return Pipeline(nothing[:1], nothing, nothing, np.zeros(shape))


def _stated(team: Team) -> Iterator[tuple[float, float]]:
    """Every stated size with the number of wins expected of it."""
    for group in team.open_pipeline:
        rate = group.win_rate.expected
        if group.value is not None and group.count:
            yield group.value, group.count * rate
        yield from ((value, rate) for value in group.values or ())


def _listed_size(team: Team) -> DealSize:
    """How far the stated sizes are apart: their money is divided like that of gamma sizes of this cv."""
    values, wins = np.array([(1.0, 1.0), *_stated(team)]).T
    values, wins = values[1:], wins[1:] + 1e-12
    mean = float(np.average(values, weights=wins)) if values.size else 0.0
    if mean <= 0:
        return DealSize(family="gamma", mean=1.0, cv=0.0)
    return DealSize(
        family="gamma",
        mean=1.0,
        cv=min(float(np.sqrt(np.average((values - mean) ** 2, weights=wins))) / mean, 10.0),
    )


def _table(size: DealSize, most: int) -> tuple[Floats, Floats]:
    if size.spread < NEGLIGIBLE_CV:
        return np.ones(1), np.zeros((0, 2))
    table = sum_table(size, most)
    return table.counts, np.ascontiguousarray(table.rows)
