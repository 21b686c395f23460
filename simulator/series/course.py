"""The months a history was expected to have, looking back at all of it: its level with its season, without luck."""

from __future__ import annotations

import numpy as np

from simulator.series.fitting import reading
from simulator.series.model import SeriesModel
from simulator.series.posterior import design
from simulator.series.shown import covariances


def fitted_course(model: SeriesModel) -> tuple[float, ...]:
    """Expected value of every month from ``model.used_from`` to the last, in the history's unit.

    The most likely shape of luck, its level smoothed by generalised least squares: E[level | all months] = X b + C V⁻¹
    (y - X b), C the covariance of walk and straying growth, V that of the months.
    """
    read = reading(model.series)
    belief = read.belief
    if not sum(model.series.values):
        return (0.0,) * belief.months
    k, j = (int(place) for place in np.unravel_index(int(belief.weight.argmax()), belief.weight.shape))
    shapes, months = belief.shapes, belief.months
    series = model.series
    logs = np.log(np.array(series.values[-months:]) + read.offset)
    columns = design(months, (series.calendar_start + len(series.values) - months) % 12, read.steps)
    line = belief.middle + columns @ belief.mean[k, j]
    walked, luck = covariances(shapes, k, months)
    level = line + walked @ np.linalg.solve(walked + luck, logs - line)
    raised = np.exp(level + belief.expected(belief.variance) / 2) - read.offset
    return tuple(float(value) for value in np.maximum(raised, 0.0))
