"""The shapes of luck a monthly history is judged by: a grid, with what is believed of each before looking.

The unit is the standard deviation of one month's stationary luck. Shape k: the level walks by `walk[k]` a month; of a
month's variance the share `lasting[k]` is an AR(1) of lag-one correlation `persistence[k]`, the rest is its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WALKS = (0.03, 0.08, 0.16, 0.32, 0.64, 1.28, 4.0)
"""In units of a month's luck. 0.03 moves a year by a tenth of a month's luck, 4 is a walk with hardly any luck."""
USUAL_WALK, WALK_SPREAD = 0.2, 1.2
"""Before looking: a year's walk (sqrt(12) * 0.2) is about as large as two thirds of a month's luck, give or take a
factor of exp(1.2) = 3.3. A guess, wide on purpose."""
LUCK = ((0.0, 0.0), (0.5, 0.5), (0.5, 0.8), (1.0, -0.4), (1.0, 0.3), (1.0, 0.6), (1.0, 0.8))
LUCK_PRIOR = (0.3, 0.1, 0.1, 0.1, 0.15, 0.15, 0.1)
"""(share that lasts, its correlation) and how likely before looking."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """K shapes: arrays (K,), `prior` sums to 1."""

    walk: Floats
    lasting: Floats
    persistence: Floats
    prior: Floats

    def one(self, k: int) -> Shapes:
        """Shape `k` alone."""
        return Shapes(
            *(values[k : k + 1] for values in (self.walk, self.lasting, self.persistence, self.prior))
        )


def shapes() -> Shapes:
    """The grid."""
    walk = np.repeat(np.array(WALKS), len(LUCK))
    lasting, persistence = (np.tile(np.array(part), len(WALKS)) for part in zip(*LUCK, strict=True))
    of_walk = np.exp(-0.5 * (np.log(np.array(WALKS) / USUAL_WALK) / WALK_SPREAD) ** 2)
    prior = np.repeat(of_walk, len(LUCK)) * np.tile(np.array(LUCK_PRIOR), len(WALKS))
    return Shapes(walk, lasting, persistence, prior / prior.sum())


GRID = shapes()
