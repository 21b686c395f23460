"""The second opinion in a goal's values: a share of the futures takes the money its own history expects."""

from __future__ import annotations

import math
from collections import OrderedDict
from threading import Lock

import numpy as np

from simulator.engine.forecast import COMPANY, Forecast, Series
from simulator.engine.streams import BLOCK, Floats, Luck, generator
from simulator.outlook import Outlook, Progress, fit_outlook, outlook_paths, unwatched
from simulator.scenario.judging import SecondOpinion
from simulator.scenario.months import months_between
from simulator.scenario.plan import Scenario

STREAM = "second opinion"
MOST_BYTES_KEPT = 64 * 2**20
MOST_FITS_KEPT = 64

_Key = tuple[object, ...]
_keeping = Lock()
_fits: OrderedDict[_Key, Outlook] = OrderedDict()
_paths: OrderedDict[_Key, Floats] = OrderedDict()


def speaks_of(scenario: Scenario, metric: str, scope: str) -> bool:
    """Whether the scenario's second opinion is about this metric of this scope.

    Without subscriptions revenue is bookings, and an opinion on one is an opinion on the other.
    """
    opinion = scenario.second_opinion
    if opinion is None or scope != COMPANY or metric not in ("bookings", "revenue"):
        return False
    return metric == opinion.metric or scenario.recurring is None


def weight_for(scenario: Scenario, metric: str, scope: str) -> float | None:
    """The share of futures in which this metric follows the second opinion; None where it does in none."""
    opinion = scenario.second_opinion
    if opinion is None or opinion.weight == 0 or not speaks_of(scenario, metric, scope):
        return None
    return opinion.weight


def top_down(scenario: Scenario, n_trials: int, seed: int) -> Floats:
    """Money by month as its history alone expects it, shape (n_trials, n_months); not to be written to.

    Depends on the history before the scenario's start, the months, `n_trials` and `seed` alone, and is kept.
    Raises ValueError where the scenario has no second opinion.
    """
    opinion = scenario.second_opinion
    if opinion is None:
        raise ValueError("the scenario has no second opinion")
    known, gap = _history(opinion, scenario.start_month)
    key = (known, gap, scenario.horizon_months, n_trials, seed)
    with _keeping:
        found = _paths.get(key)
        if found is not None:
            _paths.move_to_end(key)
            return found
    outlook = fitted(scenario, seed)
    rng = generator(seed, (STREAM, "luck"), 0)
    paths = outlook_paths(outlook, scenario.horizon_months, n_trials, rng, skip=gap)
    paths.flags.writeable = False
    with _keeping:
        _paths[key] = paths
        while len(_paths) > 1 and sum(one.nbytes for one in _paths.values()) > MOST_BYTES_KEPT:
            _paths.popitem(last=False)
    return paths


def is_fitted(scenario: Scenario, seed: int) -> bool:
    """Whether `fitted` has the model at hand; true where there is none to fit."""
    if scenario.second_opinion is None:
        return True
    known, _ = _history(scenario.second_opinion, scenario.start_month)
    with _keeping:
        return (known, seed) in _fits


def fitted(scenario: Scenario, seed: int, progress: Progress = unwatched) -> Outlook:
    """The model behind `top_down`; progress(done, total) may raise to stop. Raises ValueError where the scenario has no
    second opinion.
    """
    opinion = scenario.second_opinion
    if opinion is None:
        raise ValueError("the scenario has no second opinion")
    known, _ = _history(opinion, scenario.start_month)
    with _keeping:
        found = _fits.get((known, seed))
    if found is None:
        found = fit_outlook(known, generator(seed, (STREAM, "unknowns"), 0), progress)
        with _keeping:
            _fits[known, seed] = found
            while len(_fits) > MOST_FITS_KEPT:
                _fits.popitem(last=False)
    return found


def _history(opinion: SecondOpinion, start_month: str) -> tuple[tuple[float, ...], int]:
    """The values before `start_month`, and how many months lie between the last of them and it."""
    before = months_between(opinion.first_month, start_month)
    known = opinion.values[: max(before, 0)]
    return known, before - len(known)


def pooled(forecast: Forecast, values: Floats, top: Floats, weight: float) -> Floats:
    """`values`, in round(weight * n) futures those of `top`; both have shape (n_trials,).

    Which futures: those of the smallest draws of a stream of its own, so that a larger weight adds to them and no other
    luck decides. Among them a good future of the plan takes a good one of the history (by the company's money over all
    months): goals on other metrics keep their company.
    """
    chosen = _chosen(forecast.seed, forecast.n_trials, weight)
    out = values.copy()
    own = _total(forecast)[chosen]
    other = top_down(forecast.scenario, forecast.n_trials, forecast.seed)[chosen].sum(axis=1)
    order = np.argsort(own, kind="stable")
    out[chosen[order]] = top[chosen[np.argsort(other, kind="stable")]]
    return out


def _chosen(seed: int, n_trials: int, weight: float) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    draws = Luck(seed, 0, math.ceil(n_trials / BLOCK) * BLOCK).uniforms(1, STREAM, "choice")[0, :n_trials]
    count = math.floor(weight * n_trials + 0.5)
    return np.sort(np.argsort(draws, kind="stable")[:count])


def _total(forecast: Forecast) -> Floats:
    opinion = forecast.scenario.second_opinion
    assert opinion is not None
    name = Series.REVENUE if opinion.metric == "revenue" else Series.BOOKINGS
    return np.asarray(forecast.series(name).sum(axis=1), dtype=float)
