"""A metric's value in every future, as goals are judged by it: pooled with the second opinion, then widened."""

from __future__ import annotations

import numpy as np

from simulator.engine.forecast import Forecast
from simulator.engine.streams import Floats
from simulator.goals.metrics import Metric, metric
from simulator.goals.opinion import pooled, top_down, weight_for
from simulator.goals.widening import widened
from simulator.goals.windows import Window


def metric_values(forecast: Forecast, name: str, scope: str, window: Window) -> Floats:
    """Shape (n_trials,); NaN where undefined. KeyError where there is no such metric.

    The one place where `second_opinion` and `widening` of the forecast's scenario are used: first the one, then the
    other.
    """
    found = metric(name)
    values = pooled_values(forecast, found, scope, window)
    widening = forecast.scenario.widening
    return values if widening is None else widened(values, found, widening.factor)


def pooled_values(forecast: Forecast, found: Metric, scope: str, window: Window) -> Floats:
    """The same before it is widened."""
    values = found.value(forecast, scope, window)
    weight = weight_for(forecast.scenario, found.name, scope)
    if weight is None:
        return values
    return pooled(forecast, values, top_down_values(forecast, window), weight)


def top_down_values(forecast: Forecast, window: Window) -> Floats:
    """What the history alone says of the metric the second opinion speaks of, over `window`; shape (n_trials,)."""
    paths = top_down(forecast.scenario, forecast.n_trials, forecast.seed)
    total = np.asarray(paths[:, window.months].sum(axis=1))
    return total / window.length if window.averaged else total
