"""From a scenario to a forecast: chunks of trials, drawn by as many threads as asked for, put together in one place."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Lock
from typing import Any

import numpy as np

from simulator.engine.effects import Effects, draw_effects
from simulator.engine.forecast import COMPANY, Forecast, Series
from simulator.engine.funnel import draw_funnel
from simulator.engine.money import draw_closings
from simulator.engine.parameters import draw_margin
from simulator.engine.people import People, draw_people
from simulator.engine.recurring import Subscriptions, draw_subscriptions
from simulator.engine.streams import Luck
from simulator.engine.unmoved import CLOSINGS, PEOPLE, SUBSCRIPTIONS, Known, Unmoved, unmoved
from simulator.engine.volume import Environment, draw_entering, draw_environment
from simulator.errors import ScenarioError
from simulator.scenario.plan import MAX_SEED, Scenario
from simulator.scenario.team import Team

DEFAULT_TRIALS = 10_000
MIN_TRIALS, MAX_TRIALS = 100, 1_000_000
MAX_RESULT_BYTES = 8 * 1024**3
CHUNK_TRIALS = 2_000

Arrays = dict[str, "np.ndarray[Any, Any]"]
Progress = Callable[[int, int], None]


def simulate(
    scenario: Scenario,
    n_trials: int = DEFAULT_TRIALS,
    seed: int | None = None,
    *,
    progress: Progress | None = None,
    threads: int | None = None,
    chunk_trials: int = CHUNK_TRIALS,
    kept: frozenset[tuple[str, ...]] | None = None,
    like: Forecast | None = None,
) -> Forecast:
    """`n_trials` futures of `scenario`.

    seed: left out, the scenario's own. progress: called as ``progress(finished, n_trials)`` from the calling thread
    after each chunk; what it raises ends the run once the chunks begun are done, and is raised here.
    threads: left out, one per core; neither it nor `chunk_trials` (trials worked on at a time) changes a digit.
    kept: see `simulator.engine.streams.Luck`. like: a forecast whose series are shared where those of `scenario` cannot
    differ from them, which changes no digit (`simulator.engine.unmoved`).
    Raises ScenarioError where n_trials or seed is out of range or the result would not fit into memory.
    """
    seed = scenario.seed if seed is None else seed
    check_request(scenario, n_trials, seed)
    same = unmoved(scenario, like, n_trials, seed, kept)
    result = _Result(n_trials, same.names)

    def work(first: int) -> int:
        luck = Luck(seed, first, min(chunk_trials, n_trials - first), kept)
        result.store(_chunk(scenario, luck, same), first)
        return luck.count

    finished = 0
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        chunks = [pool.submit(work, first) for first in range(0, n_trials, chunk_trials)]
        try:
            for done in as_completed(chunks):
                finished += done.result()
                if progress is not None:
                    progress(finished, n_trials)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for scope, shared in same.arrays().items():
        result.arrays.setdefault(scope, {}).update(shared)
    return Forecast(scenario, seed, n_trials, result.arrays, kept)


class _Result:
    """The arrays of all trials, filled chunk by chunk by the threads that drew them; those `known` by scope are not."""

    def __init__(self, n_trials: int, known: Mapping[str, frozenset[str]]) -> None:
        self.arrays: dict[str, Arrays] = {}
        self._n_trials = n_trials
        self._known = known
        self._allocating = Lock()

    def store(self, part: dict[str, Arrays], first: int) -> None:
        """Keep one chunk's arrays, whose first trial is `first`; teams' counts as 32 bit integers."""
        part = {
            scope: {name: array for name, array in arrays.items() if name not in self._known.get(scope, ())}
            for scope, arrays in part.items()
        }
        with self._allocating:
            for scope, arrays in part.items():
                kept = self.arrays.setdefault(scope, {})
                for name, array in arrays.items():
                    if name not in kept:
                        small = scope != COMPANY and array.dtype == np.int64
                        dtype = np.dtype(np.int32) if small else array.dtype
                        kept[name] = np.empty((array.shape[0], self._n_trials), dtype=dtype)
        for scope, arrays in part.items():
            for name, array in arrays.items():
                self.arrays[scope][name][:, first : first + array.shape[1]] = array


def check_request(scenario: Scenario, n_trials: object, seed: object) -> None:
    """ScenarioError where so many trials, or this seed, cannot be run."""
    if (
        isinstance(n_trials, bool)
        or not isinstance(n_trials, int)
        or not MIN_TRIALS <= n_trials <= MAX_TRIALS
    ):
        raise ScenarioError.single(
            "n_trials", n_trials, f"must be a whole number from {MIN_TRIALS} to {MAX_TRIALS:,}"
        )
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= MAX_SEED:
        raise ScenarioError.single("seed", seed, f"must be a whole number from 0 to {MAX_SEED}")
    needed = n_trials * scenario.horizon_months * sum(80 + 4 * len(team.stages) for team in scenario.teams)
    if needed > MAX_RESULT_BYTES:
        most = n_trials * MAX_RESULT_BYTES // needed // 1000 * 1000
        raise ScenarioError.single(
            "n_trials", n_trials, f"needs {needed / 2**30:.0f} GB for this scenario; use at most {most:,}"
        )


def _chunk(scenario: Scenario, luck: Luck, same: Unmoved) -> dict[str, Arrays]:
    moved = [team for team in scenario.teams if not same.is_whole(team.name)]
    if not moved and same.is_whole(COMPANY):
        return {}
    effects = draw_effects(scenario, luck)
    environment = draw_environment(scenario, luck)

    def known(scope: str) -> Known:
        return same.known(scope, luck.first, luck.count)

    result = {
        team.name: _team(scenario, team, environment, effects, luck, known(team.name)) for team in moved
    }
    # Floating point sums depend on their order: by name, so that the order of the document changes no digit.
    by_name = [
        (team, result[team.name] if team.name in result else _as_before(known(team.name)))
        for team in sorted(scenario.teams, key=lambda team: team.name)
    ]
    result[COMPANY] = _company(scenario, by_name, environment, effects, luck, known(COMPANY))
    return result


def _as_before(known: Known) -> Arrays:
    """What the company asks of a team nothing of which has moved."""
    return {Series.HEADCOUNT: known.counts(Series.HEADCOUNT), **_known_closings(known)}


def _known_closings(known: Known) -> Arrays:
    """What the company asks of what a team closed, where that is as before."""
    return {
        Series.CLOSED: known.counts(Series.CLOSED),
        Series.BOOKINGS: known.floats(Series.BOOKINGS),
    }


def _team(
    scenario: Scenario, team: Team, environment: Environment, effects: Effects, luck: Luck, known: Known
) -> Arrays:
    people = _known_people(known) if known.has(*PEOPLE) else draw_people(scenario, team, effects, luck)
    entered = (
        known.counts(Series.ENTERED)
        if known.has(Series.ENTERED)
        else draw_entering(scenario, team, environment, people.effective_reps, effects, luck)
    )
    funnel = draw_funnel(team, entered, people.effective_reps, effects, luck, known)
    arrays: Arrays = {
        Series.ENTERED: entered,
        **{Series.stage(name): units for name, units in funnel.reached.items()},
        Series.DEMAND: funnel.demand,
        Series.WORKED: funnel.worked,
        Series.BACKLOG: funnel.backlog,
        Series.CARRIED: funnel.carried,
        Series.LOST_TO_CAPACITY: funnel.lost_to_capacity,
        Series.PEOPLE_BIND: funnel.people_bind,
        Series.WON: funnel.won,
        Series.HEADCOUNT: people.headcount,
        Series.EFFECTIVE_REPS: people.effective_reps,
        Series.LEAVERS: people.leavers,
        Series.JOINERS: people.joiners,
    }
    if funnel.capacity is not None:
        arrays[Series.CAPACITY] = funnel.capacity
    if known.has(*CLOSINGS, Series.BOOKINGS):
        return arrays | _known_closings(known)
    closings = draw_closings(team, funnel.won, environment, effects, luck, known)
    return arrays | {
        Series.WON_OPEN: closings.won_open,
        Series.PIPELINE_CLOSED: closings.pipeline_closed,
        Series.PIPELINE_WON: closings.pipeline_won,
        Series.CLOSED: closings.closed,
        Series.BOOKINGS: closings.bookings,
        Series.CYCLE_DAYS_SUM: closings.cycle_days_sum,
    }


def _known_people(known: Known) -> People:
    return People(
        known.counts(Series.HEADCOUNT),
        known.floats(Series.EFFECTIVE_REPS),
        known.counts(Series.LEAVERS),
        known.counts(Series.JOINERS),
    )


def _known_subscriptions(known: Known) -> Subscriptions:
    return Subscriptions(
        known.counts(Series.OPENING_CUSTOMERS),
        known.counts(Series.CHURNED),
        known.counts(Series.CUSTOMERS),
        known.floats(Series.MRR),
    )


def _company(
    scenario: Scenario,
    teams: list[tuple[Team, Arrays]],
    environment: Environment,
    effects: Effects,
    luck: Luck,
    known: Known,
) -> Arrays:
    shape = (scenario.horizon_months, luck.count)
    bookings = sum((arrays[Series.BOOKINGS] for _, arrays in teams), np.zeros(shape))
    rep_cost = sum(
        (arrays[Series.HEADCOUNT] * (team.annual_cost_per_rep / 12) for team, arrays in teams),
        np.zeros(shape),
    )
    arrays: Arrays = {Series.MARKET: np.broadcast_to(environment.market, shape)}
    revenue = bookings
    if scenario.recurring is not None:
        closed = sum((one[Series.CLOSED] for _, one in teams), np.zeros(shape, dtype=np.int64))
        subscriptions = (
            _known_subscriptions(known)
            if known.has(*SUBSCRIPTIONS)
            else draw_subscriptions(scenario.recurring, closed, bookings, effects, luck)
        )
        revenue = subscriptions.mrr
        arrays |= {
            Series.OPENING_CUSTOMERS: subscriptions.opening,
            Series.CHURNED: subscriptions.churned,
            Series.CUSTOMERS: subscriptions.customers,
            Series.MRR: subscriptions.mrr,
        }
    costs = scenario.costs
    margin = np.minimum(draw_margin(costs, luck) * effects.factor("gross_margin"), 1.0)
    marketing = np.broadcast_to(costs.marketing_per_month * effects.factor("marketing"), shape)
    overhead = np.broadcast_to(costs.overhead_per_month * effects.factor("overhead"), shape)
    gross_profit = revenue * margin
    spending = np.broadcast_to(effects.spending, shape)
    return arrays | {
        Series.REVENUE: revenue,
        Series.GROSS_PROFIT: gross_profit,
        Series.REP_COST: rep_cost,
        Series.MARKETING_COST: marketing,
        Series.OVERHEAD_COST: overhead,
        Series.CHANGE_COST: spending,
        Series.PROFIT: gross_profit - rep_cost - marketing - overhead - spending,
    }
