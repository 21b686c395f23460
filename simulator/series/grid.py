"""The shapes of luck a monthly history is judged by: a grid, with what is believed of each before looking.

The unit is the standard deviation of one month's stationary luck. Shape k: the level walks by `walk[k]` a month; growth
per month strays by `stray[k]` from its long-run value, for spells whose correlation from month to month is SPELL; of a
month's variance the share `lasting[k]` is an AR(1) of lag-one correlation `persistence[k]`, the rest is its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WALKS = (0.03, 0.1, 0.3, 1.0, 4.0)
"""In units of a month's luck: 0.03 moves a year by a tenth of it, 4 is a walk with hardly any luck. Each as likely
before looking: walks that are hardly luck, and luck that hardly walks, must both be found where they are."""
STRAYS = (0.02, 0.06, 0.24)
STRAY_PRIOR = (0.4, 0.35, 0.25)
"""Yearly growth of a spell lies off its long-run value by 2, 6 or 24 points (standard deviation): a steady trade, a
grown firm, a young one. Never by nothing: few years cannot show that growth does not change."""
SPELL = 0.95
"""A spell of other growth has lost half of itself after 14 months."""
LUCK = ((0.0, 0.0), (0.5, 0.6), (1.0, -0.4), (1.0, 0.4), (1.0, 0.75))
LUCK_PRIOR = (0.35, 0.2, 0.1, 0.2, 0.15)
"""(share that lasts, its correlation) and how likely before looking."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """K shapes: arrays (K,), `prior` sums to 1."""

    walk: Floats
    stray: Floats
    lasting: Floats
    persistence: Floats
    prior: Floats

    def only(self, which: NDArray[np.int64]) -> Shapes:
        """The shapes at these places, with the prior they had."""
        every = (self.walk, self.stray, self.lasting, self.persistence, self.prior)
        return Shapes(*(values[which] for values in every))


def shapes(month_to_month: float) -> Shapes:
    """The grid, for months that differ from the one before by `month_to_month` (logarithmic standard deviation).

    That figure turns spells of growth, believed in percent, into units of a month's luck: a month's difference has
    variance walk² + 2 (1 - lag-one correlation) in those.
    """
    cells = product(
        WALKS,
        zip(STRAYS, STRAY_PRIOR, strict=True),
        zip(LUCK, LUCK_PRIOR, strict=True),
    )
    rows = [
        (walk, stray, share, rho, of_stray * of_luck)
        for walk, (stray, of_stray), ((share, rho), of_luck) in cells
    ]
    walk, stray, lasting, persistence, prior = np.array(rows).T
    luck = month_to_month / np.sqrt(walk**2 + 2 * (1 - lasting * persistence))
    return Shapes(walk, stray / 12 / luck, lasting, persistence, prior / prior.sum())
