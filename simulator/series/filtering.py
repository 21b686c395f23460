"""A Kalman filter over all shapes of luck and all columns at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.series.grid import SPELL, Floats, Shapes

LEVEL_STATE, MARKET_STATE, STRAY_STATE = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Filtered:
    """Columns made independent and of variance 1 (in units of a month's luck) by each of K shapes.

    whitened (T, K, C); log_determinant (K,): of the covariance; state (3, K, C): level, market and straying growth
    after the last month; covariance (K, 3, 3) of them.
    """

    whitened: Floats
    log_determinant: Floats
    state: Floats
    covariance: Floats

    def only(self, which: NDArray[np.int64]) -> Filtered:
        """What the shapes at these places made of the columns."""
        return Filtered(
            self.whitened[:, which], self.log_determinant[which], self.state[:, which], self.covariance[which]
        )


def filtered(columns: Floats, shapes: Shapes) -> Filtered:
    """Run the filter over `columns` (T, C), each a history of its own: level 0 at the start, the rest stationary.

    A level that is not known belongs among the columns as ones. Harvey (1989), Forecasting, Structural Time Series
    Models and the Kalman Filter, chapter 3.
    """
    months, count = columns.shape
    size = len(shapes.walk)
    own = 1 - shapes.lasting
    stay = np.stack([np.ones(size), shapes.persistence, np.full(size, SPELL)])
    both = stay[:, None] * stay[None, :]
    spread = np.zeros((3, 3, size))
    spread[1, 1], spread[2, 2] = shapes.lasting, shapes.stray**2
    renewed = (1 - both) * spread
    renewed[0, 0] = shapes.walk**2
    state = np.zeros((3, size, count))
    whitened = np.empty((months, size, count))
    logs = np.empty((months, size))
    stay_columns = stay[:, :, None]
    for t in range(months):
        towards = spread[0] + spread[1]
        variance = towards[0] + towards[1] + own
        gain = towards / variance
        surprise = columns[t] - state[0] - state[1]
        whitened[t], logs[t] = surprise, variance
        state += gain[:, :, None] * surprise
        spread = spread - gain[:, None] * towards[None, :]
        if t < months - 1:
            state[0] += state[2]
            state *= stay_columns
            spread[0] += spread[2]
            spread[:, 0] += spread[:, 2]
            spread *= both
            spread += renewed
    whitened /= np.sqrt(logs)[:, :, None]
    return Filtered(whitened, np.log(logs).sum(axis=0), state, spread.transpose(2, 0, 1))
