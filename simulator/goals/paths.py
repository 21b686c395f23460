"""A goal on its way: how far its metric gets by each month up to the deadline."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from simulator.engine.forecast import Forecast
from simulator.goals.covering import covered
from simulator.goals.metrics import metric
from simulator.goals.values import metric_values
from simulator.goals.windows import Window, goal_window
from simulator.scenario import Goal


def goal_path(forecast: Forecast, goal: Goal, levels: Sequence[float]) -> npt.NDArray[np.float64]:
    """Quantiles of the goal's metric had its deadline been each month up to its own.

    levels: shares between 0 and 1. Shape (months, levels), in the metric's unit; NaN where it is defined in no future.
    """
    found = metric(goal.metric)
    last = goal_window(forecast.scenario, goal).last
    windows = (window_until(goal, t, found.kind) for t in range(last + 1))
    return np.asarray(
        [_quantiles(metric_values(forecast, goal.metric, goal.scope, window), levels) for window in windows],
        dtype=float,
    )


def costs_covered(forecast: Forecast, n_months: int | None = None) -> float | None:
    """The share of futures in which profit over the first `n_months` (None: all) is not negative.

    None where the scenario gives no costs of people, marketing or overhead.
    """
    yes = covered(forecast, Window(0, (n_months or forecast.n_months) - 1))
    return None if yes is None else float(yes.mean())


def window_until(goal: Goal, t: int, kind: str) -> Window:
    """The goal's window had its deadline been month `t`."""
    if goal.window == "month" or (kind == "stock" and goal.window == "total"):
        return Window(t, t)
    if goal.window == "quarter":
        return Window(max(t - 2, 0), t)
    if goal.window == "year":
        return Window(max(t - 11, 0), t)
    return Window(0, t, averaged=goal.window == "average")


def _quantiles(values: npt.NDArray[np.float64], levels: Sequence[float]) -> npt.NDArray[np.float64]:
    known = values[np.isfinite(values)]
    if not known.size:
        return np.full(len(levels), np.nan)
    known = np.sort(known)  # np.quantile looks for distinct values first, which takes four times as long
    places = np.asarray(levels) * (known.size - 1)
    return np.asarray(np.interp(places, np.arange(known.size), known), dtype=float)
