"""A forecast from the monthly money alone: structural time series models of statsmodels, with what we do not know kept.

Unobserved components (Harvey 1989): an observed month is a level that wanders, where the data ask for it with a growth
and a season, plus noise. The Kalman filter gives level, growth and season with their uncertainty exactly; the
variances, which the library holds fixed, are drawn from their posterior.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Scale = Literal["log", "root"]
Progress = Callable[[int, int], None]
"""Called before every step with the steps done and all there are; whatever it raises ends the fit."""

LONGEST_MONTHS = 120
"""Older months say little about the next ones, and the level has long left where it was."""
SEASON_NEEDS_MONTHS = 24
TREND_NEEDS_MONTHS = 24
"""A growth that itself changes is looked for from here on; below, growth is steady or none."""
_LEVELS = {
    "level": "local level",
    "growth": "random walk with drift",
    "changing growth": "local linear trend",
}
_PROPOSALS, _DRAWS, _SETS = 300, 64, 4.0
_SMALLEST = 1e-12
_AT_ONCE = 50
_FITTING = Lock()
"""`warnings.catch_warnings` is the process's own, not the thread's."""


@dataclass(frozen=True, eq=False)
class ParameterDraw:
    """The model under one draw of its variances.

    state, spread: mean of the state after the last month and the Cholesky factor of its covariance, shapes (states,)
    and (states, states). noise: sd of a month; shocks: sd of each disturbance of the state, shape (shocks,).
    """

    state: Floats
    spread: Floats
    noise: float
    shocks: Floats


@dataclass(frozen=True, eq=False)
class Outlook:
    """A fitted top-down model.

    n_months: months of history used; scale: money is looked at by its logarithm, or where a month had none by its
    square root; level: one of "level", "growth", "changing growth", or "constant" where every month was the same;
    seasonal: a season was worth its numbers. centre, unit: mean and sd the transformed months were brought to.
    largest: the largest month seen, in money. transition (states, states), selection (states, shocks), design
    (states,): the model. draws: equally likely. note: how it was made, for people.
    """

    n_months: int
    scale: Scale
    level: str
    seasonal: bool
    centre: float
    unit: float
    largest: float
    transition: Floats
    selection: Floats
    design: Floats
    draws: tuple[ParameterDraw, ...]
    note: str


def unwatched(_done: int, _total: int) -> None:
    """Nobody is waiting."""


def fit_outlook(
    values: tuple[float, ...], rng: np.random.Generator, progress: Progress = unwatched
) -> Outlook:
    """The model of `values`, one a month, not negative, the newest last; only the last 120 are looked at.

    Level alone, with steady growth and with growth that changes (from 24 months), each with and without a season of the
    year (from 24 months), are compared by AICc on the same months. Raises ValueError for fewer than 8 values, for a
    negative or infinite one, and where none is above 0.
    """
    series = np.asarray(values, dtype=float)[-LONGEST_MONTHS:]
    if len(series) < 8 or not np.isfinite(series).all() or (series < 0).any() or not (series > 0).any():
        raise ValueError("a second opinion needs at least 8 months, none below 0 and one above it")
    scale: Scale = "log" if (series > 0).all() else "root"
    shown = np.log(series) if scale == "log" else np.sqrt(series)
    centre, unit = float(shown.mean()), float(shown.std())
    if unit <= 1e-9 * max(abs(centre), 1.0):
        return _constant(series, scale, centre)
    with _FITTING, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what matters of them is told in `note`
        return _fitted(series, scale, (shown - centre) / unit, centre, unit, rng, progress)


def _constant(series: Floats, scale: Scale, centre: float) -> Outlook:
    one = np.ones((1, 1))
    draw = ParameterDraw(np.zeros(1), np.zeros((1, 1)), 0.0, np.zeros(1))
    largest = float(series.max())
    note = f"every one of {len(series)} months was the same, so the next are taken to be too"
    return Outlook(
        len(series), scale, "constant", False, centre, 1.0, largest, one, one, np.ones(1), (draw,), note
    )


def _model(shown: Floats, level: str, *, seasonal: bool) -> Any:
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    return UnobservedComponents(
        shown, level=_LEVELS[level], seasonal=12 if seasonal else None, stochastic_seasonal=seasonal
    )


def _fitted(
    series: Floats,
    scale: Scale,
    shown: Floats,
    centre: float,
    unit: float,
    rng: np.random.Generator,
    progress: Progress,
) -> Outlook:
    n = len(shown)
    seasons = (False, True) if n >= SEASON_NEEDS_MONTHS else (False,)
    levels = list(_LEVELS)[: 3 if n >= TREND_NEEDS_MONTHS else 2]
    # The first months only find the level, the growth and the season: every model is scored on the same later ones.
    scored_from = 13 if len(seasons) == 2 else 2
    models, done = len(levels) * len(seasons), 0
    steps = models + 2 * (_PROPOSALS // _AT_ONCE) + 1
    best: tuple[float, str, bool, Floats, bool] | None = None
    for level in levels:
        for seasonal in seasons:
            progress(done, steps)
            done += 1
            model = _model(shown, level, seasonal=seasonal)
            model.loglikelihood_burn = max(scored_from, model.loglikelihood_burn)
            fit = model.fit(disp=False, maxiter=60, warn_convergence=False, cov_type="none")
            k, left = len(fit.params), n - model.loglikelihood_burn
            score = -2 * fit.llf + 2 * k + (2 * k * (k + 1) / (left - k - 1) if left > k + 1 else np.inf)
            if best is None or score < best[0]:
                settled = bool(fit.mle_retvals.get("converged", True))
                best = (float(score), level, seasonal, np.asarray(fit.params, dtype=float), settled)
    assert best is not None
    _, level, seasonal, params, settled = best
    model = _model(shown, level, seasonal=seasonal)
    usual = _usual_step(shown, seasonal=seasonal)
    draws = _posterior(model, params, usual, rng, lambda proposals: progress(models + proposals, steps))
    ssm = model.ssm
    return Outlook(
        n_months=n,
        scale=scale,
        level=level,
        seasonal=seasonal,
        centre=centre,
        unit=unit,
        largest=float(series.max()),
        transition=np.array(ssm["transition"], dtype=float),
        selection=np.array(ssm["selection"], dtype=float),
        design=np.array(ssm["design"], dtype=float)[0],
        draws=draws,
        note=_note(n, len(series), level, seasonal=seasonal, settled=settled),
    )


def _usual_step(shown: Floats, *, seasonal: bool) -> float:
    """How far one month lies from the one before, without the season: no disturbance is much larger."""
    steps = np.diff(shown)
    if seasonal:
        months = np.arange(len(steps)) % 12
        steps = steps - np.array([steps[months == month].mean() for month in range(12)])[months]
    return max(float(steps.std()), 1e-4)


def _posterior(
    model: Any, params: Floats, step: float, rng: np.random.Generator, progress: Callable[[int], None]
) -> tuple[ParameterDraw, ...]:
    """Draws of the variances by importance sampling in two rounds, resampled to equal weight.

    Prior: each sd half-normal, of the usual step for noise and level, a fifth of it for growth and half of it for the
    season; a convention of ours that keeps short histories from claiming either nothing or everything.
    """
    widths = step * np.array([_prior_width(name) for name in model.param_names])
    centre = np.log(np.maximum(params, (0.02 * widths) ** 2))
    root = 1.5 * np.eye(len(params))
    points = weights = None
    for turn in range(2):
        points = centre + _student(rng, _PROPOSALS, len(params)) @ root.T
        inner = np.linalg.solve(root, (points - centre).T)
        density = -(_SETS + len(params)) / 2 * np.log1p((inner**2).sum(axis=0) / _SETS)
        heights = []
        for at, point in enumerate(points):
            if at % _AT_ONCE == 0:
                progress((turn * _PROPOSALS + at) // _AT_ONCE)
            heights.append(_log_posterior(model, point, widths))
        height = np.array(heights) - density
        weights = np.exp(height - height.max())
        weights /= weights.sum()
        centre = weights @ points
        spread = (points - centre).T @ ((points - centre) * weights[:, None])
        root = np.linalg.cholesky(1.5 * spread + 0.05 * np.eye(len(params)))
    assert points is not None
    assert weights is not None
    # systematic resampling: one uniform, even steps
    progress(2 * _PROPOSALS // _AT_ONCE)
    places = (rng.random() + np.arange(_DRAWS)) / _DRAWS
    chosen = np.minimum(np.searchsorted(np.cumsum(weights), places), len(weights) - 1)
    made = {place: _draw(model, points[place]) for place in sorted(set(chosen.tolist()))}
    return tuple(made[place] for place in chosen.tolist())


def _prior_width(name: str) -> float:
    return {"sigma2.trend": 0.2, "sigma2.seasonal": 0.5}.get(name, 1.0)


def _student(rng: np.random.Generator, rows: int, columns: int) -> Floats:
    normal = rng.standard_normal((rows, columns))
    return np.asarray(normal / np.sqrt(rng.chisquare(_SETS, (rows, 1)) / _SETS))


def _log_posterior(model: Any, point: Floats, widths: Floats) -> float:
    deviations = np.exp(point / 2)
    prior = float((point / 2 - 0.5 * (deviations / widths) ** 2).sum())
    found = float(model.loglike(np.maximum(np.exp(point), _SMALLEST))) + prior
    return found if np.isfinite(found) else -1e300


def _draw(model: Any, point: Floats) -> ParameterDraw:
    model.update(np.maximum(np.exp(point), _SMALLEST))
    found = model.ssm.filter()
    covariance = np.asarray(found.predicted_state_cov[:, :, -1], dtype=float)
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    return ParameterDraw(
        state=np.array(found.predicted_state[:, -1], dtype=float),
        spread=np.asarray(vectors * np.sqrt(np.maximum(values, 0.0))),
        noise=float(np.sqrt(model.ssm["obs_cov"][0, 0])),
        shocks=np.sqrt(np.diag(np.asarray(model.ssm["state_cov"], dtype=float))),
    )


def _note(n: int, known: int, level: str, *, seasonal: bool, settled: bool) -> str:
    words = {
        "level": "a level that wanders, no growth",
        "growth": "a level that wanders and grows steadily",
        "changing growth": "a level that wanders, with a growth that changes",
    }[level]
    looked = f"the last {n} of {known} months" if known > n else f"{n} months"
    ending = "" if settled else "; the search for the best fit did not settle"
    return f"{words}, {'with' if seasonal else 'without'} a season, from {looked}{ending}"
