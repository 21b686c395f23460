"""Futures of the money drawn from a fitted top-down model."""

from __future__ import annotations

import numpy as np

from simulator.outlook.structural import Floats, Outlook, ParameterDraw

MOST_TIMES_LARGEST = 100.0
"""No month is more than so many times the largest ever seen: a growth known from a few months, carried on for years,
would reach amounts nobody can pay."""


def outlook_paths(
    outlook: Outlook, months: int, n_trials: int, rng: np.random.Generator, *, skip: int = 0
) -> Floats:
    """Money by month after the last one of the history, shape (n_trials, months).

    skip: months between the history's last and the first wanted, drawn and left out. Each future takes one draw of
    the model's variances and of its state, then its own luck.
    """
    n_draws = len(outlook.draws)
    edges = np.arange(n_draws + 1) * n_trials // n_draws
    out = np.empty((n_trials, months))
    for draw, first, last in zip(outlook.draws, edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if last > first:
            out[first:last] = _futures(outlook, draw, skip, months, last - first, rng)
    shown = outlook.centre + outlook.unit * out[rng.permutation(n_trials)]
    if outlook.scale == "log":
        return np.asarray(np.exp(np.minimum(shown, np.log(MOST_TIMES_LARGEST * outlook.largest))))
    return np.asarray(np.minimum(np.maximum(shown, 0.0) ** 2, MOST_TIMES_LARGEST * outlook.largest))


def _futures(
    outlook: Outlook, draw: ParameterDraw, skip: int, months: int, count: int, rng: np.random.Generator
) -> Floats:
    state = draw.state + rng.standard_normal((count, len(draw.state))) @ draw.spread.T
    out = np.empty((count, months))
    for month in range(-skip, months):
        noise = rng.standard_normal(count)
        if month >= 0:
            out[:, month] = state @ outlook.design + draw.noise * noise
        shocks = rng.standard_normal((count, len(draw.shocks))) * draw.shocks
        state = state @ outlook.transition.T + shocks @ outlook.selection.T
    return out
